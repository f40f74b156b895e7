import { Link } from "@tanstack/react-router";
import { CircleCheck, RefreshCwOff, Trash2 } from "lucide-react";
import type { ReactNode } from "react";

import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { Progress } from "@/ui/progress";

import type { Plan } from "../queries";
import { useWords } from "../words.id";
import { AgainButton } from "./again-button";
import { GuardSheet } from "./guard-sheet";

/** Notices above the plan: it is being computed, could not be computed, or can no longer be approved. */
export function PlanNotices({ plan }: { plan: Plan }) {
  const w = useWords();
  useLanguage();
  if (plan.state === "preparing") return <Preparing plan={plan} />;
  if (plan.state === "failed") {
    return (
      <Note tone="border-fail" icon={<RefreshCwOff size={20} aria-hidden className="text-fail" />} title={w.failed} help={plan.failure ? said(plan.failure.text, plan.failure.text_en) : undefined}>
        <Again plan={plan} />
      </Note>
    );
  }
  return (
    <>
      {plan.undoes ? (
        <p className="px-4 pb-3 text-muted">
          {w.undo_help}{" "}
          <Link to="/sync/runs/$runId" params={{ runId: plan.undoes }} className="underline">
            {w.undone_run}
          </Link>
        </p>
      ) : null}
      {plan.deletes && plan.freshness === "fresh" && plan.changes > 0 ? <Note tone="border-fail" icon={<Trash2 size={20} aria-hidden className="text-fail" />} title={w.title_delete} help={w.delete_help} /> : null}
      {plan.freshness === "stale" ? (
        <Note tone="border-wait" icon={<RefreshCwOff size={20} aria-hidden className="text-wait" />} title={w.stale} help={plan.undoes ? w.stale_undo_help : w.stale_help}>
          <Again plan={plan} />
        </Note>
      ) : null}
      {plan.freshness === "used" && plan.run_id ? (
        <Note tone="border-ok" icon={<CircleCheck size={20} aria-hidden className="text-ok" />} title={w.used}>
          {plan.undoes ? null : <AgainButton plan={plan} look="plain" />}
        </Note>
      ) : null}
      {plan.freshness === "fresh" && !plan.undoes && plan.by_code["price_move"] ? <GuardSheet plan={plan} /> : null}
    </>
  );
}

/** Makes the plan again; of an undo it leads to the run, because a plan does not say which part of the run it undoes. */
function Again({ plan }: { plan: Plan }) {
  const w = useWords();
  if (!plan.undoes) return <AgainButton plan={plan} />;
  return (
    <>
      <p className="text-muted">{w.undo_again_help}</p>
      <Button look="primary" className="self-start" asChild>
        <Link to="/sync/runs/$runId" params={{ runId: plan.undoes }}>
          {w.undo_again}
        </Link>
      </Button>
    </>
  );
}

function Note({ tone, icon, title, help, children }: { tone: string; icon: ReactNode; title: string; help?: string | undefined; children?: ReactNode }) {
  return (
    <div role="alert" className={`mx-4 mb-4 flex gap-3 border-l-2 bg-surface p-4 ${tone}`}>
      <span className="shrink-0">{icon}</span>
      <div className="flex flex-col gap-2">
        <p className="font-medium">{title}</p>
        {help ? <p className="text-muted">{help}</p> : null}
        {children}
      </div>
    </div>
  );
}

function Preparing({ plan }: { plan: Plan }) {
  const w = useWords();
  const { number } = useFormat();
  return (
    <div role="status" className="flex flex-col gap-3 border-t p-4">
      <p className="font-medium">
        {w.preparing}
        <span className="font-normal text-muted tabular-nums"> {w.products_of(number(plan.looked_at), number(plan.to_look_at))}</span>
      </p>
      <Progress label={w.preparing} total={plan.to_look_at} shares={[{ label: w.looked_at, value: plan.looked_at, tone: "accent" }]} />
      <p className="text-muted">{w.preparing_help}</p>
    </div>
  );
}
