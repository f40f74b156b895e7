// The runs that were seen running in this tab, until their end was reported once.
import { type QueryClient, queryOptions, skipToken, useQuery } from "@tanstack/react-query";

const NONE: readonly string[] = [];

const watched = queryOptions({ queryKey: ["watched-runs"], queryFn: skipToken, initialData: NONE, gcTime: Infinity });

export function watchRun(queries: QueryClient, id: string): void {
  queries.setQueryData(watched.queryKey, (runs = []) => (runs.includes(id) ? runs : [...runs, id]));
}

export function unwatchRun(queries: QueryClient, id: string): void {
  queries.setQueryData(watched.queryKey, (runs = []) => runs.filter((one) => one !== id));
}

export function useWatched(): readonly string[] {
  return useQuery(watched).data ?? NONE;
}
