import { aFieldMapping, aFieldReport, fieldCounts } from "../../src/test/field-samples";
import type { Sample } from "../open";
import { channels } from "./connections";

const long = "Rangka Cinewhoop untuk Petir 5 inch Bahan PETG-CF Cetak 3D Aksesoris Drone FPV Siap Pasang Pas Presisi Anti Getar Pre Order";
const report = aFieldReport(
  [
    fieldCounts("title", { agree: 208, differ: 197, identical: 208 }),
    fieldCounts("price", { agree: 58, differ: 347, identical: 252 }),
    fieldCounts("sku", { agree: 289, differ: 70, lacking: 46, channels: { shopee: { has: 3148, lacks: 499 }, tiktok_shop: { has: 435, lacks: 65 } } }),
    fieldCounts("storefronts", { lacking: 405 }),
    fieldCounts("category", { incomparable: 405 }),
    fieldCounts("brand", { absent: 405 }),
  ],
  { on_one_only: { storefronts: "tiktok_shop" } },
);
const products = {
  items: [
    { product_id: "prd_1", title: long, reported: "differ" as const, verdict: "differ" as const, values: [{ listing: "shopee:1:1", channel: "shopee", value: long }, { listing: "tiktok_shop:2:1", channel: "tiktok_shop", value: "Petir Frame Cinewhoop 5 inch Racing dan Freestyle bahan PETG-CF untuk drone FPV" }] },
    { product_id: "prd_2", title: "Kanopi GRD", reported: "differ" as const, verdict: "agree" as const, values: [{ listing: "shopee:1:2", channel: "shopee", value: "Kanopi GRD" }, { listing: "tiktok_shop:2:2", channel: "tiktok_shop", value: null }] },
  ],
};
const mapping = aFieldMapping({ fields: { title: { channel_field: "item_name", owner: "ask" }, category: { channel_field: "category_id", owner: "channel" } }, unmapped: ["price"] });

export const samples: Sample[] = [
  { name: "fields", path: "/field-report", answers: { ...channels, "/v1/field-report": { report, outdated: true } } },
  { name: "at work", path: "/field-report", answers: { ...channels, "/v1/field-report": { report, outdated: true, computing: { id: "rep_2", started_at: "2026-11-30T11:00:00Z", listings: 1200 } } } },
  { name: "products of a field", path: "/field-report?field=title", answers: { ...channels, "/v1/field-report": { report, outdated: false }, "/v1/field-report/{field}/products": products } },
  { name: "nothing shared", path: "/field-report", answers: { ...channels, "/v1/field-report": { report: aFieldReport([], { shared: 0 }), outdated: false } } },
  { name: "mapping", path: "/field-report?tab=mapping", answers: { "/v1/field-report": { report, outdated: false }, ...channels, "/v1/field-mapping/{channel}": mapping } },
];
