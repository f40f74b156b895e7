import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";

import { Sheet } from "@/features/sheets/components/sheet";
import { sheetQuery } from "@/features/sheets/queries";

export const Route = createFileRoute("/_app/sheets/$sheetId")({
  validateSearch: z.object({ tab: z.catch(z.optional(z.enum(["changes", "errors"])), undefined) }),
  loader: ({ context, params }) => void context.queries.prefetchQuery(sheetQuery(params.sheetId)),
  component: SheetPage,
});

function SheetPage() {
  const { sheetId } = Route.useParams();
  const navigate = Route.useNavigate();
  return <Sheet key={sheetId} id={sheetId} tab={Route.useSearch().tab} onTab={(tab) => void navigate({ search: { tab }, replace: true })} />;
}
