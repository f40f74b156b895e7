import { aCandidate, aMatchEntry, aMatchTask, anOffer, aQueue, aSide } from "../../src/test/match-samples";
import type { Sample } from "../open";

const long = "[PO] Rangka Drone Garuda PETG-CF 3,5 inch Anti Jello Garansi Patah Cetak 3D Presisi Tinggi untuk Balap dan Gaya Bebas";
const evidence = [
  { about: "image", speaks: "for" as const, text: "Foto sama", text_en: "The same picture" },
  { about: "title", speaks: "for" as const, text: "Kata yang sama: rangka, garuda, petg, cf, drone", text_en: "Shared words: frame" },
  { about: "title", speaks: "against" as const, text: "Hanya di tiktok_shop: patah, jello, anti, garansi, po", text_en: "Only on tiktok_shop: po" },
  { about: "price", speaks: "against" as const, text: "Harga berbeda 62 %", text_en: "Prices are 62 % apart" },
];
const options = ["2,5 inch", "3 inch", "3,5 inch", "5 inch", "7 inch", "7 inch panjang", "10 inch"];
const offers = options.map((option, at) => anOffer({ id: `${at}`, option_values: [option, "Hitam Doff"], price: 260_500 + at * 32_000, weight_g: 112, sku: `MTK-RKA-GRD-30PG-V-${at}` }));
const frame = aSide("shopee:1:1", { title: "Rangka Drone Garuda PETG-CF", offers: offers.slice(0, 5), skus: offers.map(({ sku }) => sku ?? ""), min_price: 260_500, max_price: 1_356_500, weight_g: 112, url: "https://shopee.test/1" });
const entry = aMatchEntry(
  "tiktok_shop:2:1",
  [
    aCandidate("mat_1", { listing: frame, evidence }),
    aCandidate("mat_2", { listing: aSide("shopee:1:2", { title: long }), evidence, tier: "review", score_percent: 31.4 }),
    aCandidate("mat_3", { listing: aSide("shopee:1:3", { title: null, gone: true, min_price: null, weight_g: null, offers: [] }), evidence: [], tier: "review", score_percent: 8 }),
  ],
  { title: long, offers, min_price: 260_500, max_price: 1_324_500, url: "https://shop.test/1" },
);
const sure = aMatchEntry("tiktok_shop:2:2", [aCandidate("mat_4", { score_percent: 97.5 })]);
const counts = { waiting: 1090, open: { auto: 0, suggested: 1058, review: 32, unlikely: 4 }, decided: { accepted: 12, linked_automatically: 2405 } };
const channels = { "/v1/channels": { items: [] }, "/v1/bulk-tasks": { items: [] } };
const decided = { decision: "accepted" as const, before: "open" as const, decided_by: "1", decided_at: "2026-11-30T11:00:00Z" };

export const samples: Sample[] = [
  { name: "a pair", path: "/matches", answers: { ...channels, "/v1/matches": aQueue([entry, sure], { counts, total: 1090 }) } },
  { name: "nearly certain ones", path: "/matches?tier=suggested", answers: { ...channels, "/v1/matches": aQueue([sure, entry], { counts: { ...counts, open: { suggested: 2 } } }) } },
  { name: "many at once", path: "/matches?sheet=many", answers: { ...channels, "/v1/matches": aQueue([sure, entry], { counts }) } },
  { name: "pictures", path: "/matches?sheet=pictures", answers: { ...channels, "/v1/matches": aQueue([entry], { counts }) } },
  {
    name: "linking by hand",
    path: "/matches?sheet=link",
    answers: {
      ...channels,
      "/v1/matches": aQueue([entry], { counts }),
      "/v1/products": { items: [{ id: "prd_1", title: long, attention: [], channels: ["shopee"], skus: ["MTK-RKA-GRD-30PG-V-25"], min_price: 260_500, state: "synced", states: {}, status: "active", under_floor: false, updated_at: "2026-11-30T11:00:00Z", variants: 4, version: 1 }], total: 1, by_status: {}, by_state: {}, under_floor: 0 },
    },
  },
  { name: "a listing without candidates", path: "/matches?listing=shopee:1:9", answers: { ...channels, "/v1/matches": aQueue([], { counts: { waiting: 0, open: {}, decided: {} } }) } },
  { name: "rules of SKUs", path: "/matches?sheet=sku", answers: { ...channels, "/v1/matches": aQueue([entry], { counts }), "/v1/matching/sku-rules": { version: 3, rules: { prefixes: ["TT-", "SHP-"], suffixes: ["-NEW"], replace: [{ from: "O", to: "0" }] } } } },
  { name: "at the end", path: "/matches?at=end", answers: { ...channels, "/v1/matches": aQueue([entry], { counts }) } },
  { name: "all answered", path: "/matches", answers: { ...channels, "/v1/matches": aQueue([], { counts: { ...counts, waiting: 0, open: {} } }) } },
  { name: "nothing ever", path: "/matches", answers: { ...channels, "/v1/matches": aQueue([]) } },
  { name: "at work on many", path: "/matches", answers: { ...channels, "/v1/matches": aQueue([entry], { counts }), "/v1/bulk-tasks": { items: [aMatchTask()] }, "/v1/bulk-tasks/{id}": aMatchTask({ stalled: true, counts: { accepted: 120, failed: 3 } }) } },
  {
    name: "decided",
    path: "/matches?decision=accepted",
    answers: {
      "/v1/channels": { items: [] },
      "/v1/bulk-tasks": { items: [aMatchTask({ finished_at: "2026-11-30T11:01:00Z", counts: { accepted: 212, failed: 3 } })] },
      "/v1/matches": aQueue([aMatchEntry("tiktok_shop:2:1", [aCandidate("mat_1", { ...decided, listing: frame, one_product: true })], { title: long }), aMatchEntry("tiktok_shop:2:3", [aCandidate("mat_3", decided)])], { counts }),
    },
  },
];
