// The scope of an exception, in the API's notation.
export type Level = "category" | "product" | "variant";
export type Scope = { level: "category"; category: string } | { level: "product"; product: string } | { level: "variant"; product: string; variant: string };

/** Undefined for what names nobody. */
export function scopeOf(text: string): Scope | undefined {
  const [, level, rest = ""] = /^(category|product|variant):(.+)$/.exec(text) ?? [];
  if (level === "category") return { level, category: rest };
  if (level === "product") return { level, product: rest };
  const [product, variant, ...more] = rest.split(":");
  return level === "variant" && product && variant && more.length === 0 ? { level, product, variant } : undefined;
}
