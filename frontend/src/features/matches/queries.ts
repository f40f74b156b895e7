import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";

import { api, data, ifMatch, once, type Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

import type { Filter } from "./search";

export type Queue = Schema<"MatchQueue">;
export type Entry = Schema<"MatchEntry">;
export type Candidate = Schema<"MatchCandidate">;
export type Side = Schema<"MatchSide">;
/** Versions of matches, by id. */
export type Versions = Readonly<Record<string, number>>;

/** Entries per page. Each has up to six listings with all their pictures and variants. */
const PAGE = 20;
/** How long the queue stays fresh, in milliseconds: only the person's own decisions change it while they work. */
const FRESH = 60_000;

const page = (filter: Filter, limit: number, cursor: string, signal: AbortSignal) =>
  data(api.GET("/v1/matches", { params: { query: { ...filter, limit, ...(cursor ? { cursor } : {}) } }, signal }));

/** The queue, or with `decision` the entries with that decision. */
export const queueQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: filter.decision ? [...keys.matches, "decided", filter] : keys.matchList(filter),
    queryFn: ({ signal, pageParam }) => page(filter, PAGE, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (last: Queue) => last.next ?? undefined,
    staleTime: FRESH,
    refetchOnWindowFocus: false,
  });

export type Sure = { id: string; score: number; title: string; partner: string };

/** The suggested matches with at least this certainty in percent, the most certain first: those that `suggested_from_percent` accepts. `auto`: listings whose best candidate links by itself, of which another one may be suggested. */
export const sureQuery = (least: number, auto: number) =>
  queryOptions({
    queryKey: [...keys.matches, "sure", least, auto > 0],
    queryFn: async ({ signal }) => {
      const tiers = auto > 0 ? (["suggested", "auto"] as const) : (["suggested"] as const);
      const found = await Promise.all(tiers.map((tier) => sureIn(tier, least, signal)));
      return found.flat().sort((one, other) => other.score - one.score);
    },
    staleTime: FRESH,
    refetchOnWindowFocus: false,
  });

async function sureIn(tier: "suggested" | "auto", least: number, signal: AbortSignal): Promise<Sure[]> {
  const found: Sure[] = [];
  let cursor: string | undefined = "";
  while (cursor !== undefined) {
    // Each page contains the cursor of the next one.
    // oxlint-disable-next-line no-await-in-loop
    const { items, next }: Queue = await page({ tier }, 200, cursor, signal);
    found.push(...items.flatMap((entry) => sureOf(entry, least)));
    cursor = (items.at(-1)?.score_percent ?? 0) < least ? undefined : (next ?? undefined);
  }
  return found;
}

export function sureOf({ listing, candidates }: Entry, least: number): Sure[] {
  return candidates
    .filter(({ tier, score_percent }) => tier === "suggested" && score_percent >= least)
    .map(({ id, score_percent, listing: partner }) => ({ id, score: score_percent, title: listing.title ?? listing.external_id, partner: partner.title ?? partner.external_id }));
}

const named = (id: string, version: number) => ({ params: { path: { id }, header: ifMatch(`"${version}"`) } });

export async function acceptOne(id: string, version: number): Promise<Versions> {
  return { [id]: (await data(api.POST("/v1/matches/{id}/accept", named(id, version)))).version };
}

export async function rejectOne(id: string, version: number): Promise<Versions> {
  return { [id]: (await data(api.POST("/v1/matches/{id}/reject", named(id, version)))).version };
}

export async function undoOne(id: string, version: number): Promise<Versions> {
  return { [id]: (await data(api.POST("/v1/matches/{id}/undo", named(id, version)))).version };
}

type Outcome = { id: string; version?: number | null; code?: string | null; detail?: string | null; detail_en?: string | null };

