import type { Schema } from "@/api/client";

export type Tier = Schema<"MatchTier">;
export type Decision = Exclude<Schema<"MatchDecision">, "open">;

/** In the order in which they are offered. */
export const TIERS = ["auto", "suggested", "review", "unlikely"] as const satisfies readonly Tier[];
export const DECISIONS = ["accepted", "rejected", "linked_by_hand", "unlinked_by_hand", "linked_automatically"] as const satisfies readonly Decision[];
export const SHEETS = ["link", "many", "pictures"] as const;
/** In place of an entry: the end of the queue was reached. */
export const END = "end";

export type MatchSearch = {
  tier?: Tier | undefined;
  /** What was decided so, in place of the queue. */
  decision?: Decision | undefined;
  channel?: string | undefined;
  /** Only this listing, of whichever shop. */
  listing?: string | undefined;
  q?: string | undefined;
  /** The entry that is looked at, by its listing; the first one when left out. */
  at?: string | undefined;
  /** Its candidate, by the match. */
  with?: string | undefined;
  sheet?: (typeof SHEETS)[number] | undefined;
};

export type Filter = { tier?: Tier; decision?: Decision; channel?: string; listing?: string; q?: string };

/** What the server is asked for. */
export function filterOf({ tier, decision, channel, listing, q }: MatchSearch): Filter {
  return { ...(tier && !decision ? { tier } : {}), ...(decision ? { decision } : {}), ...(channel ? { channel } : {}), ...(listing ? { listing } : {}), ...(q ? { q } : {}) };
}

/** Whether the queue is narrowed to a part of what there is, whatever its tier. */
export const isNarrowed = ({ channel, listing, q }: MatchSearch) => Boolean(channel ?? listing ?? q);
