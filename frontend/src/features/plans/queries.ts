import { infiniteQueryOptions, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { known } from "@/lib/known";
import { live } from "@/lib/poll";

export type Plan = Schema<"Plan">;
export type Entry = Schema<"PlanEntry">;
export type Change = Schema<"Change">;
export type Field = Schema<"Field">;

/** The filter of the list of entries. All conditions on a change must be met by the same change. */
export type EntryFilter = {
  channel?: string | undefined;
  field?: Field | undefined;
  decision?: Schema<"Decision"> | undefined;
  blocked?: boolean | undefined;
  q?: string | undefined;
};

/** A request names at most this many products. */
const MOST_NAMED = 1000;

/** Polled every second while it is being computed. A ready plan is read again when the page becomes visible. */
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
    // The entries of a ready plan never change.
    staleTime: Infinity,
  });

function entries(id: string, filter: EntryFilter, cursor: string, limit: number, signal?: AbortSignal) {
  const query = Object.fromEntries(Object.entries({ ...filter, cursor: cursor || undefined, limit }).filter(([, value]) => value !== undefined));
  return data(api.GET("/v1/plans/{id}/entries", { params: { path: { id }, query }, ...(signal ? { signal } : {}) }));
}

/** The whole plan, or its filtered entries, as one CSV file; the API returns it in parts. */
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

/** Whether the listing does not exist yet: the plan creates it. */
export const isNew = ({ listing }: Pick<Entry, "listing">): boolean => (listing.split(":")[2] ?? "").startsWith("new-");

/** Whether the plan was made to create listings, as far as its own counts say: some are held. */
export const makesListings = ({ by_code }: Plan): boolean => (by_code["creation_lacks"] ?? 0) + (by_code["creation_held"] ?? 0) > 0;

/** The products of a plan, and whether it creates listings; undefined if there are more than a request can name. */
export async function productsOf(plan: Plan): Promise<{ products: string[]; create: boolean } | undefined> {
  const found = new Set(plan.unplanned.map((one) => one.product_id));
  let create = false;
  let cursor: string | null | undefined = "";
  while (known(cursor)) {
    const page: { items: Entry[]; next?: string | null } = await entries(plan.id, {}, cursor, 200);
    for (const entry of page.items) found.add(entry.product_id);
    create ||= page.items.some(isNew);
    if (found.size > MOST_NAMED) return undefined;
    cursor = page.next;
  }
  return { products: [...found], create };
}

export function makePlan(body: Schema<"NewPlan">, key: string): Promise<Plan> {
  return data(api.POST("/v1/plans", { params: { header: once(key) }, body }));
}

/** Thrown when the plan has too many products to name, so the person has to choose what to plan. */
export class TooManyProducts extends Error {}

/** Makes the same plan from the current state. Not for an undo: a plan does not say which part of the run it undoes. */
export async function makeAgain(plan: Plan, key: string, change: Partial<Schema<"NewPlan">> = {}): Promise<Plan> {
  if (plan.deletes) {
    const { items } = await entries(plan.id, {}, "", 100);
    return data(api.POST("/v1/deletion-plans", { params: { header: once(key) }, body: { listings: items.map(({ listing }) => listing) } }));
  }
  const found = await productsOf(plan);
  if (!found) throw new TooManyProducts();
  return makePlan({ products: found.products, ...(found.create ? { create: true } : {}), ...wishOf(plan), ...change }, key);
}

/** The guard that a plan names when nobody chose one. The price rule of each channel then has its own. */
const GUARD_UNCHOSEN = 30;

/** What a plan was asked for, without its products. */
export function wishOf(plan: Plan): Partial<Schema<"NewPlan">> {
  return {
    channels: Object.keys(plan.by_channel),
    ...(plan.visibility ? { visibility: plan.visibility } : plan.fields ? { fields: plan.fields } : {}),
    ...(plan.guard_percent === GUARD_UNCHOSEN ? {} : { guard_percent: plan.guard_percent }),
  };
}

/** Thrown when a plan no longer fits the current state; nothing was started. */
export class StalePlan extends Error {}

/** Starts the run of the plan that the person has seen, after checking again that it is still fresh. */
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

/** Marks the data as stale that a new plan or run changes. */
export function moved(queries: QueryClient): Promise<unknown> {
  return Promise.all([keys.plans, keys.runs, keys.dashboard].map((queryKey) => queries.invalidateQueries({ queryKey, refetchType: "active" })));
}
