import { clsx } from "clsx";
import { ExternalLink, Images } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";

import { useFormat } from "@/lib/format";
import { known } from "@/lib/known";
import { useChannelName } from "@/ui/channel";
import { Marked } from "@/ui/marked";

import type { Candidate, Side } from "../queries";
import { useWords } from "../words.id";
import { Picture } from "./picture";
import { Sign } from "./sign";
import { Variants } from "./variants";

type Props = { listing: Side; candidate: Candidate; onEnlarge: () => void };

/** The two listings side by side, with the differences marked. */
export function Pair({ listing, candidate, onEnlarge }: Props) {
  const w = useWords();
  const other = candidate.listing;
  const place = useRef<HTMLDivElement>(null);
  // A new pair starts at its pictures, even if the last one was scrolled down.
  useEffect(() => {
    if ((place.current?.getBoundingClientRect().top ?? 0) < 0) place.current?.scrollIntoView();
  }, []);
  return (
    <div ref={place} className="flex scroll-mt-14 flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 md:gap-6">
        {[listing, other].map((side) => (
          <Pictures key={side.key} side={side} onEnlarge={onEnlarge} />
        ))}
        <Title side={listing} other={other} />
        <Title side={other} other={listing} />
      </div>
      <p className="sr-only">{w.differing_help}</p>
      <Facts left={listing} right={other} />
      <Variants left={listing} right={other} />
    </div>
  );
}

const SHOWN = 5;

function Pictures({ side, onEnlarge }: { side: Side; onEnlarge: () => void }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const [chosen, setChosen] = useState(0);
  const channel = channelName(side.channel);
  const at = side.images[chosen] ? chosen : 0;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p className="flex min-h-6 flex-wrap items-center gap-x-2 text-meta font-medium text-muted">
        {side.url ? (
          <a href={side.url} target="_blank" rel="noreferrer" aria-label={w.open_listing(channel)} className="-my-3 inline-flex min-h-11 items-center gap-1 underline">
            {channel}
            <ExternalLink size={12} aria-hidden className="shrink-0" />
          </a>
        ) : (
          channel
        )}
        {side.gone ? <span className="text-fail">{w.gone}</span> : null}
      </p>
      {side.images.length > 0 ? (
        <button type="button" aria-label={w.enlarge(channel)} onClick={onEnlarge} className="relative block rounded-md">
          <Picture src={side.images[at]} alt="" className="aspect-square w-full rounded-md md:max-h-80" />
          {side.images.length > 1 ? (
            <span aria-hidden className="absolute right-1 bottom-1 flex items-center gap-1 rounded-sm bg-surface px-1.5 text-meta text-muted md:hidden">
              <Images size={12} />
              {number(side.images.length)}
            </span>
          ) : null}
        </button>
      ) : (
        <span role="img" aria-label={w.no_picture}>
          <Picture src={null} alt="" className="aspect-square w-full rounded-md md:max-h-80" />
        </span>
      )}
      {side.images.length > 1 ? (
        <div className="flex gap-1 overflow-x-auto p-0.5 [scrollbar-width:none] max-md:hidden">
          {side.images.slice(0, SHOWN).map((image, place) => (
            <button
              key={image}
              type="button"
              aria-label={w.picture_of(channel, number(place + 1))}
              aria-pressed={place === at}
              onClick={() => setChosen(place)}
              className={clsx("touch shrink-0 rounded-sm", place === at && "ring-2 ring-ink")}
            >
              <Picture src={image} alt="" className="size-11 rounded-sm" />
            </button>
          ))}
          {side.images.length > SHOWN ? <span className="self-center px-1 text-meta text-muted">+{number(side.images.length - SHOWN)}</span> : null}
        </div>
      ) : null}
    </div>
  );
}

function Title({ side, other }: { side: Side; other: Side }) {
  const w = useWords();
  const title = side.title ?? w.unnamed(side.external_id);
  return (
    <p className="min-w-0">
      <Marked text={title} other={other.title ?? ""} />
    </p>
  );
}

type Fact = { label: string; left: ReactNode; right: ReactNode; equal: boolean | undefined };

function Facts({ left, right }: { left: Side; right: Side }) {
  const w = useWords();
  const { number } = useFormat();
  const grams = (value: number | null | undefined) => (known(value) ? w.grams(number(value)) : w.none);
  const count = ({ offers }: Side) => number(offers.length);
  const facts: Fact[] = [
    {
      label: w.price,
      left: <Prices side={left} />,
      right: <Prices side={right} />,
      equal: known(left.min_price) && known(right.min_price) ? left.min_price === right.min_price && left.max_price === right.max_price : undefined,
    },
    { label: w.weight, left: grams(left.weight_g), right: grams(right.weight_g), equal: known(left.weight_g) && known(right.weight_g) ? left.weight_g === right.weight_g : undefined },
    { label: w.variant_count, left: count(left), right: count(right), equal: left.offers.length === right.offers.length },
    { label: w.sku, left: <Skus side={left} />, right: <Skus side={right} />, equal: left.skus.length > 0 && right.skus.length > 0 ? left.skus.some((sku) => right.skus.includes(sku)) : undefined },
  ];
  return (
    <dl className="border-t">
      {facts.map(({ label, left: one, right: two, equal }) => (
        <div key={label} className="grid min-h-9 grid-cols-[48px_minmax(0,1fr)_16px_minmax(0,1fr)] items-center gap-x-2 border-b py-1 md:grid-cols-[96px_minmax(0,1fr)_16px_minmax(0,1fr)]">
          <dt className="text-meta text-muted">{label}</dt>
          <dd>{one}</dd>
          <dd>
            <Sign equal={equal} />
          </dd>
          <dd>{two}</dd>
        </div>
      ))}
    </dl>
  );
}

function Prices({ side }: { side: Side }) {
  const w = useWords();
  const { rupiah } = useFormat();
  const { min_price, max_price } = side;
  if (!known(min_price)) return w.none;
  return <span className="font-medium">{known(max_price) && max_price !== min_price ? `${rupiah(min_price)} – ${rupiah(max_price)}` : rupiah(min_price)}</span>;
}

const SKUS = 2;

function Skus({ side }: { side: Side }) {
  const w = useWords();
  const { number } = useFormat();
  if (side.skus.length === 0) return w.none;
  const rest = side.skus.length - SKUS;
  return (
    <span className="font-mono text-meta break-all" title={side.skus.join(", ")}>
      {side.skus.slice(0, SKUS).join(", ")}
      {rest > 0 ? ` +${number(rest)}` : null}
    </span>
  );
}
