import { clsx } from "clsx";

import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";

import type { Entry } from "../queries";
import type { Review } from "../use-review";
import { useWords } from "../words.id";
import { Picture } from "./picture";

/** The listings that may be the partner, the most certain first. The number is also the keyboard key. */
export function Candidates({ entry, review, may, onLink }: { entry: Entry; review: Review; may: boolean; onLink: () => void }) {
  const w = useWords();
  const { number, percent } = useFormat();
  const several = entry.candidates.length > 1;
  return (
    <section aria-label={w.candidates}>
      {several ? (
        <>
          <h2 className="pb-1 font-semibold">{w.candidates_of(number(entry.candidates.length))}</h2>
          <ol className="flex flex-col">
            {entry.candidates.map((candidate, at) => {
              const chosen = candidate.id === review.candidate?.id;
              return (
                <li key={candidate.id} className="border-b first:border-t">
                  <button type="button" aria-current={chosen || undefined} onClick={() => review.choose(at + 1)} className={clsx("flex min-h-14 w-full items-center gap-2 px-1 py-1 text-left hover:bg-sunken", chosen && "bg-sunken")}>
                    <kbd className={clsx("flex size-6 shrink-0 items-center justify-center rounded-sm border font-mono text-meta", chosen ? "border-ink bg-ink text-bg" : "border-edge")}>{number(at + 1)}</kbd>
                    <Picture src={candidate.listing.image} alt="" className="size-11 shrink-0 rounded-sm" />
                    <span className="line-clamp-2 min-w-0 flex-1 text-meta">{candidate.listing.title ?? w.unnamed(candidate.listing.external_id)}</span>
                    <span className="shrink-0 text-meta text-muted">{percent(candidate.score_percent)}</span>
                  </button>
                </li>
              );
            })}
          </ol>
        </>
      ) : null}
      <div className="flex flex-wrap gap-2 pt-3">
        {several ? (
          <Button disabled={!may || review.unsettled} onClick={review.none} aria-keyshortcuts="0">
            {w.none_same}
          </Button>
        ) : null}
        <Button disabled={!may} onClick={onLink} aria-keyshortcuts="l">
          {w.link}
        </Button>
      </div>
    </section>
  );
}
