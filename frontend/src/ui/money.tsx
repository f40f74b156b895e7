import { clsx } from "clsx";
import type { ReactNode } from "react";

import { useFormat } from "@/lib/format";

import { Popover } from "./popover";
import { useWords } from "./words.id";

/** Whole rupiah. */
export function Money({ value, className }: { value: number; className?: string }) {
  const { rupiah } = useFormat();
  return <span className={clsx("whitespace-nowrap tabular-nums", className)}>{rupiah(value)}</span>;
}

/** One step of a quote as the API gives it; amounts in whole rupiah. */
export type MoneyStep = { label: string; amount: number };

type PairProps = {
  /** What the buyer sees; the second bound where the variants differ. */
  price: number;
  priceTo?: number | undefined;
  /** What the seller keeps of it. */
  keeps: number | null;
  /** Why the price is under the floor, in the server's words; shown beside the amount kept. */
  floor?: string | undefined;
  steps?: readonly MoneyStep[] | undefined;
  align?: "left" | "right";
  /** Shares the line of the amount kept, at its right. The reason of the floor is then beside the price, where it has room. */
  beside?: ReactNode;
};

/** The price and under it what the seller keeps, always together; a tap unfolds the steps. Every amount comes from the API. */
export function MoneyPair({ price, priceTo, keeps, floor, steps, align = "right", beside }: PairProps) {
  const w = useWords();
  const { rupiah, rupiahRange } = useFormat();
  const full = beside !== undefined;
  const kept = keeps === null ? undefined : floor && !full ? rupiah(keeps) : w.you_keep_of(rupiah(keeps));
  const why = floor ? <span className="min-w-0 truncate text-meta text-fail">{floor}</span> : null;
  if (full) {
    return (
      <span className="flex flex-col">
        <span className="flex flex-wrap items-baseline gap-x-1.5 whitespace-nowrap">
          <span className={clsx("shrink-0 font-medium tabular-nums", floor && "text-fail line-through")}>{rupiahRange(price, priceTo)}</span>
          {why}
        </span>
        <span className="flex min-h-4 items-end justify-between gap-1">
          <span className="min-w-0 truncate text-meta text-muted tabular-nums">{kept}</span>
          {beside}
        </span>
      </span>
    );
  }
  const pair = (
    <span className={clsx("flex flex-col", align === "right" ? "items-end text-right" : "items-start text-left")}>
      <span className={clsx("font-medium whitespace-nowrap tabular-nums", floor && "text-fail line-through")}>{rupiahRange(price, priceTo)}</span>
      {kept || floor ? (
        <span className={clsx("text-meta text-muted tabular-nums", align === "right" && "whitespace-nowrap")}>
          {kept}
          {kept && floor ? " · " : null}
          {why}
        </span>
      ) : null}
    </span>
  );
  if (!steps?.length) return pair;
  return (
    <Popover
      align={align === "right" ? "end" : "start"}
      trigger={
        <button type="button" className="rounded-md hover:bg-sunken">
          {pair}
        </button>
      }
    >
      <MoneySteps steps={steps} />
    </Popover>
  );
}

/** The way from the price to what the seller keeps; the last step is the sum. */
export function MoneySteps({ steps, foot }: { steps: readonly MoneyStep[]; foot?: ReactNode }) {
  const { rupiah } = useFormat();
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
      {steps.map(({ label, amount }, at) => (
        <div key={label} className={clsx("contents", at === steps.length - 1 && "font-semibold")}>
          <dt>{label}</dt>
          <dd className="text-right tabular-nums">{rupiah(amount)}</dd>
        </div>
      ))}
      {foot}
    </dl>
  );
}
