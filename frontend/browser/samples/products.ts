import type { Schema } from "../../src/api/client";
import { listing, product, quote } from "../../src/features/product/sample";
import * as newListing from "../../src/features/product/new-listing/sample";
import type { Answers, Sample } from "../open";

const AT = "2026-11-30T03:00:00Z";
const LONG = "Dudukan Kamera Samping / Side Mount Camera buat Action Cam 11 30 derajat Presisi Tinggi bahan TPU 95A untuk drone FPV 5 inch freestyle";

function on(state: Schema<"SyncState">, price: number, more: Partial<Schema<"ChannelState">> = {}): Schema<"ChannelState"> {
  return { state, since: AT, fields: [], blocked: [], under_floor: false, listings: ["shopee:1:9"], target_min: price, target_max: price, live_min: price, live_max: price, keeps_min: 157_019, seen_at: AT, ...more };
}

const STATES: Schema<"SyncState">[] = ["synced", "pending", "pushing", "auditing", "drift", "conflict", "failed", "refused", "frozen", "not_listed", "gone"];

const cards: Schema<"ProductCard">[] = STATES.map((state, at) => ({
  id: `prd_${at}`,
  title: at % 2 ? "Frame 5 inch" : LONG,
  skus: at === 2 ? [] : [`FRM5-${at}`, `FRM5-${at}B`],
  status: "active",
  channels: ["shopee", "tiktok_shop"],
  category: "Suku Cadang Drone",
  min_price: at === 3 ? null : at === 5 ? 10_150_000 : 1_150_000,
  max_price: at === 3 ? null : at === 5 ? 12_250_000 : 1_250_000,
  thumbnail: null,
  attention: [],
  stock: at === 1 ? 12 : null,
  variants: 2,
  keeps_min: 1_045_019,
  margin_percent: 12.5,
  under_floor: at === 4 || at === 5,
  state,
  states: { shopee: on(state, 1_322_500, { under_floor: at === 4 }), tiktok_shop: on("pending", 1_380_000, { live_min: 1_150_000, target_max: 1_500_000 }), website: on("not_listed", 0, { listings: [] }) },
  updated_at: AT,
  version: 1,
}));

const channel = (id: string): Schema<"Channel"> => ({ channel: id, name: id, remote: true, storefronts: [], audits_edits: false, html_description: false, uploads_images: true, webhook_url: "", limits: {} as Schema<"Limits"> });
const channels: Answers["/v1/channels"] = { items: [channel("shopee"), channel("tiktok_shop")] };
const list: Answers = {
  "/v1/channels": channels,
  "/v1/products": { items: cards, total: cards.length, by_status: { active: 4147, archived: 12 }, by_state: { conflict: 3, failed: 12, pending: 120, synced: 3900 }, under_floor: 7 },
};

const titles: Schema<"ProductTitles"> = {
  product_id: product.id,
  master: product.title,
  facts: { sizes: [], codes: [], colours: [] },
  listings: [
    {
      listing: listing.key,
      channel: "shopee",
      version: 2,
      current: "Frame 5 inch Motekar V1",
      target: LONG,
      origin: "locked",
      locked: true,
      outdated: true,
      target_similarity: 0.87,
      proposal: { title: "Frame 5 inch Motekar V2 PLA+", similarity: 0.9, in_band: true, explanations: [{ code: "near", text: "Terlalu mirip.", text_en: "Too alike." }], removed: [], added: [] },
      equal_to: ["tiktok_shop:2:8"],
      rule_version: 1,
      min_length: 5,
      max_length: 255,
    },
  ],
};
const refused: Schema<"Quote"> = { outcome: "refused", reason: "under_floor", text: "Harga jatuh di bawah batas bawah.", text_en: "The price falls under the floor." };
const view: Schema<"ProductView"> = {
  ...product,
  title: LONG,
  images: [],
  attention: ["sku_duplicate", "something_new"],
  listings: [
    { ...listing, limits_hit: [{ code: "title_too_long", text: "Judul terlalu panjang.", text_en: "The title is too long.", details: {} }] },
    { ...listing, key: "tiktok_shop:2:8", channel: "tiktok_shop", differences: [], state: on("synced", 0), prices: [{ variant_id: "v1", quote: refused }, { variant_id: "v2", quote: quote(155_000, 178_000, 162_000) }] },
  ],
  titles,
  history: { items: [{ id: "1", at: AT, actor: "Sari", action: "product.edit", subject: "prd_1", details: {}, changes: [{ field: "base_price", from: 150_000 as never, to: 172_500 as never, variant_id: "v1" }] }] },
};
const one: Answers = { "/v1/channels": channels, "/v1/products/{id}": view };

