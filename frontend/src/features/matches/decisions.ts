// The decisions of this tab. They are shown before the server has them, and reverted if the server refuses.
import { type QueryClient, queryOptions, skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { isNoAnswer } from "@/api/problem";

import { acceptOne, type Candidate, type Entry, keepVersions, linkListing, type Queue, rejectEach, rejectOne, refreshOthers, refreshQueue, type Side, undoEach, undoOne, unlinkListing, type Versions } from "./queries";
import type { Decision, Tier } from "./search";

export type Verdict = "same" | "different" | "none" | "linked";

export type Said = {
  /** The idempotency keys of this decision and of its undo. They are created with the decision, so that a repeated request is the same one. */
  key: string;
  undoKey: string;
  verdict: Verdict;
  /** The entry's listing, its shop and its title. */
  entry: string;
  shop: string;
  title: string;
  /** The listing on the other side, or the product it was linked with. */
  partner: string;
  partnerTitle: string;
  versions: Versions;
  state: "saving" | "saved" | "undoing";
};

export type Failure = { said: Said; error: unknown; undoing: boolean };

const saidQuery = queryOptions({ queryKey: ["match-decisions"], queryFn: skipToken, initialData: [] as readonly Said[], gcTime: Infinity, staleTime: Infinity });
const failuresQuery = queryOptions({ queryKey: ["match-failures"], queryFn: skipToken, initialData: [] as readonly Failure[], gcTime: Infinity, staleTime: Infinity });

const NOTHING: readonly never[] = [];

export const useSaid = (): readonly Said[] => useQuery(saidQuery).data ?? NOTHING;
export const useFailures = (): readonly Failure[] => useQuery(failuresQuery).data ?? NOTHING;

const shopOf = (key: string) => key.slice(0, key.lastIndexOf(":"));

export type Named = Pick<Side, "key" | "channel" | "external_id" | "title">;

export function sayOf(verdict: Verdict, listing: Named, candidates: readonly Candidate[], product?: { id: string; title: string }): Said {
  const [first] = candidates;
  return {
    key: crypto.randomUUID(),
    undoKey: crypto.randomUUID(),
    verdict,
    entry: listing.key,
    shop: shopOf(listing.key),
    title: listing.title ?? listing.external_id,
    partner: product?.id ?? first?.listing.key ?? "",
    partnerTitle: product?.title ?? first?.listing.title ?? "",
    versions: Object.fromEntries(candidates.map(({ id, version }) => [id, version])),
    state: "saving",
  };
}

/** The entries that remain after all decisions of this tab. */
export function remaining(entries: readonly Entry[], all: readonly Said[], tier: Tier | undefined): Entry[] {
  const said = all.filter(({ state }) => state !== "undoing");
  const done = new Set(said.filter(({ verdict }) => verdict !== "different").map(({ entry }) => entry));
  const refused = new Set(said.filter(({ verdict }) => verdict === "different").flatMap(({ versions }) => Object.keys(versions)));
  // A partner that was found is not a candidate for another listing of the same shop.
  const taken = new Set(said.filter(({ verdict }) => verdict === "same").map(({ shop, partner }) => `${shop} ${partner}`));
  return entries.flatMap((entry) => {
    if (done.has(entry.listing.key) || (tier !== "unlikely" && entry.tier === "unlikely")) return [];
    const shop = shopOf(entry.listing.key);
    const candidates = entry.candidates.filter(({ id, listing }) => !refused.has(id) && !taken.has(`${shop} ${listing.key}`));
    if (candidates.length === entry.candidates.length) return [entry];
    const worth = candidates.some((candidate) => candidate.tier !== "unlikely") || entry.tier === "unlikely";
    return worth && candidates.length > 0 ? [{ ...entry, candidates }] : [];
  });
}

/** The total counts after all decisions on the loaded entries. */
export function countsNow(counts: Queue["counts"], entries: readonly Entry[], all: readonly Said[]): Queue["counts"] {
  const left = new Set(remaining(entries, all, "unlikely").map(({ listing }) => listing.key));
  const verdicts = new Map(all.filter(({ state }) => state !== "undoing").flatMap(({ verdict, versions }) => Object.keys(versions).map((id): [string, Verdict] => [id, verdict])));
  const open = { ...counts.open };
  const decided = { ...counts.decided };
  let { waiting } = counts;
  for (const { listing, tier, candidates } of entries) {
    for (const { id } of candidates) {
      const verdict = verdicts.get(id);
      if (verdict) decided[BECOMES[verdict]] = (decided[BECOMES[verdict]] ?? 0) + 1;
    }
    if (left.has(listing.key)) continue;
    open[tier] = Math.max((open[tier] ?? 0) - 1, 0);
    if (tier !== "unlikely") waiting = Math.max(waiting - 1, 0);
  }
  return { waiting, open, decided };
}

const BECOMES: Record<Verdict, Decision> = { same: "accepted", different: "rejected", none: "rejected", linked: "linked_by_hand" };

function change(queries: QueryClient, next: (said: readonly Said[]) => readonly Said[]): void {
  queries.setQueryData(saidQuery.queryKey, (said = []) => next(said));
}

function patch(queries: QueryClient, key: string, more: Partial<Said>): void {
  change(queries, (all) => all.map((one) => (one.key === key ? { ...one, ...more } : one)));
}

function fail(queries: QueryClient, failure: Failure): void {
  queries.setQueryData(failuresQuery.queryKey, (all = []) => [...all, failure]);
}

export function dismiss(queries: QueryClient, failure: Failure): void {
  queries.setQueryData(failuresQuery.queryKey, (all = []) => all.filter((one) => one !== failure));
}

function send({ key, verdict, entry, partner, versions }: Said): Promise<Versions> {
  const [[id, version] = ["", 0]] = Object.entries(versions);
  switch (verdict) {
    case "same":
      return acceptOne(id, version);
    case "different":
      return rejectOne(id, version);
    case "none":
      return rejectEach(Object.keys(versions), key);
    case "linked":
      return linkListing(entry, partner, key).then(({ matches }) => Object.fromEntries(matches.map(({ id, version }) => [id, version])));
  }
}

/** Decisions are sent one after the other, in their order, because each may change the same product. */
const IN_ORDER = { id: "matches" };

export function useDecide() {
  const queries = useQueryClient();
  return useMutation({
    scope: IN_ORDER,
    mutationFn: send,
    onMutate: (said) => change(queries, (all) => [...all, said]),
    onSuccess: (versions, { key }) => patch(queries, key, { state: "saved", versions }),
    onError: (error, said) => {
      change(queries, (all) => all.filter(({ key }) => key !== said.key));
      fail(queries, { said, error, undoing: false });
      // Another person was first, or the pair is gone, so the loaded queue is out of date.
      if (!isNoAnswer(error)) refreshQueue(queries);
    },
    onSettled: () => refreshOthers(queries),
  });
}

export function useTakeBack() {
  const queries = useQueryClient();
  return useMutation({
    scope: IN_ORDER,
    // The versions are read now: when undo was pressed, the decision may not have reached the server yet.
    mutationFn: async ({ key }: Said) => {
      const said = queries.getQueryData(saidQuery.queryKey)?.find((one) => one.key === key);
      const known = Object.entries(said?.versions ?? {});
      const [first] = known;
      if (!said) return {};
      if (first && known.length === 1) return undoOne(...first);
      if (first) return undoEach(Object.keys(said.versions), said.undoKey);
      // The listing was linked with a product without other listings, so no pair was decided.
      await unlinkListing(said.entry, said.undoKey);
      return {};
    },
    onMutate: ({ key }) => patch(queries, key, { state: "undoing" }),
    onSuccess: (versions, { key }) => {
      keepVersions(queries, versions);
      change(queries, (all) => all.filter((one) => one.key !== key));
      refreshQueue(queries);
    },
    onError: (error, said) => {
      patch(queries, said.key, { state: "saved" });
      fail(queries, { said, error, undoing: true });
    },
    onSettled: () => refreshOthers(queries),
  });
}
