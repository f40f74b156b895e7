// Code that is loaded when it is first needed, and rendered without a delay once it is loaded.
import { use, useEffect, useState } from "react";

export type Later<Parts> = {
  /** The code, if it is loaded. */
  there: () => Parts | undefined;
  /** Loads the code; called when a finger or the pointer comes near, or when the browser is idle. */
  load: () => Promise<Parts>;
  /** For a component: waits for the code in its Suspense. */
  use: () => Parts;
};

const all = new Set<Later<unknown>>();

export function later<Parts>(bring: () => Promise<Parts>): Later<Parts> {
  let there: Parts | undefined;
  let coming: Promise<Parts> | undefined;
  const load = () => {
    coming ??= bring().then(
      (parts) => {
        there = parts;
        // Marked as fulfilled, so that React reads it immediately, even at the first wait.
        Object.assign(coming ?? {}, { status: "fulfilled", value: parts });
        return parts;
      },
      (error: unknown) => {
        // The next use tries again.
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  // oxlint-disable-next-line react/rules-of-hooks
  const made: Later<Parts> = { there: () => there, load, use: () => use(load()) };
  all.add(made);
  return made;
}

/** The code, once it is wanted and loaded; nothing is hidden while it loads. */
export function useWhen<Parts>(code: Later<Parts>, wanted: boolean): Parts | undefined {
  const [, setArrived] = useState(false);
  const parts = code.there();
  const waits = wanted && !parts;
  useEffect(() => {
    if (waits) void code.load().then(() => setArrived(true), () => {});
  }, [waits, code]);
  return wanted ? parts : undefined;
}

/** Loads these when the browser is idle; without a network they are loaded when they are needed. */
export function useSoon(...parts: readonly Later<unknown>[]): void {
  const [wanted] = useState(parts);
  useEffect(() => {
    const missing = wanted.filter((part) => !part.there());
    return missing.length > 0 ? whenIdle(() => missing.forEach((part) => void part.load().catch(() => {}))) : undefined;
  }, [wanted]);
}

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === "undefined") {
    const timer = setTimeout(work, 1500);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(work, { timeout: 5000 });
  return () => cancelIdleCallback(asked);
}

/** For tests: waits until all requested code is loaded. */
export async function allThere(): Promise<void> {
  await Promise.all([...all].map((part) => part.load()));
}
