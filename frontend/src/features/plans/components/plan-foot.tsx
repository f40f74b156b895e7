import { Link, useNavigate } from "@tanstack/react-router";

import { useMe } from "@/auth/me";
import { shortHash, useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { useShortcut } from "@/lib/shortcuts";
import { Button } from "@/ui/button";
import { Foot } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { type Plan, StalePlan, useApprove } from "../queries";
import { useWords } from "../words.id";

/** What will be done, in numbers, and the button that starts it. */
export function PlanFoot({ plan, viewed }: { plan: Plan; viewed: number }) {
  const w = useWords();
  const { number, duration } = useFormat();
  const { may } = useMe();
  const navigate = useNavigate();
  const { key } = useIdempotencyKey();
  const approve = useApprove();
  const start = () => approve.mutate({ plan, key }, { onSuccess: (run) => void navigate({ to: "/sync/runs/$runId", params: { runId: run.id } }) });
  const parts = [
    w.changes(number(plan.changes)),
    plan.blocked > 0 ? w.held(number(plan.blocked)) : null,
    plan.conflicts > 0 ? w.conflicts(number(plan.conflicts)) : null,
    w.calls(number(plan.calls)),
    w.about(duration(plan.seconds)),
    viewed > 0 ? w.viewed_count(number(viewed)) : null,
  ];
  const label = plan.deletes ? w.approve_delete : w.approve;
  const approvable = plan.freshness === "fresh" && plan.changes > 0;
  // What cannot be undone is not started by a key.
  useShortcut("mod+Enter", w.approve, start, !approvable || plan.deletes || !may("admin") || approve.isPending);
  return (
    <>
      {approve.error && !(approve.error instanceof StalePlan) ? <Problem error={approve.error} /> : null}
      <Foot
        actions={
          plan.run_id ? (
            <Button look="primary" asChild>
              <Link to="/sync/runs/$runId" params={{ runId: plan.run_id }}>
                {w.see_run}
              </Link>
            </Button>
          ) : approvable && may("admin") ? (
            <Button look={plan.deletes ? "danger" : "primary"} busy={approve.isPending} onClick={start}>
              {approve.isPending ? w.approving : label}
            </Button>
          ) : approvable ? (
            <Button look="primary" disabled aria-describedby="why-not">
              {label}
            </Button>
          ) : null
        }
      >
        <p>
          {parts.filter(Boolean).join(" · ")}
          {plan.hash ? (
            <>
              {" · "}
              <code className="font-mono" title={`${w.hash}: ${plan.hash}`}>
                {shortHash(plan.hash)}
              </code>
            </>
          ) : null}
        </p>
        {approvable ? (
          <div id="why-not">
            <RoleNote needs="admin" />
          </div>
        ) : null}
      </Foot>
    </>
  );
}
