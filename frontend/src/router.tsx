import type { QueryClient } from "@tanstack/react-query";
import { createRouter, type RouterHistory } from "@tanstack/react-router";

import { PageProblem } from "@/ui/problem";
import { PagePending } from "@/ui/skeleton";

import { routeTree } from "./routeTree.gen";

/** `restored` resolves when the stored answers are restored. */
export function makeRouter(queries: QueryClient, restored: Promise<void>, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queries, restored },
    ...(history ? { history } : {}),
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultPendingMs: 150,
    // TanStack Query decides what is fresh.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: ({ error, reset }) => <PageProblem error={error} onRetry={reset} />,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
