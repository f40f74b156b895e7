import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

export type Import = Schema<"Import">;

/** Milliseconds between two polls of a running import. */
const STEP = 1500;

export const isAtWork = (one: Import | undefined) => one?.phase === "pulling" || one?.phase === "building";

/** The newest imports: enough to find a running one and to show earlier ones. */
export const importsQuery = queryOptions({
  queryKey: keys.imports,
  queryFn: async ({ signal }) => (await data(api.GET("/v1/imports", { params: { query: { limit: 20 } }, signal }))).items,
});

export const importQuery = (id: string) =>
  live({
    key: keys.import(id),
    ask: (headers, signal) => api.GET("/v1/imports/{id}", { params: { path: { id } }, headers, signal }),
    every: (one) => (one && !isAtWork(one) ? false : STEP),
  });

/** Starts an import of what `wanted` returns when the button is pressed. The idempotency key is created when the button appears. */
export function useStartImport(wanted: () => Promise<Schema<"NewImport">>) {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: async () => data(api.POST("/v1/imports", { body: await wanted(), params: { header: once(key) } })),
    onSuccess: (started) => {
      queries.setQueryData(keys.import(started.id), started);
      queries.setQueryData<Import[]>(keys.imports, (all = []) => [started, ...all.filter(({ id }) => id !== started.id)]);
      renew();
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.imports, exact: true });
      void queries.invalidateQueries({ queryKey: keys.dashboard });
    },
  });
}
