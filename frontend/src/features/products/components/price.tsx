import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { MoneyPair } from "@/ui/money";

import type { Card } from "../queries";
import { useWords } from "../words.id";

/** The base price, and the smallest amount that the seller keeps of it on any channel; `beside` as in `MoneyPair`. */
export function BasePrice({ card, beside }: { card: Card; beside?: ReactNode }) {
  const w = useWords();
  if (card.min_price === null || card.min_price === undefined) {
    const none = <span className="text-muted">{w.no_price}</span>;
    return beside === undefined ? none : <span className="flex h-9 items-end justify-between gap-1">{none}{beside}</span>;
  }
  return <MoneyPair price={card.min_price} priceTo={card.max_price ?? undefined} keeps={card.keeps_min ?? null} floor={card.under_floor ? w.under_floor : undefined} beside={beside} />;
}

/** The target price on one channel and the amount kept; also the price in the shop and when it was read, if it differs. */
export function ChannelPrice({ standing }: { standing: Schema<"ChannelState"> | undefined }) {
  const w = useWords();
  const { rupiah, rupiahRange } = useFormat();
  if (!standing || standing.state === "not_listed") return <span className="text-muted" aria-hidden>–</span>;
  const { target_min, target_max, live_min, live_max, keeps_min, under_floor, seen_at } = standing;
  if (target_min === null || target_min === undefined) return <span className="text-meta text-muted">{w.no_price}</span>;
  const differs = live_min !== null && live_min !== undefined && (live_min !== target_min || live_max !== target_max);
  return (
    <span className="flex flex-col items-end">
      <span className={clsx("whitespace-nowrap", under_floor && "text-fail line-through")}>{rupiahRange(target_min, target_max)}</span>
      {/* An age that has no room wraps out of sight instead of being cut; the lane says it too. */}
      <span className="flex h-[1lh] max-w-full flex-wrap justify-end gap-x-1 overflow-hidden text-meta whitespace-nowrap text-muted">
        {differs ? (
          <>
            <span className="text-wait">{w.live(rupiah(live_min))}</span>
            {seen_at ? <Ago at={seen_at} /> : null}
          </>
        ) : keeps_min === null || keeps_min === undefined ? null : w.keeps(rupiah(keeps_min))}
      </span>
    </span>
  );
}
