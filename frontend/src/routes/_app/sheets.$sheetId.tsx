import { createFileRoute } from "@tanstack/react-router";

import { Sheet } from "@/features/sheets/components/sheet";
import { sheetQuery } from "@/features/sheets/queries";
import { oneOf, searchOf } from "@/lib/search";

export const Route = createFileRoute("/_app/sheets/$sheetId")({
  validateSearch: searchOf({ tab: oneOf("changes", "errors") }),
  loader: ({ context, params }) => void context.queries.prefetchQuery(sheetQuery(params.sheetId)),
  component: SheetPage,
});

function SheetPage() {
  const { sheetId } = Route.useParams();
  const navigate = Route.useNavigate();
  return <Sheet key={sheetId} id={sheetId} tab={Route.useSearch().tab} onTab={(tab) => void navigate({ search: { tab }, replace: true })} />;
}
