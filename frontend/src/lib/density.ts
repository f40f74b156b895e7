import { useSyncExternalStore } from "react";

export type Density = "comfortable" | "compact";

const listeners = new Set<() => void>();

/** The height of table rows; it does not affect a phone's cards. */
export function useDensity(): Density {
  return useSyncExternalStore(subscribe, density);
}

export function setDensity(next: Density): void {
  const root = document.documentElement;
  if (next === "compact") root.dataset["density"] = "compact";
  else delete root.dataset["density"];
  try {
    localStorage.setItem("density", next);
  } catch {
    // The browser refuses storage: the choice lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

function density(): Density {
  return document.documentElement.dataset["density"] === "compact" ? "compact" : "comfortable";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
