import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, data, ifMatch, once, type Schema, tagged } from "@/api/client";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

import { productsOf, type TitleFilter } from "./search";

export type ListingTitle = Schema<"ListingTitle">;
export type ProductTitles = Schema<"ProductTitles">;
export type Risk = Schema<"TitleRisk">;
export type Rule = Schema<"TitleRule">;
export type Outcome = Schema<"AcceptOutcome">;
export type BulkTask = Schema<"BulkTask">;

/** Products per page. The page is small because proposals are computed on request. */
export const PAGE = 25;
/** The most proposals, or products, in one request. */
export const MOST_NAMED = 200;

/** The proposals. A page covers a number of products, so it can be empty and still have a next page. */
export const proposalsQuery = (filter: TitleFilter) =>
  infiniteQueryOptions({
    queryKey: keys.titleProposalList(filter),
    queryFn: ({ pageParam, signal }) => data(api.POST("/v1/titles/propose", { body: { ...asked(filter), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    // The API computes the proposals for each read, and the list must not change while a person works in it.
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
  });

function asked(filter: TitleFilter): Pick<Schema<"ProposeTitles">, "selection" | "channels" | "outdated"> {
  return { selection: { filter: productsOf(filter) }, channels: filter.channel ? [filter.channel] : [], outdated: filter.outdated ?? false };
}

/** The number of products that the list covers. */
export const countQuery = (filter: TitleFilter) => {
  const query = { ...productsOf(filter), limit: 1 };
  return queryOptions({
    queryKey: keys.productList(query),
    queryFn: ({ signal }) => data(api.GET("/v1/products", { params: { query }, signal })),
    select: (list) => list.total,
    staleTime: 60_000,
  });
};

/** The titles of these products as they are now; at most `MOST_NAMED`. */
export async function proposalsOf(products: string[]): Promise<ProductTitles[]> {
  return (await data(api.POST("/v1/titles/propose", { body: { products, channels: [], outdated: false } }))).items;
}

export const titlesOf = (product: string) => data(api.GET("/v1/products/{id}/titles", { params: { path: { id: product } } }));

/** One listing's title, with the time of the last read from the shop and the product's other titles. */
export const titleQuery = (key: string) =>
  queryOptions({
    queryKey: keys.title(key),
    queryFn: async ({ signal }) => {
      const listing = await data(api.GET("/v1/listings/{key}", { params: { path: { key } }, signal }));
      const product = listing.product_id ?? null;
      const titles = product ? await data(api.GET("/v1/products/{id}/titles", { params: { path: { id: product } }, signal })) : null;
      return { seenAt: listing.seen_at, shown: listing.observed.title, sellerUrl: listing.seller_url ?? null, titles, title: titles?.listings.find((one) => one.listing === key) ?? null };
    },
    staleTime: 0,
  });

/** Each call is a piece of work of its own: what was accepted already is answered as unchanged. */
export const accept = (items: Schema<"TitleChoice">[]) =>
  data(api.POST("/v1/titles/accept", { params: { header: once(crypto.randomUUID()) }, body: { items } }));

export const acceptAll = (proposed: Schema<"AcceptProposed">, key: string) =>
  data(api.POST("/v1/titles/accept", { params: { header: once(key) }, body: { proposed } }));

export const lock = (product: string, key: string, version: number, title: string) =>
  data(api.PUT("/v1/products/{id}/titles/{key}", { params: { path: { id: product, key }, header: ifMatch(`"${version}"`) }, body: { title } }));

/** Returns to the master title; the accepted or locked title is removed. */
export const unlock = (product: string, key: string, version: number) =>
  data(api.DELETE("/v1/products/{id}/titles/{key}", { params: { path: { id: product, key }, header: ifMatch(`"${version}"`) } }));

/** The plan that brings decided titles to the shops. */
export const planTitles = (filter: TitleFilter, key: string) =>
  data(api.POST("/v1/plans", { params: { header: once(key) }, body: { filter: productsOf(filter), fields: ["title"], channels: filter.channel ? [filter.channel] : [] } }));

/** Titles that are too similar to another, the worst first; at most 2,000. */
export const risksQuery = infiniteQueryOptions({
  queryKey: keys.titleRisks,
  queryFn: ({ pageParam, signal }) => data(api.GET("/v1/titles/risks", { params: { query: { limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
  initialPageParam: "",
  getNextPageParam: (page) => page.next ?? undefined,
  staleTime: 5 * 60_000,
});

/** Milliseconds between two reads of a running task. */
const STEP = 1500;

export const taskQuery = (id: string) =>
  live({
    key: keys.bulkTask(id),
    ask: (headers, signal) => api.GET("/v1/bulk-tasks/{id}", { params: { path: { id } }, headers, signal }),
    every: (task) => (task?.finished_at || task?.stalled ? false : STEP),
  });

/** A running acceptance of many titles. */
export const workQuery = queryOptions({
  queryKey: [...keys.bulkTasks, "titles_accept"],
  queryFn: async ({ signal }) => (await data(api.GET("/v1/bulk-tasks", { params: { query: { limit: 20 } }, signal }))).items.find((task) => task.kind === "titles_accept" && !task.finished_at) ?? null,
  refetchInterval: ({ state }) => (state.data ? 5000 : false),
});

export const taskRowsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.bulkTask(id), "rows"],
    queryFn: ({ signal, pageParam }) => data(api.GET("/v1/bulk-tasks/{id}/rows", { params: { path: { id }, query: { limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_BulkRow">) => page.next ?? undefined,
  });

export const ruleQuery = (channel: string) =>
  queryOptions({ queryKey: keys.titleRule(channel), queryFn: ({ signal }) => tagged(api.GET("/v1/title-rules/{channel}", { params: { path: { channel } }, signal })), refetchOnWindowFocus: false });

export const saveRule = (channel: string, etag: string, body: Rule) => tagged(api.PUT("/v1/title-rules/{channel}", { params: { path: { channel }, header: ifMatch(etag) }, body }));
