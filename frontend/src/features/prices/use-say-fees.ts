import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";

import type { FeeVersion } from "./queries";
import { useWords } from "./words.id";

export type Fee = Schema<"Fee">;

/** Today's version and the planned ones, of the channel or of one of its categories. */
export const feesOf = (versions: readonly FeeVersion[], category?: string) => {
  const own = versions.filter((one) => (one.category ?? undefined) === category);
  return {
    today: own.find(({ state }) => state === "in_force"),
    planned: own.filter(({ state }) => state === "planned").toSorted((a, b) => a.schedule.valid_from.localeCompare(b.schedule.valid_from)),
    past: own.filter(({ state }) => state === "past").toSorted((a, b) => b.version - a.version),
  };
};

export const categoriesOf = (versions: readonly FeeVersion[]) => [...new Set(versions.flatMap(({ category }) => category ?? []))].toSorted();

/** Fees in the seller's words. */
export function useSayFees() {
  const w = useWords();
  const { percent, rupiah, date } = useFormat();
  const takes = (fee: Fee): string => {
    if (fee.kind === "per_order") return w.per_order(rupiah(fee.amount ?? 0));
    const rate = percent(fee.percent ?? 0);
    return typeof fee.cap === "number" ? w.capped(rate, rupiah(fee.cap)) : rate;
  };
  return {
    takes,
    /** Today's fees, one by one; null without a schedule. */
    summary: (versions: readonly FeeVersion[]): string | null => {
      const { today } = feesOf(versions);
      if (!today) return null;
      const on = today.schedule.fees.filter(isOn);
      return on.length === 0 ? w.no_fees_taken : on.map((fee) => `${fee.name} ${takes(fee)}`).join(" · ");
    },
    planned: (versions: readonly FeeVersion[]): string[] => feesOf(versions).planned.map(({ schedule }) => w.fees_planned_line(date(schedule.valid_from))),
  };
}

/** A fee applies unless it is switched off. */
export const isOn = (fee: Fee) => fee.enabled !== false;
