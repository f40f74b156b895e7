import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { Field, Select } from "@/ui/field";
import { LoadMore } from "@/ui/load-more";
import { Problem } from "@/ui/problem";
import { Progress } from "@/ui/progress";
import { SkeletonRows } from "@/ui/skeleton";

import { rowsQuery } from "../queries";
import { useWords } from "../words.id";

const TONES = { changed: "ok", unchanged: "plain", refused: "fail", conflict: "wait", not_found: "plain" } as const;
type Outcome = keyof typeof TONES;
type Row = Schema<"BulkEditRow">;

/** What was not done, and what a person may have to do something about. */
const FIRST: readonly string[] = ["refused", "conflict", "not_found"] satisfies Outcome[];
/** Smaller is earlier. */
const weight = ({ outcome }: Row) => (FIRST.includes(outcome) ? FIRST.indexOf(outcome) : FIRST.length);

/** What was not done first; otherwise in the order in which they came. */
const notDoneFirst = (rows: readonly Row[]) => rows.toSorted((one, other) => weight(one) - weight(other));

type Props = { started: Schema<"BulkEditStarted">; task: Schema<"BulkTask">; lead: string };

/** The result of a bulk edit: the number of products by outcome, and each change from → to; of many products page by page. */
export function BulkResult({ started, task, lead }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const [only, setOnly] = useState("");
  const outcome = (word: string) => (w.bulk_outcome as Record<string, string>)[word] ?? word;
  const shares = (Object.keys(TONES) as Outcome[]).map((name) => ({ label: outcome(name), value: task.counts[name] ?? 0, tone: TONES[name] }));
  const found = Object.entries(task.counts).filter(([, count]) => count > 0);
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="font-medium">
        {task.stalled ? w.bulk_stalled : task.finished_at ? lead : w.bulk_working(number(task.looked_at), number(started.selected))}
      </p>
      <Progress label={lead} total={started.selected} shares={shares} />
      {found.length > 1 && task.finished_at ? (
        <Field label={w.bulk_show}>
          <Select value={only} onChange={(event) => setOnly(event.target.value)} options={[{ value: "", label: w.bulk_all(number(started.selected)) }, ...found.map(([name, count]) => ({ value: name, label: `${outcome(name)} (${number(count)})` }))]} />
        </Field>
      ) : null}
      {task.finished_at && started.selected > started.items.length ? <AllRows task={task.id} only={only} held={FIRST.some((name) => (task.counts[name] ?? 0) > 0)} /> : <FirstRows rows={started.items} only={only} selected={started.selected} />}
    </div>
  );
}

/** The rows that came with the answer: all of a small edit, the first of one that is still at work. Refused ones come first, because they need a decision. */
function FirstRows({ rows, only, selected }: { rows: readonly Row[]; only: string; selected: number }) {
  const w = useWords();
  const { number } = useFormat();
  const shown = notDoneFirst(rows.filter((row) => !only || row.outcome === only));
  return (
    <>
      <Rows rows={shown} />
      {selected > rows.length ? <p className="text-muted">{w.bulk_more(number(selected - rows.length))}</p> : null}
    </>
  );
}

/** `held`: something was not done. The API has the rows in the order of the products, so what was not done is first only within what is loaded. */
function AllRows({ task, only, held }: { task: string; only: string; held: boolean }) {
  const w = useWords();
  const { number } = useFormat();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(rowsQuery(task, only));
  const rows = notDoneFirst(data?.pages.flatMap((page) => page.rows) ?? []);
  return (
    <>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {rows.length > 0 && held && !only ? <p className="text-meta text-muted">{hasNextPage ? w.bulk_held_first_of(number(rows.length)) : w.bulk_held_first}</p> : null}
      {isPending ? <SkeletonRows rows={6} height="h-14" /> : null}
      {data ? <Rows rows={rows} /> : null}
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const w = useWords();
  useLanguage();
  return (
    <ul className="-mx-4 border-t">
      {rows.map((row) => (
        <li key={row.product_id} className="border-b px-4 py-2">
          <p className="line-clamp-1 font-medium">{row.title ?? row.product_id}</p>
          {row.refused ? <p className="text-fail">{said(row.refused.text, row.refused.text_en)}</p> : null}
          {row.changes.length === 0 && !row.refused ? <p className="text-muted">{(w.bulk_outcome as Record<string, string>)[row.outcome] ?? row.outcome}</p> : null}
          {row.changes.map((move) => (
            <Move key={`${move.field} ${move.variant_id}`} move={move} />
          ))}
        </li>
      ))}
    </ul>
  );
}

function Move({ move: { field, variant_id, from, to } }: { move: Schema<"BulkMove"> }) {
  const w = useWords();
  const { rupiah } = useFormat();
  const name = (w.bulk_fields as Record<string, string>)[field] ?? field;
  const say = (value: unknown) => (value === null || value === undefined || value === "" ? w.empty_value : typeof value === "number" && (field === "base_price" || field === "cost") ? rupiah(value) : String(value));
  return (
    <p className="text-meta tabular-nums">
      <span className="text-muted">
        {name}
        {variant_id ? ` · ${w.bulk_variant} ${variant_id.slice(-4)}` : null}
      </span>{" "}
      {say(from)} <span aria-hidden>→</span> <span className="font-medium">{say(to)}</span>
    </p>
  );
}
