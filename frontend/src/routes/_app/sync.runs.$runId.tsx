import { createFileRoute } from "@tanstack/react-router";

import { RunPage } from "@/features/runs/components/run-page";
import { runQuery } from "@/features/runs/queries";
import { JOB_STATES } from "@/features/runs/search";
import { oneOf, searchOf, text, whole } from "@/lib/search";

export const Route = createFileRoute("/_app/sync/runs/$runId")({
  validateSearch: searchOf({ state: oneOf(...JOB_STATES), channel: text, wave: whole, code: text, job: text }),
  loader: ({ context, params }) => void context.queries.prefetchQuery(runQuery(params.runId)),
  component: Page,
});

function Page() {
  const { runId } = Route.useParams();
  const navigate = Route.useNavigate();
  const search = Route.useSearch();
  // A sheet has its own place in the history, so that the back key closes it; a filter has none.
  return <RunPage key={runId} id={runId} search={search} onSearch={(next) => void navigate({ search: next, replace: next.job === search.job || !next.job })} />;
}
