import { clsx } from "clsx";
import { useId } from "react";

import type { Schema } from "@/api/client";
import type { Reading } from "@/api/prices";
import { useFormat } from "@/lib/format";

import { useChannelName } from "../channel";
import { Money } from "../money";
import { useWords } from "./words.id";

type Effect = Schema<"ReadingEffect">;
type Props = { reading: Reading; effect: Effect; chosen: boolean; onChoose: () => void };

/** How many examples are enough to recognise one's own products. */
const SHOWN = 3;

/** One way to read the shops' prices: what it means, what moves, and examples. Every amount is the API's. */
export function ReadingChoice({ reading, effect, chosen, onChoose }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const id = useId();
  const more = [effect.bases > 0 ? w.bases(number(effect.bases)) : null, effect.disagreeing > 0 ? w.disagreeing(number(effect.disagreeing)) : null, effect.unreadable > 0 ? w.unreadable(number(effect.unreadable)) : null].filter(Boolean);
  return (
    <div className={clsx("rounded-md border p-3", chosen ? "border-accent bg-surface" : "border-edge")}>
      <label htmlFor={id} className="flex min-h-11 items-start gap-3">
        <input id={id} type="radio" name="reading" checked={chosen} onChange={onChoose} className="mt-1 size-5 shrink-0 accent-accent md:size-4" aria-describedby={`${id}-effect`} />
        <span>
          <span className="font-medium">{w.reading[reading]}</span>
          {reading === "shop_prices_include_fees" ? <span className="ml-2 text-meta text-muted">{w.usual}</span> : null}
          <span className="block text-muted">{w.help[reading]}</span>
        </span>
      </label>
      <div id={`${id}-effect`} className="flex flex-col gap-3 pt-2 pl-8">
        <ul className="flex flex-col gap-1">
          {Object.entries(effect.channels).map(([channel, moves]) => (
            <li key={channel}>
              <span className="font-medium">{channelName(channel)}</span>{" "}
              {(["stay", "raised", "lowered", "unpriced"] as const)
                .filter((kind) => moves[kind] > 0)
                .map((kind) => `${number(moves[kind])} ${w.moves[kind]}`)
                .join(", ")}
            </li>
          ))}
        </ul>
        {reading === "shop_prices_include_fees" && Object.values(effect.channels).some(({ raised, lowered }) => raised + lowered > 0) ? <p className="text-meta text-muted">{w.moves_why}</p> : null}
        {more.length > 0 ? <p className="text-meta text-muted">{more.join(" · ")}</p> : null}
        {effect.examples.length > 0 ? <Examples examples={effect.examples.slice(0, SHOWN)} away={!chosen} /> : null}
      </div>
    </div>
  );
}

/** `away`: on a phone only the chosen reading shows its examples. */
function Examples({ examples, away }: { examples: Effect["examples"]; away: boolean }) {
  const w = useWords();
  const channelName = useChannelName();
  return (
    <div className={clsx(away && "max-lg:hidden")}>
      <p className="pb-1 text-meta text-muted">{w.examples}</p>
      <ul className="flex flex-col gap-2">
        {examples.map((one) => (
          <li key={one.variant_id} className="border-t pt-2">
            <p className="line-clamp-2">{one.title}</p>
            {one.sku ? <p className="font-mono text-meta text-muted">{one.sku}</p> : null}
            <dl className="grid grid-cols-[1fr_auto] gap-x-3 text-meta">
              <dt className="text-muted">{w.base}</dt>
              <dd className="text-right">
                <Move from={one.base_from} to={one.base_to} />
              </dd>
              {one.prices.map((price) => (
                <div key={price.listing} className="contents">
                  <dt className="text-muted">{channelName(price.listing.split(":")[0] ?? "")}</dt>
                  <dd className="text-right">
                    <Move from={price.from} to={price.to} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Move({ from = null, to = null }: { from?: number | null | undefined; to?: number | null | undefined }) {
  const w = useWords();
  if (from !== null && from === to) {
    return (
      <>
        <Money value={from} /> <span className="text-muted">{w.stays}</span>
      </>
    );
  }
  return (
    <>
      {from === null ? null : (
        <>
          <Money value={from} className="text-muted" />
          {" → "}
        </>
      )}
      {to === null ? <span className="text-fail">{w.no_price}</span> : <Money value={to} className="font-medium" />}
    </>
  );
}