const TICKED = ["Pilih semua di halaman ini", "Ubah"];
const outcomes: Schema<"BulkEditRow">[] = [
  { product_id: "prd_0", outcome: "refused", title: LONG, version: 1, changes: [], refused: { code: "guard_exceeded", field: "base_price", text: "Harga bergerak 35 %, lebih dari batas 30 %.", text_en: "The price moves by 35 %, more than the limit of 30 %." } },
  { product_id: "prd_1", outcome: "changed", title: "Frame 5 inch", version: 1, changes: [{ field: "base_price", variant_id: "var_01HKZ2", from: 150_000, to: 202_500 }] },
  { product_id: "prd_2", outcome: "unchanged", title: "Frame 7 inch", version: 1, changes: [] },
];
const preview: Schema<"BulkEditStarted"> = { selected: 11, items: outcomes.slice(0, 1), task: { id: "blk_1", kind: "products_edit_preview", started_by: "1", started_at: AT, finished_at: AT, pages: 1, looked_at: 11, counts: { changed: 8, refused: 1, unchanged: 2 }, stalled: false } };

const rebuilt: Schema<"MasterPreviews"> = {
  looked_at: 50,
  next: "more",
  items: [
    {
      product_id: "prd_0",
      title: LONG,
      version: 3,
      hash: "9f2c",
      attention: [],
      listings: ["shopee:1:9"],
      warnings: [{ code: "base_price_differs", text: "Harga dasar berbeda antar toko.", text_en: "The base price differs between the shops." }],
      fields: [
        { field: "title", current: { kind: "text", value: LONG }, proposed: { kind: "text", value: LONG.replace("Presisi Tinggi ", "") } },
        { field: "base_price/var_01HKZ2", current: { kind: "money", value: 150_000 }, proposed: { kind: "money", value: 172_500 } },
      ],
    },
    { product_id: "prd_1", title: "Frame 5 inch", version: 1, hash: "41a1", attention: [], listings: [], warnings: [], fields: [{ field: "weight", current: { kind: "nothing" }, proposed: { kind: "weight", value: 250 } }] },
  ],
};

const creating: Answers = {
  ...one,
  "/v1/channels": { items: [newListing.channel("shopee", []), newListing.channel("tiktok_shop", ["tiktok_shop", "tokopedia"])] },
  "/v1/connections": { items: [newListing.connection("shopee"), newListing.connection("tiktok_shop")] },
  "/v1/products/{id}": { ...view, listings: [{ ...listing, observed: { ...listing.observed, attributes: [{ id: "x", name: "Ukuran", values: ["5 inci"] }] } }] },
  "/v1/products/{id}/details/{channel}": { version: 3, details: newListing.details() },
  "/v1/channels/{channel}/categories": { items: [...newListing.leaves, { id: "9", path: ["Hobi & Koleksi", "Mainan Kendali Jarak Jauh", "Suku Cadang & Aksesori Mainan Kendali Jarak Jauh"], reason: "chosen" }] },
  "/v1/channels/{channel}/categories/{category}": newListing.rules,
  "/v1/channels/{channel}/brands": { items: [{ id: "b1", name: "Motekar" }, { id: "b2", name: "GEPRC" }] },
};
const chosen = newListing.details({
  category: { id: "601", name: "Rangka Drone" },
  attributes: [{ id: "7", name: "Bahan", values: [{ id: "m2" }] }, { id: "8", name: "Ukuran", values: [{ name: "5 inci" }] }, { id: "9", name: "Kegunaan", values: [{ name: "Balap" }, { name: "Foto udara dengan kamera aksi" }] }] as never,
  brand: { id: "b1", name: "Motekar" },
});
const create = "/products/prd_1?sheet=new-listing&channel=tiktok_shop";

