import type { Schema } from "@/api/client";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { QuoteSteps } from "@/ui/quote/quote-steps";

import { useWords } from "../words.id";

type Props = { channel: string; variant: string; quote: Schema<"Quote">; onClose: () => void };

/** Explains a price: all steps from the base price to the amount that the seller keeps, and the rule behind them. */
export function QuoteSheet({ channel, variant, quote, onClose }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  return (
    <Sheet open onOpenChange={onClose} title={w.quote_title(channelName(channel))} description={w.quote_of(variant)}>
      <QuoteSteps channel={channel} quote={quote} />
    </Sheet>
  );
}
