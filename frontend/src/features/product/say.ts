import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { readable } from "@/lib/html-text";
import { said, useLanguage } from "@/lib/words";

/** A listing's values as readable texts. */
export function useSay() {
  const { rupiah, number, decimal } = useFormat();
  useLanguage();
  const grams = (value: number | null | undefined) => (value === null || value === undefined ? "" : `${number(value)} g`);
  const sides = (value: Schema<"Dimensions"> | null | undefined) => (value ? `${[value.length_cm, value.width_cm, value.height_cm].map(decimal).join(" × ")} cm` : "");
  const value = (one: Schema<"FieldValue">): string => {
    switch (one.kind) {
      case "nothing":
        return "";
      case "text":
        return readable(one.value);
      case "texts":
        return one.value.join(", ");
      case "money":
        return rupiah(one.value);
      case "weight":
        return grams(one.value);
      case "dimensions":
        return sides(one.value);
      case "count":
      case "days":
        return number(one.value);
      case "visibility":
      case "sku":
        return one.value;
      case "images":
        return number(one.value.length);
      case "variant":
        return [one.value.option_values.join(" / "), one.value.sku].filter(Boolean).join(" · ");
    }
  };
  const observed = ({ observed: now }: Schema<"Listing">, field: "title" | "description" | "weight_g" | "dimensions" | "pre_order_days" | "category" | "brand"): string => {
    switch (field) {
      case "title":
        return now.title;
      case "description":
        return readable(now.description);
      case "weight_g":
        return grams(now.weight_g);
      case "dimensions":
        return sides(now.dimensions);
      case "pre_order_days":
        return now.pre_order_days === null || now.pre_order_days === undefined ? "" : number(now.pre_order_days);
      case "category":
        return now.category?.name ?? now.category?.id ?? "";
      case "brand":
        return now.brand?.name ?? now.brand?.id ?? "";
    }
  };
  return { value, observed, blocked: (blocked: Schema<"Blocked">) => said(blocked.text, blocked.text_en) };
}
