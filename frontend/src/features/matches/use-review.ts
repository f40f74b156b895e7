import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";

import { type Named, remaining, sayOf, useDecide, useSaid, useTakeBack, type Verdict } from "./decisions";
import { useLater } from "./later";
import { type Candidate, type Entry, queueQuery } from "./queries";
import { END, filterOf, type MatchSearch } from "./search";

/** The next page is requested this many entries before the end of the loaded ones. */
const AHEAD = 6;
const NO_ENTRIES: readonly Entry[] = [];

/** The state of the review: the current entry, the next one, and the decisions. */
export function useReview(search: MatchSearch, onSearch: (search: MatchSearch) => void) {
  const { tier, at, with: chosen } = search;
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(queueQuery(filterOf(search)));
  const said = useSaid();
  const { later, postpone, forget } = useLater();
  const decide = useDecide();
  const takeBack = useTakeBack();

  const loaded = data?.pages.flatMap(({ items }) => items) ?? NO_ENTRIES;
  const entries = remaining(loaded, said, tier);
  const isLater = (entry: Entry) => later?.has(entry.listing.key) ?? false;
  const named = at === undefined || at === END ? -1 : entries.findIndex(({ listing }) => listing.key === at);
  const fresh = entries.findIndex((entry) => !isLater(entry));
  // The entry in the address may be on a later page. Without one in the address, postponed entries are skipped.
  const seeking = hasNextPage && (at === undefined ? fresh < 0 : at !== END && named < 0);
  const index = at === END || seeking ? -1 : named >= 0 ? named : fresh >= 0 ? fresh : at === undefined ? -1 : 0;
  const entry = later === undefined ? undefined : entries[index];
  const candidate = entry?.candidates.find(({ id }) => id === chosen) ?? entry?.candidates[0];
  const number = entry && candidate ? entry.candidates.indexOf(candidate) + 1 : 0;

  const wantsMore = hasNextPage && !isFetchingNextPage && !error && (seeking || index >= entries.length - AHEAD);
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);

  const counts = data?.pages[0]?.counts;
  const hidden = loaded.filter((one) => tier === "unlikely" || one.tier !== "unlikely").length - entries.length;
  const total = counts ? Math.max((tier ? (counts.open[tier] ?? 0) : counts.waiting) - hidden, entries.length) : 0;

  const go = (key: string | undefined, match?: string) => onSearch({ ...search, at: key, with: match, sheet: undefined });
  const after = (from: number) => entries.slice(from + 1).find((one) => !isLater(one))?.listing.key ?? END;

  const say = (verdict: Verdict, candidates: readonly Candidate[]) => {
    if (!entry) return;
    const one = sayOf(verdict, entry.listing, candidates);
    const stays = remaining([entry], [...said, one], tier).length > 0;
    decide.mutate(one);
    go(stays ? entry.listing.key : after(index));
  };

  return {
    error: data ? null : error,
    retry: () => void refetch(),
    isPending: isPending || later === undefined || seeking,
    counts,
    entries,
    entry,
    candidate,
    /** Of the candidate, from 1. */
    number,
    index,
    total,
    postponed: entry ? isLater(entry) : false,
    said,
    /** An undo of this entry is in progress, so its version is unknown. */
    unsettled: said.some(({ entry: key, state }) => state === "undoing" && key === entry?.listing.key),
    next: entries[index + 1],
    same: () => candidate && say("same", [candidate]),
    different: () => candidate && say("different", [candidate]),
    none: () => entry && say("none", entry.candidates),
    /** Of the entry's listing, or of one that has no candidates. */
    link: (listing: Named, product: { id: string; title: string }) => {
      decide.mutate(sayOf("linked", listing, [], product));
      go(entry ? after(index) : undefined);
    },
    later: () => {
      if (!entry) return;
      postpone(entry.listing.key);
      go(after(index));
    },
    choose: (at: number) => {
      const found = entry?.candidates[at - 1];
      if (entry && found) go(entry.listing.key, found.id);
    },
    step: (by: -1 | 1) => {
      const found = entries[index + by];
      if (found) go(found.listing.key);
    },
    again: () => {
      forget();
      go(undefined);
    },
    undo: () => {
      const last = said.findLast(({ state }) => state !== "undoing");
      if (!last) return;
      takeBack.mutate(last);
      go(last.entry);
    },
    see: (key: string) => go(key),
  };
}

export type Review = ReturnType<typeof useReview>;
