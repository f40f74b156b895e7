// Price rules and the meaning of the shops' prices, which several features read.
import { queryOptions } from "@tanstack/react-query";

import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

import { api, data, once, type Schema } from "./client";

export type Task = Schema<"BulkTask">;
export type Reading = Schema<"Reading">;
export type Readings = Schema<"BaseReadings">;

/** Milliseconds between two polls of work that the queue does. */
export const STEP = 1500;

/** The channel's price rule, or null without one. It is read from the list of all rules, so that the browser logs no 404. */
export const ruleQuery = (channel: string) =>
  queryOptions({
    queryKey: [...keys.priceRule(channel), "or none"],
    queryFn: async ({ signal }) => (await data(api.GET("/v1/price-rules", { signal }))).items.find((rule) => rule.channel === channel) ?? null,
  });

/** The newest bulk tasks, including the one that read base prices. */
export const tasksQuery = queryOptions({
  queryKey: keys.bulkTasks,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/bulk-tasks", { params: { query: { limit: 200 } }, signal }))).items,
  refetchInterval: ({ state }) => (state.data?.some((task) => isReading(task) && !task.finished_at && !task.stalled) ? STEP : false),
});

export const isReading = (task: Task) => task.kind === "base_reading" || task.kind === "base_reading_undo";

/** What both readings of the shops' prices would do under the current rules; for a large catalogue, first the task that computes it. */
export const readingsQuery = (channel: string, today: string) =>
  queryOptions({
    queryKey: [...keys.priceRule(channel), "readings", today],
    queryFn: async ({ signal }) => {
      const answer = await data(api.POST("/v1/price-rules/preview", { params: { header: once(crypto.randomUUID()) }, body: { channel, on: today, limit: 1 }, signal }));
      return "task" in answer ? { task: answer.task.id } : { readings: answer.base_readings };
    },
    staleTime: 60_000,
  });

export const taskQuery = (id: string) =>
  live({
    key: keys.bulkTask(id),
    ask: (headers, signal) => api.GET("/v1/bulk-tasks/{id}", { params: { path: { id } }, headers, signal }),
    every: (task) => (task && (task.finished_at || task.stalled) ? false : STEP),
  });
