import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect } from "react";

import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { useShortcut } from "@/lib/shortcuts";
import { Button, IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Empty } from "@/ui/empty";
import { Field, Select } from "@/ui/field";
import { CHANNELS } from "@/ui/glyph";
import { PageHeader } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { type Conflict, type ConflictFilter, conflictsQuery, fieldOf, NotNameable, StillDeciding, useDecidedTasks, usePlanDecided } from "../queries";
import { useWords } from "../words.id";
import { Pair } from "./pair";

export type ConflictSearch = Omit<ConflictFilter, "field"> & {
  /** The conflict that is shown. */
  at?: string | undefined;
  /** Whether a conflict was decided before this one was shown. */
  decided?: boolean | undefined;
};

type Props = { search: ConflictSearch; onSearch: (search: ConflictSearch) => void };

/** One conflict after another, each with both sides and what they last agreed on. */
export function ConflictPage({ search, onSearch }: Props) {
  const w = useWords();
  const filter: ConflictFilter = { product: search.product, channel: search.channel, q: search.q };
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(conflictsQuery(filter));
  const conflicts = data?.pages.flatMap((page) => page.items) ?? [];
  const found = conflicts.findIndex((one) => search.at !== undefined && fieldOf(one.id) === fieldOf(search.at));
  const place = Math.max(found, 0);
  const few = data !== undefined && place >= conflicts.length - 3;
  useEffect(() => {
    if (few && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [few, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const go = (to: number) => onSearch({ ...search, at: conflicts[to]?.id });
  const current = conflicts[place];
  return (
    <>
      <PageHeader title={w.title} meta={w.lead} />
      <Bar search={search} onSearch={onSearch} place={place} count={Math.max(conflicts.length, data?.pages[0]?.total ?? 0)} onGo={current ? go : undefined} last={place >= conflicts.length - 1} />
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {current ? (
        <Pair key={current.id} conflict={current} among={conflicts} filter={filter} onDecided={(gone) => onSearch({ ...search, at: after(conflicts, place, gone), decided: true })} />
      ) : error && !data ? null : !data || hasNextPage ? (
        <SkeletonRows rows={5} height="h-16" />
      ) : search.decided ? (
        <Empty title={w.done} action={<PlanDecided />}>
          {w.done_help}
        </Empty>
      ) : (
        <Empty title={w.empty} action={<PageLink to="/products" button="plain">{w.to_products}</PageLink>}>
          {w.empty_help}
        </Empty>
      )}
    </>
  );
}

/** Makes the plan of what was decided. After a reload nobody knows what that was, and the person chooses. */
function PlanDecided() {
  const w = useWords();
  const navigate = useNavigate();
  const tasks = useDecidedTasks();
  const { key } = useIdempotencyKey();
  const plan = usePlanDecided();
  if ((tasks.length === 0 && plan.isIdle) || plan.error instanceof NotNameable) {
    return (
      <>
        {plan.error ? <p className="text-muted">{w.plan_choose}</p> : null}
        <Button look="primary" asChild>
          <Link to="/sync" search={{ new: true }}>
            {w.make_plan}
          </Link>
        </Button>
      </>
    );
  }
  const make = () => plan.mutate({ tasks, key }, { onSuccess: ({ id }) => void navigate({ to: "/sync/plans/$planId", params: { planId: id } }) });
  return (
    <>
      {plan.error instanceof StillDeciding ? <p role="status" className="text-wait">{w.still_deciding}</p> : plan.error ? <Problem error={plan.error} /> : null}
      <Button look="primary" busy={plan.isPending || plan.isSuccess} onClick={make}>
        {w.make_plan}
      </Button>
    </>
  );
}

/** The next conflict, without those that are removed from the list. */
function after(conflicts: readonly Conflict[], place: number, gone: (conflict: Conflict) => boolean): string | undefined {
  return (conflicts.slice(place).find((one) => !gone(one)) ?? conflicts.slice(0, place).findLast((one) => !gone(one)))?.id;
}

type BarProps = Props & { place: number; count: number; last: boolean; onGo: ((to: number) => void) | undefined };

function Bar({ search, onSearch, place, count, last, onGo }: BarProps) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  useShortcut("j", w.next, () => onGo?.(place + 1), !onGo || last);
  useShortcut("k", w.previous, () => onGo?.(place - 1), !onGo || place === 0);
  return (
    <div className="flex flex-wrap items-center gap-2 border-t px-4 py-2">
      <Field label={w.channel} quiet className="min-w-0 max-md:flex-1">
        <Select value={search.channel ?? ""} onChange={(event) => onSearch({ ...search, at: undefined, channel: event.target.value || undefined })} options={[{ value: "", label: w.every_channel }, ...CHANNELS.map((value) => ({ value, label: channelName(value) }))]} />
      </Field>
      {search.product ? (
        <Button onClick={() => onSearch({ ...search, at: undefined, product: undefined })}>
          {w.only_product} · {w.clear}
        </Button>
      ) : null}
      {onGo ? (
        <div className="ml-auto flex items-center gap-1">
          <IconButton label={w.previous} disabled={place === 0} onClick={() => onGo(place - 1)}>
            <ChevronLeft size={20} aria-hidden />
          </IconButton>
          <span role="status" className="tabular-nums">
            {w.place(number(place + 1), number(count))}
          </span>
          <IconButton label={w.next} disabled={last} onClick={() => onGo(place + 1)}>
            <ChevronRight size={20} aria-hidden />
          </IconButton>
        </div>
      ) : null}
    </div>
  );
}
