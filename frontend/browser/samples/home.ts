import type { Sample } from "../open";

export const samples: Sample[] = [
  {
    name: "busy",
    path: "/",
    answers: {
      "/v1/dashboard": {
        connections: [],
        imports: [],
        products: { active: 4147, archived: 12 },
        attention: 38,
        runs: [
          {
            id: "run-1",
            plan_id: "plan-1",
            plan_hash: "9f2c41a1",
            state: "awaiting_approval",
            waves: [1, 10, 90],
            wave: 1,
            counts: { succeeded: 8, accepted: 2, failed: 1 },
            jobs: 101,
            done: 9,
            started_at: "2026-11-30T03:00:00Z",
            started_by: "1",
            by_channel: { shopee: { succeeded: 8, accepted: 2, failed: 1 } },
            by_wave: [],
            failures: { channel_rejected: 1 },
            undone_by: [],
            waits: [],
          },
        ],
        dead_letters: { sync: 2 },
        activity: [
          { id: "1", at: "2026-11-30T11:00:00Z", actor: "1", action: "run.approve", subject: "run_1", target: { kind: "run", id: "run_1" }, details: {}, changes: [] },
          { id: "2", at: "2026-11-30T10:40:00Z", actor: "d3d8bf59-6e60-4032-82cd-4846a2c177fc", action: "price_rule.put", subject: "tiktok_shop", target: { kind: "price_rule", id: "tiktok_shop" }, details: {}, changes: [] },
          { id: "3", at: "2026-11-30T09:00:00Z", actor: "channel redirect", action: "connection.authorized", subject: "shopee", target: { kind: "connection", id: "shopee" }, details: {}, changes: [] },
          { id: "4", at: "2026-11-29T09:00:00Z", actor: "1", action: "products.bulk_edit", subject: "blk_1", target: { kind: "bulk_task", id: "blk_1" }, details: {}, changes: [] },
        ],
        channels: [
          { channel: "shopee", name: "Shopee", remote: true, health: "well", consent_ends_at: "2027-08-01T00:00:00Z", imported_at: "2026-11-30T03:00:00Z", products: { synced: 4010, pending: 87, conflict: 38, failed: 12 } },
          { channel: "tiktok_shop", name: "TikTok Shop", remote: true, health: "refused", problem: "the channel refuses the refresh token: code 105002, message: expired credentials, request id 202611301100", imported_at: null, products: { synced: 3800, not_listed: 347 } },
          { channel: "website", name: "Website", remote: false, health: "well", products: { synced: 4147 } },
        ],
        needs: [
          { kind: "connection", channel: "tiktok_shop", count: 1, path: "/v1/connections/tiktok_shop" },
          { kind: "wave", run_id: "run-1", count: 1, path: "/v1/runs/run-1" },
          { kind: "products", state: "conflict", count: 38, path: "/v1/products?status=active&state=conflict" },
          { kind: "under_floor", count: 4, path: "/v1/products?status=active&under_floor=true" },
          { kind: "matches", tier: "review", count: 312, path: "/v1/matches?tier=review" },
          { kind: "dead_letters", queue: "sync", count: 2, path: "/v1/dead-letters?queue=sync" },
        ],
        pushes: Array.from({ length: 30 }, (_, day) => ({ date: `2026-11-${String(day + 1).padStart(2, "0")}`, succeeded: (day * 7) % 23, failed: day % 9 === 0 ? 3 : 0, channels: {} })),
        pushes_today: { failed: 3, succeeded: 41 },
        states: {},
        under_floor: 0,
        unread: 0,
      },
    },
  },
];
