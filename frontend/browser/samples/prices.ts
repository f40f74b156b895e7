import { aChannel, aFeeVersion, aPreview, aQuote, aRepricing, aRule, aTask, noQuote } from "../../src/features/prices/sample";
import type { Answers, Sample } from "../open";

const LONG = "Dudukan Kamera Samping / Side Mount Camera buat Action Cam 11 30 derajat Presisi Tinggi bahan TPU 95A untuk drone FPV 5 inch freestyle";

const answers: Answers = {
  "/v1/channels": { items: [aChannel("shopee", 7), aChannel("tiktok_shop"), aChannel("website")] },
  "/v1/price-rules": { items: [aRule({ method: "markup", markup_percent: 15, rounding: "charm", charm_ending: 900, minimum_margin_percent: 20, ceiling: 5_000_000, guard_percent: 30 }), { ...aRule({ method: "keep_net", net_of: "cost", net_margin_percent: 40, rounding: "up1000", guard_percent: 30 }), channel: "tiktok_shop" }] },
  "/v1/price-rules/{channel}/overrides": {
    items: [
      { scope: "category:suku cadang drone dan aksesori cetak tiga dimensi", level: "category", rule: { method: "keep_net", net_of: "cost", net_margin_percent: 40, rounding: "up1000", guard_percent: 30 }, version: 2 },
      { scope: "variant:prd_1:var_1", level: "variant", rule: { method: "fixed", fixed_price: 99_000, rounding: "none", guard_percent: 30 }, version: 1 },
    ],
  },
  "/v1/fee-schedules/{channel}/versions": {
    items: [aFeeVersion(), aFeeVersion({ version: 2, state: "planned", schedule: { ...aFeeVersion().schedule, valid_from: "2026-12-01" } }), aFeeVersion({ version: 1, category: "frame" }), aFeeVersion({ version: 0, state: "past" })],
  },
  "/v1/fee-schedules/{channel}/presets": { items: [{ id: "p", name: "Bukan Mall, kategori Lainnya 8,25% (sejak 2 Mei 2026)", name_en: "Not Mall", default: true, schedule: aFeeVersion().schedule }] },
  "/v1/repricings": { items: [aRepricing({ id: "rep_2", state: "running", listings: 1200, products: 3647, finished_at: null }), aRepricing(), aRepricing({ id: "rep_3", stalled: true, state: "running" }), aRepricing({ id: "rep_4", moved: 0, cause: "fee_schedule_began" })] },
  "/v1/bulk-tasks": { items: [aTask({ kind: "base_reading", finished_at: "2026-11-30T11:00:00Z", looked_at: 444, counts: { changed: 430 } })] },
  "/v1/bulk-tasks/{id}": aTask({ preview: aPreview() }),
  "/v1/products": { items: [], total: 444, by_status: {}, by_state: {}, under_floor: 4 },
  "/v1/products/{id}": { id: "prd_1", title: LONG, options: [], variants: [{ id: "var_1", sku: "MTK-KAM-MN2-30T64", option_values: [] }] } as never,
};

const replies: NonNullable<Sample["replies"]> = {
  "/v1/price-rules/preview": aPreview({
    over_guard: 12,
    examples: [...aPreview().examples.map((one) => ({ ...one, title: LONG })), ...aPreview().examples.map((one) => ({ ...one, variant_id: "var_2", to: { outcome: "refused" as const, reason: "under_floor", text: "Setelah biaya, yang diterima di bawah batas bawah.", text_en: "Under the floor." } }))],
    refused: { under_floor: 4, cost_missing: 310 },
    base_readings: { ...aPreview().base_readings, open: 135 },
  }),
  "/v1/quotes": { channels: ["shopee", "tiktok_shop", "website"].map((channel, at) => ({ channel, variants: [{ quote: at === 1 ? noQuote : aQuote(150_000, 172_500, 157_019) }] })) },
};

const sample = (name: string, search = "", more: Answers = {}): Sample => ({ name, path: `/prices${search}`, answers: { ...answers, ...more }, replies });

export const samples: Sample[] = [
  sample("everything"),
  sample("no channels", "", { "/v1/channels": { items: [] } }),
  sample("rule", "?sheet=rule&channel=shopee"),
  sample("what a rule would do", "?sheet=rule&channel=shopee&step=impact"),
  { ...sample("a large catalogue is counted", "?sheet=rule&channel=shopee&step=impact"), replies: { "/v1/price-rules/preview": { task: aTask() } as never } },
  sample("fees", "?sheet=fees&channel=shopee"),
  sample("fees that are changed", "?sheet=fees_edit&channel=shopee"),
  sample("exceptions", "?sheet=exceptions&channel=shopee"),
  sample("an exception", "?sheet=exception&channel=shopee&scope=variant:prd_1:var_1"),
  sample("removing one", "?sheet=exception&channel=shopee&scope=variant:prd_1:var_1&step=removal"),
  sample("a new exception", "?sheet=exception&channel=shopee"),
  sample("what the shops' prices mean", "?sheet=reading&channel=shopee&again=true"),
  sample("calculator", "?sheet=calculator&base=150000"),
];
