import { useState } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { Money } from "@/ui/money";
import { PageLink } from "@/ui/page-link";

import type { Preview } from "../queries";
import { useWords } from "../words.id";

const STEP = 10;

type Quote = Schema<"Quote">;

/** Some of the offers: the price and the amount kept of it, from → to. */
export function Examples({ preview }: { preview: Preview }) {
  const w = useWords();
  const { number } = useFormat();
  const [shown, setShown] = useState(STEP);
  const { examples, examples_total: total } = preview;
  if (examples.length === 0) return <p className="text-muted">{w.no_examples}</p>;
  const rest = Math.min(STEP, examples.length - shown);
  return (
    <>
      <ul className="-mx-4 border-t">
        {examples.slice(0, shown).map((one) => (
          <li key={`${one.product_id} ${one.variant_id}`} className="border-b px-4 py-2">
            <PageLink to={`/products/${one.product_id}`} className="line-clamp-2 font-medium hover:underline">
              {one.title}
            </PageLink>
            {one.sku ? <p className="font-mono text-meta text-muted">{one.sku}</p> : null}
            <dl className="grid grid-cols-[auto_1fr] gap-x-3 pt-1">
              <dt className="text-muted">{w.price}</dt>
              <dd className="text-right">
                <Move from={amountOf(one.from, "price")} to={amountOf(one.to, "price")} percent />
              </dd>
              <dt className="text-muted">{w.keeps}</dt>
              <dd className="text-right">
                <Move from={amountOf(one.from, "keeps")} to={amountOf(one.to, "keeps")} />
              </dd>
            </dl>
            <WhyNone quote={one.to} />
          </li>
        ))}
      </ul>
      {rest > 0 ? <Button onClick={() => setShown(shown + STEP)}>{w.more_examples(number(rest))}</Button> : null}
      {rest <= 0 && total > examples.length ? <p className="text-meta text-muted">{w.only_first(number(examples.length), number(total))}</p> : null}
    </>
  );
}

const amountOf = (quote: Quote, what: "price" | "keeps"): number | null => (quote.outcome === "quoted" ? quote[what] : null);

function Move({ from, to, percent = false }: { from: number | null; to: number | null; percent?: boolean }) {
  const w = useWords();
  const { move } = useFormat();
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-2">
      {from === null ? <span className="text-muted">{w.was_none}</span> : <Money value={from} className="text-muted" />}
      <span aria-hidden>→</span>
      {to === null ? <span className="text-fail">{w.was_none}</span> : <Money value={to} className="font-medium" />}
      {percent && from !== null && to !== null && from > 0 && from !== to ? <span className="whitespace-nowrap text-muted">{move(from, to)}</span> : null}
    </span>
  );
}

function WhyNone({ quote }: { quote: Quote }) {
  useLanguage();
  return quote.outcome === "refused" ? <p className="pt-1 text-meta text-fail">{said(quote.text, quote.text_en)}</p> : null;
}
