import type { Run } from "./queries";

/** A run's jobs in five groups for the seller. */
export type Counted = { succeeded: number; audited: number; failed: number; left: number; dropped: number };

export function counted(counts: Run["counts"]): Counted {
  const of = (...states: string[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return {
    // Only what the channel itself returned counts as a success.
    succeeded: of("succeeded", "unchanged"),
    audited: of("accepted"),
    failed: of("failed", "stale"),
    left: of("waiting", "queued", "pushing"),
    dropped: of("dropped"),
  };
}

/** The number of jobs that have ended after at least one try. */
export function doneOf(run: Pick<Run, "done" | "counts">): number {
  return run.done - counted(run.counts).dropped;
}
