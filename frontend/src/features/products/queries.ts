import { api, data, once, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

import type { Filter, Order } from "./search";

export const PAGE = 100;

export type Card = Schema<"ProductCard">;

/** One page of the list; a question that is asked again costs nothing while nothing moved. */
export function pageQuery(filter: Filter, order: Order, page: number) {
  const query = { ...asked(filter), ...order, limit: PAGE, offset: page * PAGE };
  return live({
    key: keys.productList(query),
    ask: (headers, signal) => api.GET("/v1/products", { params: { query }, headers, signal }),
    every: () => false,
  });
}

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
