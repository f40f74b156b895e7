import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { said, useLanguage } from "@/lib/words";
import { Age } from "@/ui/age";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { ChangeLine } from "@/ui/changes/change-line";
import { Value } from "@/ui/changes/value";
import { Sheet } from "@/ui/dialog";
import { useFailureName } from "@/ui/failure/failure";
import { useFieldName } from "@/ui/field-name";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { canUndo, type Job, jobQuery, type Run } from "../queries";
import { readBackOf } from "../read-back";
import { useGoUndo } from "../undo";
import { useWords } from "../words.id";
import { JobStatus } from "./job-status";

/** One listing within a run: the pushed values, the channel's answer, and what to do. */
export function JobSheet({ run, job: id, onClose }: { run: Run; job: string; onClose: () => void }) {
  const w = useWords();
  const { may } = useMe();
  const channelName = useChannelName();
  const { key } = useIdempotencyKey();
  const go = useGoUndo();
  const undo = useMutation({ mutationFn: () => go(run.id, `${key}-${id}`, { jobs: [id] }) });
  const { data: job, error, refetch } = useQuery(jobQuery(run.id, id));
  const undoable = job && canUndo(run) && (job.state === "succeeded" || job.state === "accepted") && may("member");
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={job?.title || w.job}
      {...(job ? { description: channelName(job.channel) } : {})}
      foot={
        undoable ? (
          <Button busy={undo.isPending} onClick={() => undo.mutate()}>
            {w.undo_job}
          </Button>
        ) : null
      }
    >
      {undo.error ? <Problem error={undo.error} /> : null}
      {error && !job ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {job ? <Whole job={job} /> : error ? null : <SkeletonRows rows={5} />}
    </Sheet>
  );
}

function Whole({ job }: { job: Job }) {
  const w = useWords();
  const { time } = useFormat();
  useLanguage();
  const name = useFailureName();
  return (
    <div className="-mx-4 flex flex-col gap-4">
      <p className="flex flex-wrap gap-x-3 px-4">
        <JobStatus state={job.state} />
        {job.next_attempt_at ? <span className="text-wait tabular-nums">{w.again_at(time(job.next_attempt_at))}</span> : null}
      </p>
      {job.failure ? (
        <Part title={w.job_failure}>
          <p className="font-medium text-fail">{name(job.failure.code)}</p>
          <p>{said(job.failure.text, job.failure.text_en)}</p>
          {job.remedy ? <p className="text-muted">{said(job.remedy.text, job.remedy.text_en)}</p> : null}
          <code className="font-mono text-meta text-muted">{job.failure.code}</code>
        </Part>
      ) : null}
      <section>
        <h3 className="px-4 font-medium">{w.job_changes}</h3>
        {job.changes.map((change) => (
          <ChangeLine key={`${change.field} ${change.offer ?? ""} ${change.variant_id ?? ""}`} change={change} />
        ))}
      </section>
      <Part title={w.read_back}>
        <ReadBack job={job} />
      </Part>
      {job.attempts.length > 0 ? (
        <Part title={w.job_attempts}>
          <ol className="flex flex-col gap-1">
            {job.attempts.map((attempt) => (
              <Attempt key={attempt.at} attempt={attempt} />
            ))}
          </ol>
        </Part>
      ) : null}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-1 px-4">
      <h3 className="font-medium">{title}</h3>
      {children}
    </section>
  );
}

function ReadBack({ job }: { job: Job }) {
  const w = useWords();
  const { read_back: content } = job;
  if (!content) return <p className="text-muted">{w.not_read_back}</p>;
  const values = job.changes.map((change) => ({ change, value: readBackOf(change, content) })).filter(({ value }) => value !== undefined);
  return (
    <>
      {job.ended_at ? <Age at={job.ended_at} /> : null}
      <ul className="flex flex-col gap-1">
        {values.map(({ change, value }) => (
          <ReadValue key={`${change.field} ${change.offer ?? ""}`} change={change} value={value as Schema<"FieldValue">} />
        ))}
      </ul>
    </>
  );
}

function ReadValue({ change, value }: { change: Schema<"Change">; value: Schema<"FieldValue"> }) {
  const fieldName = useFieldName();
  return (
    <li className="flex flex-wrap gap-x-3">
      <span className="text-muted">
        {fieldName(change.field)}
        {change.variant?.label ? ` ${change.variant.label}` : ""}
      </span>
      <Value value={value} className="line-clamp-4" />
    </li>
  );
}

function Attempt({ attempt }: { attempt: Schema<"Attempt"> }) {
  const w = useWords();
  const { time, number } = useFormat();
  const name = useFailureName();
  return (
    <li className="flex flex-wrap gap-x-3">
      <span className="text-muted tabular-nums">{time(attempt.at)}</span>
      <span className={attempt.code ? "text-fail" : undefined}>{attempt.code ? name(attempt.code) : w.attempt_ok}</span>
      <span className="text-muted tabular-nums">{w.attempt_calls(number(attempt.calls))}</span>
      {attempt.reason ? <span className="basis-full text-meta text-muted">{attempt.reason}</span> : null}
    </li>
  );
}
