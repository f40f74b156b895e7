import { createFileRoute } from "@tanstack/react-router";

import { Activity } from "@/features/activity/components/activity";
import { auditQuery } from "@/features/activity/queries";
import { searchOf, text } from "@/lib/search";

// Typed before the route: within it, `loaderDeps` hides the type.
const search = searchOf({ subject: text, kind: text, actor: text, since: text, until: text });

export const Route = createFileRoute("/_app/activity")({
  validateSearch: search,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchInfiniteQuery(auditQuery(deps)),
  component: ActivityPage,
});

function ActivityPage() {
  const filter = Route.useSearch();
  const navigate = Route.useNavigate();
  return <Activity filter={filter} onFilter={(search) => void navigate({ search })} />;
}
