import type { Answers, Sample } from "../open";
import { channels, connected } from "./connections";
import { finished, working } from "./imports";

const both: Answers = { "/v1/connections": { items: (connected["/v1/connections"]?.items ?? []).map((one) => ({ ...one, state: "connected" as const })) } };
const after: Answers = {
  ...channels,
  ...both,
  "/v1/imports": { items: [finished] },
  "/v1/imports/{id}": finished,
  "/v1/price-rules/{channel}": { channel: "shopee", rule: { method: "markup", markup_percent: 15 }, version: 1, recomputing: false },
  "/v1/bulk-tasks": { items: [] },
  "/v1/matches": { items: [], total: 0, counts: { decided: {}, open: {}, waiting: 0 } },
  "/v1/plans": { items: [] },
  "/v1/runs": { items: [] },
  "/v1/products": {
    items: [
      { id: "prd_1", title: "Frame 5 inch Motekar V2 serat karbon untuk drone balap gaya bebas", skus: ["FRM5-BLK"], status: "active", channels: ["shopee", "tiktok_shop"], attention: [], min_price: 150_000, max_price: 175_000, updated_at: "2026-11-30T11:00:00Z", version: 1 },
    ],
    total: 1,
    by_status: { active: 1 },
  } as never,
};
const answered = { id: "blk_1", kind: "base_reading" as const, started_by: "1", started_at: "2026-11-30T11:05:00Z", finished_at: "2026-11-30T11:06:00Z", pages: 3, looked_at: 444, counts: { changed: 430 }, stalled: false };

export const samples: Sample[] = [
  { name: "nothing connected", path: "/", answers: { ...channels, "/v1/connections": { items: [] }, "/v1/imports": { items: [] }, "/v1/dashboard": { connections: [], imports: [], products: {}, attention: 0, runs: [], dead_letters: {} } as never } },
  { name: "import at work", path: "/start", answers: { ...channels, ...both, "/v1/imports": { items: [working] }, "/v1/imports/{id}": working } },
  { name: "the question is stalled", path: "/start", answers: { ...after, "/v1/bulk-tasks": { items: [{ ...answered, finished_at: null, stalled: true }] } } },
  { name: "first plan", path: "/start", answers: { ...after, "/v1/bulk-tasks": { items: [answered] } } },
];
