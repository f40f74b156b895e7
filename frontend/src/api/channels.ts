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

/** A consent is used up a moment before its shop is there: for this long after the last move it is looked again. In milliseconds. */
const SETTLING = 60_000;

const isSettling = ({ state, updated_at }: Connection, now = Date.now()) => state !== "connected" && Math.abs(now - Date.parse(updated_at)) < SETTLING;

export const connectionsQuery = queryOptions({
  queryKey: keys.connections,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/connections", { signal }))).items,
  // Consent is given in another tab: what happened there is read as soon as this one shows.
  refetchOnWindowFocus: "always",
  refetchInterval: ({ state }) => (state.data?.some((one) => isPending(one) || isSettling(one)) ? WAITING : false),
});

export const channelsQuery = queryOptions({
  queryKey: keys.channels,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/channels", { signal }))).items,
  staleTime: Infinity,
});
