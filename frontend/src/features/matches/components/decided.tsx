import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Undo2, Unlink } from "lucide-react";
import { toast } from "sonner";

import type { Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { Actor } from "@/ui/actor";
import { Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { Field, Select } from "@/ui/field";
import { LoadMore } from "@/ui/load-more";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { refreshAll, tallyOf, useDecideMany, verbOf } from "../bulk";
import { type Candidate, type Queue, queueQuery, rejectOne, type Side, tasksQuery, undoOne } from "../queries";
import { type Decision, DECISIONS, filterOf, type MatchSearch } from "../search";
import { useWords } from "../words.id";
import { BulkStrip } from "./bulk-strip";
import { Picture } from "./picture";

type Props = { search: MatchSearch; counts: Queue["counts"] | undefined; onSearch: (search: MatchSearch, replace?: boolean) => void };

/** The decided matches, the newest first, each with an undo. */
export function Decided({ search, counts, onSearch }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(queueQuery(filterOf(search)));
  const entries = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <Field label={w.decided_view} quiet className="px-4 pb-3 md:max-w-xs">
        <Select
          value={search.decision ?? ""}
          onChange={(event) => onSearch({ ...search, decision: event.target.value as Decision }, true)}
          options={DECISIONS.map((one) => ({ value: one, label: counts ? `${w.decision[one]} (${number(counts.decided[one] ?? 0)})` : w.decision[one] }))}
        />
      </Field>
      <BulkStrip />
      <Tasks />
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <SkeletonRows height="h-24" /> : null}
      {data && entries.length === 0 ? <Empty title={w.decided_empty} /> : null}
      <ul className="border-t empty:hidden">
        {entries.flatMap(({ listing, candidates }) => candidates.map((candidate) => <Line key={candidate.id} listing={listing} candidate={candidate} />))}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}

function Line({ listing, candidate }: { listing: Side; candidate: Candidate }) {
  const w = useWords();
  const { percent } = useFormat();
  const { decision, one_product, decided_at, decided_by } = candidate;
  const linked = decision === "accepted" || decision === "linked_by_hand" || decision === "linked_automatically";
  return (
    <li className="flex flex-col gap-2 border-b px-4 py-3 md:flex-row md:items-center md:gap-4">
      <div className="grid min-w-0 flex-1 grid-cols-2 gap-3">
        <Short side={listing} />
        <Short side={candidate.listing} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 md:w-md md:justify-end">
        <p className="min-w-0 flex-1 text-meta text-muted max-md:basis-full md:basis-44 md:text-right">
          {percent(candidate.score_percent)}
          {decision === "linked_automatically" ? ` · ${w.decided_by_import}` : null}
          {decided_by && decision !== "linked_automatically" ? (
            <>
              {" · "}
              <Actor subject={decided_by} />
            </>
          ) : null}
          {decided_at ? (
            <>
              {" "}
              <Ago at={decided_at} />
            </>
          ) : null}
          {linked && !one_product ? <span className="block text-wait">{w.not_one}</span> : null}
        </p>
        {linked && one_product && listing.product_id ? (
          <PageLink to={`/products/${listing.product_id}`} button="quiet">
            {w.to_product}
          </PageLink>
        ) : null}
        <Back candidate={candidate} title={listing.title ?? listing.external_id} />
      </div>
    </li>
  );
}

function Short({ side }: { side: Side }) {
  const w = useWords();
  return (
    <div className="flex min-w-0 gap-2">
      <Picture src={side.image} alt="" className="size-12 shrink-0 rounded-sm" />
      <p className="line-clamp-3 min-w-0 text-meta">{side.title ?? w.unnamed(side.external_id)}</p>
    </div>
  );
}

/** The undo: a person's decision is reverted; an automatic link is rejected. */
function Back({ candidate, title }: { candidate: Candidate; title: string }) {
  const w = useWords();
  const queries = useQueryClient();
  const { may } = useMe();
  const unasked = candidate.decision === "linked_automatically";
  const back = useMutation({
    scope: { id: "matches" },
    mutationFn: () => (unasked ? rejectOne : undoOne)(candidate.id, candidate.version),
    // The toast is shown from here, because the line is unmounted.
    onSuccess: () => toast.success(unasked ? w.taken_apart : w.undone),
    onSettled: () => refreshAll(queries),
  });
  return (
    <>
      <Button
        icon={unasked ? <Unlink size={16} aria-hidden /> : <Undo2 size={16} aria-hidden />}
        aria-label={unasked ? w.take_apart_of(title) : w.undo_of(title)}
        busy={back.isPending}
        disabled={!may("member") || (!unasked && !candidate.before)}
        onClick={() => back.mutate()}
      >
        {unasked ? w.take_apart : w.undo}
      </Button>
      {back.error ? (
        <div className="basis-full">
          <Problem error={back.error} />
        </div>
      ) : null}
    </>
  );
}

const NEWEST = 3;

/** Decisions on many matches that the queue carried out; each can be undone as a whole. */
function Tasks() {
  const w = useWords();
  const { data } = useQuery(tasksQuery);
  const ended = data?.filter(({ finished_at }) => finished_at).slice(0, NEWEST) ?? [];
  if (ended.length === 0) return null;
  return (
    <section aria-label={w.tasks} className="border-t">
      <h2 className="px-4 pt-3 font-semibold">{w.tasks}</h2>
      <div className="px-4">
        <RoleNote needs="member" what={w.undo_all} />
      </div>
      <ul>
        {ended.map((task) => (
          <Task key={task.id} task={task} />
        ))}
      </ul>
    </section>
  );
}

function Task({ task }: { task: Schema<"BulkTask"> }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const { key } = useIdempotencyKey();
  const undo = useDecideMany();
  const verb = verbOf(task.kind);
  const { done, failed } = tallyOf(task);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2">
      <p className="min-w-0 flex-1 basis-44">
        {w.task[verb]} · {w.tally(number(done))}
        {failed > 0 ? ` · ${w.tally_failed(number(failed))}` : null}
        <span className="block text-meta text-muted">
          <Actor subject={task.started_by} /> <Ago at={task.started_at} />
        </span>
      </p>
      {verb === "undo" ? null : (
        <Button icon={<Undo2 size={16} aria-hidden />} busy={undo.isPending} disabled={!may("member")} onClick={() => undo.mutate({ verb: "undo", of: { verb, ids: [], refused: [], task }, key })}>
          {w.undo_all}
        </Button>
      )}
      {undo.error ? (
        <div className="basis-full">
          <Problem error={undo.error} />
        </div>
      ) : null}
    </li>
  );
}
