import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { useWhy } from "@/ui/failure/failure";
import { useFieldName } from "@/ui/field-name";
import { Lane, type LaneEntry } from "@/ui/lane";
import { PageLink } from "@/ui/page-link";

import type { Card } from "../queries";
import { useWords } from "../words.id";

/** A product's state on each channel. A tap shows the reason and what to do. */
export function Standing({ card, low = false }: { card: Card; low?: boolean }) {
  const w = useWords();
  const fieldName = useFieldName();
  const why = useWhy();
  const entries = Object.entries(card.states).map(([channel, standing]): LaneEntry => {
    const fields = standing.fields.map(fieldName).join(", ");
    return { channel, state: standing.state, since: standing.since, seen: standing.seen_at, reason: why(standing), about: fields ? w.fields_about(fields) : undefined, action: <NextStep card={card} channel={channel} standing={standing} /> };
  });
  return <Lane entries={entries} channels={Object.keys(card.states).sort(inOrder)} low={low} />;
}

function NextStep({ card, channel, standing }: { card: Card; channel: string; standing: Schema<"ChannelState"> }) {
  const w = useWords();
  if (standing.state === "conflict") return <Step to={`/conflicts?product=${card.id}&channel=${channel}`}>{w.see_conflicts}</Step>;
  if (standing.run_id) return <Step to={`/sync/runs/${standing.run_id}`}>{w.see_run}</Step>;
  if (standing.state === "synced" || standing.state === "not_listed") return null;
  return <Step to={`/products/${card.id}`}>{w.see_product}</Step>;
}

function Step({ to, children }: { to: string; children: ReactNode }) {
  return (
    <PageLink to={to} className="inline-flex min-h-11 items-center font-medium text-accent md:min-h-9">
      {children}
    </PageLink>
  );
}

const ORDER = ["shopee", "tiktok_shop", "website"];
/** Sorts channels: Shopee, TikTok, the own store, then any others by name. */
export function inOrder(a: string, b: string): number {
  const place = (channel: string) => (ORDER.includes(channel) ? ORDER.indexOf(channel) : ORDER.length);
  return place(a) - place(b) || a.localeCompare(b);
}
