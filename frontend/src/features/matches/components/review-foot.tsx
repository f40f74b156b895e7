import { Undo2 } from "lucide-react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { Foot } from "@/ui/page";
import { PageLink } from "@/ui/page-link";

import type { Review } from "../use-review";
import { useWords } from "../words.id";

/** The last decision with its undo; below it the three answers, within reach of the thumb. */
export function ReviewFoot({ review }: { review: Review }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const last = review.said.at(-1);
  const { entry, unsettled } = review;
  if (!entry && !last) return null;
  const off = !may("member") || unsettled;
  return (
    <Foot
      actions={
        entry ? (
          <>
            <Answer keys="n" label={w.different} disabled={off} onClick={review.different} />
            <Answer keys="s" label={w.later} disabled={!may("member")} onClick={review.later} />
            <Answer keys="y" label={w.same} disabled={off} onClick={review.same} look="primary" />
          </>
        ) : null
      }
    >
      {last ? (
        <div className="flex items-center gap-2">
          <p role="status" className="min-w-0 flex-1">
            <span className="line-clamp-1">
              <span className="font-medium text-ink">{w.said[last.verdict]}</span> · {last.title}
              {last.state === "saving" ? ` · ${w.saving}` : last.state === "undoing" ? ` · ${w.undoing}` : null}
            </span>
            <PageLink to={last.verdict === "same" || last.verdict === "linked" ? `/matches?decision=${last.verdict === "same" ? "accepted" : "linked_by_hand"}` : "/matches?decision=rejected"} className="inline-flex min-h-6 items-center underline">
              {w.reviewed(number(review.said.length))}
            </PageLink>
          </p>
          <Button look="quiet" icon={<Undo2 size={16} aria-hidden />} disabled={!may("member") || last.state === "undoing"} onClick={review.undo} aria-keyshortcuts="u">
            {w.undo}
          </Button>
        </div>
      ) : null}
    </Foot>
  );
}

type AnswerProps = { keys: string; label: string; disabled: boolean; onClick: () => void; look?: "primary" | "plain" };

function Answer({ keys, label, disabled, onClick, look = "plain" }: AnswerProps) {
  return (
    <Button look={look} disabled={disabled} onClick={onClick} aria-keyshortcuts={keys} className="min-h-12 md:min-h-10 md:px-6">
      {label}
      <kbd aria-hidden className="font-mono text-meta font-normal opacity-70 max-md:hidden">
        {keys.toUpperCase()}
      </kbd>
    </Button>
  );
}
