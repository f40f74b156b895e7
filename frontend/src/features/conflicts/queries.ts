import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

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

/** What changed on both sides. A page is of some products, so it may be empty and have a next. */
export const conflictsQuery = (filter: ConflictFilter) =>
  infiniteQueryOptions({
    queryKey: keys.conflictList(filter),
    queryFn: ({ pageParam, signal }) => ask(filter, pageParam, 50, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    // What lies before a person does not move under the hand; what was decided meanwhile is answered as gone.
    refetchOnWindowFocus: false,
  });

/** How many conflicts are like one: of the same field on the same channel. */
export const alikeQuery = (filter: ConflictFilter) =>
  queryOptions({ queryKey: keys.conflictCount(filter), queryFn: ({ signal }) => ask(filter, "", 1, signal), select: (page) => page.total });

/** The field that a conflict is about. Its id names both sides as well, and so is another one when one of them moves. */
export const fieldOf = (id: string) => id.split("@")[0];

/** Why conflicts could not be decided as it was wished. */
export const refusals = (id: string) => data(api.GET("/v1/bulk-tasks/{id}/rows", { params: { path: { id } } }));

type Wish = { selection: Schema<"NewResolution">["selection"]; to: Resolution; key: string };

/** Decides conflicts. No shop is changed by it: a plan does that. */
export function useResolve() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ selection, to, key }: Wish) => data(api.POST("/v1/conflicts/resolve", { params: { header: once(key) }, body: { selection, to } })),
    onSuccess: () => stale(queries),
  });
}

/** Takes a decision back. */
export function useTakeBack() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, key }: { id: string; key: string }) => data(api.POST("/v1/conflicts/resolve/{id}/undo", { params: { path: { id }, header: once(key) } })),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: keys.conflicts }), stale(queries)]),
  });
}

/** Reads the conflicts again: what they say has moved. */
export function useReread() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: keys.conflicts });
}

/** Takes decided conflicts out of what is shown, without asking for the whole list again. */
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
