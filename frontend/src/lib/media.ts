import { useSyncExternalStore } from "react";

// Made once: each new one makes the browser look at the page again.
let list: MediaQueryList | undefined;
const desk = () => (list ??= matchMedia("(min-width: 48rem)"));

/** Whether there is room for a table; below it, a phone's cards and sheets are shown. */
export function useDesk(): boolean {
  return useSyncExternalStore(subscribe, () => desk().matches);
}

function subscribe(listener: () => void): () => void {
  const query = desk();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
