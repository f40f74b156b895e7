
import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { PageLink } from "@/ui/page-link";

import { useWords } from "../words.id";

type Props = { channel: string; variant: string; quote: Schema<"Quote">; onClose: () => void };

/** The whole way from the base price to what the seller keeps, step by step. */
export function QuoteSheet({ channel, variant, quote, onClose }: Props) {
  const w = useWords();
  const { rupiah, percent, number } = useFormat();
  const channelName = useChannelName();
  useLanguage();
  const step = (what: string) => (w.step as Record<string, string>)[what] ?? what;
  return (
    <Sheet open onOpenChange={onClose} title={w.quote_title(channelName(channel))} description={w.quote_of(variant)}>
      {quote.outcome === "refused" ? (
        <p className="text-fail">{said(quote.text, quote.text_en)}</p>
      ) : (
        <dl className="grid grid-cols-[1fr_auto] gap-x-4">
          {quote.steps.map(({ what, price }) => (
            <Line key={what} name={step(what)} amount={rupiah(price)} />
          ))}
          <Line name={w.buyer_pays} amount={rupiah(quote.price)} strong />
          <dt className="col-span-2 pt-3 text-meta text-muted">{w.fees}</dt>
          {quote.fees.map(({ name, amount }) => (
            <Line key={name} name={name} amount={`−${rupiah(amount)}`} />
          ))}
          <Line name={w.keeps} amount={rupiah(quote.keeps)} strong />
          <Line name={w.over_base} amount={rupiah(quote.over_base)} />
          {quote.cost === null || quote.cost === undefined ? null : <Line name={w.cost} amount={rupiah(quote.cost)} />}
          {quote.profit === null || quote.profit === undefined ? null : <Line name={w.profit} amount={rupiah(quote.profit)} />}
          {quote.margin_percent === null || quote.margin_percent === undefined ? null : <Line name={w.margin} amount={percent(quote.margin_percent)} />}
          <dd className="col-span-2 flex flex-wrap gap-x-3 pt-3 text-meta text-muted">
            {w.rule_version(number(quote.rule_version), number(quote.fee_version))}
            <PageLink to="/prices" className="text-accent">{w.see_rules}</PageLink>
          </dd>
        </dl>
      )}
    </Sheet>
  );
}

function Line({ name, amount, strong = false }: { name: string; amount: string; strong?: boolean }) {
  return (
    <div className={`col-span-2 flex justify-between gap-4 border-b py-2 ${strong ? "font-semibold" : ""}`}>
      <dt>{name}</dt>
      <dd className="whitespace-nowrap tabular-nums">{amount}</dd>
    </div>
  );
}
