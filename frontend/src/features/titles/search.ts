// The search parameters of the page: the view, its filters, the open title, and the bulk task whose progress is shown.
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
  /** The kind of risk to show. */
  kind: oneOf("own_shop", "other_shop"),
  /** The listing whose title is open: `channel:shop:id`. */
  title: text,
  task: text,
  /** The channel whose rule is shown. */
  rule: text,
});

export type TitleSearch = ReturnType<typeof titleSearch>;

/** The filters that the API supports. The other filters are applied here to its answer. */
export type TitleFilter = { q?: string | undefined; channel?: string | undefined; outdated?: true | undefined };

export function filterOf({ q, channel, show }: TitleSearch): TitleFilter {
  return { ...(q ? { q } : {}), ...(channel ? { channel } : {}), ...(show === "outdated" ? { outdated: true } : {}) };
}

/** The product filter for this. Archived products are not sold and have no titles to decide. */
export function productsOf({ q, channel }: TitleFilter) {
  return { status: "active" as const, ...(q ? { q } : {}), ...(channel ? { channel } : {}) };
}
