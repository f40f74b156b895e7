// The whole catalogue in the browser, for search while typing and for reading offline. The server's answer replaces its results.
import type { Schema } from "@/api/client";

import type { Card } from "./queries";
import type { Filter, Order } from "./search";

type State = Schema<"SyncState">;

export type Entry = {
  id: string;
  title: string;
  skus: string[];
  status: Schema<"ProductStatus">;
  price: number | null;
  thumbnail: string | null;
  /** Seconds since 1970. */
  updated: number;
  on: Record<string, { state: State; price: number | null }>;
};

export type Catalogue = { next: string; entries: Entry[] };

/** The catalogue after an index answer, which holds all entries or only the changed ones. */
export function merged(known: Catalogue | undefined, index: Schema<"CatalogueIndex">): Catalogue {
  const fresh = entriesOf(index);
  if (index.whole || !known) return { next: index.next, entries: fresh };
  if (fresh.length === 0) return { next: index.next, entries: known.entries };
  const byId = new Map(known.entries.map((entry) => [entry.id, entry]));
  for (const entry of fresh) byId.set(entry.id, entry);
  return { next: index.next, entries: [...byId.values()] };
}

function entriesOf(index: Schema<"CatalogueIndex">): Entry[] {
  const channels = Object.entries(index.channels);
  const thumbnails = index.thumbnail as unknown as [number, string][];
  return index.id.map((id, at) => {
    const [prefix = -1, rest = ""] = thumbnails[at] ?? [];
    return {
      id,
      title: index.title[at] ?? "",
      skus: index.skus[at] ?? [],
      status: index.statuses[index.status[at] ?? 0] ?? "active",
      price: index.price[at] ?? null,
      thumbnail: prefix < 0 ? null : `${index.prefixes[prefix] ?? ""}/${rest}`,
      updated: index.updated[at] ?? 0,
      on: Object.fromEntries(channels.map(([channel, columns]) => [channel, { state: index.states[columns.state[at] ?? 0] ?? "not_listed", price: columns.price[at] ?? null }])),
    };
  });
}

const KNOWN = new Set<string>(["q", "status", "state", "channel", "missing_on", "price_min", "price_max"] satisfies (keyof Filter)[]);
const SORTS = new Set<string>(["updated_at", "title", "price", "sku"] satisfies Order["sort"][]);

/** Whether the browser's catalogue has all data for this filter and order. */
export function canAnswer(filter: Filter, { sort }: Order): boolean {
  return SORTS.has(sort) && Object.keys(filter).every((name) => KNOWN.has(name));
}

/** Finds what the server finds, in the same order: each word is a prefix of a word or SKU, or all together are a prefix of a SKU. */
export function find(catalogue: Catalogue, filter: Filter, order: Order): Entry[] {
  const { texts, orders } = prepared(catalogue);
  const says = wanted(filter.q ?? "");
  const { status, state, channel, missing_on, price_min, price_max } = filter;
  const found: Entry[] = [];
  for (const at of orders(order.sort)) {
    const entry = catalogue.entries[at];
    if (!entry || (status && entry.status !== status) || !says(texts[at] ?? "")) continue;
    if (channel && !isOn(entry, channel)) continue;
    if (missing_on && isOn(entry, missing_on)) continue;
    if (state && !(channel ? entry.on[channel]?.state === state : Object.values(entry.on).some((one) => one.state === state))) continue;
    if (typeof price_min === "number" && (entry.price === null || entry.price < price_min)) continue;
    if (typeof price_max === "number" && (entry.price === null || entry.price > price_max)) continue;
    found.push(entry);
  }
  return order.order === "desc" ? found.toReversed() : found;
}

const isOn = (entry: Entry, channel: string) => (entry.on[channel]?.state ?? "not_listed") !== "not_listed";

/** A row with the values that the browser has, until the server's row is loaded. */
export function sketch(entry: Entry): Card {
  const states = Object.entries(entry.on).map(([channel, { state, price }]): [string, Schema<"ChannelState">] => [channel, { state, fields: [], blocked: [], under_floor: false, listings: [], live_min: price, live_max: price }]);
  return {
    id: entry.id,
    title: entry.title,
    skus: entry.skus,
    status: entry.status,
    channels: Object.keys(entry.on).filter((channel) => isOn(entry, channel)),
    min_price: entry.price,
    max_price: null,
    thumbnail: entry.thumbnail,
    attention: [],
    variants: Math.max(entry.skus.length, 1),
    under_floor: false,
    state: "synced",
    states: Object.fromEntries(states),
    updated_at: new Date(entry.updated * 1000).toISOString(),
    version: SKETCH,
  };
}

const SKETCH = 0;
export const isSketch = (card: Card) => card.version === SKETCH;

/** Folds case and accents, so that they do not count in a search. */
export function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/[\u0300-\u036f\u200b-\u200d\ufeff]/g, "").toLowerCase();
}

const WORD = /[\p{L}\p{N}]+/gu;
const wordsOf = (text: string) => fold(text).match(WORD) ?? [];

function wanted(q: string): (text: string) => boolean {
  const words = wordsOf(q);
  if (words.length === 0) return () => true;
  const whole = `\n${words.join("")}`;
  const beginnings = words.map((word): [string, string] => [` ${word}`, `\n${word}`]);
  return (text) => beginnings.every(([word, sku]) => text.includes(word) || text.includes(sku)) || text.includes(whole);
}

type Prepared = { texts: string[]; orders: (sort: Order["sort"]) => number[] };
const cache = new WeakMap<Catalogue, Prepared>();

function prepared(catalogue: Catalogue): Prepared {
  const known = cache.get(catalogue);
  if (known) return known;
  const { entries } = catalogue;
  const titles = entries.map((entry) => wordsOf(entry.title).map((word) => ` ${word}`).join(""));
  const skus = entries.map((entry) => entry.skus.map((sku) => wordsOf(sku)));
  const texts = titles.map((title, at) => `${title}${(skus[at] ?? []).map((words) => words.map((word) => ` ${word}`).join("")).join("")}${(skus[at] ?? []).map((words) => `\n${words.join("")}`).join("")}`);
  const made = new Map<string, number[]>();
  const keyOf = (sort: Order["sort"], at: number): string | number => {
    const entry = entries[at];
    if (sort === "title") return titles[at] ?? "";
    if (sort === "sku") return (skus[at]?.[0] ?? []).join("");
    if (sort === "price") return entry?.price ?? Number.NEGATIVE_INFINITY;
    return entry?.updated ?? 0;
  };
  const orders = (sort: Order["sort"]) => {
    const done = made.get(sort);
    if (done) return done;
    const keys = entries.map((entry, at) => [keyOf(sort, at), entry.id] as const);
    const order = keys.map((_, at) => at).sort((a, b) => compare(keys[a]?.[0] ?? 0, keys[b]?.[0] ?? 0) || compare(keys[a]?.[1] ?? "", keys[b]?.[1] ?? ""));
    made.set(sort, order);
    return order;
  };
  const ready = { texts, orders };
  cache.set(catalogue, ready);
  return ready;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
