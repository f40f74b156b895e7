import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect } from "react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useShortcut } from "@/lib/shortcuts";
import { Button, IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";

import type { Named } from "../decisions";
import { isNarrowed, type MatchSearch } from "../search";
import { type Review, useReview } from "../use-review";
import { useWords } from "../words.id";
import { BulkStrip } from "./bulk-strip";
import { Candidates } from "./candidates";
import { Evidence } from "./evidence";
import { Failures } from "./failures";
import { LinkSheet } from "./link-sheet";
import { Pair } from "./pair";
import { PairSkeleton } from "./pair-skeleton";
import { Picture } from "./picture";
import { ReviewFoot } from "./review-foot";
import { SureBar } from "./sure-bar";

type Props = { search: MatchSearch; onSearch: (search: MatchSearch, replace?: boolean) => void };

/** One pair per screen. */
export function ReviewPair({ search, onSearch }: Props) {
  const review = useReview(search, (next) => onSearch(next, true));
  const { entry, candidate } = review;
  useKeys(review, () => onSearch({ ...search, sheet: "link" }));
  usePreload(review.next?.listing.image, review.next?.candidates[0]?.listing.image);
  const open = (sheet: MatchSearch["sheet"]) => onSearch({ ...search, at: entry?.listing.key, with: candidate?.id, sheet });
  const linked = entry?.listing ?? (review.isPending ? undefined : namedBy(search.listing));
  const close = () => onSearch({ ...search, sheet: undefined }, true);
  if (review.error) return <Problem error={review.error} onRetry={review.retry} />;
  return (
    <>
      <BulkStrip />
      {isNarrowed(search) || search.tier === "review" || search.tier === "unlikely" ? null : <SureBar entries={review.entries} complete={!review.isPending && review.entries.length >= review.total} auto={review.counts?.open["auto"] ?? 0} />}
      <Failures onSee={review.see} />
      {review.isPending ? <PairSkeleton /> : entry && candidate ? <Screen review={review} onEnlarge={() => open("pictures")} onLink={() => open("link")} /> : <Nothing review={review} search={search} onLink={() => open("link")} />}
      {review.isPending ? null : <ReviewFoot review={review} />}
      {linked && search.sheet === "link" ? <LinkSheet listing={linked} onLink={(product) => review.link(linked, product)} onClose={close} /> : null}
      {entry && candidate ? <Enlarged open={search.sheet === "pictures"} review={review} onClose={close} /> : null}
    </>
  );
}

function Screen({ review, onEnlarge, onLink }: { review: Review; onEnlarge: () => void; onLink: () => void }) {
  const w = useWords();
  const { number, percent } = useFormat();
  const { may } = useMe();
  const { entry, candidate } = review;
  if (!entry || !candidate) return null;
  const names = w.pair(entry.listing.title ?? entry.listing.external_id, candidate.listing.title ?? candidate.listing.external_id);
  return (
    <article aria-label={names} className="border-t">
      <p role="status" className="sr-only">
        {names}, {w.sure(percent(candidate.score_percent))}
      </p>
      <div className="flex flex-wrap items-center gap-x-1 px-2">
        <IconButton label={w.previous} disabled={review.index <= 0} onClick={() => review.step(-1)} className="disabled:opacity-30">
          <ChevronLeft size={20} aria-hidden />
        </IconButton>
        <span className="text-meta text-muted tabular-nums">
          {w.position(number(review.index + 1), number(review.total))}
          {entry.candidates.length > 1 ? (
            <span className="max-md:block">
              <span aria-hidden className="max-md:hidden">{" · "}</span>
              <span>{w.candidate_position(number(review.number), number(entry.candidates.length))}</span>
            </span>
          ) : null}
          {review.postponed ? ` · ${w.postponed}` : null}
        </span>
        <IconButton label={w.next} disabled={!review.next} onClick={() => review.step(1)} className="disabled:opacity-30">
          <ChevronRight size={20} aria-hidden />
        </IconButton>
        <span className="ml-auto flex min-w-0 items-center gap-2 pr-2 max-md:pl-2">
          <span aria-hidden className="h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-line">
            <span className="block h-full bg-muted" style={{ width: `${candidate.score_percent}%` }} />
          </span>
          <span className="font-medium">{w.sure(percent(candidate.score_percent))}</span>
        </span>
      </div>
      <div className="grid gap-x-8 gap-y-5 px-4 pb-6 lg:grid-cols-[minmax(0,1fr)_minmax(280px,360px)]">
        <Pair key={candidate.id} listing={entry.listing} candidate={candidate} onEnlarge={onEnlarge} />
        <div className="flex flex-col gap-5">
          <Evidence candidate={candidate} />
          <Candidates entry={entry} review={review} may={may("member")} onLink={onLink} />
        </div>
      </div>
    </article>
  );
}

/** A listing that is known by its key only: `channel:shop:id`. */
function namedBy(key: string | undefined): Named | undefined {
  const [channel, , external_id] = key?.split(":") ?? [];
  return key && channel && external_id ? { key, channel, external_id, title: null } : undefined;
}

function Nothing({ review, search, onLink }: { review: Review; search: MatchSearch; onLink: () => void }) {
  const w = useWords();
  const { may } = useMe();
  const { number } = useFormat();
  if (review.total > 0) {
    return (
      <Empty title={w.end} action={<Button look="primary" onClick={review.again}>{w.see_postponed}</Button>}>
        {w.end_help(number(review.total))}
      </Empty>
    );
  }
  const decided = Object.values(review.counts?.decided ?? {}).some((count) => count > 0) || review.said.length > 0;
  if (search.listing) {
    return (
      <Empty
        title={w.no_candidates}
        action={
          <Button look="primary" disabled={!may("member")} onClick={onLink}>
            {w.link}
          </Button>
        }
      >
        {w.no_candidates_help}
      </Empty>
    );
  }
  if (isNarrowed(search)) return <Empty title={w.nothing_here} />;
  return decided ? (
    <Empty
      title={w.all_done}
      action={
        <div className="flex flex-wrap gap-2">
          <PageLink to="/products" button="primary">
            {w.to_products}
          </PageLink>
          <PageLink to="/field-report" button="plain">
            {w.to_report}
          </PageLink>
        </div>
      }
    >
      {w.all_done_help}
    </Empty>
  ) : (
    <Empty
      title={w.never}
      action={
        <PageLink to="/imports" button="primary">
          {w.to_imports}
        </PageLink>
      }
    >
      {w.never_help}
    </Empty>
  );
}

function Enlarged({ open, review, onClose }: { open: boolean; review: Review; onClose: () => void }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const { entry, candidate } = review;
  if (!entry || !candidate) return null;
  // On a phone the two sides alternate, so that the same fields are next to each other.
  const sides = [entry.listing, candidate.listing];
  return (
    <Dialog open={open} onOpenChange={onClose} title={w.pictures}>
      <div className="flex flex-col gap-4">
        {Array.from({ length: Math.max(...sides.map(({ images }) => images.length)) }, (_, at) => (
          <div key={sides.map(({ images }) => images[at]).join(" ")} className="grid gap-2 md:grid-cols-2">
            {sides.map((side) =>
              side.images[at] ? (
                <figure key={side.key} className="md:odd:col-start-1 md:even:col-start-2">
                  <figcaption className="pb-1 text-meta text-muted">{w.picture_of(channelName(side.channel), number(at + 1))}</figcaption>
                  <Picture src={side.images[at]} alt="" className="aspect-square w-full rounded-md" />
                </figure>
              ) : (
                <span key={side.key} className="max-md:hidden" />
              ),
            )}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

function useKeys(review: Review, onLink: () => void): void {
  const w = useWords();
  const { may } = useMe();
  const off = !review.entry || !may("member") || review.unsettled;
  useShortcut("y", w.same_key, review.same, off);
  useShortcut("n", w.different_key, review.different, off);
  useShortcut("s", w.later_key, review.later, off);
  useShortcut("0", w.none_same, review.none, off || (review.entry?.candidates.length ?? 0) < 2);
  useShortcut("l", w.link_key, onLink, off);
  useShortcut("u", w.undo_key, review.undo, !may("member") || review.said.length === 0);
  useShortcut("ArrowLeft", w.previous, () => review.step(-1), !review.entry);
  useShortcut("ArrowRight", w.next, () => review.step(1), !review.entry);
  useShortcut("1", w.candidate_key, () => review.choose(1), !review.entry);
  useShortcut("2", w.candidate_key, () => review.choose(2), !review.entry);
  useShortcut("3", w.candidate_key, () => review.choose(3), !review.entry);
  useShortcut("4", w.candidate_key, () => review.choose(4), !review.entry);
  useShortcut("5", w.candidate_key, () => review.choose(5), !review.entry);
}

/** Loads the pictures of the next pair, so that it appears immediately. */
function usePreload(...addresses: (string | null | undefined)[]): void {
  const wanted = addresses.filter(Boolean).join("\n");
  useEffect(() => {
    for (const address of wanted ? wanted.split("\n") : []) new Image().src = address;
  }, [wanted]);
}
