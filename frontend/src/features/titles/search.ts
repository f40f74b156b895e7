// What the address of the page holds: the view, what narrows it, the open title, the bulk task that is watched.
import { oneOf, searchOf, text } from "@/lib/search";

export const TABS = ["proposals", "risks", "check", "rules"] as const;
export type Tab = (typeof TABS)[number];

/** Which titles of the list are shown. */
export const SHOWS = ["open", "band", "outdated", "twin", "risk", "accepted", "locked", "all"] as const;
export type Show = (typeof SHOWS)[number];

export const titleSearch = searchOf({
  tab: oneOf(...TABS),
  q: text,
  channel: text,
  show: oneOf(...SHOWS),
  /** Of the risks. */
  kind: oneOf("own_shop", "other_shop"),
  /** The listing whose title is open: `channel:shop:id`. */
  title: text,
  task: text,
  /** The channel whose rule is shown. */
  rule: text,
});

export type TitleSearch = ReturnType<typeof titleSearch>;

/** What the API itself can narrow by; the rest is looked at in what it gives. */
export type TitleFilter = { q?: string | undefined; channel?: string | undefined; outdated?: true | undefined };

export function filterOf({ q, channel, show }: TitleSearch): TitleFilter {
  return { ...(q ? { q } : {}), ...(channel ? { channel } : {}), ...(show === "outdated" ? { outdated: true } : {}) };
}

/** The products of it; archived ones are not sold and have no titles to decide. */
export function productsOf({ q, channel }: TitleFilter) {
  return { status: "active" as const, ...(q ? { q } : {}), ...(channel ? { channel } : {}) };
}
