// The edits of a product: only changed fields, each with the value that it replaced, so that it can be merged later.
import type { Schema } from "@/api/client";

export type Product = Schema<"Product">;
export type Variant = Schema<"Variant">;

/** `title`, `weight_g`, `variant/{id}/base_price`, `variant/{id}/option/0`, `images`. */
export type Path = string;
/** Values are texts as typed. Pictures are a JSON list of ids and addresses. */
export type Change = { from: string; to: string };
export type Changes = Readonly<Record<Path, Change>>;

export const VARIANT_FIELDS = ["sku", "base_price", "cost", "stock", "weight_g"] as const;
export type VariantField = (typeof VARIANT_FIELDS)[number];
export const SIDES = ["length_cm", "width_cm", "height_cm"] as const;
const TEXTS = ["title", "description", "category", "brand"] as const;
const WHOLE = ["weight_g", "pre_order_days"] as const;

export const variantPath = (id: string, field: string): Path => `variant/${id}/${field}`;
/** The prefix of the id of a variant that is not saved yet. */
export const NEW = "new-";

/** The product's current value at `path`; undefined when the variant no longer exists. */
export function read(product: Product, path: Path): string | undefined {
  const [head = "", id = "", field = "", at = ""] = path.split("/");
  if (head === "variant") {
    if (id.startsWith(NEW)) return "";
    const variant = product.variants.find((one) => one.id === id);
    if (!variant) return undefined;
    if (field === "option") return variant.option_values[Number(at)] ?? "";
    return textOf(variant[field as VariantField]);
  }
  if (head === "images") return JSON.stringify(product.images.map((image) => image.id));
  if (isOneOf(SIDES, head)) return decimalText(product.dimensions?.[head]);
  return textOf(product[head as (typeof TEXTS)[number] | (typeof WHOLE)[number]]);
}

/** The value on the page: the typed one, else the product's. */
export function valueOf(product: Product, changes: Changes, path: Path): string {
  return changes[path]?.to ?? read(product, path) ?? "";
}

/** The changes with one more edit. Typing the old value again removes the change. */
export function change(product: Product, changes: Changes, path: Path, to: string): Changes {
  const from = changes[path]?.from ?? read(product, path) ?? "";
  const { [path]: _, ...others } = changes;
  return to === from ? others : { ...others, [path]: { from, to } };
}

export type Mistake = "title_needed" | "whole_rupiah" | "whole_number" | "decimal" | "sides_together";

/** Fields whose text the API could not parse. Whether a value is allowed, the API decides. */
export function mistakes(product: Product, changes: Changes): Record<Path, Mistake> {
  const found: Record<Path, Mistake> = {};
  for (const [path, { to }] of Object.entries(changes)) {
    const field = path.split("/")[2] ?? path;
    if (path === "title" && to.trim() === "") found[path] = "title_needed";
    if ((field === "base_price" || field === "cost") && rupiahOf(to) === undefined) found[path] = "whole_rupiah";
    if ((field === "stock" || field === "weight_g" || field === "pre_order_days") && wholeOf(to) === undefined) found[path] = "whole_number";
    if (isOneOf(SIDES, path)) {
      if (decimalOf(to) === undefined) found[path] = "decimal";
      else if (new Set(SIDES.map((side) => valueOf(product, changes, side).trim() === "")).size > 1) found[path] = "sides_together";
    }
  }
  return found;
}

/** The changes as a JSON merge patch; only to be called without mistakes. */
export function patchOf(product: Product, changes: Changes): Schema<"ProductPatch"> {
  const patch: Schema<"ProductPatch"> = {};
  const value = (path: Path) => valueOf(product, changes, path).trim();
  for (const name of TEXTS) {
    if (changes[name]) patch[name] = value(name) || (name === "title" || name === "description" ? "" : null);
  }
  for (const name of WHOLE) {
    if (changes[name]) patch[name] = wholeOf(value(name)) ?? null;
  }
  if (SIDES.some((side) => changes[side])) {
    const [length_cm, width_cm, height_cm] = SIDES.map((side) => decimalOf(value(side)) ?? null);
    patch.dimensions = length_cm && width_cm && height_cm ? { length_cm, width_cm, height_cm } : null;
  }
  if (changes["images"]) {
    const known = new Set(product.images.map((image) => image.id));
    patch.images = (JSON.parse(value("images")) as string[]).map((one) => (known.has(one) ? { id: one } : { url: one }));
  }
  const rows = rowsOf(product, changes);
  if (Object.keys(changes).some((path) => path.startsWith("variant/"))) patch.variants = rows.map((id) => variantItem(product, changes, id));
  return patch;
}

