import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";

import { RunPage } from "@/features/runs/components/run-page";
import { JOB_STATES } from "@/features/runs/search";

const text = z.catch(z.optional(z.string()), undefined);

export const Route = createFileRoute("/_app/sync/runs/$runId")({
  validateSearch: z.object({ state: z.catch(z.optional(z.enum(JOB_STATES)), undefined), channel: text, wave: z.catch(z.optional(z.int().check(z.nonnegative())), undefined), code: text, job: text }),
  // Loaded beside the page, so that other pages do not carry it.
  loader: ({ context, params }) => void import("@/features/runs/queries").then(({ runQuery }) => context.queries.prefetchQuery(runQuery(params.runId))),
  component: Page,
});

function Page() {
  const { runId } = Route.useParams();
  const navigate = Route.useNavigate();
  const search = Route.useSearch();
  // A sheet has its own place in the history, so that the back key closes it; a filter has none.
  return <RunPage key={runId} id={runId} search={search} onSearch={(next) => void navigate({ search: next, replace: next.job === search.job || !next.job })} />;
}