/** The versions of the decided matches; throws if none was decided. */
function versionsOf(results: readonly (Outcome & { done: boolean })[]): Versions {
  const refused = results.find(({ done }) => !done);
  if (refused?.code && !results.some(({ done }) => done)) {
    throw new ApiError({ code: refused.code, detail: refused.detail ?? refused.code, detail_en: refused.detail_en ?? refused.code });
  }
  return Object.fromEntries(results.flatMap(({ id, version, done }) => (done && typeof version === "number" ? [[id, version]] : [])));
}

export async function rejectEach(ids: string[], key: string): Promise<Versions> {
  const { results } = await rejectMany({ ids }, key);
  return versionsOf(results.map((result) => ({ ...result, done: result.decided })));
}

export async function undoEach(ids: string[], key: string): Promise<Versions> {
  const { results } = await undoMany(ids, key);
  return versionsOf(results.map((result) => ({ ...result, done: result.decided })));
}

export const acceptMany = (body: Schema<"MatchSelection">, key: string) => data(api.POST("/v1/matches/accept", { params: { header: once(key) }, body }));
export const rejectMany = (body: Schema<"MatchSelection">, key: string) => data(api.POST("/v1/matches/reject", { params: { header: once(key) }, body }));
export const undoMany = (ids: string[], key: string) => data(api.POST("/v1/matches/undo", { params: { header: once(key) }, body: { ids } }));
export const linkListing = (listing: string, product: string, key: string) => data(api.POST("/v1/matches/link", { params: { header: once(key) }, body: { listing, to_product: product } }));
export const unlinkListing = (listing: string, key: string) => data(api.POST("/v1/matches/unlink", { params: { header: once(key) }, body: { listing } }));

/** Decisions on many matches that continued in the background, the newest first. */
export const tasksQuery = queryOptions({
  queryKey: [...keys.bulkTasks, "matches"],
  queryFn: async ({ signal }) => {
    const { items } = await data(api.GET("/v1/bulk-tasks", { params: { query: { limit: 50 } }, signal }));
    return items.filter(({ kind }) => kind === "matches_accept" || kind === "matches_reject" || kind === "matches_undo");
  },
});

const STEP = 1000;

export const taskQuery = (id: string) =>
  live({
    key: keys.bulkTask(id),
    ask: (headers, signal) => api.GET("/v1/bulk-tasks/{id}", { params: { path: { id } }, headers, signal }),
    every: (task) => (task?.finished_at || task?.stalled ? false : STEP),
  });

export const undoTask = (id: string, key: string) => data(api.POST("/v1/bulk-tasks/{id}/undo", { params: { path: { id }, header: once(key) } }));

const FOUND = 20;

/** Products with which a listing of a channel can be linked: those without a listing there. */
export const productsQuery = (q: string, channel: string) => {
  const query = { limit: FOUND, status: "active" as const, missing_on: channel, ...(q ? { q } : {}) };
  return queryOptions({ queryKey: keys.productList(query), queryFn: ({ signal }) => data(api.GET("/v1/products", { params: { query }, signal })) });
};

/** Marks other data about matches, products and waiting items as stale, so that it is read again when it is next shown. */
export function refreshOthers(queries: QueryClient): void {
  for (const queryKey of [[...keys.matches, "decided"], [...keys.matches, "sure"], keys.dashboard, keys.products]) void queries.invalidateQueries({ queryKey });
}

export function refreshQueue(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: [...keys.matches, "list"] });
}

/** Stores the server's current versions of pairs in the queue, so that the next decision is not refused as stale. */
export function keepVersions(queries: QueryClient, versions: Versions): void {
  const renewed = (candidate: Candidate) => ({ ...candidate, version: versions[candidate.id] ?? candidate.version });
  queries.setQueriesData<InfiniteData<Queue>>({ queryKey: [...keys.matches, "list"] }, (known) =>
    known ? { ...known, pages: known.pages.map((one) => ({ ...one, items: one.items.map((entry) => ({ ...entry, candidates: entry.candidates.map(renewed) })) })) } : known,
  );
}