/** The variants on the page: those of the product, then those that were added. */
export function rowsOf(product: Product, changes: Changes): string[] {
  const added = new Set(Object.keys(changes).flatMap((path) => (path.startsWith(`variant/${NEW}`) ? [path.split("/")[1] ?? ""] : [])));
  return [...product.variants.map((variant) => variant.id), ...[...added].sort()];
}

function variantItem(product: Product, changes: Changes, id: string): Schema<"VariantItem"> {
  const item: Schema<"VariantItem"> = id.startsWith(NEW) ? {} : { id };
  const typed = (field: string) => changes[variantPath(id, field)]?.to.trim();
  const [sku, base_price, cost, stock, weight_g] = VARIANT_FIELDS.map(typed);
  if (sku !== undefined) item.sku = sku || null;
  if (base_price !== undefined) item.base_price = rupiahOf(base_price) ?? null;
  if (cost !== undefined) item.cost = rupiahOf(cost) ?? null;
  if (stock !== undefined) item.stock = wholeOf(stock) ?? null;
  if (weight_g !== undefined) item.weight_g = wholeOf(weight_g) ?? null;
  if (product.options.some((_, at) => typed(`option/${at}`) !== undefined)) {
    item.option_values = product.options.map((_, at) => valueOf(product, changes, variantPath(id, `option/${at}`)).trim());
  }
  return item;
}

/** The path of the field that an API error names: `variants[0].base_price` becomes `variant/{id}/base_price`. */
export function pathOf(product: Product, changes: Changes, field: string): Path {
  const cell = /^variants\[(\d+)\](?:\.(\w+)(?:\[(\d+)\])?)?$/.exec(field);
  if (cell) {
    const id = rowsOf(product, changes)[Number(cell[1])] ?? "";
    return variantPath(id, cell[2] === "option_values" ? `option/${cell[3] ?? "0"}` : (cell[2] ?? "sku"));
  }
  if (field.startsWith("images")) return "images";
  if (field.startsWith("dimensions")) return field.split(".")[1] ?? "length_cm";
  return field;
}

export type Clash = { path: Path; base: string; mine: string; theirs: string };
export type Merged = {
  /** The changes that still differ from the product as it is now. */
  changes: Changes;
  /** Fields that both sides changed. Until a person decides, the change keeps the typed value. */
  clashes: Clash[];
  /** Edits of a variant that no longer exists. */
  lost: Path[];
};

/** Merges edits of an older version into the newest one, field by field. */
export function merge(product: Product, changes: Changes): Merged {
  const merged: Merged = { changes: {}, clashes: [], lost: [] };
  const kept: Record<Path, Change> = {};
  for (const [path, { from, to }] of Object.entries(changes)) {
    const theirs = read(product, path);
    if (theirs === undefined) merged.lost.push(path);
    else if (theirs !== to) {
      kept[path] = { from: theirs, to };
      if (theirs !== from) merged.clashes.push({ path, base: from, mine: to, theirs });
    }
  }
  return { ...merged, changes: kept };
}

/** Parses `150000`, `150.000` or `Rp150.000`. Null for an empty text; undefined for any other text. */
export function rupiahOf(text: string): number | null | undefined {
  const bare = text.trim().replace(/^rp\.?\s*/i, "");
  if (bare === "") return null;
  if (/^\d+$/.test(bare)) return Number(bare);
  return /^\d{1,3}([.,]\d{3})+$/.test(bare) ? Number(bare.replaceAll(/[.,]/g, "")) : undefined;
}

function wholeOf(text: string): number | null | undefined {
  return rupiahOf(text);
}

function decimalOf(text: string): number | null | undefined {
  const bare = text.trim().replace(",", ".");
  if (bare === "") return null;
  return /^\d+(\.\d{1,2})?$/.test(bare) ? Number(bare) : undefined;
}

function textOf(value: string | number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

function decimalText(value: number | undefined): string {
  return value === undefined ? "" : String(value).replace(".", ",");
}

function isOneOf<T extends string>(list: readonly T[], value: string): value is T {
  return (list as readonly string[]).includes(value);
}
