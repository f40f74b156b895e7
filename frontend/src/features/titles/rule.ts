// A channel's title rule while it is edited: what changed, and how it is merged with what somebody else saved meanwhile.
import { lengthOf } from "./rows";
import type { Rule } from "./queries";

export const PARTS = ["enabled", "pattern", "keywords", "swaps", "banned"] as const;
export type Part = (typeof PARTS)[number];
/** The rule with every list present, as the editor needs it. */
export type Whole = Required<Rule>;
export type Keyword = Whole["keywords"][number];

/** The parts of a title, in their usual order. */
export const TITLE_PARTS = ["kind", "fit", "size", "material", "colour"] as const satisfies Whole["pattern"];
export const NAMES = ["{category}", "{brand}", "{option}"] as const;

/** Characters of a word or phrase. */
const LONGEST = 60;

export function whole(rule: Rule): Whole {
  return { enabled: rule.enabled, pattern: rule.pattern ?? [], keywords: rule.keywords ?? [], swaps: rule.swaps ?? [], banned: rule.banned ?? [] };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export function changed(before: Whole, now: Whole): Part[] {
  return PARTS.filter((part) => !same(before[part], now[part]));
}

/** Merges part by part. Where both sides changed a part differently, mine stays until a person has decided. */
export function merge(base: Whole, mine: Whole, theirs: Whole): { rule: Whole; clashes: Part[] } {
  const moved = changed(base, mine);
  const clashes = moved.filter((part) => !same(base[part], theirs[part]) && !same(mine[part], theirs[part]));
  return { rule: { ...theirs, ...take(mine, moved) }, clashes };
}

export function take(rule: Whole, parts: readonly Part[]): Partial<Whole> {
  return Object.fromEntries(parts.map((part) => [part, rule[part]])) as Partial<Whole>;
}

/** The errors that prevent saving, by the API's name of the field. */
export function mistakes({ keywords, swaps, banned }: Whole): string[] {
  const bad = (text: string) => text.trim() === "" || lengthOf(text.trim()) > LONGEST;
  return [
    ...keywords.flatMap(({ text }, at) => (bad(text) ? [`keywords[${at}].text`] : [])),
    ...keywords.flatMap(({ when = [] }, at) => when.flatMap((word, nth) => (bad(word) ? [`keywords[${at}].when[${nth}]`] : []))),
    ...swaps.flatMap(({ from, to }, at) => [...(bad(from) ? [`swaps[${at}].from`] : []), ...(bad(to) ? [`swaps[${at}].to`] : [])]),
    ...banned.flatMap((word, at) => (bad(word) ? [`banned[${at}]`] : [])),
  ];
}

/** The list with one entry a place further up or down. */
export function move<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const next = [...list];
  const [taken] = next.splice(at, 1);
  if (taken !== undefined) next.splice(at + by, 0, taken);
  return next;
}

export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, place) => place !== at);
export const put = <T>(list: readonly T[], at: number, value: T): T[] => list.map((one, place) => (place === at ? value : one));

/** The words that a person typed into one field. */
export const words = (text: string): string[] => [...new Set(text.split(",").map((word) => word.trim()).filter(Boolean))];
export const lines = (text: string): string[] => [...new Set(text.split("\n").map((word) => word.trim()).filter(Boolean))];
