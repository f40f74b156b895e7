import { useQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { Button } from "@/ui/button";
import { Problem } from "@/ui/problem";

import { useDecideMany } from "../bulk";
import { type Entry, sureOf, sureQuery } from "../queries";
import { useWords } from "../words.id";

/** The certainty, in percent, above which a person does not have to check each pair. */
const SURE = 95;

/** Accepts all nearly certain pairs of those that are suggested with one press. `complete`: `entries` has all entries; `auto`: how many listings have a candidate that links by itself, which this leaves alone. */
export function SureBar({ entries, complete, auto }: { entries: readonly Entry[]; complete: boolean; auto: number }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const { key, renew } = useIdempotencyKey();
  const accept = useDecideMany();
  const here = entries.flatMap((entry) => sureOf(entry, SURE)).length;
  // The most certain come first, so after a less certain one no other follows.
  const counted = complete || entries.some(({ tier, score_percent }) => tier !== "auto" && score_percent < SURE);
  const { data: all } = useQuery({ ...sureQuery(SURE, auto), enabled: here > 0 && !counted });
  if (here === 0 && !accept.error) return null;
  const count = counted ? here : all?.length;
  return (
    <section aria-label={w.sure_ones_some} className="border-t">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <div className="min-w-0 flex-1 basis-40">
          <p className="font-medium">{count === undefined ? w.sure_ones_some : w.sure_ones(number(count))}</p>
          <p className="text-meta text-muted">{w.sure_help}</p>
          {auto > 0 ? <p className="text-meta text-muted">{w.auto_left(number(auto))}</p> : null}
        </div>
        <Button
          icon={<CheckCheck size={16} aria-hidden />}
          busy={accept.isPending}
          disabled={!may("member")}
          onClick={() => accept.mutate({ verb: "accept", which: { suggested_from_percent: SURE }, key }, { onSuccess: renew })}
        >
          {count === undefined ? w.accept_sure_some : w.accept_sure(number(count))}
        </Button>
      </div>
      {accept.error ? <Problem error={accept.error} /> : null}
    </section>
  );
}
