import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { useEffect } from "react";

import { shortHash, useFormat } from "@/lib/format";
import { known } from "@/lib/known";
import { said, useLanguage } from "@/lib/words";
import { Actor } from "@/ui/actor";
import { Ago, Updated } from "@/ui/age";
import { PageHeader } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";

import { doneOf } from "../counts";
import { isOver, type JobFilter, type Run, runQuery } from "../queries";
import { watchRun } from "../watched";
import { useWords } from "../words.id";
import { Failures } from "./failures";
import { JobSheet } from "./job-sheet";
import { Jobs } from "./jobs";
import { RunBar } from "./run-bar";
import { RunFoot } from "./run-foot";
import { useStanding } from "./standing";
import { Waves } from "./waves";

export type RunSearch = JobFilter & { job?: string | undefined };

type Props = { id: string; search: RunSearch; onSearch: (search: RunSearch) => void };

/** A run: its progress, the failures with their reasons, and the possible actions. */
export function RunPage({ id, search, onSearch }: Props) {
  const w = useWords();
  const queries = useQueryClient();
  const { data: run, error, refetch, dataUpdatedAt } = useQuery(runQuery(id));
  const over = run ? isOver(run) : undefined;
  useEffect(() => {
    if (over === false) watchRun(queries, id);
  }, [queries, id, over]);
  // The lists below are read again when the run changes. An unchanged answer keeps the same object and causes no request.
  useEffect(() => {
    if (run) void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === "runs" && queryKey[2] === id && queryKey.length > 3 });
  }, [queries, id, run]);
  if (!run) {
    return (
      <>
        <PageHeader title={w.title} />
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  return (
    <>
      <Head run={run} readAt={dataUpdatedAt} />
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      <Pace run={run} />
      <Waits run={run} />
      {run.waves.length > 1 ? <Waves run={run} onShow={(wave) => onSearch({ wave })} /> : null}
      <Failures run={run} onShow={(code) => onSearch({ code })} />
      <Jobs run={run} search={search} onSearch={onSearch} />
      <RunFoot run={run} />
      {search.job ? <JobSheet run={run} job={search.job} onClose={() => onSearch({ ...search, job: undefined })} /> : null}
    </>
  );
}

function Head({ run, readAt }: { run: Run; readAt: number }) {
  const w = useWords();
  const { tone, said: state } = useStanding(run);
  return (
    <PageHeader
      back={
        <Link to="/sync" search={{ tab: "runs" }} className="inline-flex min-h-8 items-center text-muted hover:text-ink">
          <ChevronLeft size={16} aria-hidden />
          {w.back}
        </Link>
      }
      title={run.undoes ? w.title_undo : w.title}
      meta={
        <div className="flex flex-col gap-0.5">
          <p className="text-body" role="status">
            <Status tone={tone}>{state}</Status>
          </p>
          <p className="dotted">
            <span>
              {w.started} <Actor subject={run.started_by} /> <Ago at={run.started_at} />
            </span>
            <span>
              <Link to="/sync/plans/$planId" params={{ planId: run.plan_id }} className="underline hover:text-ink">
                {w.plan} <code className="font-mono">{shortHash(run.plan_hash)}</code>
              </Link>
            </span>
            {run.undoes ? (
              <Link to="/sync/runs/$runId" params={{ runId: run.undoes }} className="underline hover:text-ink">
                {w.undoes}
              </Link>
            ) : null}
            {isOver(run) ? null : <Updated at={readAt} />}
          </p>
          {run.undone_by[0] ? (
            <p className="text-ink">
              {w.undone}:{" "}
              <Link to="/sync/runs/$runId" params={{ runId: run.undone_by[0] }} className="underline">
                {w.undone_by}
              </Link>
            </p>
          ) : null}
        </div>
      }
    />
  );
}

function Pace({ run }: { run: Run }) {
  const w = useWords();
  const { number, duration } = useFormat();
  const { jobs_per_hour: rate, eta_seconds: eta } = run;
  const moving = !isOver(run);
  return (
    <div className="flex flex-col gap-1 px-4 pb-3">
      <p className="flex flex-wrap gap-x-3 tabular-nums">
        <span className="font-medium">{w.tasks(number(doneOf(run)), number(run.jobs))}</span>
        {moving && known(rate) ? <span className="text-muted">{w.rate(number(rate))}</span> : null}
        {moving && known(eta) ? <span className="text-muted">{w.remaining(duration(eta))}</span> : null}
      </p>
      <RunBar run={run} />
    </div>
  );
}

function Waits({ run }: { run: Run }) {
  const { time } = useFormat();
  useLanguage();
  if (run.waits.length === 0) return null;
  return (
    <ul className="border-t">
      {run.waits.map((wait) => (
        <li key={`${wait.code} ${wait.text}`} className="border-l-2 border-wait px-4 py-2">
          {said(wait.text, wait.text_en)}
          {wait.until ? <span className="text-muted tabular-nums"> {time(wait.until)}</span> : null}
        </li>
      ))}
    </ul>
  );
}
