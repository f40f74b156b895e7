// The rules for comparing SKUs as a form: one rule a line.
import { queryOptions } from "@tanstack/react-query";

import { api, ifMatch, type Schema, tagged } from "@/api/client";
import { keys } from "@/lib/keys";

export type SkuRules = Schema<"SkuRules">;
/** As typed: one beginning, ending or replacement a line. */
export type Typed = { prefixes: string; suffixes: string; replace: string };
export const PARTS = ["prefixes", "suffixes", "replace"] as const satisfies readonly (keyof Typed)[];
export type Part = (typeof PARTS)[number];

export const skuRulesQuery = queryOptions({ queryKey: [...keys.matches, "sku-rules"], queryFn: ({ signal }) => tagged(api.GET("/v1/matching/sku-rules", { signal })) });

export const saveSkuRules = (rules: SkuRules, etag: string) => tagged(api.PUT("/v1/matching/sku-rules", { params: { header: ifMatch(etag) }, body: rules }));

const ARROW = "→";

export function typedOf({ prefixes = [], suffixes = [], replace = [] }: SkuRules): Typed {
  return { prefixes: prefixes.join("\n"), suffixes: suffixes.join("\n"), replace: replace.map(({ from, to }) => `${from} ${ARROW} ${to}`).join("\n") };
}

/** The rules for the API; undefined while a replacement has no sign between its sides. The length and number are checked by the API. */
export function rulesOf({ prefixes, suffixes, replace }: Typed): SkuRules | undefined {
  const pairs = linesOf(replace).map((line) => /^(.*?\S)\s*(?:→|->|=)\s*(.*)$/.exec(line));
  if (pairs.some((pair) => pair === null)) return undefined;
  return { prefixes: linesOf(prefixes), suffixes: linesOf(suffixes), replace: pairs.map((pair) => ({ from: pair?.[1] ?? "", to: pair?.[2] ?? "" })) };
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

/** What was typed, over what somebody else saved meanwhile: their parts where nothing was typed; `clashes` where both moved. */
export function merged(base: Typed, typed: Typed, theirs: Typed): { typed: Typed; clashes: Part[] } {
  const moved = (part: Part) => theirs[part] !== base[part];
  const mine = (part: Part) => typed[part] !== base[part];
  return {
    typed: Object.fromEntries(PARTS.map((part) => [part, mine(part) ? typed[part] : theirs[part]])) as Typed,
    clashes: PARTS.filter((part) => mine(part) && moved(part) && typed[part] !== theirs[part]),
  };
}
