// The form of one change of many products.
import type { Schema } from "@/api/client";

export type BulkChange = Schema<"BulkChange">;
export type BulkField = BulkChange["field"];
export type BulkOp = BulkChange["op"];

export const BULK_FIELDS = ["base_price", "cost", "stock", "weight_g", "pre_order_days", "category", "brand", "title", "description", "status"] as const satisfies readonly BulkField[];
export const ROUNDINGS = ["none", "nearest100", "nearest500", "nearest1000", "up500", "up1000"] as const satisfies readonly Schema<"Rounding">[];

/** The form's values, as typed. */
export type Typed = { field: BulkField; op: BulkOp; value: string; with: string; rounding: (typeof ROUNDINGS)[number]; guard: string };

/** How the form begins. */
export const AT_FIRST: Typed = { field: "base_price", op: "percent", value: "", with: "", rounding: "none", guard: "" };

/** The largest move of a base price, in percent; null where the API's own holds, undefined where it cannot be parsed. */
export function guardOf({ field, guard }: Pick<Typed, "field" | "guard">): number | null | undefined {
  const text = guard.trim().replace(/\s*%$/, "").replace(",", ".");
  if (field !== "base_price" || text === "") return null;
  const percent = Number(text);
  return /^\d{1,4}(\.\d{1,2})?$/.test(text) && percent > 0 && percent <= 1000 ? percent : undefined;
}

export const kindOf = (field: BulkField): "money" | "number" | "text" | "status" =>
  field === "base_price" || field === "cost" ? "money" : field === "status" ? "status" : field === "stock" || field === "weight_g" || field === "pre_order_days" ? "number" : "text";

/** The operations that a field allows. */
export function opsOf(field: BulkField): readonly BulkOp[] {
  switch (kindOf(field)) {
    case "money":
      return ["percent", "add", "set", "clear"];
    case "number":
      return ["set", "add", "clear"];
    case "status":
      return ["set"];
    case "text":
      return field === "title" ? ["replace", "add", "set"] : ["set", "replace", "add", "clear"];
  }
}

/** The change for the API; undefined while a value is missing or cannot be parsed. */
export function changeOf({ field, op, value, with: replacement, rounding }: Typed): BulkChange | undefined {
  const text = value.trim();
  if (op === "clear") return { field, op };
  if (op === "replace") return value === "" ? undefined : { field, op, value: { find: value, with: replacement } };
  if (op === "percent") {
    const percent = text.replace(",", ".").replace(/\s*%$/, "").replace("−", "-");
    return /^[+-]?\d{1,4}(\.\d{1,2})?$/.test(percent) ? { field, op, value: Number(percent), ...(rounding === "none" ? {} : { rounding }) } : undefined;
  }
  switch (kindOf(field)) {
    case "money":
    case "number": {
      const bare = text.replace(/^rp\.?\s*/i, "").replace("−", "-");
      const signed = op === "add" ? /^[+-]?(\d+|\d{1,3}(\.\d{3})+)$/ : /^(\d+|\d{1,3}(\.\d{3})+)$/;
      return signed.test(bare) ? { field, op, value: Number(bare.replaceAll(".", "")) } : undefined;
    }
    case "status":
      return { field, op, value: text === "archived" ? "archived" : "active" };
    case "text":
      return text === "" ? undefined : { field, op, value: op === "add" ? value : text };
  }
}
