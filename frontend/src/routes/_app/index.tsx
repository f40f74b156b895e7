import { createFileRoute } from "@tanstack/react-router";

import { Home } from "@/features/home/components/home";
import { dashboardQuery } from "@/features/home/queries";

export const Route = createFileRoute("/_app/")({
  loader: ({ context }) => void context.queries.prefetchQuery(dashboardQuery),
  component: Home,
});
