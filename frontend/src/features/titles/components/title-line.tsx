import { Lock, TriangleAlert } from "lucide-react";

import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { TextDiff } from "@/ui/changes/text-diff";
import { useChannelName } from "@/ui/channel";
import { channelLetter } from "@/ui/glyph";

import type { ListingTitle, Risk } from "../queries";
import { isOpen, lengthOf, other, waits } from "../rows";
import { useWords } from "../words.id";

type Props = { title: ListingTitle; master: string; risks: readonly Risk[] | undefined; busy: boolean; onAccept: (() => void) | undefined; onOpen: () => void };

/** One channel's title: what the shop shows, what is proposed, and why. */
export function TitleLine({ title, risks, busy, onAccept, onOpen }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const name = channelName(title.channel);
  const open = isOpen(title);
  const next = open ? (title.proposal.title ?? title.target) : title.target;
  return (
    <div role="group" aria-label={name} className="grid gap-x-6 gap-y-2 px-4 py-2 md:grid-cols-[minmax(0,1fr)_auto] md:pl-14">
      <div className="flex min-w-0 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-2 text-meta text-muted">
          <span aria-hidden className="inline-flex size-5 items-center justify-center rounded-sm border font-medium text-ink">
            {channelLetter(title.channel)}
          </span>
          {name}
          {title.locked ? (
            <span className="inline-flex items-center gap-1">
              <Lock size={12} aria-hidden />
              {w.origin.locked}
            </span>
          ) : title.origin === "accepted" ? (
            <span>{w.origin.accepted}</span>
          ) : null}
          {!open && waits(title) ? <span className="text-wait">{w.waits}</span> : null}
        </p>
        <TextDiff unfolded from={title.current} to={next} />
        <Facts title={title} next={next} />
        <Reasons title={title} risks={risks} />
      </div>
      <div className="flex gap-2 self-start max-md:*:flex-1">
        {open ? (
          <Button busy={busy} disabled={!onAccept} aria-label={w.accept_of(name, next)} onClick={onAccept}>
            {w.accept}
          </Button>
        ) : null}
        <Button look="quiet" className="max-md:border max-md:border-edge" aria-label={w.edit_of(name, title.target)} onClick={onOpen}>
          {w.edit}
        </Button>
      </div>
    </div>
  );
}

/** How similar the title is to the product's title, and its length by the shop's limits. */
export function Facts({ title, next }: { title: ListingTitle; next: string }) {
  const w = useWords();
  const { number, percent } = useFormat();
  const { similarity, in_band } = title.proposal;
  const proposed = next === title.proposal.title;
  const share = proposed ? similarity : title.target_similarity;
  const length = lengthOf(next);
  const fits = length <= title.max_length && length >= title.min_length;
  return (
    <p className="flex flex-wrap gap-x-3 text-meta text-muted tabular-nums">
      {share === null || share === undefined ? null : (
        <span>
          {w.similar(percent(Math.round(share * 100)))}
          {proposed ? <span className={in_band ? "text-ok" : "text-wait"}>{`, ${in_band ? w.in_band : w.out_of_band}`}</span> : null}
        </span>
      )}
      <span className={fits ? undefined : "text-fail"}>{w.length(number(length), number(title.max_length))}</span>
    </p>
  );
}

const SHOWN = 2;

/** Why the proposal is as it is, and which other titles are too similar. */
export function Reasons({ title, risks = [] }: { title: ListingTitle; risks?: readonly Risk[] | undefined }) {
  const w = useWords();
  const { number, percent } = useFormat();
  const channelName = useChannelName();
  useLanguage();
  const twins = [...new Set(title.equal_to.map((key) => channelName(key.split(":")[0] ?? key)))];
  // Several listings may say the same words; once is enough.
  const near = [
    ...new Set(
      risks.flatMap((risk) => {
        const one = other(risk, title.listing);
        if (title.equal_to.includes(one.listing)) return [];
        const share = percent(Math.round(risk.similarity * 100));
        return risk.kind === "own_shop" ? w.risk.own_shop(share, one.title) : w.risk.other_shop(share, one.title, channelName(one.listing.split(":")[0] ?? ""));
      }),
    ),
  ];
  const notes = [
    ...(title.outdated ? [w.outdated] : []),
    ...(twins.length > 0 ? [w.twin(twins.join(", "))] : []),
    ...near.slice(0, SHOWN),
    ...(near.length > SHOWN ? [w.risk_more(number(near.length - SHOWN))] : []),
  ];
  const why = title.proposal.explanations.filter(({ code }) => code !== "locked");
  if (notes.length === 0 && why.length === 0) return null;
  return (
    <ul className="flex flex-col gap-0.5 text-meta">
      {notes.map((note) => (
        <li key={note} className="flex gap-1.5 text-wait">
          <TriangleAlert size={12} aria-hidden className="mt-0.5 shrink-0" />
          {note}
        </li>
      ))}
      {why.map((one) => (
        <li key={one.code} className="text-muted">
          {said(one.text, one.text_en)}
        </li>
      ))}
    </ul>
  );
}
