import { useSyncExternalStore } from "react";

export type Density = "comfortable" | "compact";

const listeners = new Set<() => void>();

/** How high the rows of tables are; a phone's cards stay as they are. */
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
    // Storage is refused: the choice holds until the page is closed.
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
