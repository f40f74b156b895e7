import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { toast } from "@/lib/toast";

import type { Schema } from "@/api/client";
import { useDraft } from "@/lib/draft";
import { keys } from "@/lib/keys";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Problem } from "@/ui/problem";
import { Restored } from "@/ui/restored";

import { AT_FIRST, changeOf, guardOf, type Typed } from "../bulk";
import { planOf } from "../bulk-plan";
import { bulkTaskQuery, editMany, makePlan, productsOfTask, undoBulk } from "../queries";
import { useWords } from "../words.id";
import { BulkForm } from "./bulk-form";
import { BulkResult } from "./bulk-result";

/** What is edited, as the API names it, and how many products that is. */
export type Edited = { selection: Schema<"Selection">; count: number };

/** What the form begins with, and what follows in place of a plan of the products. */
export type Purpose = { begin: Partial<Typed>; next: { label: string; run: () => void; busy: boolean; error: Error | null } };

type Props = {
  edited: Edited | undefined;
  onClose: () => void;
  onPlan: (id: string) => void;
  /** Of the draft. */
  id?: string;
  purpose?: Purpose;
};

/** One change of many products. What was typed, and for which products, is kept until it is saved. */
export function BulkSheet({ edited, onClose, onPlan, id = "products", purpose }: Props) {
  const { draft, keep, drop } = useDraft<Edited & { typed: Typed }>({ kind: "bulk-edit", id });
  // After a reload nothing is ticked any more; the draft knows what was.
  const [first] = useState(edited);
  const all = first ?? draft?.values;
  const lost = draft === null && !first;
  useEffect(() => {
    if (lost) onClose();
  }, [lost, onClose]);
  if (draft === undefined || !all) return null;
  const { selection, count } = all;
  const empty = { ...AT_FIRST, ...purpose?.begin };
  return (
    <Editing
      selection={selection}
      count={count}
      empty={empty}
      begun={draft ? { ...empty, ...draft.values.typed } : empty}
      restored={draft !== null}
      next={purpose?.next}
      onType={(typed) => keep(null, { selection, count, typed })}
      onSaved={() => void drop()}
      onClose={onClose}
      onPlan={onPlan}
    />
  );
}

type EditingProps = Edited & { empty: Typed; begun: Typed; restored: boolean; next: Purpose["next"] | undefined; onType: (typed: Typed) => void; onSaved: () => void; onClose: () => void; onPlan: (id: string) => void };

/** The form, the preview, the result, and the plan for the shops. */
function Editing({ selection, count, empty, begun, restored, next, onType, onSaved, onClose, onPlan }: EditingProps) {
  const w = useWords();
  const { number } = useFormat();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Typed>(begun);
  const [over, setOver] = useState(false);
  const [tried, setTried] = useState(false);
  // A plan that has more products than were edited; only if the seller agrees.
  const [wider, setWider] = useState<ReturnType<typeof planOf>["wish"]>();
  // One idempotency key for each request: the preview, the edit, its undo, the plan.
  const trial = useIdempotencyKey();
  const real = useIdempotencyKey();
  const back = useIdempotencyKey();
  const planning = useIdempotencyKey();
  const guard = guardOf(typed);
  const change = guard === undefined ? undefined : changeOf(typed);

  const refresh = () => void queries.invalidateQueries({ queryKey: keys.products });
  const ask = (dry_run: boolean, key: string) => editMany({ selection, changes: change ? [change] : [], dry_run, ...(guard ? { guard_percent: guard } : {}) }, key);
  const preview = useMutation({ mutationFn: () => ask(true, trial.key) });
  const save = useMutation({
    mutationFn: () => ask(false, real.key),
    onSuccess: () => {
      onSaved();
      refresh();
    },
  });
  const undo = useMutation({
    mutationFn: (id: string) => undoBulk(id, back.key),
    onSuccess: ({ finished_at }) => {
      refresh();
      toast.success(finished_at ? w.bulk_undone : w.bulk_undoing);
      onClose();
    },
  });
  const plan = useMutation({
    mutationFn: async (task: string) => {
      const { exact, wish } = planOf({ selection, field: typed.field, ...(await productsOfTask(task)) });
      return exact ? makePlan(wish, [], planning.key) : wish;
    },
    onSuccess: (made) => ("id" in made ? onPlan(made.id) : setWider(made)),
  });
  const planWider = useMutation({ mutationFn: (wish: NonNullable<typeof wider>) => makePlan(wish, [], planning.key), onSuccess: ({ id }) => onPlan(id) });

  const started = save.data ?? preview.data;
  const task = useQuery({ ...bulkTaskQuery(started?.task.id ?? ""), enabled: started !== undefined && !started.task.finished_at }).data ?? started?.task;
  const finished = Boolean(task?.finished_at);
  const changed = task?.counts["changed"] ?? 0;
  const edit = (change: Partial<Typed>) => {
    setTyped({ ...typed, ...change });
    onType({ ...typed, ...change });
    // A changed form is a new request and needs new keys.
    trial.renew();
    real.renew();
    preview.reset();
  };
  const error = next?.error ?? planWider.error ?? plan.error ?? undo.error ?? save.error ?? preview.error;
  const saved = save.data !== undefined;

  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={w.bulk_title(number(count))}
      foot={
        saved ? (
          <>
            <Button busy={undo.isPending} disabled={!finished} onClick={() => undo.mutate(save.data.task.id)}>
              {w.bulk_undo}
            </Button>
            {next ? (
              <Button look="primary" busy={next.busy} disabled={!finished} onClick={next.run}>
                {next.label}
              </Button>
            ) : wider ? (
              <Button look="primary" busy={planWider.isPending} onClick={() => planWider.mutate(wider)}>
                {w.bulk_plan_wider(w.bulk_fields[typed.field])}
              </Button>
            ) : (
              <Button look="primary" busy={plan.isPending} disabled={!finished} onClick={() => plan.mutate(save.data.task.id)}>
                {w.sync}
              </Button>
            )}
          </>
        ) : preview.data ? (
          <>
            <Button onClick={() => preview.reset()}>{w.bulk_back}</Button>
            <Button look="primary" busy={save.isPending} disabled={!finished || changed === 0} onClick={() => save.mutate()}>
              {w.bulk_save(number(changed))}
            </Button>
          </>
        ) : (
          <Button
            look="primary"
            busy={preview.isPending}
            onClick={() => {
              setTried(true);
              if (change) preview.mutate();
            }}
          >
            {w.bulk_preview}
          </Button>
        )
      }
    >
      {error ? <Problem error={error} /> : null}
      {wider ? (
        <p role="status" className="border-l-2 border-wait pl-3">
          {w.bulk_wider(w.bulk_fields[typed.field])}
        </p>
      ) : null}
      {restored && !over && !started ? (
        <Restored
          onStartOver={() => {
            setOver(true);
            edit(empty);
          }}
        />
      ) : null}
      {started && task ? (
        <BulkResult started={started} task={task} lead={saved ? w.bulk_done : w.bulk_nothing_yet} />
      ) : (
        <BulkForm typed={typed} onChange={edit} wrong={tried && !change} />
      )}
    </Sheet>
  );
}
