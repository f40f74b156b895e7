import { infiniteQueryOptions, type QueryClient, queryOptions, skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

export type Conflict = Schema<"Conflict">;
export type Value = Schema<"FieldValue">;
export type ConflictFilter = { product?: string | undefined; channel?: string | undefined; q?: string | undefined; field?: Schema<"Field"> | undefined };
export type Resolution = Schema<"ResolveTo">;
export type Typed = Schema<"TypedValue">;

type Page = Schema<"ConflictPage">;

function ask(filter: ConflictFilter, cursor: string, limit: number, signal: AbortSignal): Promise<Page> {
  const query = Object.fromEntries(Object.entries({ ...filter, cursor: cursor || undefined, limit }).filter(([, value]) => value !== undefined));
  return data(api.GET("/v1/conflicts", { params: { query }, signal }));
}

/** The fields that changed on both sides. A page covers a number of products, so it may be empty and still have a next page. */
export const conflictsQuery = (filter: ConflictFilter) =>
  infiniteQueryOptions({
    queryKey: keys.conflictList(filter),
    queryFn: ({ pageParam, signal }) => ask(filter, pageParam, 50, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    // The list does not change while a person works on it. If a conflict was decided meanwhile, the API answers that it is gone.
    refetchOnWindowFocus: false,
  });

/** The number of similar conflicts: those of the same field on the same channel. */
export const alikeQuery = (filter: ConflictFilter) =>
  queryOptions({ queryKey: keys.conflictCount(filter), queryFn: ({ signal }) => ask(filter, "", 1, signal), select: (page) => page.total });

/** The field of a conflict, from its id. The id also contains both sides, so it changes when one of them changes. */
export const fieldOf = (id: string) => id.split("@")[0];

/** Why conflicts could not be decided as requested. */
export const refusals = (id: string) => data(api.GET("/v1/bulk-tasks/{id}/rows", { params: { path: { id } } }));

type Wish = { selection: Schema<"NewResolution">["selection"]; to: Resolution; key: string };

/** Decides conflicts. This changes no shop; a plan does that. */
export function useResolve() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ selection, to, key }: Wish) => data(api.POST("/v1/conflicts/resolve", { params: { header: once(key) }, body: { selection, to } })),
    onSuccess: (task) => {
      remember(queries, (ids) => [...ids, task.id]);
      return stale(queries);
    },
  });
}

/** Undoes a decision. */
export function useTakeBack() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, key }: { id: string; key: string }) => data(api.POST("/v1/conflicts/resolve/{id}/undo", { params: { path: { id }, header: once(key) } })),
    onSuccess: (_, { id }) => {
      remember(queries, (ids) => ids.filter((one) => one !== id));
      return Promise.all([queries.invalidateQueries({ queryKey: keys.conflicts }), stale(queries)]);
    },
  });
}

const NONE: string[] = [];
const DECIDED = ["conflicts-decided"] as const;
const decidedQuery = queryOptions<string[]>({ queryKey: DECIDED, queryFn: skipToken, initialData: [], gcTime: Infinity, staleTime: Infinity });

/** The tasks of the decisions since the last plan of them; only this tab's, until it is loaded again. */
export const useDecidedTasks = (): string[] => useQuery(decidedQuery).data ?? NONE;

function remember(queries: QueryClient, change: (ids: string[]) => string[]): void {
  queries.setQueryData<string[]>(DECIDED, (ids) => change(ids ?? []));
}

/** Thrown while a decision on many conflicts goes on in the background. */
export class StillDeciding extends Error {}

/** Thrown when the decided products cannot all be named in one plan. */
export class NotNameable extends Error {}

/** A request names at most this many products. */
const MOST_NAMED = 1000;

/** Makes the plan of the products whose conflicts the tasks decided. */
export function usePlanDecided() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ tasks, key }: { tasks: readonly string[]; key: string }) => {
      const found = await Promise.all(tasks.map(productsOfTask));
      const products = [...new Set(found.flat())];
      if (products.length === 0 || products.length > MOST_NAMED) throw new NotNameable();
      return data(api.POST("/v1/plans", { params: { header: once(key) }, body: { products } }));
    },
    onSuccess: () => {
      remember(queries, () => []);
      return Promise.all([keys.plans, keys.dashboard].map((queryKey) => queries.invalidateQueries({ queryKey, refetchType: "active" })));
    },
  });
}

async function productsOfTask(id: string): Promise<string[]> {
  const task = await data(api.GET("/v1/bulk-tasks/{id}", { params: { path: { id } } }));
  if (!task.finished_at && !task.stalled) throw new StillDeciding();
  const products: string[] = [];
  let cursor: string | undefined;
  do {
    // Each page says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const page = await data(api.GET("/v1/bulk-tasks/{id}/rows", { params: { path: { id }, query: { limit: 200, ...(cursor ? { cursor } : {}) } } }));
    for (const { outcome, details } of page.items) {
      const { product } = details as { product?: unknown };
      if (outcome === "resolved" && typeof product === "string") products.push(product);
    }
    cursor = page.next ?? undefined;
  } while (cursor);
  return products;
}

/** Reads the conflicts again, because their values have changed. */
export function useReread() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: keys.conflicts });
}

/** Removes decided conflicts from the loaded list, without requesting the whole list again. */
export function useForget(filter: ConflictFilter) {
  const queries = useQueryClient();
  return (gone: (conflict: Conflict) => boolean) => {
    queries.setQueryData(conflictsQuery(filter).queryKey, (known) => {
      if (!known) return known;
      const count = known.pages.reduce((sum, page) => sum + page.items.filter(gone).length, 0);
      return { ...known, pages: known.pages.map((page) => ({ ...page, total: Math.max(page.total - count, 0), items: page.items.filter((one) => !gone(one)) })) };
    });
    void queries.invalidateQueries({ queryKey: ["conflicts", "count"] });
  };
}

function stale(queries: ReturnType<typeof useQueryClient>) {
  return Promise.all([keys.products, keys.dashboard, keys.listings].map((queryKey) => queries.invalidateQueries({ queryKey, refetchType: "none" })));
}
