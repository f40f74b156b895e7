import { infiniteQueryOptions, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { known } from "@/lib/known";
import { live } from "@/lib/poll";

export type Plan = Schema<"Plan">;
export type Entry = Schema<"PlanEntry">;
export type Change = Schema<"Change">;
export type Field = Schema<"Field">;

/** What the list of entries is narrowed to; the conditions on a change hold of one and the same change. */
export type EntryFilter = {
  channel?: string | undefined;
  field?: Field | undefined;
  decision?: Schema<"Decision"> | undefined;
  blocked?: boolean | undefined;
  q?: string | undefined;
};

/** A request names at most this many products. */
const MOST_NAMED = 1000;

/** While it is being made it is asked every second; ready plans are looked at again when the page is returned to. */
export const planQuery = (id: string) =>
  live({
    key: keys.plan(id),
    ask: (headers, signal) => api.GET("/v1/plans/{id}", { params: { path: { id } }, headers, signal }),
    every: (plan) => (plan?.state === "preparing" ? 1000 : false),
  });

export const plansQuery = infiniteQueryOptions({
  queryKey: keys.planList({}),
  queryFn: ({ pageParam, signal }) => data(api.GET("/v1/plans", { params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
  initialPageParam: "",
  getNextPageParam: (page) => page.next,
  refetchInterval: (query) => (query.state.data?.pages.some((page) => page.items.some((plan) => plan.state === "preparing")) ? 3000 : false),
});

export const entriesQuery = (id: string, filter: EntryFilter) =>
  infiniteQueryOptions({
    queryKey: keys.planEntries(id, filter),
    queryFn: ({ pageParam, signal }) => entries(id, filter, pageParam, 100, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    // A plan that is ready never changes.
    staleTime: Infinity,
  });

function entries(id: string, filter: EntryFilter, cursor: string, limit: number, signal?: AbortSignal) {
  const query = Object.fromEntries(Object.entries({ ...filter, cursor: cursor || undefined, limit }).filter(([, value]) => value !== undefined));
  return data(api.GET("/v1/plans/{id}/entries", { params: { path: { id }, query }, ...(signal ? { signal } : {}) }));
}

/** The whole plan, or what a filter leaves of it, as one CSV file; the API gives it in parts. */
export async function planFile(id: string, filter: EntryFilter): Promise<Blob> {
  const parts: Blob[] = [];
  let cursor: string | undefined;
  do {
    const query = Object.fromEntries(Object.entries({ ...filter, cursor }).filter(([, value]) => value !== undefined));
    const { data: part, response } = await api.GET("/v1/plans/{id}/entries.csv", { params: { path: { id }, query }, parseAs: "blob" });
    if (part) parts.push(part as unknown as Blob);
    const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("Link") ?? "")?.[1];
    cursor = next ? (new URL(next, location.origin).searchParams.get("cursor") ?? undefined) : undefined;
  } while (cursor);
  return new Blob(parts, { type: "text/csv" });
}

/** The products of a plan, or nothing when they are more than a request can name. */
export async function productsOf(plan: Plan): Promise<string[] | undefined> {
  const found = new Set(plan.unplanned.map((one) => one.product_id));
  let cursor: string | null | undefined = "";
  while (known(cursor)) {
    const page: { items: { product_id: string }[]; next?: string | null } = await entries(plan.id, {}, cursor, 200);
    for (const entry of page.items) found.add(entry.product_id);
    if (found.size > MOST_NAMED) return undefined;
    cursor = page.next;
  }
  return [...found];
}

export function makePlan(body: Schema<"NewPlan">, key: string): Promise<Plan> {
  return data(api.POST("/v1/plans", { params: { header: once(key) }, body }));
}

function makeUndo(run: string, key: string): Promise<Plan> {
  return data(api.POST("/v1/runs/{id}/undo", { params: { path: { id: run }, header: once(key) } }));
}

/** Says that the plan's products cannot all be named: what to plan has to be asked for. */
export class TooManyProducts extends Error {}

/** The same plan from what is true now. */
export async function makeAgain(plan: Plan, key: string, change: Partial<Schema<"NewPlan">> = {}): Promise<Plan> {
  if (plan.undoes) return makeUndo(plan.undoes, key);
  const products = await productsOf(plan);
  if (!products) throw new TooManyProducts();
  return makePlan(
    { products, channels: Object.keys(plan.by_channel), ...(plan.fields ? { fields: plan.fields } : {}), ...change },
    key,
  );
}

/** Says that a plan no longer fits what is there; nothing was started. */
export class StalePlan extends Error {}

/** Starts carrying out what the person has seen, after one more look at whether it still fits. */
export function useApprove() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ plan, key }: { plan: Plan; key: string }) => {
      const now = await queries.fetchQuery({ ...planQuery(plan.id), staleTime: 0 });
      if (now.freshness === "stale") throw new StalePlan();
      return data(api.POST("/v1/runs", { params: { header: once(key) }, body: { plan_id: plan.id, plan_hash: plan.hash ?? "" } }));
    },
    onSuccess: (run) => {
      queries.setQueryData(keys.run(run.id), run);
      return moved(queries);
    },
  });
}

/** What a new plan or run makes out of date. */
export function moved(queries: QueryClient): Promise<unknown> {
  return Promise.all([keys.plans, keys.runs, keys.dashboard].map((queryKey) => queries.invalidateQueries({ queryKey, refetchType: "active" })));
}
