import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";

import { useFormat } from "@/lib/format";
import { Actor } from "@/ui/actor";
import { Ago } from "@/ui/age";
import { Empty } from "@/ui/empty";
import { channelLetter } from "@/ui/glyph";
import { LoadMore } from "@/ui/load-more";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";

import { doneOf } from "../counts";
import { type Run, runsQuery } from "../queries";
import { useWords } from "../words.id";
import { RunBar } from "./run-bar";
import { useStanding } from "./standing";

/** Every run, the newest first; what is at work moves by itself. */
export function RunList() {
  const w = useWords();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(runsQuery);
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} height="h-24" />;
  const runs = data.pages.flatMap((page) => page.items);
  if (runs.length === 0) return <Empty title={w.list_empty}>{w.list_empty_help}</Empty>;
  return (
    <>
      <ol aria-label={w.list}>
        {runs.map((run) => (
          <li key={run.id} className="border-b">
            <RunRow run={run} />
          </li>
        ))}
      </ol>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}

function RunRow({ run }: { run: Run }) {
  const w = useWords();
  const { number } = useFormat();
  const standing = useStanding(run);
  return (
    <Link to="/sync/runs/$runId" params={{ runId: run.id }} className="flex min-h-16 items-center gap-3 px-4 py-3 hover:bg-sunken">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <Status tone={standing.tone}>{standing.said}</Status>
          <span className="tabular-nums">{w.tasks(number(doneOf(run)), number(run.jobs))}</span>
          {run.undoes ? <span className="text-muted">{w.title_undo}</span> : null}
          {run.undone_by.length > 0 ? <span className="text-muted">{w.undone}</span> : null}
        </p>
        <RunBar run={run} />
        <p className="flex flex-wrap gap-x-2 text-meta text-muted">
          <span>
            {w.started} <Actor subject={run.started_by} /> · <Ago at={run.started_at} />
          </span>
          <span aria-hidden>{Object.keys(run.by_channel).map(channelLetter).join(" ")}</span>
        </p>
      </div>
      <ChevronRight size={16} aria-hidden className="text-muted" />
    </Link>
  );
}
