import { aRisk, aRule, aTitle, someTitles } from "../../src/features/titles/sample";
import type { Schema } from "../../src/api/client";
import type { Answers, Sample } from "../open";

const AT = "2026-11-30T11:00:00Z";
const LONG = "Dudukan Kamera Samping / Side Mount Camera buat Action Cam 11 30 derajat Presisi Tinggi bahan TPU 95A untuk drone FPV 5 inch freestyle";
const short = { code: "short_title", text: "Judul produk hanya 3 kata; satu kata lebih sudah di luar 70–80 %.", text_en: "The title has 3 words." };

const products: Schema<"ProductTitles">[] = [
  someTitles({
    master: LONG,
    listings: [
      aTitle({ current: LONG, target: LONG, equal_to: ["tiktok_shop:2:8"], proposal: { title: `${LONG} Cetak 3D Aksesoris Quadcopter`, similarity: 0.8333, in_band: false, explanations: [short], removed: [], added: ["Cetak"] } }),
      aTitle({ listing: "tiktok_shop:2:8", channel: "tiktok_shop", current: LONG, target: LONG.replace("Dudukan", "Mount"), origin: "accepted", outdated: true, target_similarity: 0.74, proposal: { title: LONG.replace("Dudukan", "Holder"), similarity: 0.76, in_band: true, explanations: [], removed: [], added: [] } }),
    ],
  }),
  someTitles({ product_id: "prd_2", listings: [aTitle({ listing: "shopee:1:10", origin: "locked", locked: true, target: "Judul yang ditulis sendiri", target_similarity: 0.4, proposal: { title: "Judul yang ditulis sendiri", similarity: 0.4, in_band: false, explanations: [], removed: [], added: [] } })] }),
  someTitles({ product_id: "prd_3", listings: [aTitle({ listing: "shopee:1:11", proposal: { title: null, similarity: null, in_band: false, explanations: [{ code: "nothing_to_change", text: "Daftar kata kanal ini tidak punya kata yang cocok.", text_en: "No words fit." }], removed: [], added: [] } })] }),
];
const risks: Schema<"TitleRisk">[] = [
  aRisk({ title: LONG, other_title: `${LONG} Hitam`, equal: 12 }),
  aRisk({ kind: "other_shop", other_listing: "tiktok_shop:2:8", other_title: LONG, similarity: 0.8, same_product: true }),
];
const check: Schema<"Verification"> = {
  id: "vrf_1",
  passed: false,
  started_by: "1",
  started_at: AT,
  finished_at: AT,
  stalled: false,
  listings: 4147,
  checks: [
    { check: "titles", text: "Judul sesuai induk dan 70–80 % mirip, atau ada alasannya", text_en: "Titles fit", passed: 4072, explained: 75, reasons: { short_title: 35, nothing_to_change: 37, minimum_length: 3 }, failed: 1 },
    { check: "titles_differ", text: "Judul tidak sama antar kanal", text_en: "Titles differ", passed: 4146, explained: 811, reasons: { not_decided: 811 }, failed: 0 },
  ],
  titles: { master: 4000, accepted: 120, locked: 27 },
  titles_outdated: 3,
  title_risks: 3692,
};
const channel = (id: string): Schema<"Channel"> => ({ channel: id, name: id, remote: true, storefronts: [], audits_edits: false, html_description: false, uploads_images: true, webhook_url: "", limits: {} as Schema<"Limits"> });
const task: Schema<"BulkTask"> = { id: "blk_1", kind: "titles_accept", started_by: "1", started_at: AT, finished_at: AT, pages: 4, looked_at: 3742, counts: { accepted: 3700, unchanged: 12, stale: 25, locked: 5 }, stalled: false };

const answers: Answers = {
  "/v1/channels": { items: [channel("shopee"), channel("tiktok_shop")] },
  "/v1/products": { items: [], total: 3742, by_status: {}, by_state: {}, under_floor: 0 },
  "/v1/titles/risks": { items: risks },
  "/v1/verification": check,
  "/v1/verification/rows": { items: [{ check: "titles", listing: "shopee:14701711:57000002000102", product_id: "prd_1", reason: "number_lost", details: "2207" }] },
  "/v1/title-rules/{channel}": { channel: "shopee", version: 3, rule: aRule },
  "/v1/bulk-tasks": { items: [{ ...task, finished_at: null }] },
  "/v1/bulk-tasks/{id}": task,
  "/v1/bulk-tasks/{id}/rows": { items: [{ key: "shopee:14701711:57000002000102", outcome: "stale", details: {} }] },
  "/v1/products/{id}/titles": products[0] as Schema<"ProductTitles">,
  "/v1/listings/{key}": { key: "shopee:1:9", product_id: "prd_1", seen_at: AT, observed: { title: LONG }, seller_url: "https://seller.shopee.co.id" } as never,
};
const replies = { "/v1/titles/propose": { items: products } };

export const samples: Sample[] = [
  { name: "proposals", path: "/titles", answers, replies },
  { name: "every title", path: "/titles?show=all", answers, replies },
  { name: "nothing found", path: "/titles?show=risk&q=zzz", answers: { ...answers, "/v1/bulk-tasks": { items: [] } }, replies: { "/v1/titles/propose": { items: [] } } },
  { name: "one title", path: "/titles?title=shopee:1:9", answers, replies },
  { name: "many accepted", path: "/titles?task=blk_1", answers, replies },
  { name: "risks", path: "/titles?tab=risks", answers, replies },
  { name: "check", path: "/titles?tab=check", answers, replies },
  { name: "rules", path: "/titles?tab=rules", answers, replies },
];
