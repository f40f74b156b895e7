import { aChange, anEntry, aJob, aPlan, aRun } from "../../src/test/samples";
import type { Sample } from "../open";

const counts = { listings: 2, listings_changed: 2, changes: 3, blocked: 1, conflicts: 0 };
const held = aChange({
  offer: "2",
  variant_id: "var_2",
  variant: { label: "7 inci / Hitam Doff", sku: "MTK-BLG-7H" },
  pushed: false,
  blocked: { code: "price_move", text: "Harga berubah 69.77% (Rp42.000 menjadi Rp71.300), melebihi batas aman 40%. Periksa, lalu naikkan batas bila benar.", text_en: "The price moves by 69.77%, more than the guard.", details: {} },
});
const title = aChange({ field: "title", offer: null, variant_id: null, money: null, from: { kind: "text", value: "Dudukan Kamera Samping Action Cam 12 0 derajat TPU 95A" }, to: { kind: "text", value: "Action Cam 12 Side Mount Camera 0 derajat bahan TPU 95A untuk drone FPV" } });
const plan = aPlan({
  changes: 3,
  blocked: 1,
  listings: 2,
  by_channel: { shopee: counts, tiktok_shop: counts },
  by_field: { price: counts, title: counts },
  by_decision: { push: 4, adopt: 1 },
  by_code: { price_move: 1 },
  unplanned: [{ named: "MTK-HILANG-01", product_id: "prd_9", code: "nothing_differs", text: "Listingnya sudah sesuai.", text_en: "Its listings say what they should." }],
});
const entries = {
  items: [
    anEntry({ changes: [title, aChange(), held], warnings: [{ code: "rewrites", text: "Deskripsi di toko ditulis ulang seluruhnya.", text_en: "The description is rewritten." }], unlinked: ["7"] }),
    anEntry({ listing: "tiktok_shop:1:2", channel: "tiktok_shop", changes: [aChange({ offer: "9" })] }),
  ],
};
const path = "/sync/plans/pln_1";
const planOf = (more: Parameters<typeof aPlan>[0]) => ({ "/v1/plans/{id}": { ...plan, ...more }, "/v1/plans/{id}/entries": entries });

const waves = aRun({
  state: "awaiting_approval",
  waves: [5, 50, 8],
  jobs: 63,
  done: 5,
  counts: { succeeded: 3, accepted: 1, failed: 1, waiting: 58 },
  by_wave: [
    { wave: 0, jobs: 5, counts: { succeeded: 3, accepted: 1, failed: 1 } },
    { wave: 1, jobs: 50, counts: { waiting: 50 } },
    { wave: 2, jobs: 8, counts: { waiting: 8 } },
  ],
  by_channel: { shopee: { succeeded: 3 }, tiktok_shop: { accepted: 1 } },
  failures: { channel_rejected: 1 },
  waits: [{ code: "approval", text: "Gelombang 1 selesai. Periksa hasilnya, lalu setujui gelombang berikutnya.", text_en: "Wave 1 is done. Look at what it did, then approve the next wave." }],
  jobs_per_hour: 240,
  eta_seconds: 900,
});
const failure = { code: "channel_rejected", text: "Shopee menolak judulnya: terlalu panjang.", text_en: "Shopee refuses the title: too long." };
const remedy = { action: "correct_values", retries: false, text: "Perbaiki nilai yang ditolak kanal, lalu buat rencana baru.", text_en: "Correct the values that the channel refuses, then make a new plan." };
const job = aJob({ state: "failed", failure, remedy, moved_at: "2026-11-30T03:00:30Z", ended_at: "2026-11-30T03:00:30Z", attempts: [{ at: "2026-11-30T03:00:20Z", code: "channel_rejected", reason: "error_title", calls: 1 }] });
const jobs = { items: [job, aJob({ id: "job_2", state: "succeeded", ended_at: "2026-11-30T03:00:30Z" }), aJob({ id: "job_3", channel: "tiktok_shop", state: "accepted", next_attempt_at: "2026-11-30T03:10:00Z" })] };
const hidden = { listings: 1, listings_changed: 1, changes: 1, blocked: 0, conflicts: 0 };
const visibility = (to: "unlisted" | "deleted") => aChange({ field: "visibility", offer: null, variant_id: null, money: null, from: { kind: "visibility", value: "live" }, to: { kind: "visibility", value: to } });
const deleted = anEntry({ changes: [visibility("deleted")], warnings: [{ code: "deletes_listing", text: "Listing ini dihapus dari toko dengan 3 variannya. Yang hilang: ulasan, jumlah terjual, urutan di pencarian, dan alamat halamannya.", text_en: "The listing is deleted from the shop with its 3 variants." }] });

const runOf = (run: typeof waves) => ({ "/v1/runs/{id}": run, "/v1/runs/{id}/jobs": jobs, "/v1/runs/{id}/jobs/{job}": job, "/v1/runs/{id}/failures": { items: [{ code: "channel_rejected", jobs: 1, remedy }, { code: "channel_unavailable", jobs: 2, remedy: { ...remedy, action: "retry", retries: true } }] } });

