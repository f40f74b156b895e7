import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";

import { NotFound } from "@/features/shell/components/not-found";

export const Route = createRootRouteWithContext<{ queries: QueryClient; restored: Promise<void> }>()({
  component: Outlet,
  notFoundComponent: NotFound,
});
