import { clsx } from "clsx";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { Field, Select } from "@/ui/field";
import { Money } from "@/ui/money";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { Progress } from "@/ui/progress";
import { SkeletonRows } from "@/ui/skeleton";

import { countsQuery, type Preview } from "../queries";
import { type Show, SHOWN } from "../search";
import type { Impact as Found } from "../use-impact";
import { usePlace } from "../use-place";
import { useWords } from "../words.id";
import { Examples } from "./examples";
import { Histogram } from "./histogram";

/** What a change would do, before it is saved: counts, sums, how far prices move, examples. */
export function Impact({ channel, impact }: { channel: string; impact: Found }) {
  const w = useWords();
  const { preview, finished, stalled, error } = impact;
  if (error) return <Problem error={error} onRetry={impact.again} />;
  return (
    <div className="flex flex-col gap-5">
      {finished ? <p className="text-muted">{w.nothing_saved}</p> : <Counting channel={channel} impact={impact} />}
      {stalled ? null : preview ? <Counts preview={preview} /> : <SkeletonRows rows={6} />}
      {preview && finished ? (
        <>
          <Histogram buckets={preview.histogram} />
          <Shown preview={preview} />
        </>
      ) : null}
    </div>
  );
}

function Counting({ channel, impact: { counted, stalled, again } }: { channel: string; impact: Found }) {
  const w = useWords();
  const { number } = useFormat();
  const total = useQuery({ ...countsQuery(channel), enabled: counted !== undefined }).data?.total;
  if (stalled) {
    return (
      <div role="alert" className="flex flex-col items-start gap-3">
        <p className="text-fail">{w.counting_stalled}</p>
        <div className="flex gap-2">
          <PageLink to="/dead-letters" button="plain">
            {w.to_dead}
          </PageLink>
          <Button onClick={again}>{w.count_again}</Button>
        </div>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="font-medium">
        {w.counting} {counted === undefined ? null : <span className="font-normal text-muted">{w.counted(number(counted))}</span>}
      </p>
      {counted !== undefined && total !== undefined && total >= counted ? <Progress label={w.counting} total={total} shares={[{ label: w.repricing_seen, value: counted, tone: "accent" }]} rest={[{ label: w.repricing_left, value: total - counted }]} /> : null}
    </div>
  );
}

function Counts({ preview }: { preview: Preview }) {
  const w = useWords();
  const { number, rupiah, percent } = useFormat();
  const { changed, raised, lowered, total_difference: total, largest_move_percent: largest, under_floor, over_guard, losing_price, refused } = preview;
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4">
      <Line name={w.changes} note={changed === 0 ? w.unchanged : [`${number(raised)} ${w.raised}`, `${number(lowered)} ${w.lowered}`, w.of_all(number(preview.offers), number(preview.products))].join(" · ")} strong>
        {number(changed)}
      </Line>
      {changed > 0 ? (
        <Line name={w.total}>
          {total > 0 ? `+${rupiah(total)}` : <Money value={total} />}
        </Line>
      ) : null}
      {typeof largest === "number" ? <Line name={w.largest}>{percent(largest)}</Line> : null}
      {under_floor > 0 ? <Line name={w.under_floor} fail>{number(under_floor)}</Line> : null}
      {over_guard > 0 ? <Line name={w.over_guard} fail>{number(over_guard)}</Line> : null}
      {losing_price > 0 ? <Line name={w.losing} fail>{number(losing_price)}</Line> : null}
      {Object.entries(refused)
        .filter(([reason]) => reason !== "under_floor")
        .map(([reason, count]) => (
          <Line key={reason} name={`${w.refused}: ${(w.reason as Record<string, string>)[reason] ?? reason}`}>
            {number(count)}
          </Line>
        ))}
    </dl>
  );
}

function Line({ name, note, strong = false, fail = false, children }: { name: string; note?: string; strong?: boolean; fail?: boolean; children: ReactNode }) {
  return (
    <div className={clsx("col-span-2 flex justify-between gap-4 border-b py-2", strong && "font-semibold", fail && "text-fail")}>
      <dt>
        {name}
        {note ? <span className="block text-meta font-normal text-muted">{note}</span> : null}
      </dt>
      <dd className="whitespace-nowrap tabular-nums">{children}</dd>
    </div>
  );
}

/** The choice of example offers. Only groups that are not empty can be chosen. */
function Shown({ preview }: { preview: Preview }) {
  const w = useWords();
  const { number } = useFormat();
  const { show = "changed", turn } = usePlace();
  const refused = Object.values(preview.refused).reduce((sum, count) => sum + count, 0);
  const count: Record<Show, number> = { changed: preview.changed, under_floor: preview.under_floor, over_guard: preview.over_guard, refused };
  const there = SHOWN.filter((one) => one === show || count[one] > 0);
  return (
    <section aria-label={w.examples} className="flex flex-col items-stretch gap-3">
      {there.length > 1 ? (
        <Field label={w.show}>
          <Select value={show} onChange={(event) => turn({ show: event.target.value as Show }, true)} options={there.map((value) => ({ value, label: `${w.shows[value]} (${number(count[value])})` }))} className="md:max-w-sm" />
        </Field>
      ) : (
        <h3 className="font-medium">{w.examples}</h3>
      )}
      <Examples key={show} preview={preview} />
    </section>
  );
}
