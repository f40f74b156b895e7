import { api } from "@/api/client";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

export const dashboardQuery = live({
  key: keys.dashboard,
  ask: (headers, signal) => api.GET("/v1/dashboard", { headers, signal }),
  every: 15_000,
  kept: true,
});
