import { createFileRoute } from "@tanstack/react-router";

import { NewPlan } from "@/features/plans/components/new-plan";
import { PlanList } from "@/features/plans/components/plan-list";
import { plansQuery } from "@/features/plans/queries";
import { RunList } from "@/features/runs/components/run-list";
import { runsQuery } from "@/features/runs/queries";
import { SyncPage } from "@/features/sync/components/sync-page";
import { flag, oneOf, percent, searchOf, text } from "@/lib/search";

const validateSearch = searchOf({ tab: oneOf("runs", "plans"), new: flag, again: text, guard: percent });

export const Route = createFileRoute("/_app/sync/")({
  validateSearch,
  loaderDeps: ({ search }) => ({ tab: search.tab ?? "runs" }),
  loader: ({ context: { queries }, deps }) => void (deps.tab === "runs" ? queries.prefetchInfiniteQuery(runsQuery) : queries.prefetchInfiniteQuery(plansQuery)),
  component: Page,
});

function Page() {
  const { tab = "runs", new: open, again, guard } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <>
      <SyncPage tab={tab} onTab={(next) => void navigate({ search: { tab: next }, replace: true })} onNew={() => void navigate({ search: { tab, new: true } })}>
        {tab === "runs" ? <RunList /> : <PlanList />}
      </SyncPage>
      {open ? <NewPlan key={again} again={again} guard={guard} onClose={() => void navigate({ search: { tab }, replace: true })} /> : null}
    </>
  );
}
