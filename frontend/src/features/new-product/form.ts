// A product that is typed and not saved yet. Values are texts as typed; whether a value is allowed, the API decides.
import type { Schema } from "@/api/client";

export type Typed = {
  title: string;
  description: string;
  base_price: string;
  stock: string;
  pre_order_days: string;
  weight_g: string;
  length_cm: string;
  width_cm: string;
  height_cm: string;
  /** The name of the one option, such as Warna; empty for a product without variants. */
  option: string;
  /** Its values, separated by commas. */
  values: string;
  /** SKUs that a person typed, by the variant's place; the others are proposed. */
  skus: Record<string, string>;
  /** Addresses of uploaded pictures, in order. */
  images: string[];
};

export const EMPTY: Typed = { title: "", description: "", base_price: "", stock: "", pre_order_days: "", weight_g: "", length_cm: "", width_cm: "", height_cm: "", option: "", values: "", skus: {}, images: [] };

export type Name = Exclude<keyof Typed, "skus" | "images">;
export type Mistake = "needed" | "whole" | "decimal" | "sides" | "values" | "option";

export const SIDES = ["length_cm", "width_cm", "height_cm"] as const;
/** In the order in which they are on the page. */
export const ORDER: readonly (Name | "sku")[] = ["title", "base_price", "stock", "pre_order_days", "weight_g", ...SIDES, "description", "option", "values", "sku"];

/** The values of the option, without empty ones. */
export const valuesOf = ({ option, values }: Typed): string[] => (option.trim() === "" ? [] : values.split(",").map((value) => value.trim()).filter((value) => value !== ""));

/** What the API could not read, and what a new product cannot be without. */
export function mistakesOf(typed: Typed): Partial<Record<Name, Mistake>> {
  const found: Partial<Record<Name, Mistake>> = {};
  for (const name of ["title", "base_price", "weight_g"] as const) if (typed[name].trim() === "") found[name] = "needed";
  for (const name of ["base_price", "stock", "pre_order_days", "weight_g"] as const) if (wholeOf(typed[name]) === undefined) found[name] = "whole";
  for (const name of SIDES) if (decimalOf(typed[name]) === undefined) found[name] = "decimal";
  const empty = SIDES.filter((name) => typed[name].trim() === "");
  if (empty.length > 0 && empty.length < SIDES.length) for (const name of empty) found[name] = "sides";
  if (typed.option.trim() !== "" && valuesOf(typed).length === 0) found.values = "values";
  if (typed.option.trim() === "" && typed.values.trim() !== "") found.option = "option";
  return found;
}

/** The product for the API; only to be called without mistakes. `proposed` are the SKUs by the variant's place. */
export function productOf(typed: Typed, proposed: readonly string[]): Schema<"NewProduct"> {
  const values = valuesOf(typed);
  const [length_cm, width_cm, height_cm] = SIDES.map((name) => decimalOf(typed[name]) ?? null);
  const variant = (at: number, option_values: string[]): Schema<"NewVariant"> => ({
    sku: skuAt(typed, proposed, at).trim() || null,
    option_values,
    base_price: wholeOf(typed.base_price) ?? null,
    stock: wholeOf(typed.stock) ?? null,
  });
  return {
    title: typed.title.trim(),
    description: typed.description.trim(),
    images: typed.images.map((url) => ({ url })),
    weight_g: wholeOf(typed.weight_g) ?? null,
    dimensions: length_cm && width_cm && height_cm ? { length_cm, width_cm, height_cm } : null,
    pre_order_days: wholeOf(typed.pre_order_days) ?? null,
    options: values.length > 0 ? [typed.option.trim()] : [],
    variants: values.length > 0 ? values.map((value, at) => variant(at, [value])) : [variant(0, [])],
  };
}

/** The SKU on the page: the typed one, else the proposed one. */
export const skuAt = (typed: Typed, proposed: readonly string[], at: number): string => typed.skus[String(at)] ?? proposed[at] ?? "";

/** The field of the form that an error of the API names. */
export function nameOf(field: string): Name | "sku" | "images" | undefined {
  const last = /^variants\[\d+\]\.(\w+)/.exec(field)?.[1] ?? field.split(/[.[]/).find((part) => part !== "dimensions") ?? field;
  if (last === "sku" || last === "images") return last;
  if (last === "option_values") return "values";
  if (last === "options") return "option";
  return ORDER.find((name) => name === last);
}

/** `150000`, `150.000` or `Rp150.000`. Null for an empty text; undefined for any other. */
function wholeOf(text: string): number | null | undefined {
  const bare = text.trim().replace(/^rp\.?\s*/i, "");
  if (bare === "") return null;
  if (/^\d+$/.test(bare)) return Number(bare);
  return /^\d{1,3}([.,]\d{3})+$/.test(bare) ? Number(bare.replaceAll(/[.,]/g, "")) : undefined;
}

function decimalOf(text: string): number | null | undefined {
  const bare = text.trim().replace(",", ".");
  if (bare === "") return null;
  return /^\d+(\.\d{1,2})?$/.test(bare) ? Number(bare) : undefined;
}
