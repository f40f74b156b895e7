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
        activity: [],
        channels: [],
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