const lacking = { code: "creation_lacks", text: "Listing baru belum lengkap. Lengkapi dulu: kategori, berat, atribut \"Bahan\".", text_en: "The new listing is not complete. Add first: category, weight, attribute \"Bahan\".", details: { missing: [{ what: "category" }, { what: "weight" }, { what: "attribute", name: "Bahan" }] } as never };
const fresh = [
  aChange({ field: "title", offer: null, variant_id: null, money: null, from: { kind: "nothing" }, to: { kind: "text", value: "Dudukan Kamera Samping Action Cam 12 0 derajat TPU 95A" } }),
  aChange({ field: "category", offer: null, variant_id: null, money: null, from: { kind: "nothing" }, to: { kind: "text", value: "Rangka Drone" } }),
  aChange({ field: "weight", offer: null, variant_id: null, money: null, from: { kind: "nothing" }, to: { kind: "weight", value: 250 } }),
  aChange({ field: "storefronts", offer: null, variant_id: null, money: null, from: { kind: "nothing" }, to: { kind: "texts", value: ["tiktok_shop", "tokopedia"] } }),
  aChange({ from: { kind: "nothing" }, money: { buyer_pays: { from: null, to: 172_500 }, keeps: { from: null, to: 157_019 } } }),
];
const withNew = {
  items: [
    anEntry({ listing: "tiktok_shop:1:new-prd_2", channel: "tiktok_shop", product_id: "prd_2", title: "Frame 7 inch", changes: fresh.map((change) => ({ ...change, pushed: false, blocked: lacking })) }),
    anEntry({ listing: "tiktok_shop:1:new-prd_1", channel: "tiktok_shop", changes: fresh }),
  ],
};

export const samples: Sample[] = [
  { name: "what new listings lack", path: `${path}?by=lacks`, answers: { ...planOf({ blocked: 5, by_code: { creation_lacks: 5 } }), "/v1/plans/{id}/entries": { ...withNew, next: "more" } }, press: "Berat belum diisi" },
  { name: "weights for all that lack it", path: `${path}?by=lacks`, answers: { ...planOf({ blocked: 5, by_code: { creation_lacks: 5 } }), "/v1/plans/{id}/entries": withNew }, press: ["Berat belum diisi", "Isi berat 1 produk"] },
  { name: "new listings", path, answers: { ...planOf({}), "/v1/plans/{id}/entries": withNew } },
  { name: "a new plan that creates listings", path: "/sync?new=true", answers: { "/v1/runs": { items: [] }, "/v1/channels": { items: [] } }, press: "Buat juga listing yang belum ada" },
  { name: "runs", path: "/sync", answers: { "/v1/runs": { items: [waves, aRun({ id: "run_2", state: "finished", counts: { succeeded: 1 }, done: 1, undone_by: ["run_3"] })] } } },
  { name: "no run", path: "/sync", answers: { "/v1/runs": { items: [] } } },
  { name: "plans", path: "/sync?tab=plans", answers: { "/v1/plans": { items: [plan, aPlan({ id: "pln_2", state: "preparing", hash: null, freshness: null, looked_at: 3, to_look_at: 9 }), aPlan({ id: "pln_3", undoes: "run_1", freshness: "used", run_id: "run_2" })] } } },
  { name: "a new plan", path: "/sync?new=true", answers: { "/v1/runs": { items: [] } } },
  { name: "ready", path, answers: planOf({}) },
  { name: "stale", path, answers: planOf({ freshness: "stale" }) },
  { name: "used", path, answers: planOf({ freshness: "used", run_id: "run_1" }) },
  { name: "an undo", path, answers: planOf({ undoes: "run_1" }) },
  { name: "a deletion", path, answers: { "/v1/plans/{id}": aPlan({ deletes: true, warnings: 1, by_field: { visibility: hidden } }), "/v1/plans/{id}/entries": { items: [deleted] } } },
  { name: "hiding", path, answers: { "/v1/plans/{id}": aPlan({ visibility: "unlisted", fields: ["visibility"], by_field: { visibility: hidden } }), "/v1/plans/{id}/entries": { items: [anEntry({ changes: [visibility("unlisted")] })] } } },
  { name: "being made", path, answers: planOf({ state: "preparing", hash: null, freshness: null, looked_at: 40, to_look_at: 120 }) },
  { name: "failed", path, answers: planOf({ state: "failed", hash: null, freshness: null, failure: { code: "plan_not_made", text: "Rencana tidak selesai dibuat.", text_en: "The plan could not be made." } }) },
  { name: "nothing to do", path, answers: { "/v1/plans/{id}": aPlan({ changes: 0, by_decision: {} }), "/v1/plans/{id}/entries": { items: [] } } },
  { name: "a wave waits", path: "/sync/runs/run_1", answers: runOf(waves) },
  { name: "paused", path: "/sync/runs/run_1", answers: runOf({ ...waves, state: "paused" }) },
  { name: "finished with failures", path: "/sync/runs/run_1", answers: runOf({ ...waves, state: "finished", wave: 2, counts: { succeeded: 60, failed: 3 }, by_channel: { shopee: { succeeded: 30, failed: 1 }, tiktok_shop: { succeeded: 30, failed: 2 } }, done: 63, waits: [] }) },
  { name: "one listing", path: "/sync/runs/run_1?job=job_1", answers: runOf(waves) },
];
