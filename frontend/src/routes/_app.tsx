import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { ApiError } from "@/api/problem";
import { meQuery } from "@/auth/me";
import { useFollowPreferences } from "@/auth/preferences";
import { hasSession } from "@/auth/session";
import { useUnread } from "@/features/notices/unread";
import { useWatched } from "@/features/runs/watched";
import { Shell } from "@/features/shell/components/shell";
import { PagePending } from "@/ui/skeleton";

const RunWatch = lazy(() => import("@/features/runs/components/run-watch"));
const SignInAgain = lazy(() => import("@/features/sign-in/components/sign-in-again"));

/** The layout of all routes that need a session. */
export const Route = createFileRoute("/_app")({
  beforeLoad: ({ location }) => {
    if (!hasSession()) throw redirect({ to: "/sign-in", search: { to: location.href } });
  },
  loader: async ({ context, location }) => {
    try {
      await context.restored;
      await context.queries.ensureQueryData({ ...meQuery, revalidateIfStale: true });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) throw redirect({ to: "/sign-in", search: { to: location.href } });
      throw error;
    }
  },
  pendingComponent: Pending,
  component: App,
});

/** Shown before the shell is loaded. */
function Pending() {
  return (
    <main>
      <PagePending />
    </main>
  );
}

function App() {
  useFollowPreferences();
  return (
    <Shell signInAgain={<SignInAgain />} badges={{ notices: useUnread() }}>
      <Outlet />
      <WatchedRuns />
    </Shell>
  );
}

/** Loaded as soon as a run is watched. */
function WatchedRuns() {
  return useWatched().length > 0 ? (
    <Suspense>
      <RunWatch />
    </Suspense>
  ) : null;
}
