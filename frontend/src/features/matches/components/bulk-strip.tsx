import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useEffect } from "react";

import type { Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";

import { type Bulk, forgetBulk, keepResult, refreshAll, tallyOf, useBulk, useDecideMany, verbOf } from "../bulk";
import { taskQuery, tasksQuery } from "../queries";
import { useWords } from "../words.id";

/** The result or progress of the newest decision on many matches, including one that an earlier visit began. */
export function BulkStrip() {
  const bulk = useBulk();
  const { data: tasks } = useQuery(tasksQuery);
  const running = tasks?.find(({ finished_at }) => !finished_at);
  if (bulk) return <Strip key={bulk.task?.id ?? bulk.ids[0] ?? ""} bulk={bulk} own />;
  return running ? <Strip bulk={{ verb: verbOf(running.kind), ids: [], refused: [], task: running }} own={false} /> : null;
}

function Strip({ bulk, own }: { bulk: Bulk; own: boolean }) {
  const w = useWords();
  const queries = useQueryClient();
  const task = useTask(bulk.task, own);
  const { number } = useFormat();
  const { may } = useMe();
  const { key } = useIdempotencyKey();
  const undo = useDecideMany();
  const tally = task ? tallyOf(task) : { done: 0, failed: 0 };
  const count = number(bulk.ids.length + tally.done);
  const undoable = bulk.verb !== "undo" && bulk.ids.length + tally.done > 0;
  const ended = !task || Boolean(task.finished_at);
  const results = { accept: w.accepted_many, reject: w.rejected_many, undo: w.undone_many };
  return (
    <section aria-label={ended ? results[bulk.verb](count) : w.working[bulk.verb]} className="border-t">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
        <p role="status" className="min-w-0 flex-1 basis-40 font-medium">
          {ended ? results[bulk.verb](count) : `${w.working[bulk.verb]} ${w.progress(count)}`}
        </p>
        {ended && undoable ? (
          <Button icon={<Undo2 size={16} aria-hidden />} busy={undo.isPending} disabled={!may("member")} onClick={() => undo.mutate({ verb: "undo", of: bulk, key })}>
            {w.undo_all}
          </Button>
        ) : null}
        {ended ? (
          <Button look="quiet" onClick={() => forgetBulk(queries)}>
            {w.dismiss}
          </Button>
        ) : null}
      </div>
      {task?.stalled ? (
        <p className="px-4 pb-3 text-fail">
          {w.stalled} <PageLink to="/dead-letters">{w.to_dead}</PageLink>
        </p>
      ) : null}
      <Refused bulk={bulk} more={tally.failed} />
      {undo.error ? <Problem error={undo.error} /> : null}
    </section>
  );
}

/** The current state of the task. When it ends, the queue is read again. */
function useTask(begun: Schema<"BulkTask"> | undefined, own: boolean): Schema<"BulkTask"> | undefined {
  const queries = useQueryClient();
  const { data = begun } = useQuery({ ...taskQuery(begun?.id ?? ""), enabled: begun !== undefined && !begun.finished_at });
  const ended = begun !== undefined && !begun.finished_at && Boolean(data?.finished_at);
  useEffect(() => {
    if (!ended) return;
    if (!own && data) keepResult(queries, data);
    refreshAll(queries);
    // Runs once, when the task ends.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [ended]);
  return data;
}

function Refused({ bulk, more }: { bulk: Bulk; more: number }) {
  const w = useWords();
  const { number } = useFormat();
  useLanguage();
  const all = bulk.refused.length + more;
  if (all === 0) return null;
  const reasons = new Map<string, number>();
  for (const { detail, detail_en } of bulk.refused) reasons.set(said(detail, detail_en), (reasons.get(said(detail, detail_en)) ?? 0) + 1);
  return (
    <div className="px-4 pb-3">
      <p className="text-wait">{w.failed_many(number(all))}</p>
      <ul className="list-disc pl-5 text-meta">
        {[...reasons].map(([reason, count]) => (
          <li key={reason}>
            {number(count)} × {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
