// The search parameters of the list: the filter, the order, the tab and the open sheet.
import type { Schema } from "@/api/client";
import { oneOf, searchOf, text } from "@/lib/search";

export const STATES = ["not_listed", "synced", "pending", "pushing", "auditing", "drift", "conflict", "failed", "refused", "frozen", "gone"] as const satisfies readonly Schema<"SyncState">[];
const SORTS = ["updated_at", "title", "price", "sku", "margin", "channel_price"] as const;
const SHEETS = ["filter", "bulk", "view", "rebuild"] as const;

/** A bound of a filter, in rupiah or percent. */
const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
const yes = (value: unknown) => (value === true ? true : undefined);

/** Invalid values in the address are ignored. */
export const productSearch = searchOf({
  q: text,
  status: oneOf("active", "archived"),
  state: oneOf(...STATES),
  channel: text,
  missing_on: text,
  category: text,
  attention: yes,
  under_floor: yes,
  margin_min: number,
  margin_max: number,
  price_min: number,
  price_max: number,
  channel_state: text,
  updated_since: text,
  updated_before: text,
  sort: oneOf(...SORTS),
  order: oneOf("asc", "desc"),
  sheet: oneOf(...SHEETS),
});

export type ProductSearch = ReturnType<typeof productSearch>;
export type Filter = Schema<"ProductFilter">;
export type Order = { sort: (typeof SORTS)[number]; order: "asc" | "desc" };

const FILTERS = ["q", "status", "state", "channel", "missing_on", "category", "attention", "under_floor", "margin_min", "margin_max", "price_min", "price_max", "channel_state", "updated_since", "updated_before"] as const;
/** The filters of the filter sheet. The other filters are on the page itself. */
export const SHEET_FILTERS = ["channel", "missing_on", "category", "margin_min", "margin_max", "price_min", "price_max", "channel_state", "updated_since", "updated_before"] as const;

/** The filter for the API. Archived products show only on request. */
export function filterOf(search: ProductSearch): Filter {
  const filter: Record<string, unknown> = {};
  for (const name of FILTERS) {
    const value = name === "updated_since" ? momentOf(search[name], 0) : name === "updated_before" ? momentOf(search[name], 1) : search[name];
    if (value !== undefined && value !== "") filter[name] = value;
  }
  return { status: "active", ...filter };
}

const DAY = 24 * 3_600_000;

/** The beginning of a day in Jakarta, as the API reads it, or of a later one. Another text is left to the API. */
function momentOf(day: string | undefined, later: number): string | undefined {
  if (!day || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  const begin = new Date(`${day}T00:00:00+07:00`).getTime();
  return Number.isNaN(begin) ? undefined : new Date(begin + later * DAY).toISOString();
}

/** The state that is asked for on each channel, of `shopee:pending,tiktok_shop:failed`. */
export function statesOf(channel_state: string | undefined): Record<string, string> {
  return Object.fromEntries((channel_state ?? "").split(",").flatMap((one) => (/^[^:]+:[^:]+$/.test(one) ? [one.split(":") as [string, string]] : [])));
}

/** The same with another state on one channel; undefined where none is left. */
export function withState(channel_state: string | undefined, channel: string, state: string | undefined): string | undefined {
  const { [channel]: _, ...others } = statesOf(channel_state);
  return Object.entries(state ? { ...others, [channel]: state } : others).map((one) => one.join(":")).join(",") || undefined;
}

/** The newest first, unless asked otherwise. */
export function orderOf({ sort = "updated_at", order, channel }: ProductSearch): Order {
  // Sorting by a channel's price needs the channel.
  const by = sort === "channel_price" && !channel ? "price" : sort;
  return { sort: by, order: order ?? (by === "updated_at" ? "desc" : "asc") };
}

/** The tab that an address shows. */
export type Tab = "all" | "attention" | "under_floor" | "archived" | Schema<"SyncState">;

export function tabOf({ status, state, attention, under_floor }: ProductSearch): Tab {
  if (status === "archived") return "archived";
  if (attention) return "attention";
  if (under_floor) return "under_floor";
  return state ?? "all";
}

/** The parameters that a tab sets, and as undefined those that it clears. */
export function searchOfTab(tab: Tab): Pick<ProductSearch, "status" | "state" | "attention" | "under_floor"> {
  return {
    status: tab === "archived" ? "archived" : undefined,
    attention: tab === "attention" ? true : undefined,
    under_floor: tab === "under_floor" ? true : undefined,
    state: (STATES as readonly string[]).includes(tab) ? (tab as Schema<"SyncState">) : undefined,
  };
}
