import { useState } from "react";

import type { Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { toast } from "@/lib/toast";
import { said } from "@/lib/words";

import { type Conflict, type ConflictFilter, refusals, type Resolution, useForget, useResolve, useTakeBack } from "./queries";
import { useWords } from "./words.id";

type Options = { conflict: Conflict; filter: ConflictFilter; like: ConflictFilter; onDecided: (gone: (conflict: Conflict) => boolean) => void };

/** Decides one conflict, or all that are like it, goes on to the next, and offers to take it back. */
export function useDecide({ conflict, filter, like, onDecided }: Options) {
  const w = useWords();
  const { number } = useFormat();
  const { key } = useIdempotencyKey();
  const resolve = useResolve();
  const takeBack = useTakeBack();
  const forget = useForget(filter);
  const [refused, setRefused] = useState<string | null>(null);

  const tell = (task: Schema<"BulkTask">) => {
    const done = number(task.counts["resolved"] ?? 0);
    const undo = () =>
      takeBack.mutate(
        { id: task.id, key: `${key}-undo` },
        { onSuccess: () => toast.success(w.taken_back), onError: (error) => toast.error(error instanceof ApiError ? error.said : error.message) },
      );
    toast.success(task.finished_at ? w.resolved(done) : w.queued(done), { action: { label: w.take_back, onClick: undo }, actionButtonStyle: { minHeight: 44, paddingInline: 16 } });
  };

  const decide = (to: Resolution, all: boolean) => {
    setRefused(null);
    const { product, channel, field } = like;
    const selection = all ? { filter: { ...(product ? { product } : {}), ...(channel ? { channel } : {}), ...(field ? { field } : {}) } } : { ids: [conflict.id] };
    // Each wish has a key of its own; the same one pressed twice is one piece of work.
    resolve.mutate(
      { selection, to, key: `${key}-${hash(JSON.stringify({ to, all }))}` },
      {
        onSuccess: async (task) => {
          if (!all && (task.counts["refused"] ?? 0) > 0) return setRefused(await reason(task.id));
          const gone = (one: Conflict) => (all ? one.channel === conflict.channel && one.field === conflict.field : one.id === conflict.id);
          onDecided(gone);
          forget(gone);
          if (!all && (task.counts["gone"] ?? 0) > 0) toast(w.gone);
          else tell(task);
        },
      },
    );
  };
  return { decide, busy: resolve.isPending, error: resolve.error, refused };
}

async function reason(task: string): Promise<string> {
  const rows = await refusals(task);
  const details = rows.items.find((row) => row.outcome === "refused")?.details as { text?: string; text_en?: string } | undefined;
  return said(details?.text ?? "", details?.text_en ?? "");
}

/** A short name of a text, so that another typed value is another piece of work. */
function hash(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return (sum >>> 0).toString(36);
}
