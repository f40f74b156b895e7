import { useQuery } from "@tanstack/react-query";

import { connectionsQuery } from "@/api/channels";
import type { Schema } from "@/api/client";

import { channelsQuery } from "./queries";

const NONE: readonly string[] = [];

/** The connected shops that do not have the product. */
export function useNotListed({ listings = [], status, merged_into }: Schema<"ProductView">): readonly string[] {
  const { data: channels = [] } = useQuery(channelsQuery);
  const { data: connections = [] } = useQuery(connectionsQuery);
  if (status === "archived" || merged_into) return NONE;
  const connected = new Set(connections.filter(({ state }) => state === "connected").map(({ channel }) => channel));
  return channels.filter(({ channel, remote }) => remote && connected.has(channel) && !listings?.some((listing) => listing.channel === channel && !listing.gone)).map(({ channel }) => channel);
}
