// Matches for tests.
import type { Schema } from "@/api/client";

export const anOffer = (more: Partial<Schema<"Offer">> = {}): Schema<"Offer"> => ({ id: "0", option_values: [], price: 69_000, price_locked: false, weight_g: null, sku: null, stock: 4, image_url: null, ...more });

export const aSide = (key: string, more: Partial<Schema<"MatchSide">> = {}): Schema<"MatchSide"> => {
  const [channel = "", shop = "", external_id = ""] = key.split(":");
  return { key, channel, shop, external_id, gone: false, images: [], offers: [anOffer()], skus: [], variants: [], title: `Listing ${external_id}`, min_price: 69_000, max_price: 69_000, weight_g: 16, product_id: `prd_${channel}_${external_id}`, ...more };
};

export const aCandidate = (id: string, more: Partial<Schema<"MatchCandidate">> = {}): Schema<"MatchCandidate"> => ({
  id,
  tier: "suggested",
  score_percent: 85,
  listing: aSide(`shopee:1:${id}`, { title: `Shopee ${id}` }),
  evidence: [
    { about: "image", speaks: "for", text: "Foto sama", text_en: "The same picture" },
    { about: "title", speaks: "against", text: "Hanya di tiktok_shop: premium", text_en: "Only on tiktok_shop: premium" },
  ],
  decision: "open",
  found_at: "2026-11-30T11:00:00Z",
  one_product: false,
  version: 1,
  ...more,
});

export const aMatchEntry = (key: string, candidates: Schema<"MatchCandidate">[], more: Partial<Schema<"MatchSide">> = {}): Schema<"MatchEntry"> => ({
  listing: aSide(key, more),
  tier: candidates[0]?.tier ?? "unlikely",
  score_percent: candidates[0]?.score_percent ?? 0,
  candidates,
});

export const aQueue = (items: Schema<"MatchEntry">[], more: Partial<Schema<"MatchQueue">> = {}): Schema<"MatchQueue"> => {
  const open: Record<string, number> = { auto: 0, suggested: 0, review: 0, unlikely: 0 };
  for (const { tier } of items) open[tier] = (open[tier] ?? 0) + 1;
  return { items, total: items.length, counts: { waiting: items.length - (open["unlikely"] ?? 0), open, decided: {} }, ...more };
};

/** A match as decisions answer it. */
export const aMatch = (id: string, more: Partial<Schema<"Match">> = {}): Schema<"Match"> => ({
  id,
  tier: "suggested",
  score_percent: 85,
  left: aSide(`shopee:1:${id}`),
  right: aSide("tiktok_shop:2:1"),
  rank_left: 1,
  rank_right: 1,
  evidence: [],
  decision: "accepted",
  found_at: "2026-11-30T11:00:00Z",
  one_product: true,
  version: 2,
  ...more,
});

export const aMatchTask = (more: Partial<Schema<"BulkTask">> = {}): Schema<"BulkTask"> => ({ id: "blk_1", kind: "matches_accept", started_by: "1", started_at: "2026-11-30T11:00:00Z", pages: 1, looked_at: 10, counts: { accepted: 10 }, stalled: false, ...more });
