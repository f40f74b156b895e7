// Field reports and mappings for tests.
import type { Schema } from "@/api/client";

export const fieldCounts = (field: Schema<"Field">, more: Partial<Schema<"FieldCounts">> = {}): Schema<"FieldCounts"> => ({
  field,
  label: field,
  label_en: field,
  agree: 0,
  differ: 0,
  lacking: 0,
  absent: 0,
  incomparable: 0,
  identical: 0,
  channels: { shopee: { has: 3647, lacks: 0 }, tiktok_shop: { has: 500, lacks: 0 } },
  examples: [],
  pairs: [{ first: "shopee", second: "tiktok_shop", products: 405, agree: 58, differ: 347, only_first: 0, only_second: 0, partly: 0, absent: 0, incomparable: 0, identical: 0, variants: { agree: 100, differ: 599, lacking: 0 } }],
  ...more,
});

export const aFieldReport = (fields: Schema<"FieldCounts">[], more: Partial<Schema<"FieldReport">> = {}): Schema<"FieldReport"> => ({
  id: "rep_1",
  computed_at: "2026-11-30T11:00:00Z",
  state: "9da8ae7aba4c2ddb",
  listings: 4147,
  products: 3742,
  shared: 405,
  channels: { shopee: 3647, tiktok_shop: 500 },
  common: ["title"],
  on_one_only: {},
  fields,
  ...more,
});

export const aFieldMapping = (more: Partial<Schema<"StoredFieldMapping">> = {}): Schema<"StoredFieldMapping"> => ({
  channel: "shopee",
  version: 3,
  fields: { title: { channel_field: "item_name", owner: "master" }, price: { channel_field: "original_price", owner: "master" }, category: { channel_field: "category_id", owner: "channel" } },
  known: { title: "item_name", price: "original_price", category: "category_id" },
  unmapped: [],
  read_only: ["category"],
  ...more,
});
