// Answers of the API for this feature's tests.
import type { Schema } from "@/api/client";

const AT = "2026-11-30T11:00:00Z";

export const aChannel = (channel: string, price_spread: number | null = null): Schema<"Channel"> => ({
  channel,
  name: channel,
  storefronts: [],
  remote: true,
  audits_edits: false,
  html_description: false,
  uploads_images: true,
  webhook_url: "",
  limits: { title_min: 1, title_max: 255, description_min: 1, description_max: 5000, images_min: 1, images_max: 9, price_min: 99, price_max: 100_000_000, price_spread, stock_max: 10_000_000, variants_max: 50, options_max: 2, option_name_max: 14, option_value_max: 20, sku_max: 100, sku_without_spaces: false, weight_required: true, dimensions_required: false },
});

export const aRule = (rule: Schema<"PriceRule">, version = 3): Schema<"StoredPriceRule"> => ({ channel: "shopee", rule, version, recomputing: false });

export const FEES: Schema<"Fee">[] = [
  { name: "Biaya administrasi", kind: "percent", percent: 8.25, cap: 40_000, enabled: true, group: "commission" },
  { name: "Biaya proses pesanan", kind: "per_order", amount: 1250, enabled: true, group: "order" },
  { name: "Promo XTRA", kind: "percent", percent: 4.5, cap: 60_000, enabled: false, group: "programme" },
];

export const aFeeVersion = (more: Partial<Schema<"FeeVersion">> = {}): Schema<"FeeVersion"> => ({
  version: 1,
  state: "in_force",
  schedule: { fees: FEES, source: "seller.shopee.co.id", valid_from: "2026-05-02" },
  ...more,
});

export const aQuote = (base: number, price: number, keeps: number): Schema<"Quote"> => ({
  outcome: "quoted",
  base,
  price,
  keeps,
  over_base: 7019,
  rule_version: 3,
  fee_version: 1,
  rule_scope: "channel",
  fee_scope: "channel",
  steps: [
    { what: "base", price: base },
    { what: "markup", price },
    { what: "rounding", price },
  ],
  fees: [
    { name: "Biaya administrasi", amount: 14_231 },
    { name: "Biaya proses pesanan", amount: 1250 },
  ],
});

export const noQuote: Schema<"Quote"> = { outcome: "refused", reason: "under_floor", text: "Di bawah batas bawah.", text_en: "Under the floor." };

const moves = { stay: 75, raised: 0, lowered: 0, unpriced: 0, total_difference: 0 };
const effect: Schema<"ReadingEffect"> = { bases: 75, bases_difference: -1, disagreeing: 3, unreadable: 0, channels: { shopee: moves }, examples: [] };

export const aPreview = (more: Partial<Schema<"Preview">> = {}): Schema<"Preview"> => ({
  products: 444,
  offers: 3647,
  changed: 1200,
  raised: 1100,
  lowered: 100,
  total_difference: 4_500_000,
  largest_move_percent: 6.25,
  histogram: [
    { from_percent: null, to_percent: -30, offers: 0 },
    { from_percent: -5, to_percent: 0, offers: 100 },
    { from_percent: 0, to_percent: 5, offers: 900 },
    { from_percent: 5, to_percent: 10, offers: 200 },
    { from_percent: 30, to_percent: null, offers: 0 },
  ],
  over_guard: 0,
  under_floor: 4,
  losing_price: 4,
  refused: { under_floor: 4 },
  month: null,
  examples_total: 1200,
  examples: [{ product_id: "prd_1", title: "Frame 5 inch Motekar V2 serat karbon untuk drone balap", variant_id: "var_1", sku: "FRM5-BLK", from: aQuote(150_000, 172_500, 157_019), to: aQuote(150_000, 180_000, 163_900) }],
  base_readings: { open: 0, shop_prices_include_fees: effect, shop_prices_are_base: effect },
  ...more,
});

export const aTask = (more: Partial<Schema<"BulkTask">> = {}): Schema<"BulkTask"> => ({ id: "blk_1", kind: "price_preview", started_by: "1", started_at: AT, pages: 1, looked_at: 120, counts: {}, stalled: false, ...more });

export const aRepricing = (more: Partial<Schema<"Repricing">> = {}): Schema<"Repricing"> => ({ id: "rep_1", channel: "shopee", cause: "price_rule", version: 4, state: "finished", listings: 3647, products: 444, written: 1200, moved: 1200, started_at: AT, finished_at: AT, stalled: false, ...more });
