// The channels and their connections: read by several features, and so in one place.
import { queryOptions } from "@tanstack/react-query";

import { keys } from "@/lib/keys";

import { api, data, type Schema } from "./client";

export type Connection = Schema<"Connection">;
export type Channel = Schema<"Channel">;

/** While the seller is on a channel's own page, its answer is looked for this often. In milliseconds. */
const WAITING = 3000;

/** Whether an authorisation is under way that may still be finished. */
export function isPending(connection: Connection | undefined, now = Date.now()): boolean {
  const until = connection?.authorization_pending_until;
  return Boolean(until) && Date.parse(until as string) > now;
}

export const connectionsQuery = queryOptions({
  queryKey: keys.connections,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/connections", { signal }))).items,
  // Consent is given in another tab: what happened there is read as soon as this one shows.
  refetchOnWindowFocus: "always",
  refetchInterval: ({ state }) => (state.data?.some((one) => isPending(one)) ? WAITING : false),
});

export const channelsQuery = queryOptions({
  queryKey: keys.channels,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/channels", { signal }))).items,
  staleTime: Infinity,
});
