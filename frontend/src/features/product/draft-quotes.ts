// What every channel would ask and the seller would keep at the prices that are typed and not saved yet. Computed by the API.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

import { type Changes, NEW, type Product, rowsOf, rupiahOf, variantPath } from "./form";

const WAIT = 250;

export type DraftQuotes = {
  /** Of a channel and a variant; undefined while it is computed, and where it cannot be. */
  of: (channel: string, variant: string) => Schema<"Quote"> | undefined;
  /** The API could not say. */
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

/** Whether a price of the variant depends on something that is not saved. */
export const isRepriced = (changes: Changes, variant: string) => Boolean(changes[variantPath(variant, "base_price")] ?? changes[variantPath(variant, "cost")] ?? changes["category"]);

/** The whole product as it would be; null where no price would move, or one cannot be read. */
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
