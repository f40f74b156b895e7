import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { type Filling, PlanPage } from "@/features/plans/components/plan-page";
import { planQuery } from "@/features/plans/queries";
import { FIELDS, SECTIONS } from "@/features/plans/search";
import { oneOf, searchOf, text } from "@/lib/search";

const FillSheet = lazy(() => import("./-fill-sheet").then((file) => ({ default: file.FillSheet })));

export const Route = createFileRoute("/_app/sync/plans/$planId")({
  validateSearch: searchOf({ show: oneOf(...SECTIONS), channel: text, field: oneOf(...FIELDS), q: text, by: oneOf("lacks"), fill: oneOf("weight", "pre_order") }),
  loader: ({ context, params }) => void context.queries.prefetchQuery(planQuery(params.planId)),
  component: Page,
});

const filling = (what: Filling) => (
  <Suspense>
    <FillSheet {...what} />
  </Suspense>
);

function Page() {
  const { planId } = Route.useParams();
  const navigate = Route.useNavigate();
  return <PlanPage key={planId} id={planId} search={Route.useSearch()} onSearch={(search) => void navigate({ search, replace: true, resetScroll: false })} filling={filling} />;
}
