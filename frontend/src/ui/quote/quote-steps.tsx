import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { known } from "@/lib/known";
import { said, useLanguage } from "@/lib/words";

import { PageLink } from "../page-link";
import { useWords } from "./words.id";

type Quoted = Extract<Schema<"Quote">, { outcome: "quoted" }>;

/** The whole way from the base price to what the seller keeps, and by which rule and fees. Every amount is the API's. */
export function QuoteSteps({ channel, quote }: { channel: string; quote: Schema<"Quote"> }) {
  const w = useWords();
  useLanguage();
  if (quote.outcome === "quoted") return <Steps channel={channel} quote={quote} />;
  return (
    <>
      <p className="text-fail">{said(quote.text, quote.text_en)}</p>
      <PageLink to={`/prices?sheet=rule&channel=${channel}`} className="inline-flex min-h-11 items-center text-accent underline">
        {w.see_rules}
      </PageLink>
    </>
  );
}

function Steps({ channel, quote }: { channel: string; quote: Quoted }) {
  const w = useWords();
  const { rupiah, percent, number } = useFormat();
  const step = (what: string) => (w.step as Record<string, string>)[what] ?? what;
  const level = quote.rule_scope.split(":")[0] as keyof typeof w.by_exception | "channel";
  const rule = level === "channel" ? `/prices?sheet=rule&channel=${channel}` : `/prices?sheet=exception&channel=${channel}&scope=${encodeURIComponent(quote.rule_scope)}`;
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4">
      {quote.steps.map(({ what, price }) => (
        <Line key={what} name={step(what)} amount={rupiah(price)} />
      ))}
      <Line name={w.buyer_pays} amount={rupiah(quote.price)} strong />
      {quote.fees.length > 0 ? <dt className="col-span-2 pt-3 text-meta text-muted">{w.fees}</dt> : null}
      {quote.fees.map(({ name, amount }) => (
        <Line key={name} name={name} amount={`−${rupiah(amount)}`} />
      ))}
      <Line name={w.keeps} amount={rupiah(quote.keeps)} strong />
      <Line name={w.over_base} amount={rupiah(quote.over_base)} />
      {known(quote.cost) ? <Line name={w.cost} amount={rupiah(quote.cost)} /> : null}
      {known(quote.profit) ? <Line name={w.profit} amount={rupiah(quote.profit)} /> : null}
      {known(quote.margin_percent) ? <Line name={w.margin} amount={percent(quote.margin_percent)} /> : null}
      <dd className="col-span-2 flex flex-wrap items-center gap-x-3 pt-2 text-meta text-muted">
        <PageLink to={rule} className="inline-flex min-h-11 items-center text-accent underline md:min-h-0">
          {level === "channel" ? w.by_rule : (w.by_exception[level] ?? w.see_rules)}
        </PageLink>
        <PageLink to={`/prices?sheet=fees&channel=${channel}`} className="inline-flex min-h-11 items-center text-accent underline md:min-h-0">
          {w.by_fees}
        </PageLink>
        <span>{w.rule_version(number(quote.rule_version), number(quote.fee_version))}</span>
      </dd>
    </dl>
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
