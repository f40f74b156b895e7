import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useNow } from "@/lib/now";
import { Button } from "@/ui/button";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";

import { type Reading, type Readings, readingsQuery, type Task, taskQuery, useChooseReading, useUndoReading } from "../queries";
import type { Progress } from "../steps";
import { useWords } from "../words.id";
import { ReadingChoice } from "./reading-choice";

/** The one question about the prices in the shops, or what became of its answer. */
export function ReadingStep({ progress: { task, connected, done } }: { progress: Progress }) {
  const w = useWords();
  if (task && !task.finished_at) return <Working task={task} />;
  if (task?.kind === "base_reading") return <Answered task={task} />;
  const channel = connected[0];
  return (
    <>
      {task ? <p className="px-4 pb-2 text-muted">{w.reading_undone}</p> : null}
      {channel && !done.reading ? <Question channel={channel} /> : null}
    </>
  );
}

function Working({ task }: { task: Task }) {
  const w = useWords();
  const { number } = useFormat();
  return (
    <div className="flex flex-col items-start gap-2 px-4 pb-4">
      <Status tone={task.stalled ? "fail" : "wait"}>{w.reading_running}</Status>
      <p className="text-muted" role="status">
        {task.stalled ? w.reading_stalled : w.computing_count(number(task.looked_at))}
      </p>
      {task.stalled ? (
        <PageLink to="/dead-letters" button="primary">
          {w.to_dead}
        </PageLink>
      ) : null}
    </div>
  );
}

function Answered({ task }: { task: Task }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const undo = useUndoReading();
  return (
    <div className="flex flex-col items-start gap-3 px-4 pb-4">
      <p>{w.reading_done(number(task.looked_at), number(task.counts["changed"] ?? 0))}</p>
      <Button busy={undo.isPending} disabled={!may("admin")} onClick={() => undo.mutate(task.id)}>
        {w.reading_undo}
      </Button>
      <RoleNote needs="admin" />
      {undo.error ? <Problem error={undo.error} /> : null}
    </div>
  );
}

/** The day in Jakarta, as the API takes it. */
const dayOf = (now: number) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Jakarta" }).format(now);

function Question({ channel }: { channel: string }) {
  const w = useWords();
  const { number } = useFormat();
  const asked = useQuery(readingsQuery(channel, dayOf(useNow())));
  const waiting = asked.data && "task" in asked.data ? asked.data.task : undefined;
  const task = useQuery({ ...taskQuery(waiting ?? ""), enabled: waiting !== undefined });
  const readings = asked.data && "readings" in asked.data ? asked.data.readings : task.data?.finished_at ? task.data.preview?.base_readings : undefined;
  const error = asked.error ?? task.error;
  if (error) return <Problem error={error} onRetry={() => void asked.refetch()} />;
  if (!readings) {
    return (
      <div>
        <p className="px-4 text-muted" role="status">
          {w.computing} {task.data ? w.computing_count(number(task.data.looked_at)) : null}
        </p>
        <SkeletonRows rows={3} />
      </div>
    );
  }
  return <Choose readings={readings} />;
}

function Choose({ readings }: { readings: Readings }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const [reading, setReading] = useState<Reading>("shop_prices_include_fees");
  const choose = useChooseReading();
  return (
    <div className="flex flex-col gap-4 px-4 pb-4">
      <fieldset className="flex flex-col gap-3">
        <legend className="pb-2">
          <span className="font-medium">{w.question}</span> <span className="text-meta text-muted">{readings.open > 0 ? w.open(number(readings.open)) : w.reading_settled}</span>
        </legend>
        <div className="grid gap-3 lg:grid-cols-2">
          {(["shop_prices_include_fees", "shop_prices_are_base"] as const).map((one) => (
            <ReadingChoice key={one} reading={one} effect={readings[one]} chosen={reading === one} onChoose={() => setReading(one)} />
          ))}
        </div>
      </fieldset>
      <p className="text-meta text-muted">{w.choose_help}</p>
      <div className="flex max-md:*:flex-1">
        <Button look="primary" busy={choose.isPending} disabled={!may("admin")} onClick={() => choose.mutate(reading)}>
          {w.choose}
        </Button>
      </div>
      <RoleNote needs="admin" />
      {choose.error ? <Problem error={choose.error} /> : null}
    </div>
  );
}
