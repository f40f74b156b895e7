import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";

import { isOn, useSayFees } from "../use-say-fees";
import { useWords } from "../words.id";

/** A schedule's fees: those that are on, those that are off (folded), and the source of the numbers. */
export function FeeList({ schedule: { fees, source } }: { schedule: Schema<"FeeSchedule"> }) {
  const w = useWords();
  const { number } = useFormat();
  const off = fees.filter((fee) => !isOn(fee));
  const on = fees.filter(isOn);
  return (
    <>
      {on.length === 0 ? <p className="py-2 text-muted">{w.no_fees_taken}</p> : <Fees fees={on} />}
      {off.length > 0 ? (
        <details>
          <summary className="flex min-h-11 items-center text-muted hover:text-ink md:min-h-9">{w.fees_off(number(off.length))}</summary>
          <Fees fees={off} muted />
        </details>
      ) : null}
      <details>
        <summary className="flex min-h-11 items-center text-muted hover:text-ink md:min-h-9">{w.fees_source}</summary>
        <p className="pb-2 text-meta text-muted">{source}</p>
        <p className="pb-2 text-meta text-muted">{w.fees_check}</p>
      </details>
    </>
  );
}

function Fees({ fees, muted = false }: { fees: readonly Schema<"Fee">[]; muted?: boolean }) {
  const { takes } = useSayFees();
  return (
    <dl className={muted ? "text-muted" : ""}>
      {fees.map((fee) => (
        <div key={fee.name} className="flex flex-wrap justify-between gap-x-4 border-b py-2 last:border-b-0">
          <dt>{fee.name}</dt>
          <dd className="ml-auto text-right tabular-nums">{takes(fee)}</dd>
        </div>
      ))}
    </dl>
  );
}
