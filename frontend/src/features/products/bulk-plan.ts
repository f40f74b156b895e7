// Which plan syncs the products of a bulk edit.
import type { Schema } from "@/api/client";

import type { BulkField } from "./bulk";

/** What a request names at most, of products or of exceptions to a filter. */
export const MOST_NAMED = 1000;

type Wish = Pick<Schema<"NewPlan">, "selection" | "fields">;
type Condition = keyof Schema<"ProductFilter">;

/** Conditions that hold for other products after any edit: it makes a product wait, and is itself the newest change. */
const ANY: readonly Condition[] = ["state", "channel_state", "attention", "updated_since", "updated_before"];
/** Conditions that hold for other products after an edit of this field. */
const OF_FIELD: Partial<Record<BulkField, readonly Condition[]>> = {
  title: ["q"],
  status: ["status"],
  category: ["category"],
  base_price: ["price_min", "price_max", "margin_min", "margin_max", "under_floor"],
  cost: ["margin_min", "margin_max", "under_floor"],
};
const PLANNED: Partial<Record<BulkField, Schema<"Field">>> = {
  title: "title",
  description: "description",
  category: "category",
  brand: "brand",
  weight_g: "weight",
  pre_order_days: "pre_order",
  base_price: "price",
  cost: "price",
  stock: "stock",
};

/** `ids`: products that say what the edit wanted; `left`: those that it left as they are. */
export type Edited = { selection: Schema<"Selection">; field: BulkField; ids: readonly string[]; left: readonly string[] };

/** The plan of exactly these products. Without `exact`, they cannot be told from others: then `wish` is a plan that has them and others. */
export function planOf({ selection, field, ids, left }: Edited): { exact: boolean; wish: Wish } {
  if (ids.length <= MOST_NAMED) return { exact: true, wish: { selection: { ids: [...ids] } } };
  const { filter } = selection;
  const moved = new Set<string>([...ANY, ...(OF_FIELD[field] ?? [])]);
  const held = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  const kept = held.filter(([name]) => !moved.has(name));
  const planned = PLANNED[field];
  if (!filter || kept.length < held.length) return { exact: false, wish: { selection: { filter: Object.fromEntries(kept) }, ...(planned ? { fields: [planned] } : {}) } };
  const except = [...new Set([...(selection.except ?? []), ...left])];
  return { exact: true, wish: { selection: { filter, except: except.length <= MOST_NAMED ? except : (selection.except ?? []) } } };
}
