import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { MoneyPair } from "@/ui/money";
import { Problem } from "@/ui/problem";
import { QuoteSteps } from "@/ui/quote/quote-steps";
import { Skeleton } from "@/ui/skeleton";
import type { Schema } from "@/api/client";
import { said, useLanguage } from "@/lib/words";

import { rupiahOf, typedOf } from "../numbers";
import { quotesQuery } from "../queries";
import { usePlace } from "../use-place";
import { useWords } from "../words.id";
import { RupiahField } from "./typed-fields";

/** Milliseconds after the last key until the API is asked. */
const PAUSE = 250;

/** From a base price to each channel's price and the amount that the seller keeps, with all steps. Saves nothing. */
export function Calculator({ channels }: { channels: readonly string[] }) {
  const w = useWords();
  const { base, cost, close, turn } = usePlace();
  const [typed, setTyped] = useState({ base: typedOf(base), cost: typedOf(cost), category: "" });
  const [asked, setAsked] = useState(typed);
  const amount = rupiahOf(typed.base);
  const worth = typed.cost.trim() ? rupiahOf(typed.cost, 0) : undefined;
  useEffect(() => {
    if (typed === asked) return;
    const timer = setTimeout(() => {
      setAsked(typed);
      turn({ base: rupiahOf(typed.base) ?? undefined, cost: rupiahOf(typed.cost, 0) ?? undefined }, true);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, asked, turn]);
  const asks = rupiahOf(asked.base);
  const body: Schema<"NewQuotes"> = {
    ...(asked.category.trim() ? { category: asked.category.trim() } : {}),
    variants: [{ base_price: asks, ...(asked.cost.trim() ? { cost: rupiahOf(asked.cost, 0) } : {}) }],
  };
  const { data, error, refetch } = useQuery({ ...quotesQuery(body), enabled: asks !== null });
  const found = channels.flatMap((channel) => data?.find((one) => one.channel === channel) ?? []);
  return (
    <Sheet open onOpenChange={close} title={w.calculate} description={w.calculate_help}>
      <div className="grid gap-3 md:grid-cols-3">
        <RupiahField label={w.base_price} value={typed.base} onChange={(value) => setTyped({ ...typed, base: value })} error={typed.base.trim() && amount === null ? w.wrong.rupiah : undefined} />
        <RupiahField optional label={w.cost} value={typed.cost} onChange={(value) => setTyped({ ...typed, cost: value })} error={worth === null ? w.wrong.fee_amount : undefined} />
        <Field optional label={w.calculate_category}>
          <Input value={typed.category} onChange={(event) => setTyped({ ...typed, category: event.target.value })} />
        </Field>
      </div>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {asks === null ? <p className="pt-6 text-muted">{w.calculate_first}</p> : null}
      {asks !== null && !data && !error ? <Skeleton className="mt-6 h-40" /> : null}
      {asks === null ? null : (
        <ul className="-mx-4 mt-4 border-t">
          {found.map(({ channel, variants }) => {
            const quote = variants[0]?.quote;
            return quote ? (
              <li key={channel} className="border-b">
                <Quoted channel={channel} quote={quote} />
              </li>
            ) : null;
          })}
        </ul>
      )}
    </Sheet>
  );
}

function Quoted({ channel, quote }: { channel: string; quote: Schema<"Quote"> }) {
  const channelName = useChannelName();
  useLanguage();
  return (
    <details open className="group">
      <summary className="flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-sunken">
        <span aria-hidden className="text-muted group-open:rotate-90">
          ›
        </span>
        <span className="flex-1 font-medium">{channelName(channel)}</span>
        {quote.outcome === "quoted" ? <MoneyPair price={quote.price} keeps={quote.keeps} /> : <span className="max-w-[60%] text-right text-meta text-fail">{said(quote.text, quote.text_en)}</span>}
      </summary>
      <div className="px-4 pb-4">
        <QuoteSteps channel={channel} quote={quote} />
      </div>
    </details>
  );
}
