import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";

import { PlanPage } from "@/features/plans/components/plan-page";
import { FIELDS, SECTIONS } from "@/features/plans/search";

const text = z.catch(z.optional(z.string()), undefined);

export const Route = createFileRoute("/_app/sync/plans/$planId")({
  validateSearch: z.object({ show: z.catch(z.optional(z.enum(SECTIONS)), undefined), channel: text, field: z.catch(z.optional(z.enum(FIELDS)), undefined), q: text }),
  // Loaded beside the page, so that other pages do not carry it.
  loader: ({ context, params }) => void import("@/features/plans/queries").then(({ planQuery }) => context.queries.prefetchQuery(planQuery(params.planId))),
  component: Page,
});

function Page() {
  const { planId } = Route.useParams();
  const navigate = Route.useNavigate();
  return <PlanPage key={planId} id={planId} search={Route.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />;
}
