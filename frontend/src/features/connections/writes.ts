// Writes to a connection. A secret passes through here once and is not stored: not in the mutation cache, not as a draft.
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, ifMatch, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

import type { Connection } from "@/api/channels";

/** Puts the API's answer into the cache, and makes every other page read again. */
function show(queries: QueryClient, changed: Connection): void {
  queries.setQueryData<Connection[]>(keys.connections, (all = []) => [...all.filter((one) => one.channel !== changed.channel), changed]);
  void queries.invalidateQueries({ queryKey: keys.dashboard });
}

/** Saves the keys of a channel's app. Called directly and not as a mutation, whose cache would keep the secret. */
export function useSaveKeys(channel: string): (typed: Schema<"Credentials">) => Promise<Connection> {
  const queries = useQueryClient();
  return async (typed) => {
    const saved = await data(api.PUT("/v1/connections/{channel}/credentials", { params: { path: { channel } }, body: typed }));
    show(queries, saved);
    return saved;
  };
}

/** Asks every shop of the channel who it is. */
export function useTestConnection(channel: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => data(api.POST("/v1/connections/{channel}/test", { params: { path: { channel } } })),
    onSuccess: ({ connection }) => show(queries, connection),
    onError: () => queries.invalidateQueries({ queryKey: keys.connections }),
  });
}

/** The channel's page where the seller allows access. Its link is valid for a few minutes only and is not stored. */
export function useAuthorize(channel: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (open: (link: string) => void) => {
      const { link } = await data(api.POST("/v1/connections/{channel}/authorization", { params: { path: { channel } } }));
      open(link);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.connections }),
  });
}

/** Deletes keys and tokens. `version` is the version that was shown. */
export function useCut(channel: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => data(api.DELETE("/v1/connections/{channel}", { params: { path: { channel }, header: ifMatch(`"${version}"`) } })),
    onSuccess: () => queries.setQueryData<Connection[]>(keys.connections, (all = []) => all.filter((one) => one.channel !== channel)),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.connections });
      void queries.invalidateQueries({ queryKey: keys.dashboard });
    },
  });
}
