// A person's settings for the list: columns and saved views. They apply on every device.
import { useMemo } from "react";

import { type Change, usePrefer } from "@/auth/prefer";
import { type Preferences, usePreferences } from "@/auth/preferences";

import { type ProductSearch, productSearch } from "./search";

export const COLUMNS = ["sku", "price", "states", "shopee", "tiktok_shop", "website", "margin", "stock", "variants", "category", "updated"] as const;
export type ColumnId = (typeof COLUMNS)[number];

export type View = { name: string; search: ProductSearch; columns: ColumnId[] };
export type Choices = { columns: ColumnId[]; views: View[] };

/** The key of this list in the preferences. */
const LIST = "products";
const COLUMNS_AT_FIRST: ColumnId[] = ["price", "states", "shopee", "tiktok_shop", "stock"];

export function useChoices(): Choices {
  const preferences = usePreferences();
  return useMemo(() => choicesOf(preferences), [preferences]);
}

export function useChoose() {
  const prefer = usePrefer();
  const views = (change: (now: View[]) => View[]): Change => (now) => ({ views: { [LIST]: change(choicesOf(now).views).map(written) } });
  return {
    columns: (columns: ColumnId[]) => prefer(() => ({ columns: { [LIST]: columns } })),
    /** Saves a view at index `at`, by default at the end; a view with the same name is replaced. */
    saveView: (view: View, at = Infinity) => prefer(views((now) => now.filter(({ name }) => name !== view.name).toSpliced(at, 0, view))),
    removeView: (name: string) => prefer(views((now) => now.filter((view) => view.name !== name))),
  };
}

/** The stored settings, without values that are no longer valid. */
export function choicesOf(preferences: Preferences): Choices {
  return { columns: columnsOf(preferences.columns[LIST]) ?? COLUMNS_AT_FIRST, views: (preferences.views[LIST] ?? []).map(read) };
}

/** A view is stored as the query string of the list's address, including its columns. */
function written({ name, search, columns }: View): { name: string; search: string } {
  const said = Object.entries({ ...search, columns: columns.join(",") }).filter(([, value]) => value !== undefined);
  return { name, search: `?${new URLSearchParams(said.map(([key, value]) => [key, String(value)]))}` };
}

function read({ name, search }: { name: string; search: string }): View {
  const { columns, ...said } = Object.fromEntries(new URLSearchParams(search));
  return { name, search: productSearch(Object.fromEntries(Object.entries(said).map(([key, value]) => [key, valueOf(value)]))), columns: columnsOf(columns?.split(",")) ?? COLUMNS_AT_FIRST };
}

/** As the address is read: numbers and flags by their look; words that look like numbers are turned back by the search itself. */
function valueOf(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && String(Number(text)) === text ? Number(text) : text;
}

function columnsOf(value: readonly string[] | undefined): ColumnId[] | undefined {
  return value && COLUMNS.filter((column) => value.includes(column));
}
