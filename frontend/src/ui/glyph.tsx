// The eleven states of a listing as glyphs: the shape and the colour both carry the state.
import type { ReactNode } from "react";

export type ListingState =
  | "not_listed"
  | "synced"
  | "pending"
  | "pushing"
  | "auditing"
  | "drift"
  | "conflict"
  | "failed"
  | "refused"
  | "frozen"
  | "gone";

/** The fixed order of the lanes. */
export const CHANNELS: readonly string[] = ["shopee", "tiktok_shop", "website"];

const LETTERS: Record<string, string> = { shopee: "S", tiktok_shop: "T", website: "W" };

/** Channels are letters and never brand colours. */
export function channelLetter(channel: string): string {
  return LETTERS[channel] ?? channel.slice(0, 1).toUpperCase();
}

const RING = <circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />;

const GLYPHS: Record<ListingState, { tone: string; shape: ReactNode }> = {
  synced: { tone: "text-ok", shape: <circle cx="8" cy="8" r="6" fill="currentColor" /> },
  pending: {
    tone: "text-wait",
    shape: (
      <>
        {RING}
        <path d="M8 2.75a5.25 5.25 0 0 0 0 10.5z" fill="currentColor" />
      </>
    ),
  },
  pushing: {
    tone: "text-wait",
    shape: (
      <>
        {RING}
        <path d="M8 11.25v-6M5.5 7.5 8 5l2.5 2.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </>
    ),
  },
  auditing: { tone: "text-wait", shape: <path d="M4 2.5h8L8 8zM4 13.5h8L8 8z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" /> },
  drift: { tone: "text-drift", shape: <path d="M8 2.5 14 13H2z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" /> },
  conflict: { tone: "text-fail", shape: <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="currentColor" /> },
  failed: { tone: "text-fail", shape: <path d="m3.5 3.5 9 9m0-9-9 9" fill="none" stroke="currentColor" strokeWidth="2.25" /> },
  refused: {
    tone: "text-fail",
    shape: (
      <>
        <rect x="2" y="2" width="12" height="12" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="m5.5 5.5 5 5m0-5-5 5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </>
    ),
  },
  frozen: {
    tone: "text-muted",
    shape: (
      <>
        {RING}
        <path d="m4.5 4.5 7 7" stroke="currentColor" strokeWidth="1.5" />
      </>
    ),
  },
  not_listed: { tone: "text-muted", shape: RING },
  gone: { tone: "text-muted", shape: <circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.5 2" /> },
};

/** Only the picture; what stands beside it, or the label of what holds it, says it in words. */
export function StateGlyph({ state }: { state: ListingState }) {
  const { tone, shape } = GLYPHS[state];
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden className={`shrink-0 ${tone}`}>
      {shape}
    </svg>
  );
}
