import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { useFormat } from "@/lib/format";
import { keys } from "@/lib/keys";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { LoadMore } from "@/ui/load-more";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { Progress } from "@/ui/progress";
import { SkeletonRows } from "@/ui/skeleton";

import { type BulkTask, taskQuery, taskRowsQuery } from "../queries";
import { useWords } from "../words.id";

const TONES = { accepted: "ok", unchanged: "plain", stale: "wait", locked: "plain", not_found: "fail" } as const;
type Outcome = keyof typeof TONES;

/** The progress of an acceptance of many titles, and what it could not accept. `first`: titles accepted before the queue took over. */
export function TaskSheet({ id, first, onClose }: { id: string; first: number; onClose: () => void }) {
  const w = useWords();
  const { number } = useFormat();
  const queries = useQueryClient();
  const { data: task, error, refetch } = useQuery(taskQuery(id));
  const finished = Boolean(task?.finished_at);
  // Accepted titles are no longer proposals.
  useEffect(() => {
    if (!finished) return;
    void queries.resetQueries({ queryKey: keys.titleProposals });
    void queries.invalidateQueries({ queryKey: keys.bulkTasks, exact: false, predicate: ({ queryKey }) => queryKey[1] === "titles_accept" });
  }, [finished, queries]);
  return (
    <Sheet open onOpenChange={onClose} title={w.task_title}>
      {error && !task ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {!task && !error ? <SkeletonRows rows={3} height="h-14" /> : null}
      {first > 0 ? <p className="mb-2">{w.task_first(number(first))}</p> : null}
      {task ? <Task task={task} /> : null}
    </Sheet>
  );
}

function Task({ task }: { task: BulkTask }) {
  const w = useWords();
  const { number } = useFormat();
  const shares = (Object.keys(TONES) as Outcome[]).map((name) => ({ label: w.task_outcome[name], value: task.counts[name] ?? 0, tone: TONES[name] }));
  const done = number(task.looked_at);
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="font-medium">
        {task.stalled ? w.task_stalled : task.finished_at ? w.task_done(done) : w.task_running(done)}
      </p>
      <Progress label={w.task_title} total={task.looked_at} shares={shares} />
      {task.stalled ? (
        <PageLink to="/dead-letters" button="plain" className="self-start">
          {w.to_dead}
        </PageLink>
      ) : null}
      {task.finished_at ? (
        <>
          <p className="text-muted">{w.task_next}</p>
          <Left id={task.id} />
        </>
      ) : null}
    </div>
  );
}

/** What was not accepted, and why. */
function Left({ id }: { id: string }) {
  const w = useWords();
  const channelName = useChannelName();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(taskRowsQuery(id));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  const rows = (data?.pages.flatMap((page) => page.items) ?? []).filter(({ outcome }) => outcome !== "accepted" && outcome !== "unchanged");
  if (rows.length === 0 && !hasNextPage) return null;
  return (
    <section aria-label={w.task_left}>
      <h3 className="font-semibold">{w.task_left}</h3>
      <ul className="-mx-4 border-t">
        {rows.map(({ key, outcome }) => {
          const [channel = "", , number = ""] = key.split(":");
          return (
            <li key={key} className="flex flex-wrap items-center gap-x-3 border-b px-4 py-2">
              <PageLink to={`/titles?title=${encodeURIComponent(key)}`} className="inline-flex min-h-11 items-center text-accent underline md:min-h-8">
                {channelName(channel)} {w.listing(number)}
              </PageLink>
              <span className="text-muted">{(w.task_outcome as Record<string, string>)[outcome] ?? outcome}</span>
            </li>
          );
        })}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </section>
  );
}
