// What a person says of a product for one channel alone, and what is missing of it. No server, no screen.
import type { Schema } from "@/api/client";

import type { Asked, Details, Named, Rules, Value } from "./queries";

/** The form. Attributes of an earlier category stay in it, but only those of the category are sent. */
export type Said = {
  category: Named | null;
  attributes: Readonly<Record<string, readonly Value[]>>;
  brand: Named | null;
  /** Empty only where the channel has a single storefront. */
  storefronts: readonly string[];
  hidden: boolean;
};

/** `storefronts`: those of the channel; a product that names none is for all of them. */
export function saidOf(details: Details, storefronts: readonly string[]): Said {
  return {
    category: details.category ?? null,
    attributes: Object.fromEntries((details.attributes ?? []).map(({ id, values }) => [id, values])),
    brand: details.brand ?? null,
    storefronts: details.storefronts?.length ? details.storefronts : storefronts,
    hidden: details.hidden ?? false,
  };
}

/** The values of an attribute that its category takes. */
export function valuesOf(said: Said, asked: Asked): readonly Value[] {
  const all = (said.attributes[asked.id] ?? []).filter((value) => asked.free_values || asked.values.some((known) => known.id === value.id));
  return asked.several_values ? all : all.slice(0, 1);
}

/** What is sent; `before` has the delivery options, which are not changed here. */
export function detailsOf(said: Said, rules: Rules | undefined, before: Details): Details {
  const attributes = (rules?.attributes ?? []).flatMap((asked) => {
    const values = valuesOf(said, asked);
    return values.length > 0 ? [{ id: asked.id, name: asked.name, values: [...values] }] : [];
  });
  return { category: said.category, attributes, brand: said.brand, shipping: before.shipping ?? [], storefronts: [...said.storefronts], hidden: said.hidden };
}

/** One of the channel's values where the text is the name of one, else a text of one's own. */
export function valueFrom(asked: Asked, text: string): Value | undefined {
  const typed = text.trim();
  if (!typed) return undefined;
  const known = asked.values.find(({ id, name }) => same(name ?? id, typed));
  return known ? { id: known.id, name: known.name ?? null } : asked.free_values ? { name: typed } : undefined;
}

/** An attribute's value that a listing of the same product has elsewhere, where the category takes it. */
export function elsewhere(asked: Asked, listings: readonly Schema<"Listing">[]): { value: Value; channel: string } | undefined {
  for (const listing of listings) {
    const other = listing.observed.attributes.find(({ name }) => name && same(name, asked.name));
    const value = other?.values[0] ? valueFrom(asked, other.values[0]) : undefined;
    if (value) return { value, channel: listing.channel };
  }
  return undefined;
}

/** What the form lacks: ids of attributes, and `category`, `brand`, `storefronts`. */
export function missingOf(said: Said, rules: Rules | undefined, storefronts: readonly string[]): ReadonlySet<string> {
  const missing = new Set<string>();
  if (!said.category) missing.add("category");
  if (storefronts.length > 0 && said.storefronts.length === 0) missing.add("storefronts");
  if (rules?.brand_required && !said.brand) missing.add("brand");
  for (const asked of rules?.attributes ?? []) {
    if (asked.required && valuesOf(said, asked).length === 0) missing.add(attribute(asked.id));
  }
  return missing;
}

export const attribute = (id: string) => `attribute/${id}`;

/** What the product itself lacks for the category: the field of the product page, or the variant, where it is given. */
export type Lack =
  | { what: "images" | "description" | "weight" | "dimensions" | "pre_order"; field: string }
  | { what: "sku" | "base_price"; variant: string }
  | { what: "document"; name: string };

export function lacksOf(product: Schema<"Product">, rules: Rules | undefined): Lack[] {
  const lacks: Lack[] = [];
  if (product.images.length === 0) lacks.push({ what: "images", field: "images" });
  if (!product.description.trim()) lacks.push({ what: "description", field: "description" });
  if (isNone(product.weight_g)) lacks.push({ what: "weight", field: "weight_g" });
  if (rules?.dimensions_required && !product.dimensions) lacks.push({ what: "dimensions", field: "length_cm" });
  if (rules && !rules.takes_pre_order && !isNone(product.pre_order_days)) lacks.push({ what: "pre_order", field: "pre_order_days" });
  const unnamed = product.variants.find(({ sku }) => !sku);
  if (unnamed) lacks.push({ what: "sku", variant: unnamed.id });
  const unpriced = product.variants.find(({ base_price }) => isNone(base_price));
  if (unpriced) lacks.push({ what: "base_price", variant: unpriced.id });
  return [...lacks, ...(rules?.documents ?? []).map((name) => ({ what: "document" as const, name }))];
}

/** Parts that are merged as one: attributes belong to their category. */
export const PARTS = { category: ["category", "attributes"], brand: ["brand"], storefronts: ["storefronts"], hidden: ["hidden"] } as const satisfies Record<string, readonly (keyof Said)[]>;
export type Part = keyof typeof PARTS;

/** Puts what was typed on what somebody else saved meanwhile, and names the parts that both changed. */
export function merge(base: Said, mine: Said, theirs: Said): { said: Said; clashes: Part[] } {
  let said = theirs;
  const clashes: Part[] = [];
  for (const part of Object.keys(PARTS) as Part[]) {
    const [before, typed, saved] = [base, mine, theirs].map((one) => JSON.stringify(PARTS[part].map((name) => one[name])));
    if (typed === before || typed === saved) continue;
    if (saved !== before) clashes.push(part);
    said = { ...said, ...Object.fromEntries(PARTS[part].map((name) => [name, mine[name]])) };
  }
  return { said, clashes };
}

const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();
const isNone = (value: unknown) => value === null || value === undefined;
