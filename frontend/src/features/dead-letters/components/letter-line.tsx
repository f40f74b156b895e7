import { ChevronRight } from "lucide-react";
import { useState } from "react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/confirm";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";

import { causeOf } from "../cause";
import { type Letter, useDiscard, useRedrive } from "../queries";
import { useWords } from "../words.id";

export function LetterLine({ letter }: { letter: Letter }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const [asked, setAsked] = useState(false);
  const redrive = useRedrive(w.redriven);
  const discard = useDiscard(w.discarded);
  const kind = letter.kind ? ((w.kind as Record<string, string>)[letter.kind] ?? letter.kind) : w.kind_unknown;
  const cause = causeOf(letter.reason);
  const connects = cause === "channel_unauthorized" || cause === "channel_not_connected";
  const error = redrive.error ?? discard.error;
  return (
    <article aria-label={kind} className="flex flex-col gap-2 px-4 py-3">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{kind}</span>
        <span className="text-meta text-muted">
          {w.queue[letter.queue]} · {w.tried(number(letter.receives))}
          {letter.sent_at ? (
            <>
              {" · "}
              <Ago at={letter.sent_at} />
            </>
          ) : null}
        </span>
      </p>
      <p>
        {w.cause[cause]} <span className="text-muted">{w.remedy[cause]}</span>
      </p>
      <details className="group text-meta">
        <summary className="flex min-h-11 list-none items-center gap-1 text-muted hover:text-ink md:min-h-6">
          <ChevronRight size={14} aria-hidden className="group-open:rotate-90" />
          {w.note}
        </summary>
        <div className="flex flex-col gap-2 font-mono">
          {letter.reason ? <p lang="en">{letter.reason}</p> : null}
          <pre className="overflow-x-auto rounded-md bg-sunken p-3 whitespace-pre-wrap">{JSON.stringify(letter.message, null, 2)}</pre>
        </div>
      </details>
      <div className="flex flex-wrap gap-2">
        {connects ? (
          <PageLink to="/settings" button="plain">
            {w.to_settings}
          </PageLink>
        ) : null}
        <Button busy={redrive.isPending} disabled={!may("admin")} onClick={() => redrive.mutate(letter)}>
          {w.redrive}
        </Button>
        <Button look="danger" disabled={!may("admin")} onClick={() => setAsked(true)}>
          {w.discard}
        </Button>
      </div>
      {error ? <Problem error={error} /> : null}
      <Confirm
        open={asked}
        onOpenChange={setAsked}
        title={w.discard_title}
        action={w.discard}
        danger
        busy={discard.isPending}
        onConfirm={() => discard.mutate(letter, { onSettled: () => setAsked(false) })}
      >
        <p>{w.discard_text(kind)}</p>
      </Confirm>
    </article>
  );
}
