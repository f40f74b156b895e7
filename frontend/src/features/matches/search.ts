import type { Schema } from "@/api/client";

export type Tier = Schema<"MatchTier">;
export type Decision = Exclude<Schema<"MatchDecision">, "open">;

/** In the order of display. */
export const TIERS = ["auto", "suggested", "review", "unlikely"] as const satisfies readonly Tier[];
export const DECISIONS = ["accepted", "rejected", "linked_by_hand", "unlinked_by_hand", "linked_automatically"] as const satisfies readonly Decision[];
export const SHEETS = ["link", "many", "pictures", "sku"] as const;
/** In place of an entry: the end of the queue is reached. */
export const END = "end";

export type MatchSearch = {
  tier?: Tier | undefined;
  /** Shows the matches with this decision in place of the queue. */
  decision?: Decision | undefined;
  channel?: string | undefined;
  /** Only this listing, of any shop. */
  listing?: string | undefined;
  q?: string | undefined;
  /** The shown entry, by its listing; the first one when left out. */
  at?: string | undefined;
  /** Its candidate, by the match. */
  with?: string | undefined;
  sheet?: (typeof SHEETS)[number] | undefined;
};

export type Filter = { tier?: Tier; decision?: Decision; channel?: string; listing?: string; q?: string };

/** The filter for the server's request. */
export function filterOf({ tier, decision, channel, listing, q }: MatchSearch): Filter {
  return { ...(tier && !decision ? { tier } : {}), ...(decision ? { decision } : {}), ...(channel ? { channel } : {}), ...(listing ? { listing } : {}), ...(q ? { q } : {}) };
}

/** Whether the queue has a filter other than the tier. */
export const isNarrowed = ({ channel, listing, q }: MatchSearch) => Boolean(channel ?? listing ?? q);
