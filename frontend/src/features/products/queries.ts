import { queryOptions, replaceEqualDeep } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

import { type Catalogue, merged } from "./catalogue";
import type { Filter, Order } from "./search";

export const PAGE = 100;

export type Card = Schema<"ProductCard">;

/** One page of the list; a question that is asked again costs nothing while nothing moved. */
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

/** The card that is there already where nothing of it is another, so that its row is not drawn again. */
function sameCard(card: Card): Card {
  const same = replaceEqualDeep(cards.get(card.id), card);
  cards.set(card.id, same);
  return same;
}

/** The whole catalogue for instant search; after the first time only what changed comes over the line. */
export const indexQuery = queryOptions({
  queryKey: keys.productIndex,
  queryFn: async ({ client, signal }): Promise<Catalogue> => {
    const known = client.getQueryData<Catalogue>(keys.productIndex);
    const ask = (since?: string) => data(api.GET("/v1/products/index", { params: { query: since ? { since } : {} }, signal }));
    try {
      return merged(known, await ask(known?.next));
    } catch (error) {
      // What was kept is too old to go on from.
      if (known && error instanceof ApiError && error.status === 400) return merged(undefined, await ask());
      throw error;
    }
  },
  staleTime: 60_000,
  // It is large and new as a whole.
  structuralSharing: false,
  meta: { kept: true },
});

/** The plan of what was ticked, for one channel or several. */
export function makePlan(selection: Schema<"Selection">, channels: string[], key: string): Promise<Schema<"Plan">> {
  return data(api.POST("/v1/plans", { params: { header: once(key) }, body: { selection, channels } }));
}

/** The channels that exist, with what they can do. */
export const channelsQuery = {
  queryKey: keys.channels,
  queryFn: async ({ signal }: { signal: AbortSignal }) => (await data(api.GET("/v1/channels", { signal }))).items,
  staleTime: Infinity,
};

type Asked = { [K in keyof Filter]?: Exclude<Filter[K], null> };

function asked(filter: Filter): Asked {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null && value !== undefined));
}

/** One change of many products, or with `dry_run` what it would do. */
export const editMany = (body: Omit<Schema<"BulkEdit">, "guard_percent">, key: string) => data(api.POST("/v1/products/bulk", { params: { header: once(key) }, body }));

/** How far such an edit is; asked until it has ended. */
export const bulkTaskQuery = (id: string) =>
  live({
    key: keys.bulkTask(id),
    ask: (headers, signal) => api.GET("/v1/bulk-tasks/{id}", { params: { path: { id } }, headers, signal }),
    every: (task) => (task?.finished_at || task?.stalled ? false : 1000),
  });

/** Takes the whole edit back; what people changed since is left alone. */
export const undoBulk = (id: string, key: string) => data(api.POST("/v1/bulk-tasks/{id}/undo", { params: { path: { id }, header: once(key) } }));

/** The products that an edit was about, by id: its filter may not find them any more once they are changed. */
export async function productsOfTask(id: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    // Each page says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const page = await data(api.GET("/v1/bulk-tasks/{id}/rows", { params: { path: { id }, query: { limit: 200, ...(cursor ? { cursor } : {}) } } }));
    for (const { key, outcome } of page.items) if (outcome === "changed" || outcome === "unchanged") ids.push(key);
    cursor = page.next ?? undefined;
  } while (cursor);
  return ids;
}
