import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Reading, type Readings, readingsQuery, type Task, taskQuery } from "@/api/prices";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useNow } from "@/lib/now";

import { Button } from "../button";
import { PageLink } from "../page-link";
import { Problem } from "../problem";
import { RoleNote } from "../role-note";
import { SkeletonRows } from "../skeleton";
import { Status } from "../status";
import { ReadingChoice } from "./reading-choice";
import { useWords } from "./words.id";
import { useChooseReading, useUndoReading } from "./writes";

type Props = {
  /** The newest task that read base prices, or that undid such a task. */
  task: Task | undefined;
  /** A channel with a rule; the question itself is about all channels. Undefined if it should not be asked now. */
  channel: string | undefined;
  /** Asks again although there is an answer. */
  again?: boolean;
  /** Called when the answer was sent. */
  onChosen?: () => void;
};

/** The question about the meaning of the shops' prices, or the result of its answer. */
export function BaseReading({ task, channel, again = false, onChosen }: Props) {
  const w = useWords();
  if (task && !task.finished_at) return <Working task={task} />;
  if (task?.kind === "base_reading" && !again) return <Answered task={task} />;
  return (
    <>
      {task?.kind === "base_reading_undo" ? <p className="px-4 pb-2 text-muted">{w.undone}</p> : null}
      {channel ? <Question channel={channel} onChosen={onChosen} /> : null}
    </>
  );
}

function Working({ task }: { task: Task }) {
  const w = useWords();
  const { number } = useFormat();
  return (
    <div className="flex flex-col items-start gap-2 px-4 pb-4">
      <Status tone={task.stalled ? "fail" : "wait"}>{w.running}</Status>
      <p className="text-muted" role="status">
        {task.stalled ? w.stalled : w.computing_count(number(task.looked_at))}
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
      <p>{w.done(number(task.looked_at), number(task.counts["changed"] ?? 0))}</p>
      <Button busy={undo.isPending} disabled={!may("admin")} onClick={() => undo.mutate(task.id)}>
        {w.undo}
      </Button>
      <RoleNote needs="admin" />
      {undo.error ? <Problem error={undo.error} /> : null}
    </div>
  );
}

/** The day in Jakarta, as the API takes it. */
const dayOf = (now: number) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Jakarta" }).format(now);

type Asked = { onChosen: (() => void) | undefined };

function Question({ channel, onChosen }: Asked & { channel: string }) {
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
  return <Choose readings={readings} onChosen={onChosen} />;
}

function Choose({ readings, onChosen }: Asked & { readings: Readings }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const [reading, setReading] = useState<Reading>("shop_prices_include_fees");
  const choose = useChooseReading();
  return (
    <div className="flex flex-col gap-4 px-4 pb-4">
      <fieldset className="flex flex-col gap-3">
        <legend className="pb-2">
          <span className="font-medium">{w.question}</span> <span className="text-meta text-muted">{readings.open > 0 ? w.open(number(readings.open)) : w.settled}</span>
        </legend>
        <div className="grid gap-3 lg:grid-cols-2">
          {(["shop_prices_include_fees", "shop_prices_are_base"] as const).map((one) => (
            <ReadingChoice key={one} reading={one} effect={readings[one]} chosen={reading === one} onChoose={() => setReading(one)} />
          ))}
        </div>
      </fieldset>
      <p className="text-meta text-muted">{w.choose_help}</p>
      <div className="flex max-md:*:flex-1">
        <Button look="primary" busy={choose.isPending} disabled={!may("admin")} onClick={() => choose.mutate(reading, { onSuccess: () => onChosen?.() })}>
          {w.choose}
        </Button>
      </div>
      <RoleNote needs="admin" />
      {choose.error ? <Problem error={choose.error} /> : null}
    </div>
  );
}
