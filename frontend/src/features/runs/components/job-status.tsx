import { clsx } from "clsx";

import { type ListingState, StateGlyph } from "@/ui/glyph";

import type { JobState } from "../queries";
import { useWords } from "../words.id";

/** The same shapes as on other pages. The full disc is used only after the channel returned the new value. */
const GLYPH: Record<JobState, ListingState> = {
  waiting: "not_listed",
  queued: "pending",
  pushing: "pushing",
  accepted: "auditing",
  succeeded: "synced",
  unchanged: "synced",
  stale: "drift",
  failed: "failed",
  dropped: "gone",
};

export function JobStatus({ state, className }: { state: JobState; className?: string }) {
  const w = useWords();
  return (
    <span className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <StateGlyph state={GLYPH[state]} />
      {w.job_state[state]}
    </span>
  );
}
