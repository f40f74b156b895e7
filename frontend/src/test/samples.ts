// Answers of the API for tests.
import type { Schema } from "@/api/client";

export const HASH = "9f2c4a1".padEnd(64, "0");

const counts = { listings: 1, listings_changed: 1, changes: 1, blocked: 0, conflicts: 0 };

export const aPlan = (more: Partial<Schema<"Plan">> = {}): Schema<"Plan"> => ({
  id: "pln_1",
  state: "ready",
  hash: HASH,
  freshness: "fresh",
  looked_at: 1,
  to_look_at: 1,
  listings: 1,
  listings_changed: 1,
  changes: 1,
  blocked: 0,
  conflicts: 0,
  warnings: 0,
  by_channel: { shopee: counts },
  by_field: { price: counts },
  by_decision: { push: 1 },
  by_code: {},
  deletes: false,
  money: { prices: 1, raised: 1, lowered: 0, buyer_pays: { from: 150_000, to: 172_500 }, keeps: { from: 136_000, to: 157_019 }, keeps_known: 1 },
  calls: 4,
  seconds: 2,
  guard_percent: 30,
  unplanned: [],
  nothing_planned: [],
  created_at: "2026-11-30T11:00:00Z",
  created_by: "1",
  ...more,
});

export const aChange = (more: Partial<Schema<"Change">> = {}): Schema<"Change"> => ({
  field: "price",
  offer: "0",
  variant_id: "var_1",
  from: { kind: "money", value: 150_000 },
  to: { kind: "money", value: 172_500 },
  money: { buyer_pays: { from: 150_000, to: 172_500 }, keeps: { from: 136_000, to: 157_019 } },
  decision: "push",
  pushed: true,
  ...more,
});

export const anEntry = (more: Partial<Schema<"PlanEntry">> = {}): Schema<"PlanEntry"> => ({
  listing: "shopee:1:1",
  channel: "shopee",
  product_id: "prd_1",
  title: "Dudukan Kamera",
  hash: "a".repeat(64),
  changes: [aChange()],
  unlinked: [],
  calls: 4,
  warnings: [],
  ...more,
});

export const aRun = (more: Partial<Schema<"Run">> = {}): Schema<"Run"> => ({
  id: "run_1",
  plan_id: "pln_1",
  plan_hash: HASH,
  state: "running",
  waves: [1],
  wave: 0,
  counts: { queued: 1 },
  jobs: 1,
  done: 0,
  by_wave: [{ wave: 0, jobs: 1, counts: { queued: 1 } }],
  by_channel: { shopee: { queued: 1 } },
  failures: {},
  waits: [],
  undone_by: [],
  started_at: "2026-11-30T11:00:00Z",
  started_by: "1",
  ...more,
});

export const aJob = (more: Partial<Schema<"Job">> = {}): Schema<"Job"> => ({
  id: "job_1",
  run_id: "run_1",
  listing: "shopee:1:1",
  channel: "shopee",
  product_id: "prd_1",
  title: "Dudukan Kamera",
  changes: [aChange()],
  wave: 0,
  state: "queued",
  attempts: [],
  ...more,
});

export const aConflict = (more: Partial<Schema<"Conflict">> = {}): Schema<"Conflict"> => ({
  id: "shopee:1:1#price/0@aa",
  listing: "shopee:1:1",
  channel: "shopee",
  product_id: "prd_1",
  title: "Dudukan Kamera",
  field: "price",
  base: { kind: "money", value: 104_000 },
  ours: { value: { kind: "money", value: 132_250 }, by: "1", at: "2026-11-30T11:00:00Z" },
  theirs: { value: { kind: "money", value: 99_000 }, by: "Shopee", at: "2026-11-30T11:10:00Z" },
  ...more,
});

export const aTask = (more: Partial<Schema<"BulkTask">> = {}): Schema<"BulkTask"> => ({
  id: "blk_1",
  kind: "conflicts_resolve",
  counts: { resolved: 1 },
  looked_at: 1,
  pages: 1,
  stalled: false,
  started_at: "2026-11-30T11:00:00Z",
  finished_at: "2026-11-30T11:00:01Z",
  started_by: "1",
  ...more,
});
