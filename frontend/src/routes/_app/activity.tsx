import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";

import { Activity } from "@/features/activity/components/activity";
import { auditQuery } from "@/features/activity/queries";

export const Route = createFileRoute("/_app/activity")({
  validateSearch: z.object({ subject: z.catch(z.optional(z.string()), undefined) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchInfiniteQuery(auditQuery(deps)),
  component: ActivityPage,
});

function ActivityPage() {
  const filter = Route.useSearch();
  const navigate = Route.useNavigate();
  return <Activity filter={filter} onFilter={(search) => void navigate({ search })} />;
}
