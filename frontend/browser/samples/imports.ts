import type { Sample } from "../open";
import { channels, connected } from "./connections";

const shop = { channel: "shopee", shop: "1", listed: false, total: 3647, pages: 14, found: 1400, slices: 28, slices_done: 26, created: 1250, changed: 30, unchanged: 15, missing: 5, gone: 0 };
const counts = { masters_created: 0, masters_joined: 0, matches_auto: 0, matches_suggested: 0, matches_review: 0 };
const working = { id: "imp_2", phase: "pulling" as const, shops: [shop, { ...shop, channel: "tiktok_shop", listed: true, total: null, found: 500, created: 500, changed: 0, unchanged: 0, missing: 0 }], ...counts, started_at: "2026-11-30T11:00:00Z" };
const finished = { ...working, id: "imp_1", phase: "finished" as const, shops: [{ ...shop, listed: true, gone: 12 }], masters_created: 444, masters_joined: 38, matches_auto: 410, matches_suggested: 31, matches_review: 22, finished_at: "2026-11-30T11:04:00Z" };
const failed = { ...working, id: "imp_0", phase: "failed" as const, finished_at: "2026-11-29T11:04:00Z", failure: "Impor toko 1 di Shopee gagal: tokonya harus dihubungkan lagi. — The import of shop 1 on Shopee failed: connect it again." };

export const samples: Sample[] = [
  { name: "at work", path: "/imports", answers: { ...connected, "/v1/imports": { items: [working, finished, failed] }, "/v1/imports/{id}": working } },
  { name: "finished", path: "/imports", answers: { ...connected, "/v1/imports": { items: [finished, failed] }, "/v1/imports/{id}": finished } },
  { name: "none yet", path: "/imports", answers: { ...channels, "/v1/connections": { items: [] }, "/v1/imports": { items: [] } } },
];

export { failed, finished, working };
