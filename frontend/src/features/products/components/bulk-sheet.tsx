import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/lib/toast";

import type { Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { keys } from "@/lib/keys";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { changeOf, type Typed } from "../bulk";
import { bulkTaskQuery, editMany, makePlan, productsOfTask, undoBulk } from "../queries";
import { useWords } from "../words.id";
import { BulkForm } from "./bulk-form";
import { BulkResult } from "./bulk-result";

type Props = { selection: Schema<"Selection">; count: number; onClose: () => void; onPlan: (id: string) => void };

/** One change of many products: the form, the preview, the result, and the plan for the shops. */
export function BulkSheet({ selection, count, onClose, onPlan }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Typed>({ field: "base_price", op: "percent", value: "", with: "", rounding: "none" });
  const [tried, setTried] = useState(false);
  // One idempotency key for each request: the preview, the edit, its undo, the plan.
  const trial = useIdempotencyKey();
  const real = useIdempotencyKey();
  const back = useIdempotencyKey();
  const planning = useIdempotencyKey();
  const change = changeOf(typed);

  const refresh = () => void queries.invalidateQueries({ queryKey: keys.products });
  const ask = (dry_run: boolean, key: string) => editMany({ selection, changes: change ? [change] : [], dry_run }, key);
  const preview = useMutation({ mutationFn: () => ask(true, trial.key) });
  const save = useMutation({ mutationFn: () => ask(false, real.key), onSuccess: refresh });
  const undo = useMutation({
    mutationFn: (id: string) => undoBulk(id, back.key),
    onSuccess: ({ finished_at }) => {
      refresh();
      toast.success(finished_at ? w.bulk_undone : w.bulk_undoing);
      onClose();
    },
  });
  const plan = useMutation({ mutationFn: async (task: string) => makePlan({ ids: await productsOfTask(task) }, [], planning.key), onSuccess: ({ id }) => onPlan(id) });

  const started = save.data ?? preview.data;
  const task = useQuery({ ...bulkTaskQuery(started?.task.id ?? ""), enabled: started !== undefined && !started.task.finished_at }).data ?? started?.task;
  const finished = Boolean(task?.finished_at);
  const changed = task?.counts["changed"] ?? 0;
  const edit = (next: Partial<Typed>) => {
    setTyped({ ...typed, ...next });
    // A changed form is a new request and needs new keys.
    trial.renew();
    real.renew();
    preview.reset();
  };
  const error = plan.error ?? undo.error ?? save.error ?? preview.error;
  const saved = save.data !== undefined;

  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={w.bulk_title(number(count))}
      foot={
        saved ? (
          <>
            <Button busy={undo.isPending} disabled={!finished || !may("admin")} onClick={() => undo.mutate(save.data.task.id)}>
              {w.bulk_undo}
            </Button>
            <Button look="primary" busy={plan.isPending} disabled={!finished} onClick={() => plan.mutate(save.data.task.id)}>
              {w.sync}
            </Button>
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
      {saved ? <RoleNote needs="admin" what={w.bulk_undo} /> : null}
      {started && task ? (
        <BulkResult started={started} task={task} lead={saved ? w.bulk_done : w.bulk_nothing_yet} />
      ) : (
        <BulkForm typed={typed} onChange={edit} wrong={tried && !change} />
      )}
    </Sheet>
  );
}
