// The search parameters of the page: the open sheet and its subject, and the values of the calculator.
import { flag, oneOf, searchOf, text, whole } from "@/lib/search";

export const SHOWN = ["changed", "under_floor", "over_guard", "refused"] as const;

export const pricesSearch = searchOf({
  sheet: oneOf("rule", "fees", "fees_edit", "exceptions", "exception", "reading", "calculator"),
  channel: text,
  /** The scope of an exception: `category:…`, `product:…`, `variant:…:…`. */
  scope: text,
  /** The category whose own fees are shown. */
  category: text,
  /** The version of the fees with which a new version begins. */
  version: whole,
  /** The second step of a sheet: the effect of the change. */
  step: oneOf("impact", "removal", "planned"),
  show: oneOf(...SHOWN),
  /** Asks again what the shops' prices mean, although it was answered. */
  again: flag,
  base: whole,
  cost: whole,
});

export type PricesSearch = ReturnType<typeof pricesSearch>;
export type Show = (typeof SHOWN)[number];
