// A person's decisions about titles; each can be undone.
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";

import { isStale, type Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useFormat } from "@/lib/format";
import { keys } from "@/lib/keys";
import { toast } from "@/lib/toast";

import { accept, type BulkTask, lock, MOST_NAMED, type Outcome, proposalsOf, unlock } from "./queries";
import type { Held } from "./rows";
import { each, restore } from "./undo";
import { useWords } from "./words.id";

/** A decision about one title: the title before, and in `made` the title after it. */
type Made = Held & { made: string };

/** Reads the decided titles again and updates them in every list that shows them. */
export function useRefresh() {
  const queries = useQueryClient();
  return async (products: readonly string[]) => {
    const asked = [...new Set(products)];
    for (const queryKey of [keys.products, keys.dashboard, keys.listings]) void queries.invalidateQueries({ queryKey, refetchType: "none" });
    void queries.invalidateQueries({ queryKey: ["titles", "one"] });
    try {
      const fresh = new Map((await Promise.all(chunks(asked, MOST_NAMED).map(proposalsOf))).flat().map((one) => [one.product_id, one]));
      queries.setQueriesData<InfiniteData<Schema<"Listed_ProductTitles">>>({ queryKey: keys.titleProposals }, (known) =>
        known === undefined ? known : { ...known, pages: known.pages.map((page) => ({ ...page, items: page.items.map((one) => renewed(one, fresh.get(one.product_id))) })) },
      );
    } catch {
      // For example, one of the products was deleted: the whole list is read again.
      await queries.invalidateQueries({ queryKey: keys.titleProposals });
    }
  };
}

/** The fresh product, with only the listings that the list already had: a list may be filtered by channel. */
function renewed(known: Schema<"ProductTitles">, fresh: Schema<"ProductTitles"> | undefined): Schema<"ProductTitles"> {
  if (!fresh) return known;
  const now = new Map(fresh.listings.map((title) => [title.listing, title]));
  return { ...fresh, listings: known.listings.flatMap(({ listing }) => now.get(listing) ?? []) };
}

export function useDecide() {
  const w = useWords();
  const { number, percent } = useFormat();
  const refresh = useRefresh();

  const undo = async (made: readonly Made[]) => {
    const done = await each(made, (one) => restore(one, one.made));
    const missed = done.filter((one) => one === null || one === "moved").length;
    const locked = done.filter((one) => one === "locked").length;
    await refresh(made.map(({ product }) => product));
    if (missed > 0) toast.error(w.undo_missed(number(missed)));
    else toast.success(locked > 0 ? w.undone_locked(number(locked)) : w.undone);
  };
  const tell = (text: string, made: readonly Made[]) =>
    void toast.success(text, made.length === 0 ? {} : { description: w.not_live_yet, action: { label: w.undo, onClick: () => void undo(made) }, actionButtonStyle: { minHeight: 44, paddingInline: 16 } });

  /** Accepts proposals as they were shown. Those that could not be accepted are counted by reason. */
  const take = useMutation({
    mutationFn: async (held: readonly Held[]) => {
      const counts: Partial<Record<Outcome, number>> = {};
      const tasks: BulkTask[] = [];
      const accepted = new Set<string>();
      for (const some of chunks(held, MOST_NAMED)) {
        // oxlint-disable-next-line no-await-in-loop
        const { items, task } = await accept(some.map(({ title }) => ({ listing: title.listing, title: title.proposal.title ?? "" })));
        for (const { listing, outcome } of items) {
          counts[outcome] = (counts[outcome] ?? 0) + 1;
          if (outcome === "accepted") accepted.add(listing);
        }
        if (task) tasks.push(task);
      }
      return { counts, tasks, made: held.filter(({ title }) => accepted.has(title.listing)).map((one): Made => ({ ...one, made: one.title.proposal.title ?? "" })) };
    },
    onSuccess: async ({ counts, made }, held) => {
      await refresh(held.map(({ product }) => product));
      const count = (counts.accepted ?? 0) + (counts.unchanged ?? 0);
      if (count > 0) tell(w.accepted(number(count)), made);
      const missed = (["stale", "locked", "not_found"] as const).filter((outcome) => counts[outcome]).map((outcome) => w.outcome[outcome](number(counts[outcome] ?? 0)));
      if (missed.length > 0) toast.warning(missed.join(" "));
    },
    onError: (error) => toast.error(error instanceof ApiError ? error.said : w.failed),
  });

  /** Locks titles as they are now. */
  const keep = useMutation({
    mutationFn: (held: readonly Held[]) => each(held, async (one): Promise<Made> => ({ ...one, made: (await lock(one.product, one.title.listing, one.title.version, one.title.target)).target })),
    onSuccess: (done, held) => ended(done, held, w.locked_many),
  });
  /** Returns titles to the master title. */
  const release = useMutation({
    mutationFn: (held: readonly Held[]) => each(held, async (one): Promise<Made> => ({ ...one, made: (await unlock(one.product, one.title.listing, one.title.version)).target })),
    onSuccess: (done, held) => ended(done, held, w.released_many),
  });
  const ended = async (done: readonly (Made | null)[], held: readonly Held[], say: (count: string) => string) => {
    const made = done.filter((one) => one !== null);
    await refresh(held.map(({ product }) => product));
    if (made.length > 0) tell(say(number(made.length)), made);
    if (made.length < done.length) toast.error(w.some_failed(number(done.length - made.length)));
  };

  /** A person's own words for one title. */
  const write = useMutation({
    mutationFn: ({ product, title, words }: Held & { words: string }) => lock(product, title.listing, title.version, words),
    onSuccess: async (now, { product, title }) => {
      await refresh([product]);
      tell(w.written(percent(Math.round(now.target_similarity * 100))), [{ product, title, made: now.target }]);
    },
    onError: (error, { product }) => void (isStale(error) ? refresh([product]) : undefined),
  });
  return { take, keep, release, write };
}

export function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
