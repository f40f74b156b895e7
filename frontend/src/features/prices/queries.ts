import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";

import { api, data, ifMatch, once, type Schema } from "@/api/client";
import { STEP } from "@/api/prices";
import { keys } from "@/lib/keys";

export type Preview = Schema<"Preview">;
export type PreviewRequest = Schema<"PreviewRequest">;
export type Repricing = Schema<"Repricing">;
export type Exception = Schema<"PriceOverride">;
export type FeeVersion = Schema<"FeeVersion">;
export type FeeSchedule = Schema<"FeeSchedule">;

const PAGE = 50;

/** The number of products on a channel, or in all, and how many of them are under the floor. */
export const countsQuery = (channel?: string) =>
  queryOptions({
    queryKey: keys.productList({ count: channel ?? "" }),
    queryFn: async ({ signal }) => {
      const { total, under_floor } = await data(api.GET("/v1/products", { params: { query: { status: "active", limit: 1, ...(channel ? { channel } : {}) } }, signal }));
      return { total, under_floor };
    },
    staleTime: 60_000,
  });

/** The newest price computations; polled while one is running. */
export const repricingsQuery = queryOptions({
  queryKey: keys.repricings,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/repricings", { params: { query: { limit: 5 } }, signal }))).items,
  refetchInterval: ({ state }) => (state.data?.some(isWorking) ? STEP : false),
});

export const isWorking = ({ state, stalled }: Repricing) => state !== "finished" && !stalled;

/**
 * The effect of a change. For a large catalogue the answer is a task of the queue, and each further request would start another task.
 * So an answer never becomes stale.
 */
export const previewQuery = (body: PreviewRequest) =>
  queryOptions({
    queryKey: ["price-previews", body],
    queryFn: async ({ signal }): Promise<{ preview: Preview } | { task: string }> => {
      const answer = await data(api.POST("/v1/price-rules/preview", { params: { header: once(crypto.randomUUID()) }, body, signal }));
      return "task" in answer ? { task: answer.task.id } : { preview: answer };
    },
    staleTime: Infinity,
    retry: false,
  });

/** The exceptions of a channel, page by page. */
export const exceptionsQuery = (channel: string) =>
  infiniteQueryOptions({
    queryKey: keys.priceOverrides(channel),
    queryFn: ({ signal, pageParam }) => data(api.GET("/v1/price-rules/{channel}/overrides", { params: { path: { channel }, query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_PriceOverride">) => page.next ?? undefined,
  });

/** One exception, or null if there is none. It is looked up in the list, so that the browser does not log a 404. */
export const exceptionQuery = (channel: string, scope: string) =>
  queryOptions({
    queryKey: [...keys.priceOverrides(channel), scope],
    queryFn: async ({ signal }): Promise<Exception | null> => {
      let cursor: string | undefined;
      do {
        // oxlint-disable-next-line no-await-in-loop -- each page names the next
        const page: Schema<"Listed_PriceOverride"> = await data(api.GET("/v1/price-rules/{channel}/overrides", { params: { path: { channel }, query: { limit: 200, ...(cursor ? { cursor } : {}) } }, signal }));
        const found = page.items.find((one) => one.scope === scope);
        if (found) return found;
        cursor = page.next ?? undefined;
      } while (cursor);
      return null;
    },
  });

/** Every version of the channel's fees and of its categories'. */
export const feesQuery = (channel: string) =>
  queryOptions({
    queryKey: keys.feeSchedule(channel),
    queryFn: async ({ signal }) => (await data(api.GET("/v1/fee-schedules/{channel}/versions", { params: { path: { channel } }, signal }))).items,
  });

export const presetsQuery = (channel: string) =>
  queryOptions({
    queryKey: [...keys.feeSchedule(channel), "presets"],
    queryFn: async ({ signal }) => (await data(api.GET("/v1/fee-schedules/{channel}/presets", { params: { path: { channel } }, signal }))).items,
    staleTime: Infinity,
  });

/** A product's name and variants, for the exceptions that are about it. */
export const productQuery = (id: string) =>
  queryOptions({
    queryKey: keys.productPart(id, "name"),
    queryFn: ({ signal }) => data(api.GET("/v1/products/{id}", { params: { path: { id } }, signal })),
    staleTime: 5 * 60_000,
  });

export const foundProductsQuery = (q: string) =>
  queryOptions({
    queryKey: keys.productList({ exception: q }),
    queryFn: async ({ signal }) => (await data(api.GET("/v1/products", { params: { query: { status: "active", limit: 20, ...(q ? { q } : {}) } }, signal }))).items,
    placeholderData: (previous) => previous,
  });

export const quotesQuery = (body: Schema<"NewQuotes">) =>
  queryOptions({
    queryKey: ["price-rules", "quotes", body],
    queryFn: async ({ signal }) => (await data(api.POST("/v1/quotes", { body, signal }))).channels,
    placeholderData: (previous) => previous,
  });

/** Who saved last: the newest entry of the log about this channel. */
export const lastSaved = async (channel: string, action: string) => (await data(api.GET("/v1/audit", { params: { query: { subject: channel, action, limit: 1 } } }))).items[0];

export const saveRule = (channel: string, version: number, body: Schema<"PriceRule">) => data(api.PUT("/v1/price-rules/{channel}", { params: { path: { channel }, header: ifMatch(`"${version}"`) }, body }));

export const saveException = (channel: string, scope: string, version: number | "*", body: Schema<"PriceRule">) =>
  data(api.PUT("/v1/price-rules/{channel}/overrides/{scope}", { params: { path: { channel, scope }, header: ifMatch(version === "*" ? "*" : `"${version}"`) }, body }));

export const removeException = (channel: string, scope: string, version: number) =>
  data(api.DELETE("/v1/price-rules/{channel}/overrides/{scope}", { params: { path: { channel, scope }, header: ifMatch(`"${version}"`) } }));

export const saveFees = (channel: string, category: string | undefined, version: number, body: FeeSchedule) =>
  data(api.PUT("/v1/fee-schedules/{channel}", { params: { path: { channel }, query: category ? { category } : {}, header: ifMatch(`"${version}"`) }, body }));

/** After a save: reads rules, fees, products and the started computation again. */
export function moved(queries: QueryClient): Promise<unknown> {
  // Previews are removed, not refetched: a preview of a large catalogue is expensive, so it is asked only when shown.
  queries.removeQueries({ queryKey: ["price-previews"], type: "inactive" });
  return Promise.all([["price-rules"], ["fee-schedules"], keys.repricings, keys.products, keys.dashboard].map((queryKey) => queries.invalidateQueries({ queryKey })));
}
