import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, ifMatch, once, type Schema } from "@/api/client";
import { STEP } from "@/api/prices";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";

export type Card = Schema<"ProductCard">;

/** Whether any pair waits for a decision. */
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

/** Whether there was any run; then the first steps are done. */
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

/** Saves the first rule of each channel: a mark-up in percent. This changes nothing in the shops. */
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
