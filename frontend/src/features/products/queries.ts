import { infiniteQueryOptions, queryOptions, replaceEqualDeep } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

import { type Catalogue, merged } from "./catalogue";
import type { Filter, Order } from "./search";

export const PAGE = 100;

export type Card = Schema<"ProductCard">;

/** One page of the list. A repeated request is cheap while nothing changed (ETag). */
export function pageQuery(filter: Filter, order: Order, page: number) {
  const query = { ...asked(filter), ...order, limit: PAGE, offset: page * PAGE };
  return live({
    key: keys.productList(query),
    ask: async (headers, signal) => {
      const { data: list, response } = await api.GET("/v1/products", { params: { query }, headers, signal });
      return { response, data: list && { ...list, items: list.items.map(sameCard) } };
    },
    every: () => false,
  });
}

const cards = new Map<string, Card>();

/** The earlier card object if nothing in it changed, so that its row does not render again. */
function sameCard(card: Card): Card {
  const same = replaceEqualDeep(cards.get(card.id), card);
  cards.set(card.id, same);
  return same;
}

/** The whole catalogue for instant search. After the first read only the changes are transferred. */
export const indexQuery = queryOptions({
  queryKey: keys.productIndex,
  queryFn: async ({ client, signal }): Promise<Catalogue> => {
    const known = client.getQueryData<Catalogue>(keys.productIndex);
    const ask = (since?: string) => data(api.GET("/v1/products/index", { params: { query: since ? { since } : {} }, signal }));
    try {
      return merged(known, await ask(known?.next));
    } catch (error) {
      // The kept catalogue is too old for a request of the changes.
      if (known && error instanceof ApiError && error.status === 400) return merged(undefined, await ask());
      throw error;
    }
  },
  staleTime: 60_000,
  // The value is large and always a new object, so comparing it with the old one would not pay off.
  structuralSharing: false,
  meta: { kept: true },
});

/** Creates a plan of the products that are wished for, on one or more channels; none named means all. */
export function makePlan(wish: Pick<Schema<"NewPlan">, "selection" | "fields" | "create" | "visibility">, channels: string[], key: string): Promise<Schema<"Plan">> {
  return data(api.POST("/v1/plans", { params: { header: once(key) }, body: { ...wish, channels } }));
}

/** The ticked products as a file. */
export async function fileOf(selection: Schema<"Selection">, format: Schema<"SheetFormat">): Promise<Blob> {
  return (await data(api.POST("/v1/exports/products", { body: { selection, format }, parseAs: "blob" }))) as unknown as Blob;
}

/** All channels, with their capabilities. */
export const channelsQuery = {
  queryKey: keys.channels,
  queryFn: async ({ signal }: { signal: AbortSignal }) => (await data(api.GET("/v1/channels", { signal }))).items,
  staleTime: Infinity,
};

type Asked = { [K in keyof Filter]?: Exclude<Filter[K], null> };

function asked(filter: Filter): Asked {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null && value !== undefined));
}

/** Starts one change of many products; with `dry_run` only a preview of it. */
export const editMany = (body: Schema<"BulkEdit">, key: string) => data(api.POST("/v1/products/bulk", { params: { header: once(key) }, body }));

/** The progress of such an edit; polled until it has ended. */
export const bulkTaskQuery = (id: string) =>
  live({
    key: keys.bulkTask(id),
    ask: (headers, signal) => api.GET("/v1/bulk-tasks/{id}", { params: { path: { id } }, headers, signal }),
    every: (task) => (task?.finished_at || task?.stalled ? false : 1000),
  });

/** Undoes the whole edit, except for values that people changed since. */
export const undoBulk = (id: string, key: string) => data(api.POST("/v1/bulk-tasks/{id}/undo", { params: { path: { id }, header: once(key) } }));

const ROWS = 200;

const rowsOf = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  data(api.GET("/v1/bulk-tasks/{id}/rows", { params: { path: { id }, query: { limit: ROWS, ...(cursor ? { cursor } : {}) } }, ...(signal ? { signal } : {}) }));

/** What became of the products of an edit: `ids` say what it wanted, `left` are as they were. Its filter may no longer find them after the change. */
export async function productsOfTask(id: string): Promise<{ ids: string[]; left: string[] }> {
  const ids: string[] = [];
  const left: string[] = [];
  let cursor: string | undefined;
  do {
    // Each page says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const page = await rowsOf(id, cursor);
    for (const { key, outcome } of page.items) (outcome === "changed" || outcome === "unchanged" ? ids : left).push(key);
    cursor = page.next ?? undefined;
  } while (cursor);
  return { ids, left };
}

/** Rows that are shown at once, at least. */
const SHOWN = 50;

/** The rows of an edit with one outcome, or all. The API has no condition for it, so pages are read until enough rows are found. */
export const rowsQuery = (id: string, outcome: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.bulkTask(id), "rows", outcome],
    queryFn: async ({ pageParam, signal }) => {
      const rows: Schema<"BulkEditRow">[] = [];
      let cursor: string | undefined = pageParam || undefined;
      do {
        // oxlint-disable-next-line no-await-in-loop
        const page: Schema<"Listed_BulkRow"> = await rowsOf(id, cursor, signal);
        for (const row of page.items) if (!outcome || row.outcome === outcome) rows.push({ changes: [], ...(row.details as object), product_id: row.key, outcome: row.outcome });
        cursor = page.next ?? undefined;
      } while (cursor && rows.length < SHOWN);
      return { rows, next: cursor };
    },
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    staleTime: Infinity,
  });
