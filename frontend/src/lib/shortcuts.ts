// Keyboard shortcuts. `?` lists the shortcuts that are registered on the current page.
import { useEffectEvent, useLayoutEffect, useSyncExternalStore } from "react";

export type Shortcut = {
  /** One key (`?`, `j`, `ArrowLeft`), two in a row (`g p`), or `mod+k` for Ctrl or ⌘. */
  keys: string;
  label: string;
};

const registered = new Map<symbol, Shortcut & { run: () => void }>();
const listeners = new Set<() => void>();
let list: readonly Shortcut[] = [];
let first: { key: string; at: number } | undefined;

/** Calls `run` for these keys, except while the person types; `off` unregisters it. */
export function useShortcut(keys: string, label: string, run: () => void, off = false): void {
  const act = useEffectEvent(run);
  // With the commit: a page that is on screen has its keys.
  useLayoutEffect(() => {
    if (off) return;
    const id = Symbol(keys);
    if (registered.size === 0) addEventListener("keydown", onKey);
    registered.set(id, { keys, label, run: () => act() });
    tell();
    return () => {
      registered.delete(id);
      if (registered.size === 0) removeEventListener("keydown", onKey);
      tell();
    };
  }, [keys, label, off]);
}

export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => list,
  );
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey) return;
  const mod = event.ctrlKey || event.metaKey;
  if (!mod && isTyping(event.target)) return;
  // A key held down saves, plans or approves once: what comes next is another press.
  if (mod && event.repeat) return;
  // While a dialog is open, page shortcuts are off.
  if (document.querySelector('[role="dialog"],[role="alertdialog"],[role="menu"]')) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const pair = first && event.timeStamp - first.at < 1000 ? `${first.key} ${key}` : undefined;
  const all = [...registered.values()];
  const found = mod ? all.findLast((one) => one.keys === `mod+${key}`) : (all.findLast((one) => one.keys === pair) ?? all.findLast((one) => one.keys === key));
  first = mod ? undefined : { key, at: event.timeStamp };
  if (!found) return;
  event.preventDefault();
  first = undefined;
  found.run();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) && !(target instanceof HTMLInputElement && target.type === "checkbox");
}

function tell(): void {
  list = [...new Map([...registered.values()].map(({ keys, label }) => [keys, { keys, label }])).values()];
  for (const listener of listeners) listener();
}
