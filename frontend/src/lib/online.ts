// Whether the API can be reached, from the browser's network state and the result of the last request.
import { useSyncExternalStore } from "react";

let reached = true;
const listeners = new Set<() => void>();

export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, isOnline);
}

/** Called by the client after every request: whether there was any answer. */
export function sawAnswer(answered: boolean): void {
  if (reached === answered) return;
  reached = answered;
  for (const listener of listeners) listener();
}

function isOnline(): boolean {
  return reached && navigator.onLine;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}
