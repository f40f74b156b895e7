// A product and its listings for this feature's tests.
import type { Schema } from "@/api/client";

const AT = "2026-11-30T03:00:00Z";

export const product: Schema<"Product"> = {
  id: "prd_1",
  title: "Frame 5 inch Motekar V2",
  description: "Rangka cetak 3D.",
  images: [
    { id: "i1", url: "https://images.test/1.jpg" },
    { id: "i2", url: "https://images.test/2.jpg" },
  ],
  category: "Frame",
  brand: "Motekar",
  weight_g: 250,
  dimensions: { length_cm: 20, width_cm: 18, height_cm: 3.25 },
  pre_order_days: 5,
  options: ["Warna"],
  variants: [
    { id: "v1", sku: "FRM5-BLK", option_values: ["Hitam"], base_price: 150_000, cost: 60_000, stock: 10, weight_g: null, image_id: null },
    { id: "v2", sku: "FRM5-RED", option_values: ["Merah"], base_price: 155_000, cost: null, stock: null, weight_g: null, image_id: null },
  ],
  status: "active",
  channels: ["shopee"],
  attention: [],
  merged_into: null,
  sources: { title: { from: "shopee:1:9", rule: "longer_text", others: [{ from: "tiktok_shop:2:8", value: "Frame 5 in" }] } },
  created_at: AT,
  updated_at: AT,
  version: 3,
};

export const quote = (base: number, price: number, keeps: number): Schema<"Quote"> => ({
  outcome: "quoted",
  base,
  price,
  keeps,
  over_base: 7019,
  rule_version: 1,
  fee_version: 1,
  rule_scope: "channel",
  fee_scope: "channel",
  steps: [
    { what: "base", price: base },
    { what: "markup", price },
  ],
  fees: [{ name: "Biaya administrasi", amount: 14_000 }],
});

export const listing: Schema<"Listing"> = {
  key: "shopee:1:9",
  channel: "shopee",
  shop: "1",
  external_id: "9",
  product_id: "prd_1",
  url: "https://shopee.co.id/product/1/9",
  seller_url: null,
  state: { state: "pending", since: AT, fields: ["title"], blocked: [], under_floor: false, listings: ["shopee:1:9"] },
  links: { "11": "v1", "12": "v2" },
  overrides: { title: null, description: null },
  owners: {},
  gone: false,
  observed: {
    title: "Frame 5 inch Motekar V1",
    description: "Rangka cetak 3D.",
    images: [],
    weight_g: 250,
    pre_order_days: 5,
    shipping: [],
    storefronts: [],
    storefront_status: {},
    status: "live",
    attributes: [],
    options: ["Warna"],
    offers: [
      { id: "11", sku: "FRM5-BLK", option_values: ["Hitam"], price: 172_500, price_locked: false },
      { id: "12", sku: "FRM5-RED", option_values: ["Merah"], price: 160_000, price_locked: false },
    ],
  },
  target: {
    title: "Frame 5 inch Motekar V2",
    description: "Rangka cetak 3D.",
    weight_g: 250,
    pre_order_days: 5,
    options: ["Warna"],
    offers: [
      { variant_id: "v1", offer: "11", option_values: ["Hitam"], price: 172_500 },
      { variant_id: "v2", offer: "12", option_values: ["Merah"], price: 178_000 },
    ],
  },
  differences: [{ field: "title", from: { kind: "text", value: "Frame 5 inch Motekar V1" }, to: { kind: "text", value: "Frame 5 inch Motekar V2" }, decision: "push", pushed: true }],
  limits_hit: [],
  updated_at: AT,
  seen_at: AT,
  prices: [
    { variant_id: "v1", quote: quote(150_000, 172_500, 157_019) },
    { variant_id: "v2", quote: quote(155_000, 178_000, 162_000) },
  ],
  version: 2,
};
