import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { type ReactNode, Suspense } from "react";

import { begin } from "@/auth/session";
import { makeRouter } from "@/router";

import { answer } from "./server";

/** The whole dashboard at an address, signed in as `role` unless it is null. */
export function renderApp(path: string, { role = "owner" as "owner" | "admin" | "member" | "viewer" | null } = {}) {
  const queries = testQueries();
  if (role) {
    begin({ access: "access", refresh: "refresh", expiresIn: 3600 }, false);
    answer("get", "/v1/me", { subject: "1", name: "Sari", role });
  }
  const router = makeRouter(queries, Promise.resolve(), createMemoryHistory({ initialEntries: [path] }));
  return { ...render(<QueryClientProvider client={queries}><RouterProvider router={router} /></QueryClientProvider>), router, queries };
}

/** Renders one component of a feature, with a query client and a router. */
export async function renderPart(part: ReactNode) {
  const queries = testQueries();
  const root = createRootRoute({ component: Outlet });
  const here = createRoute({ getParentRoute: () => root, path: "/", component: () => <Suspense>{part}</Suspense> });
  const router = createRouter({ routeTree: root.addChildren([here]), history: createMemoryHistory() });
  await router.load();
  return { ...render(<QueryClientProvider client={queries}><RouterProvider router={router as never} /></QueryClientProvider>), queries };
}

function testQueries(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false } } });
}
