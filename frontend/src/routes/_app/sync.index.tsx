import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";

import { NewPlan } from "@/features/plans/components/new-plan";
import { PlanList } from "@/features/plans/components/plan-list";
import { RunList } from "@/features/runs/components/run-list";
import { SyncPage } from "@/features/sync/components/sync-page";

export const Route = createFileRoute("/_app/sync/")({
  validateSearch: z.object({ tab: z.catch(z.optional(z.enum(["runs", "plans"])), undefined), new: z.catch(z.optional(z.boolean()), undefined) }),
  loaderDeps: ({ search }) => ({ tab: search.tab ?? "runs" }),
  // Loaded beside the page, so that other pages do not carry it.
  loader: ({ context: { queries }, deps }) => {
    if (deps.tab === "runs") void import("@/features/runs/queries").then(({ runsQuery }) => queries.prefetchInfiniteQuery(runsQuery));
    else void import("@/features/plans/queries").then(({ plansQuery }) => queries.prefetchInfiniteQuery(plansQuery));
  },
  component: Page,
});

function Page() {
  const { tab = "runs", new: open } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <>
      <SyncPage tab={tab} onTab={(next) => void navigate({ search: { tab: next }, replace: true })} onNew={() => void navigate({ search: { tab, new: true } })}>
        {tab === "runs" ? <RunList /> : <PlanList />}
      </SyncPage>
      {open ? <NewPlan onClose={() => void navigate({ search: { tab }, replace: true })} /> : null}
    </>
  );
}
