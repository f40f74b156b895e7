import { useQuery } from "@tanstack/react-query";

import type { Schema } from "@/api/client";

import { productQuery } from "./queries";
import { type Level, scopeOf } from "./scope";
import { useWords } from "./words.id";

/** The readable name of an exception's scope; the id until the product is loaded. */
export function useScopeName(text: string): { kind: Level; level: string; name: string } {
  const w = useWords();
  const scope = scopeOf(text);
  const id = scope && "product" in scope ? scope.product : undefined;
  const { data: product } = useQuery({ ...productQuery(id ?? ""), enabled: id !== undefined });
  if (!scope) return { kind: "category", level: "", name: text };
  const kind = scope.level;
  const level = w.level_word[kind];
  if (scope.level === "category") return { kind, level, name: scope.category };
  const title = product?.title ?? scope.product;
  if (scope.level === "product") return { kind, level, name: title };
  const variant = product?.variants.find((one) => one.id === scope.variant);
  return { kind, level, name: w.variant_of(title, variant ? (variantName(variant) ?? w.variant_only) : scope.variant) };
}

/** A variant by its options, else by its SKU. */
export const variantName = ({ option_values, sku }: Schema<"Variant">): string | undefined => option_values.join(" / ") || sku || undefined;
