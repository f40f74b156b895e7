// The variants of two listings side by side, for display only. The server decides what is evidence.
import type { Schema } from "@/api/client";
import { plain } from "@/lib/marks";

type Offer = Schema<"Offer">;
export type VariantRow = { key: string; label: string; left?: Offer; right?: Offer };

/** Pairs of variants with the same options, otherwise with the same SKU; then those that only one side has. */
export function variantRows(left: readonly Offer[], right: readonly Offer[]): VariantRow[] {
  const rest = [...right];
  const take = (fits: (offer: Offer) => boolean) => {
    const at = rest.findIndex(fits);
    return at < 0 ? undefined : rest.splice(at, 1)[0];
  };
  const pairs = left.map((offer) => ({ offer, partner: offer.option_values.length > 0 ? take((other) => optionsOf(other) === optionsOf(offer)) : undefined }));
  const rows = pairs.map(({ offer, partner }): VariantRow => {
    const found = partner ?? (offer.sku ? take((other) => other.sku === offer.sku) : undefined);
    return { key: `left ${offer.id}`, label: labelOf(offer), left: offer, ...(found ? { right: found } : {}) };
  });
  const alone = rest.map((offer): VariantRow => ({ key: `right ${offer.id}`, label: labelOf(offer), right: offer }));
  return [...rows.filter(({ right }) => right), ...rows.filter(({ right }) => !right), ...alone];
}

const optionsOf = ({ option_values }: Offer) => option_values.map((value) => plain(value.trim())).toSorted().join("\n");
const labelOf = ({ option_values, sku, id }: Offer) => option_values.join(" · ") || (sku ?? id);
