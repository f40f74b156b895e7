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

/** Products of a page: each proposal is computed as it is asked for. */
export const PAGE = 25;
/** Proposals, or products, that one request may name. */
export const MOST_NAMED = 200;

/** What would be proposed. A page is of some products, so it may be empty and have a next. */
export const proposalsQuery = (filter: TitleFilter) =>
  infiniteQueryOptions({
    queryKey: keys.titleProposalList(filter),
    queryFn: ({ pageParam, signal }) => data(api.POST("/v1/titles/propose", { body: { ...asked(filter), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    // It is computed for every look, and what lies before a person does not move under the hand.
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
  });

function asked(filter: TitleFilter): Pick<Schema<"ProposeTitles">, "selection" | "channels" | "outdated"> {
  return { selection: { filter: productsOf(filter) }, channels: filter.channel ? [filter.channel] : [], outdated: filter.outdated ?? false };
}

/** How many products the list goes through. */
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

/** One listing's title, with when the shop was read and what else the product has. */
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

export const accept = (items: Schema<"TitleChoice">[]) => data(api.POST("/v1/titles/accept", { body: { items } }));

export const acceptAll = (proposed: Schema<"AcceptProposed">) => data(api.POST("/v1/titles/accept", { body: { proposed } }));

export const lock = (product: string, key: string, version: number, title: string) =>
  data(api.PUT("/v1/products/{id}/titles/{key}", { params: { path: { id: product, key }, header: ifMatch(`"${version}"`) }, body: { title } }));

/** Back to the master's title; what was accepted or locked there goes. */
export const unlock = (product: string, key: string, version: number) =>
  data(api.DELETE("/v1/products/{id}/titles/{key}", { params: { path: { id: product, key }, header: ifMatch(`"${version}"`) } }));

/** The plan that brings decided titles to the shops. */
export const planTitles = (filter: TitleFilter, key: string) =>
  data(api.POST("/v1/plans", { params: { header: once(key) }, body: { filter: productsOf(filter), fields: ["title"], channels: filter.channel ? [filter.channel] : [] } }));

/** Titles that stand too near to another, the worst first; at most 2,000 of them. */
export const risksQuery = infiniteQueryOptions({
  queryKey: keys.titleRisks,
  queryFn: ({ pageParam, signal }) => data(api.GET("/v1/titles/risks", { params: { query: { limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
  initialPageParam: "",
  getNextPageParam: (page) => page.next ?? undefined,
  staleTime: 5 * 60_000,
});

/** Milliseconds between two looks at work that goes on. */
const STEP = 1500;

export const taskQuery = (id: string) =>
  live({
    key: keys.bulkTask(id),
    ask: (headers, signal) => api.GET("/v1/bulk-tasks/{id}", { params: { path: { id } }, headers, signal }),
    every: (task) => (task?.finished_at || task?.stalled ? false : STEP),
  });

/** An acceptance of many titles that still goes on. */
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
