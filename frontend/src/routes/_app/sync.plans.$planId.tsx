import { createFileRoute } from "@tanstack/react-router";

import { PlanPage } from "@/features/plans/components/plan-page";
import { planQuery } from "@/features/plans/queries";
import { FIELDS, SECTIONS } from "@/features/plans/search";
import { oneOf, searchOf, text } from "@/lib/search";

export const Route = createFileRoute("/_app/sync/plans/$planId")({
  validateSearch: searchOf({ show: oneOf(...SECTIONS), channel: text, field: oneOf(...FIELDS), q: text }),
  loader: ({ context, params }) => void context.queries.prefetchQuery(planQuery(params.planId)),
  component: Page,
});

function Page() {
  const { planId } = Route.useParams();
  const navigate = Route.useNavigate();
  return <PlanPage key={planId} id={planId} search={Route.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />;
}
