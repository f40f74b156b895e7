import { useState } from "react";

import type { Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { toast } from "@/lib/toast";
import { said } from "@/lib/words";

import { type Conflict, type ConflictFilter, refusals, type Resolution, useForget, useReread, useResolve, useTakeBack } from "./queries";
import { useWords } from "./words.id";

type Options = {
  conflict: Conflict;
  filter: ConflictFilter;
  like: ConflictFilter;
  /** Whether other loaded conflicts are about the same product. */
  also: boolean;
  onDecided: (gone: (conflict: Conflict) => boolean) => void;
};

/** Decides one conflict or all similar ones, goes to the next, and offers an undo. */
export function useDecide({ conflict, filter, like, also, onDecided }: Options) {
  const w = useWords();
  const { number } = useFormat();
  const { key, renew } = useIdempotencyKey();
  const resolve = useResolve();
  const takeBack = useTakeBack();
  const forget = useForget(filter);
  const reread = useReread();
  const [refused, setRefused] = useState<string | null>(null);

  // By then the page of this conflict is unmounted, so the callbacks of a mutation would not run.
  const undo = (id: string) =>
    takeBack.mutateAsync({ id, key: `${key}-undo` }).then(
      ({ counts }) => (counts["left"] ? toast.warning(w.left(number(counts["left"]))) : toast.success(w.taken_back)),
      (error: unknown) => toast.error(error instanceof ApiError ? error.said : String(error)),
    );
  const tell = ({ id, counts, finished_at }: Schema<"BulkTask">) => {
    const done = number(counts["resolved"] ?? 0);
    toast.success(finished_at ? w.resolved(done) : w.queued(done), { action: { label: w.take_back, onClick: () => void undo(id) }, actionButtonStyle: { minHeight: 44, paddingInline: 16 } });
    if (counts["refused"]) toast.warning(w.some_refused(number(counts["refused"])));
  };

  const ended = async (task: Schema<"BulkTask">, all: boolean) => {
    // The same decision may succeed later, when its reason no longer exists. It is a new piece of work then.
    renew();
    const count = (outcome: string) => task.counts[outcome] ?? 0;
    if (!all && count("refused") > 0) {
      const why = await reason(task.id);
      if (why.code !== "conflict_moved") return setRefused(why.text);
      // The list on the screen is out of date.
      toast.warning(why.text);
      return reread();
    }
    const gone = (one: Conflict) => (all ? one.channel === conflict.channel && one.field === conflict.field : one.id === conflict.id);
    onDecided(gone);
    forget(gone);
    if (!all && count("gone") > 0) toast(w.gone);
    else tell(task);
    // Refused conflicts still exist, and a conflict of the same product in another shop may have changed.
    if (also || count("refused") > 0) await reread();
  };

  const decide = (to: Resolution, all: boolean) => {
    setRefused(null);
    const selection = all ? { filter: Object.fromEntries(Object.entries(like).filter(([, value]) => value !== undefined)) } : { ids: [conflict.id] };
    // Each decision has its own key; pressing the same button twice is one piece of work.
    resolve.mutate({ selection, to, key: `${key}-${hash(JSON.stringify({ to, all }))}` }, { onSuccess: (task) => ended(task, all) });
  };
  return { decide, busy: resolve.isPending, error: resolve.error, refused };
}

async function reason(task: string): Promise<{ code: string | undefined; text: string }> {
  const rows = await refusals(task);
  const details = rows.items.find((row) => row.outcome === "refused")?.details as { code?: string; text?: string; text_en?: string } | undefined;
  return { code: details?.code, text: said(details?.text ?? "", details?.text_en ?? "") };
}

/** A short hash of a text, so that a different typed value is a different piece of work. */
function hash(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return (sum >>> 0).toString(36);
}
