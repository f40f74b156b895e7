// Code that loads when it is first wanted, and is drawn without a wait once it is there.
import { use, useEffect, useState } from "react";

export type Later<Parts> = {
  /** The code, when it is there. */
  there: () => Parts | undefined;
  /** Brings the code: when a finger or the pointer comes near, or when the browser has nothing else to do. */
  load: () => Promise<Parts>;
  /** For a component: waits for the code with its Suspense. */
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
        // So that React reads it at once, also when it waits for the first time.
        Object.assign(coming ?? {}, { status: "fulfilled", value: parts });
        return parts;
      },
      (error: unknown) => {
        // The next one who wants it tries again.
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

/** The code from the moment that it is wanted and there; nothing is hidden while it comes. */
export function useWhen<Parts>(code: Later<Parts>, wanted: boolean): Parts | undefined {
  const [, setArrived] = useState(false);
  const parts = code.there();
  const waits = wanted && !parts;
  useEffect(() => {
    if (waits) void code.load().then(() => setArrived(true), () => {});
  }, [waits, code]);
  return wanted ? parts : undefined;
}

/** Brings these when the browser has nothing else to do; without a network they come when they are wanted. */
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

/** For tests: everything that was asked for so far is there. */
export async function allThere(): Promise<void> {
  await Promise.all([...all].map((part) => part.load()));
}
