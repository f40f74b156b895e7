import { createFileRoute } from "@tanstack/react-router";

import { FieldReport } from "@/features/field-report/components/field-report";
import { reportQuery } from "@/features/field-report/queries";
import { FIELDS } from "@/features/field-report/search";
import { oneOf, searchOf, text } from "@/lib/search";

export const Route = createFileRoute("/_app/field-report")({
  validateSearch: searchOf({ tab: oneOf("mapping"), field: oneOf(...FIELDS), channel: text }),
  loader: ({ context }) => void context.queries.prefetchQuery(reportQuery),
  component: FieldReportPage,
});

function FieldReportPage() {
  const navigate = Route.useNavigate();
  return <FieldReport search={Route.useSearch()} onSearch={(search, replace = false) => void navigate({ search, replace, resetScroll: false })} />;
}
