import type { Change } from "./queries";

/** In the order of the page: what is in the way first. */
export const SECTIONS = ["blocked", "conflict", "push", "adopt", "agree"] as const;
export type SectionName = (typeof SECTIONS)[number];

/** In the order in which they are offered. */
export const FIELDS = [
  "title", "description", "images", "weight", "dimensions", "pre_order", "category", "attributes", "brand", "shipping", "storefronts", "visibility", "variants", "price", "stock", "sku",
] as const satisfies readonly Change["field"][];

/** What a person narrows the plan to; all of it is in the address. */
export type PlanSearch = { show?: SectionName | undefined; channel?: string | undefined; field?: Change["field"] | undefined; q?: string | undefined };
