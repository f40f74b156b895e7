import type { Schema } from "@/api/client";

export type FieldName = Schema<"Field">;

/** In the order of a listing. */
export const FIELDS = [
  "title", "description", "images", "price", "stock", "sku", "variants", "weight", "dimensions", "pre_order", "category", "attributes", "brand", "shipping", "storefronts", "visibility",
] as const satisfies readonly FieldName[];

/** `field`: the field whose products are shown. `channel`: the channel whose mapping is shown. */
export type ReportSearch = { tab?: "mapping" | undefined; field?: FieldName | undefined; channel?: string | undefined };
