import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, ifMatch, once, type Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

export type Readings = Schema<"BaseReadings">;
export type Task = Schema<"BulkTask">;
export type Reading = Schema<"Reading">;
export type Card = Schema<"ProductCard">;

/** Milliseconds between two looks at work that the queue does. */
const STEP = 1500;

/** The channel's price rule, or null where it has none. */
export const ruleQuery = (channel: string) =>
  queryOptions({
    queryKey: [...keys.priceRule(channel), "or none"],
    queryFn: async ({ signal }): Promise<Schema<"StoredPriceRule"> | null> => {
      try {
        return await data(api.GET("/v1/price-rules/{channel}", { params: { path: { channel } }, signal }));
      } catch (error) {
        if (error instanceof ApiError && error.code === "price_rule_not_found") return null;
        throw error;
      }
    },
  });

/** The newest bulk tasks, among which the one that read base prices is found. */
export const tasksQuery = queryOptions({
  queryKey: keys.bulkTasks,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/bulk-tasks", { params: { query: { limit: 50 } }, signal }))).items,
  refetchInterval: ({ state }) => (state.data?.some((task) => isReading(task) && !task.finished_at && !task.stalled) ? STEP : false),
});

export const isReading = (task: Task) => task.kind === "base_reading" || task.kind === "base_reading_undo";

/** What both readings of the shops' prices would do under the rules that hold; of a large catalogue first the task that finds it out. */
export const readingsQuery = (channel: string, today: string) =>
  queryOptions({
    queryKey: [...keys.priceRule(channel), "readings", today],
    queryFn: async ({ signal }) => {
      const answer = await data(api.POST("/v1/price-rules/preview", { body: { channel, on: today, limit: 1 }, signal }));
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

/** Whether any pair waits for a person. */
export const openMatchesQuery = queryOptions({
  queryKey: keys.matchList({ waiting: true }),
  queryFn: async ({ signal }) => {
    const ask = (tier: Schema<"Tier">) => data(api.GET("/v1/matches", { params: { query: { tier, limit: 1 } }, signal }));
    const [suggested, review] = await Promise.all([ask("suggested"), ask("review")]);
    return suggested.items.length + review.items.length > 0;
  },
});

export const newestPlanQuery = queryOptions({
  queryKey: keys.planList({ newest: 1 }),
  queryFn: async ({ signal }) => (await data(api.GET("/v1/plans", { params: { query: { limit: 1 } }, signal }))).items[0] ?? null,
});

/** Whether anything was ever carried out: then the first steps are done. */
export const anyRunQuery = queryOptions({
  queryKey: keys.runList({ any: true }),
  queryFn: async ({ signal }) => (await data(api.GET("/v1/runs", { params: { query: { limit: 1 } }, signal }))).items.length > 0,
});

export const importsQuery = queryOptions({
  queryKey: keys.imports,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/imports", { params: { query: { limit: 20 } }, signal }))).items,
  refetchInterval: ({ state }) => (state.data?.[0] && ["pulling", "building"].includes(state.data[0].phase) ? 2 * STEP : false),
});

export const candidatesQuery = (q: string) =>
  queryOptions({
    queryKey: keys.productList({ first: q }),
    queryFn: ({ signal }) => data(api.GET("/v1/products", { params: { query: { ...(q ? { q } : {}), status: "active", limit: 8 } }, signal })),
    placeholderData: (previous) => previous,
  });

/** Saves the first rule of each channel: a mark-up in percent. Nothing moves in a shop by that. */
export function useSaveRules() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (percents: ReadonlyMap<string, number>) => {
      for (const [channel, markup_percent] of percents) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the error names its channel
        await data(api.PUT("/v1/price-rules/{channel}", { params: { path: { channel }, header: ifMatch('"0"') }, body: { method: "markup", markup_percent } }));
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["price-rules"] }),
  });
}

/** Says what the shops' prices mean; the queue carries it out. */
export function useChooseReading() {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: (reading: Reading) => data(api.POST("/v1/price-rules/base-readings", { body: { reading }, params: { header: once(key) } })),
    onSuccess: renew,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.bulkTasks }),
  });
}

export function useUndoReading() {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: (id: string) => data(api.POST("/v1/bulk-tasks/{id}/undo", { params: { path: { id }, header: once(key) } })),
    onSuccess: renew,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.bulkTasks }),
  });
}

/** Makes the plan of the chosen products for every channel they are listed on. Nothing is sent. */
export function useFirstPlan() {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: (products: string[]) => data(api.POST("/v1/plans", { body: { products }, params: { header: once(key) } })),
    onSuccess: renew,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.plans }),
  });
}
