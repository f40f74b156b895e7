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
        needs: [],
        pushes: [],
        pushes_today: { failed: 0, succeeded: 0 },
        states: {},
        under_floor: 0,
        unread: 0,
      },
    },
  },
];
