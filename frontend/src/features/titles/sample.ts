// Titles as the API answers them, for tests.
import type { ListingTitle, ProductTitles, Risk, Rule } from "./queries";

export const aTitle = (more: Partial<ListingTitle> = {}): ListingTitle => ({
  listing: "shopee:1:9",
  channel: "shopee",
  version: 2,
  current: "Dudukan Kamera 25 derajat TPU 95A",
  target: "Dudukan Kamera 25 derajat TPU 95A",
  origin: "master",
  locked: false,
  outdated: false,
  target_similarity: 1,
  proposal: { title: "Dudukan Kamera Drone FPV 25 derajat TPU 95A", similarity: 0.7692, in_band: true, explanations: [], removed: [], added: ["Drone", "FPV"] },
  equal_to: [],
  rule_version: 0,
  min_length: 5,
  max_length: 255,
  ...more,
});

export const someTitles = (more: Partial<ProductTitles> = {}): ProductTitles => ({
  product_id: "prd_1",
  master: "Dudukan Kamera 25 derajat TPU 95A",
  facts: { sizes: ["25 derajat"], codes: ["95a"], colours: [], material: "TPU 95A", kind: "Dudukan Kamera", fit: null },
  listings: [aTitle()],
  ...more,
});

export const aRisk = (more: Partial<Risk> = {}): Risk => ({
  kind: "own_shop",
  listing: "shopee:1:9",
  title: "Dudukan Kamera 25 derajat TPU 95A",
  other_listing: "shopee:1:10",
  other_title: "Dudukan Kamera 25 derajat TPU 95A Hitam",
  similarity: 0.92,
  same_product: false,
  equal: 0,
  ...more,
});

export const aRule: Rule = {
  enabled: true,
  pattern: ["kind", "fit"],
  keywords: [
    { text: "Drone FPV", when: ["drone", "fpv", "motor", "frame"], place: "end" },
    { text: "{category}", when: [], place: "end" },
  ],
  swaps: [{ from: "Dudukan", to: "Holder" }],
  banned: [],
};
