import { createFileRoute } from "@tanstack/react-router";

import { Activity } from "@/features/activity/components/activity";
import { auditQuery } from "@/features/activity/queries";
import { searchOf, text } from "@/lib/search";

export const Route = createFileRoute("/_app/activity")({
  validateSearch: searchOf({ subject: text }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchInfiniteQuery(auditQuery(deps)),
  component: ActivityPage,
});

function ActivityPage() {
  const filter = Route.useSearch();
  const navigate = Route.useNavigate();
  return <Activity filter={filter} onFilter={(search) => void navigate({ search })} />;
}
