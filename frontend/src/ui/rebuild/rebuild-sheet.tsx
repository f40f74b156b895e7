import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { said, useLanguage } from "@/lib/words";

import { Button } from "../button";
import { Becomes } from "../changes/change-line";
import { TextDiff } from "../changes/text-diff";
import { Value } from "../changes/value";
import { Sheet } from "../dialog";
import { Empty } from "../empty";
import { Checkbox } from "../field";
import { useLabel } from "../log/details";
import { Problem } from "../problem";
import { RoleNote } from "../role-note";
import { SkeletonRows } from "../skeleton";
import { accept, acceptAll, type Preview, previewQuery, type Result, type Selection, taskQuery } from "./queries";
import { useWords } from "./words.id";

type Props = { selection: Selection; onClose: () => void };

/** Shows what building masters again of their listings would change, and applies what is ticked. */
export function RebuildSheet({ selection, onClose }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const queries = useQueryClient();
  const [chosen] = useState(selection);
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(previewQuery(chosen));
  // Those with a warning are ticked by a person only.
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const { key, renew } = useIdempotencyKey();
  const refresh = () => void queries.invalidateQueries({ queryKey: keys.products, predicate: ({ queryKey }) => queryKey[1] !== "rebuild" });
  const some = useMutation({ mutationFn: (previews: readonly Preview[]) => accept(previews, key), onSettled: refresh });
  const all = useMutation({ mutationFn: () => acceptAll(chosen, `${key}-all`), onSettled: refresh });
  const previews = data?.pages.flatMap((page) => page.items) ?? [];
  const looked = data?.pages.reduce((sum, page) => sum + page.looked_at, 0) ?? 0;
  const isOn = ({ product_id, warnings }: Preview) => (warnings.length === 0) !== turned.has(product_id);
  const ticked = previews.filter(isOn);
  const turn = (id: string) => {
    setTurned((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
    // Another choice is another piece of work.
    renew();
  };
  const again = () => {
    some.reset();
    all.reset();
    renew();
    setTurned(new Set());
    void queries.resetQueries({ queryKey: previewQuery(chosen).queryKey });
  };
  const results = some.data ?? all.data?.items;
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={w.title}
      description={w.help}
      foot={
        results ? (
          <Button onClick={again}>{w.again}</Button>
        ) : (
          <Button look="primary" busy={some.isPending} disabled={!may("member") || ticked.length === 0 || all.isPending} onClick={() => some.mutate(ticked)}>
            {w.apply(number(ticked.length))}
          </Button>
        )
      }
    >
      <RoleNote needs="member" />
      {[error, some.error, all.error].map((one, at) => (one ? <Problem key={at} error={one} {...(one === error ? { onRetry: () => void refetch() } : {})} /> : null))}
      {isPending ? <SkeletonRows rows={5} height="h-24" /> : null}
      {results ? (
        <Results results={results} task={all.data?.task?.id} titles={new Map(previews.map(({ product_id, title }) => [product_id, title]))} />
      ) : data ? (
        <div className="flex flex-col gap-4">
          {previews.length === 0 && !hasNextPage ? <Empty title={w.nothing}>{w.nothing_help}</Empty> : <p role="status">{w.looked(number(previews.length), number(looked))}</p>}
          {hasNextPage ? (
            <div className="flex flex-col items-start gap-1">
              <Button busy={all.isPending} disabled={!may("member") || some.isPending} onClick={() => all.mutate()}>
                {w.apply_all}
              </Button>
              <p className="text-meta text-muted">{w.apply_all_help}</p>
            </div>
          ) : null}
          <ul className="-mx-4 border-t empty:hidden">
            {previews.map((preview) => (
              <li key={preview.product_id} className="border-b px-4 py-2">
                <Item preview={preview} on={isOn(preview)} onTurn={() => turn(preview.product_id)} />
              </li>
            ))}
          </ul>
          {/* Only when pressed: a page may be empty, and the whole catalogue would be looked at. */}
          {hasNextPage ? (
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {w.more}
            </Button>
          ) : null}
        </div>
      ) : null}
    </Sheet>
  );
}

function Item({ preview: { title, warnings, fields }, on, onTurn }: { preview: Preview; on: boolean; onTurn: () => void }) {
  const w = useWords();
  const label = useLabel(undefined);
  useLanguage();
  return (
    <>
      <Checkbox label={<span className="font-medium">{title}</span>} aria-label={w.choose(title)} checked={on} onChange={onTurn} />
      <div className="flex flex-col gap-1 pl-8">
        {warnings.map(({ code, text, text_en }) => (
          <p key={code} className="text-wait">
            {said(text, text_en)}
          </p>
        ))}
        {fields.map((field) => (
          <div key={field.field} className="text-meta">
            <span className="text-muted">{label({ path: [field.field] })}</span>
            <Change field={field} />
          </div>
        ))}
      </div>
    </>
  );
}

function Change({ field: { current, proposed } }: { field: Schema<"MasterField"> }) {
  if (current.kind === "text" && proposed.kind === "text") return <TextDiff from={current.value} to={proposed.value} />;
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      <Value value={current} className="text-muted" />
      <Becomes />
      <Value value={proposed} className="font-medium" />
    </p>
  );
}

/** What became of the products: how many were applied, and each one that was not. */
function Results({ results, task, titles }: { results: readonly Result[]; task: string | undefined; titles: ReadonlyMap<string, string> }) {
  const w = useWords();
  const { number } = useFormat();
  const { data: work } = useQuery({ ...taskQuery(task ?? ""), enabled: task !== undefined });
  const applied = results.filter(({ outcome }) => outcome === "applied").length;
  const others = results.filter(({ outcome }) => outcome !== "applied" && outcome !== "unchanged");
  const total = task ? (work?.counts["applied"] ?? 0) + applied : applied;
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="font-medium">
        {work?.stalled ? w.stalled : task && !work?.finished_at ? w.working(number((work?.looked_at ?? 0) + results.length)) : w.applied(number(total))}
      </p>
      <ul className="-mx-4 border-t empty:hidden">
        {others.map(({ product_id, outcome, code }) => (
          <li key={product_id} className="border-b px-4 py-2">
            <p className="line-clamp-1 font-medium">{titles.get(product_id) ?? product_id}</p>
            <p className="text-muted">
              {w.outcome[outcome]} {code ? <code className="font-mono text-meta">{code}</code> : null}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
