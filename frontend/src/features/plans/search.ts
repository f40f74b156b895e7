import type { Fill } from "./lacks";
import type { Change } from "./queries";

/** In the order of the page: blocked changes first. */
export const SECTIONS = ["blocked", "conflict", "push", "adopt", "agree"] as const;
export type SectionName = (typeof SECTIONS)[number];

/** In the order in which they are offered. */
export const FIELDS = [
  "title", "description", "images", "weight", "dimensions", "pre_order", "category", "attributes", "brand", "shipping", "storefronts", "visibility", "variants", "price", "stock", "sku",
] as const satisfies readonly Change["field"][];

/** The filters of the plan, whether blocked ones are grouped by what they lack, and which of that is filled in for many; all of it is in the address. */
export type PlanSearch = { show?: SectionName | undefined; channel?: string | undefined; field?: Change["field"] | undefined; q?: string | undefined; by?: "lacks" | undefined; fill?: Fill | undefined };
