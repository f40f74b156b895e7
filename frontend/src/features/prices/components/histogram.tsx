import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";

import { useWords } from "../words.id";

type Bucket = Schema<"Bucket">;

/** The number of prices by size of their change, as bars, counted by the API. Empty buckets at both ends are left out. */
export function Histogram({ buckets }: { buckets: readonly Bucket[] }) {
  const w = useWords();
  const { number, change } = useFormat();
  const first = buckets.findIndex(({ offers }) => offers > 0);
  if (first < 0) return null;
  const shown = buckets.slice(first, buckets.findLastIndex(({ offers }) => offers > 0) + 1);
  const most = Math.max(...shown.map(({ offers }) => offers));
  const name = ({ from_percent: from, to_percent: to }: Bucket) => {
    if (typeof from !== "number") return w.bucket.below(change(to ?? 0));
    return typeof to === "number" ? w.bucket.between(change(from), change(to)) : w.bucket.above(change(from));
  };
  return (
    <section aria-label={w.histogram}>
      <h3 className="pb-2 font-medium">{w.histogram}</h3>
      <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1 text-meta">
        {shown.map((bucket) => (
          <div key={`${bucket.from_percent}`} className="contents">
            <dt className="text-right tabular-nums">{name(bucket)}</dt>
            <dd aria-hidden className="h-4 rounded-sm bg-sunken">
              <div className="h-4 rounded-sm bg-muted" style={{ width: `${(bucket.offers / most) * 100}%` }} />
            </dd>
            <dd className="text-right tabular-nums">
              <span aria-hidden>{number(bucket.offers)}</span>
              <span className="sr-only">{w.prices_count(number(bucket.offers))}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