export const samples: Sample[] = [
  { name: "not on one channel", path: "/products/prd_1", answers: creating },
  { name: "a new listing", path: create, answers: creating },
  { name: "a new listing, filled in", path: create, answers: { ...creating, "/v1/products/{id}/details/{channel}": { version: 3, details: chosen }, "/v1/products/{id}": { ...view, images: [{ id: "i1", url: "/icon-192.png" }] } } },
  { name: "a new listing that lacks something", path: create, answers: { ...creating, "/v1/products/{id}": { ...view, weight_g: null, dimensions: null }, "/v1/channels/{channel}/categories/{category}": { ...newListing.rules, documents: ["Sertifikat SNI mainan anak"], brand_required: true } }, press: ["Rangka Drone", "Simpan & lihat rencana"] },
  { name: "every state", path: "/products", answers: list },
  { name: "the menu of views", path: "/products", answers: list, press: "Tampilan" },
  { name: "why it is not live", path: "/products", answers: list, press: "Shopee konflik" },
  { name: "sync of many, with new listings", path: "/products", answers: list, press: ["Pilih semua di halaman ini", "Sinkronkan", "Buat juga listing yang belum ada"] },
  { name: "more to do with many", path: "/products", answers: list, press: ["Pilih semua di halaman ini", "Lainnya"] },
  { name: "one change of many", path: "/products", answers: list, press: TICKED },
  { name: "what one change would do", path: "/products", answers: { ...list, "/v1/bulk-tasks/{id}/rows": { items: outcomes.map(({ product_id, ...row }) => ({ key: product_id, outcome: row.outcome, details: row as never })) } }, replies: { "/v1/products/bulk": preview }, press: [...TICKED, { into: "Persen, misalnya", type: "35" }, "Pratinjau"] },
  { name: "what building again would do", path: "/products", answers: list, replies: { "/v1/masters/preview": rebuilt }, press: ["Pilih semua di halaman ini", "Lainnya", "Bangun ulang"] },
  { name: "nothing found", path: "/products?q=zzz", answers: { ...list, "/v1/products": { items: [], total: 0, by_status: {}, by_state: {}, under_floor: 0 } } },
  { name: "filters", path: "/products?sheet=filter&price_min=10000&channel=shopee&channel_state=shopee:pending,tiktok_shop:failed&updated_since=2026-11-29", answers: list },
  { name: "save a view", path: "/products?sheet=view", answers: list },
  { name: "a listing without a product", path: "/listings/shopee:1:9", answers: { "/v1/listings/{key}": { ...listing, product_id: null } } },
  { name: "everything", path: "/products/prd_1", answers: one },
  { name: "quote", path: "/products/prd_1?sheet=quote&listing=shopee:1:9&variant=v1", answers: one },
  { name: "title", path: "/products/prd_1?sheet=title&listing=shopee:1:9", answers: one },
  { name: "owner", path: "/products/prd_1?sheet=owner&field=title", answers: one },
  { name: "variant", path: "/products/prd_1?sheet=variant&variant=v1", answers: one },
  { name: "history", path: "/products/prd_1?sheet=history", answers: { ...one, "/v1/products/{id}/history": view.history ?? { items: [] } } },
  { name: "archived", path: "/products/prd_1", answers: { ...one, "/v1/products/{id}": { ...view, status: "archived", listings: [], attention: [], history: { items: [] }, titles: null } } },
];
