import { useState } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { known } from "@/lib/known";
import { Button } from "@/ui/button";

import { variantRows } from "../compare";
import type { Side } from "../queries";
import { useWords } from "../words.id";
import { Sign } from "./sign";

/** Rows that are shown before "show all" is pressed. */
const FEW = 6;

/** The variants of both listings with price and weight, each beside the variant with the same options in the other listing. */
export function Variants({ left, right }: { left: Side; right: Side }) {
  const w = useWords();
  const { number } = useFormat();
  const [all, setAll] = useState(false);
  if (left.offers.length < 2 && right.offers.length < 2) return null;
  const rows = variantRows(left.offers, right.offers);
  return (
    <section aria-label={w.variants}>
      <h2 className="pt-2 pb-1 font-semibold">{w.variants}</h2>
      <ul className="border-t">
        {(all ? rows : rows.slice(0, FEW)).map(({ key, label, left: one, right: two }) => (
          <li key={key} className="grid min-h-9 grid-cols-[minmax(0,1fr)_16px_minmax(0,1fr)] items-center gap-x-2 border-b py-1 md:grid-cols-[96px_minmax(0,1fr)_16px_minmax(0,1fr)]">
            <p className="text-meta text-muted max-md:col-span-3">
              {label}
              {one && two ? null : ` · ${w.only_here}`}
            </p>
            <Offer offer={one} />
            <Sign equal={one && two && known(one.price) && known(two.price) ? one.price === two.price : undefined} />
            <Offer offer={two} />
          </li>
        ))}
      </ul>
      {rows.length > FEW && !all ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          {w.all_variants(number(rows.length))}
        </Button>
      ) : null}
    </section>
  );
}

function Offer({ offer }: { offer: Schema<"Offer"> | undefined }) {
  const w = useWords();
  const { number, rupiah } = useFormat();
  if (!offer) return <p className="text-muted">{w.none}</p>;
  return (
    <p>
      {known(offer.price) ? rupiah(offer.price) : w.none}
      {known(offer.weight_g) ? <span className="text-meta text-muted"> · {w.grams(number(offer.weight_g))}</span> : null}
    </p>
  );
}
