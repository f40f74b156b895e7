import { clsx } from "clsx";
import type { ReactNode } from "react";

import { type ListingState, StateGlyph } from "./glyph";
import { useWords } from "./words.id";

/** A state of a listing, glyph and word. */
export function ListingStatus({ state }: { state: ListingState }) {
  const w = useWords();
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StateGlyph state={state} />
      {w.state[state]}
    </span>
  );
}

export type Tone = "plain" | "ok" | "wait" | "drift" | "fail" | "accent";

const TONES: Record<Tone, string> = {
  plain: "text-muted",
  ok: "text-ok",
  wait: "text-wait",
  drift: "text-drift",
  fail: "text-fail",
  accent: "text-accent",
};

/** A word with a meaning of its own colour, such as the state of a run. `glyph` is a shape, so that colour is not alone. */
export function Status({ tone, glyph, children }: { tone: Tone; glyph?: ReactNode; children: ReactNode }) {
  return (
    <span className={clsx("inline-flex items-center gap-1.5 font-medium md:whitespace-nowrap", TONES[tone])}>
      {glyph}
      {children}
    </span>
  );
}
