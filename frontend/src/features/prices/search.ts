// What the address of the page holds: the open sheet and what it is about, and what was typed into the calculator.
import { flag, oneOf, searchOf, text, whole } from "@/lib/search";

export const SHOWN = ["changed", "under_floor", "over_guard", "refused"] as const;

export const pricesSearch = searchOf({
  sheet: oneOf("rule", "fees", "fees_edit", "exceptions", "exception", "reading", "calculator"),
  channel: text,
  /** Of an exception: `category:…`, `product:…`, `variant:…:…`. */
  scope: text,
  /** Whose fees: a category's own. */
  category: text,
  /** The fees that a new version begins with. */
  version: whole,
  /** The second half of a sheet: what the change would do. */
  step: oneOf("impact", "removal", "planned"),
  show: oneOf(...SHOWN),
  /** Asks what the shops' prices mean although it was answered. */
  again: flag,
  base: whole,
  cost: whole,
});

export type PricesSearch = ReturnType<typeof pricesSearch>;
export type Show = (typeof SHOWN)[number];
