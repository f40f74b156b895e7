import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/confirm";
import { Foot } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { counted } from "../counts";
import { isOver, type Run, useSteer } from "../queries";
import { useGoUndo } from "../undo";
import { useWords } from "../words.id";

/** The actions on a run that are possible now; the next step is the primary button. */
export function RunFoot({ run }: { run: Run }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const steer = useSteer(run.id);
  const [stopping, setStopping] = useState(false);
  const admin = may("admin");
  const { succeeded, audited, left } = counted(run.counts);
  // Nothing is left to stop. Edits that the channel still audits can be undone too.
  const sent = isOver(run) || (run.state === "watching" && left === 0);
  const approving = run.state === "awaiting_approval";
  const next = run.wave + 1;
  const cancel = () => steer.mutate({ do: "cancel" }, { onSettled: () => setStopping(false) });
  return (
    <>
      {steer.error ? <Problem error={steer.error} /> : null}
      <Foot
        actions={
          sent ? (
            <UndoButton run={run} />
          ) : (
            <>
              <Button onClick={() => setStopping(true)} disabled={!admin}>
                {w.cancel}
              </Button>
              {run.state === "paused" ? (
                <Button look="primary" disabled={!admin} busy={steer.isPending} onClick={() => steer.mutate({ do: "resume" })}>
                  {w.resume}
                </Button>
              ) : approving ? (
                <Approve key={next} at={number(next + 1)} disabled={!admin} busy={steer.isPending} onApprove={(key) => steer.mutate({ do: "approve", key, wave: next })} />
              ) : left > 0 ? (
                <Button disabled={!admin} busy={steer.isPending} onClick={() => steer.mutate({ do: "pause" })}>
                  {w.pause}
                </Button>
              ) : null}
            </>
          )
        }
      >
        {sent ? (
          <>
            {may("member") && succeeded + audited > 0 ? w.undo_help : null}
            <RoleNote needs="member" />
          </>
        ) : (
          <RoleNote needs="admin" />
        )}
      </Foot>
      <Confirm open={stopping} onOpenChange={setStopping} title={w.cancel_title} action={w.cancel} danger busy={steer.isPending} onConfirm={cancel}>
        {w.cancel_help(number(left), number(run.jobs - left))}
      </Confirm>
    </>
  );
}

type ApproveProps = { at: string; disabled: boolean; busy: boolean; onApprove: (key: string) => void };

/** The idempotency key belongs to one wave, so a second press approves the same wave. */
function Approve({ at, disabled, busy, onApprove }: ApproveProps) {
  const w = useWords();
  const { key } = useIdempotencyKey();
  return (
    <Button look="primary" disabled={disabled} busy={busy} onClick={() => onApprove(key)}>
      {w.approve(at)}
    </Button>
  );
}

function UndoButton({ run }: { run: Run }) {
  const w = useWords();
  const { may } = useMe();
  const { key, renew } = useIdempotencyKey();
  const go = useGoUndo();
  const undo = useMutation({ mutationFn: () => go(run.id, key), onSuccess: renew });
  const { succeeded, audited } = counted(run.counts);
  if (succeeded + audited === 0) return null;
  return (
    <>
      {undo.error ? <Problem error={undo.error} /> : null}
      <Button disabled={!may("member")} busy={undo.isPending} onClick={() => undo.mutate()}>
        {w.undo}
      </Button>
    </>
  );
}
