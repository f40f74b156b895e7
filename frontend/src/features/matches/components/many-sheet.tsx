import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Field, Select } from "@/ui/field";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { useDecideMany } from "../bulk";
import { type Queue, sureQuery } from "../queries";
import type { MatchSearch } from "../search";
import { useWords } from "../words.id";

/** The choices for the minimum certainty, in percent. */
const LEVELS = [95, 90, 85, 80, 70, 60, 50] as const;
const LEAST = 50;
/** How many of the pairs to accept are shown, the least certain ones. */
const SHOWN = 5;

type Props = { search: MatchSearch; counts: Queue["counts"] | undefined; narrowed: boolean; onClose: () => void };

/** Many decisions at once: accepts pairs with enough certainty, rejects unlikely ones. */
export function ManySheet({ search, counts, narrowed, onClose }: Props) {
  const w = useWords();
  const { channel, q } = search;
  const filter = { ...(channel ? { channel } : {}), ...(q ? { q } : {}) };
  return (
    <Sheet open onOpenChange={onClose} title={w.many_title} description={w.many_help}>
      <div className="flex flex-col gap-6">
        <RoleNote needs="member" />
        {narrowed ? <AcceptFound filter={filter} count={counts?.open["suggested"] ?? 0} onDone={onClose} /> : <AcceptSure auto={counts?.open["auto"] ?? 0} onDone={onClose} />}
        <RejectUnlikely filter={filter} count={counts?.open["unlikely"] ?? 0} onDone={onClose} />
      </div>
    </Sheet>
  );
}

type Filter = Pick<Schema<"MatchFilter">, "channel" | "q">;

function AcceptSure({ auto, onDone }: { auto: number; onDone: () => void }) {
  const w = useWords();
  const { number, percent } = useFormat();
  const { may } = useMe();
  const { key, renew } = useIdempotencyKey();
  const { data: sure, error, isPending, refetch } = useQuery(sureQuery(LEAST, auto));
  const accept = useDecideMany();
  const [chosen, setChosen] = useState<number>();
  // The highest level that finds something, until another one is chosen.
  const least = chosen ?? LEVELS.find((level) => sure?.some(({ score }) => score >= level)) ?? LEVELS[0];
  const found = sure?.filter(({ score }) => score >= least) ?? [];
  const choose = (level: number) => {
    setChosen(level);
    // A changed request is a new piece of work.
    renew();
  };
  return (
    <section aria-label={w.accept_many} className="flex flex-col items-start gap-3">
      <h3 className="font-semibold">{w.accept_many}</h3>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <SkeletonRows rows={3} /> : null}
      {auto > 0 ? <p className="text-meta text-muted">{w.auto_left(number(auto))}</p> : null}
      {sure ? (
        <>
          <Field label={w.from} className="w-full max-w-xs">
            <Select value={String(least)} onChange={(event) => choose(Number(event.target.value))} options={LEVELS.map((level) => ({ value: String(level), label: w.from_percent(percent(level)) }))} />
          </Field>
          {found.length === 0 ? <p className="text-muted">{w.accept_none}</p> : null}
          {found.length > 0 ? (
            <>
              <Button look="primary" busy={accept.isPending} disabled={!may("member")} onClick={() => accept.mutate({ verb: "accept", which: { suggested_from_percent: least }, key }, { onSuccess: onDone })}>
                {w.accept_count(number(found.length))}
              </Button>
              <div className="w-full">
                <h4 className="pb-1 text-meta font-medium text-muted">{w.least_sure}</h4>
                <ul className="border-t">
                  {found
                    .slice(-SHOWN)
                    .toReversed()
                    .map(({ id, title, partner, score }) => (
                      <li key={id} className="flex gap-3 border-b py-2">
                        <span className="min-w-0 flex-1">
                          {title} <span className="text-muted">{w.with(partner)}</span>
                        </span>
                        <span className="shrink-0 font-medium">{percent(score)}</span>
                      </li>
                    ))}
                </ul>
              </div>
            </>
          ) : null}
          {accept.error ? <Problem error={accept.error} /> : null}
        </>
      ) : null}
    </section>
  );
}

type FilteredProps = { filter: Filter; count: number; onDone: () => void };

function AcceptFound({ filter, count, onDone }: FilteredProps) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const { key } = useIdempotencyKey();
  const accept = useDecideMany();
  return (
    <section aria-label={w.accept_many} className="flex flex-col items-start gap-3">
      <h3 className="font-semibold">{w.accept_many}</h3>
      {count === 0 ? (
        <p className="text-muted">{w.reject_none}</p>
      ) : (
        <>
          <p className="text-muted">{w.accept_narrowed(number(count))}</p>
          <Button look="primary" busy={accept.isPending} disabled={!may("member")} onClick={() => accept.mutate({ verb: "accept", which: { filter: { ...filter, tier: "suggested" } }, key }, { onSuccess: onDone })}>
            {w.accept_count(number(count))}
          </Button>
        </>
      )}
      {accept.error ? <Problem error={accept.error} /> : null}
    </section>
  );
}

function RejectUnlikely({ filter, count, onDone }: FilteredProps) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const { key } = useIdempotencyKey();
  const reject = useDecideMany();
  return (
    <section aria-label={w.reject_many} className="flex flex-col items-start gap-3 border-t pt-4">
      <h3 className="font-semibold">{w.reject_many}</h3>
      {count === 0 ? (
        <p className="text-muted">{w.reject_none}</p>
      ) : (
        <>
          <p className="text-muted">{w.reject_help(number(count))}</p>
          <Button look="danger" busy={reject.isPending} disabled={!may("member")} onClick={() => reject.mutate({ verb: "reject", which: { filter: { ...filter, tier: "unlikely" } }, key }, { onSuccess: onDone })}>
            {w.reject_count(number(count))}
          </Button>
        </>
      )}
      {reject.error ? <Problem error={reject.error} /> : null}
    </section>
  );
}
