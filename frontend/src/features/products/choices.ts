// How this person likes the list: columns and saved views. Kept on the device.
import { useSyncExternalStore } from "react";

import { type ProductSearch, productSearch } from "./search";

export const COLUMNS = ["sku", "price", "states", "shopee", "tiktok_shop", "website", "margin", "stock", "variants", "category", "updated"] as const;
export type ColumnId = (typeof COLUMNS)[number];

export type View = { name: string; search: ProductSearch; columns: ColumnId[] };
export type Choices = { columns: ColumnId[]; views: View[] };

const KEY = "products";
const DEFAULT: Choices = { columns: ["price", "states", "shopee", "tiktok_shop", "stock"], views: [] };
const listeners = new Set<() => void>();
let current: Choices | undefined;

export function useChoices(): Choices {
  return useSyncExternalStore(subscribe, read);
}

export function setChoices(change: Partial<Choices>): void {
  current = { ...read(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Storage is refused: the choice holds until the page is closed.
  }
  for (const listener of listeners) listener();
}

function read(): Choices {
  if (current) return current;
  try {
    current = choicesOf(JSON.parse(localStorage.getItem(KEY) ?? "null"));
  } catch {
    current = DEFAULT;
  }
  return current;
}

/** What was kept, as far as it still makes sense. */
function choicesOf(kept: unknown): Choices {
  if (!isRecord(kept)) return DEFAULT;
  const views = Array.isArray(kept["views"]) ? kept["views"] : [];
  return {
    columns: columnsOf(kept["columns"]) ?? DEFAULT.columns,
    views: views.flatMap((view): View[] =>
      isRecord(view) && typeof view["name"] === "string" && isRecord(view["search"]) ? [{ name: view["name"], search: productSearch(view["search"]), columns: columnsOf(view["columns"]) ?? DEFAULT.columns }] : [],
    ),
  };
}

function columnsOf(value: unknown): ColumnId[] | undefined {
  return Array.isArray(value) ? COLUMNS.filter((column) => value.includes(column)) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** For tests: reads the device again. */
export function forgetChoices(): void {
  current = undefined;
}
