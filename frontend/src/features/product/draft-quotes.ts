// Each channel's price, and the amount that the seller keeps, at typed prices that are not saved yet. The API computes them.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

import { type Changes, NEW, type Product, rowsOf, rupiahOf, variantPath } from "./form";

const WAIT = 250;

export type DraftQuotes = {
  /** The quote of a channel and a variant; undefined while it is computed or if there is none. */
  of: (channel: string, variant: string) => Schema<"Quote"> | undefined;
  /** The request failed. */
  failed: boolean;
};

export function useDraftQuotes(product: Product, changes: Changes): DraftQuotes {
  const asked = useLater(JSON.stringify(question(product, changes)));
  const body = JSON.parse(asked) as Schema<"NewQuotes"> | null;
  const { data: quotes, isError } = useQuery({
    queryKey: [...keys.productPart(product.id, "quotes"), asked],
    queryFn: ({ signal }) => data(api.POST("/v1/quotes", { body: body ?? {}, signal })),
    enabled: body !== null,
  });
  const current = asked === JSON.stringify(question(product, changes));
  const ids = rowsOf(product, changes);
  return {
    of: (channel, variant) => (current ? quotes?.channels.find((one) => one.channel === channel)?.variants[ids.indexOf(variant)]?.quote : undefined),
    failed: isError,
  };
}

/** Whether the variant has unsaved edits that affect its prices. */
export const isRepriced = (changes: Changes, variant: string) => Boolean(changes[variantPath(variant, "base_price")] ?? changes[variantPath(variant, "cost")] ?? changes["category"]);

/** The request for the edited product; null if no price would change, or if a typed amount cannot be parsed. */
function question(product: Product, changes: Changes): Schema<"NewQuotes"> | null {
  const ids = rowsOf(product, changes);
  if (!ids.some((id) => isRepriced(changes, id))) return null;
  const variants: Schema<"NewQuote">[] = [];
  for (const id of ids) {
    const variant: Schema<"NewQuote"> = id.startsWith(NEW) ? {} : { variant_id: id };
    for (const field of ["base_price", "cost"] as const) {
      const typed = changes[variantPath(id, field)];
      if (!typed) continue;
      const amount = rupiahOf(typed.to);
      if (amount === undefined) return null;
      variant[field] = amount;
    }
    variants.push(variant);
  }
  const category = changes["category"];
  return { product_id: product.id, variants, ...(category ? { category: category.to.trim() || null } : {}) };
}

function useLater(value: string): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), WAIT);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}
