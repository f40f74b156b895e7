// How this person likes the list: columns and saved views. Kept on the device.
import { useSyncExternalStore } from "react";
import * as z from "zod/mini";

import { productSearch } from "./search";

export const COLUMNS = ["sku", "price", "states", "shopee", "tiktok_shop", "website", "margin", "stock", "variants", "category", "updated"] as const;
export type ColumnId = (typeof COLUMNS)[number];

const view = z.object({ name: z.string(), search: productSearch, columns: z.array(z.enum(COLUMNS)) });
const choices = z.object({
  columns: z.array(z.enum(COLUMNS)),
  views: z.array(view),
});

export type View = z.infer<typeof view>;
export type Choices = z.infer<typeof choices>;

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
    const kept = z.safeParse(choices, JSON.parse(localStorage.getItem(KEY) ?? "null"));
    current = kept.success ? kept.data : DEFAULT;
  } catch {
    current = DEFAULT;
  }
  return current;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** For tests: reads the device again. */
export function forgetChoices(): void {
  current = undefined;
}
