import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";

import { useMe } from "@/auth/me";
import { useIdempotencyKey } from "@/lib/idempotency";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Problem } from "@/ui/problem";

import { makeAgain, moved, type Plan, TooManyProducts } from "../queries";
import { useWords } from "../words.id";

/** The remedy for prices that are blocked because they move too far: the same plan with a different guard. */
export function GuardSheet({ plan }: { plan: Plan }) {
  const w = useWords();
  const { may } = useMe();
  const [open, setOpen] = useState(false);
  if (!may("member")) return null;
  return (
    <div className="px-4 pb-3">
      <Button onClick={() => setOpen(true)}>{w.again_guard}</Button>
      {open ? <GuardForm plan={plan} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

const percentOf = (typed: string) => Number(typed.replace(",", "."));

function GuardForm({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const w = useWords();
  const form = useId();
  const { key } = useIdempotencyKey();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [guard, setGuard] = useState("");
  const again = useMutation({
    mutationFn: () => makeAgain(plan, key, { guard_percent: percentOf(guard) }),
    onSuccess: (made) => {
      void moved(queries);
      onClose();
      void navigate({ to: "/sync/plans/$planId", params: { planId: made.id }, replace: true });
    },
    onError: (error) => {
      if (error instanceof TooManyProducts) void navigate({ to: "/sync", search: { tab: "plans", new: true, again: plan.id, guard: percentOf(guard) } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    again.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={w.again_guard}
      description={w.again_guard_help}
      foot={
        <Button look="primary" type="submit" form={form} busy={again.isPending}>
          {w.again}
        </Button>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label={w.guard_label}>
          <Input figures inputMode="decimal" required pattern="[0-9]+([.,][0-9]+)?" value={guard} onChange={(event) => setGuard(event.target.value)} />
        </Field>
        {again.error ? <Problem error={again.error} /> : null}
      </form>
    </Dialog>
  );
}
