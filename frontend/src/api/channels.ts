// The channels and their connections, which several features read.
import { queryOptions } from "@tanstack/react-query";

import { keys } from "@/lib/keys";

import { api, data, type Schema } from "./client";

export type Connection = Schema<"Connection">;
export type Channel = Schema<"Channel">;

/** Milliseconds between two polls while the seller is on a channel's own page. */
const WAITING = 3000;

/** Whether an authorisation has begun that can still be finished. */
export function isPending(connection: Connection | undefined, now = Date.now()): boolean {
  const until = connection?.authorization_pending_until;
  return Boolean(until) && Date.parse(until as string) > now;
}

/** The shop appears a moment after its consent was used. For this many milliseconds after the last change, polling continues. */
const SETTLING = 60_000;

const isSettling = ({ state, updated_at }: Connection, now = Date.now()) => state !== "connected" && Math.abs(now - Date.parse(updated_at)) < SETTLING;

export const connectionsQuery = queryOptions({
  queryKey: keys.connections,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/connections", { signal }))).items,
  // Consent is given in another tab, so the result is read as soon as this tab is visible again.
  refetchOnWindowFocus: "always",
  refetchInterval: ({ state }) => (state.data?.some((one) => isPending(one) || isSettling(one)) ? WAITING : false),
});

export const channelsQuery = queryOptions({
  queryKey: keys.channels,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/channels", { signal }))).items,
  staleTime: Infinity,
});
