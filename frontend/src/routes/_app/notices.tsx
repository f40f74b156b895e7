import { createFileRoute } from "@tanstack/react-router";

import { Notices } from "@/features/notices/components/notices";
import { noticesQuery } from "@/features/notices/queries";

export const Route = createFileRoute("/_app/notices")({
  loader: ({ context }) => void context.queries.prefetchInfiniteQuery(noticesQuery),
  component: Notices,
});
