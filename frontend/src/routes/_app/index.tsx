import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";

import { Home } from "@/features/home/components/home";
import { dashboardQuery } from "@/features/home/queries";
import { searchOf, text } from "@/lib/search";

const StartSteps = lazy(() => import("./-first-steps"));
const GoOn = lazy(() => import("@/features/onboarding/components/go-on"));

export const Route = createFileRoute("/_app/")({
  // For the first steps: the channel whose keys are being changed.
  validateSearch: searchOf({ keys: text }),
  loader: ({ context }) => void context.queries.prefetchQuery(dashboardQuery),
  component: HomePage,
});

/** Beranda, or the first steps until something was imported. */
function HomePage() {
  const { keys } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data } = useQuery(dashboardQuery);
  const [first, setFirst] = useState(false);
  // Stays until the page is left, so that the page does not change under the seller when an import ends.
  if (!first && data && (data.products["active"] ?? 0) === 0 && !data.imports.some(({ phase }) => phase === "finished")) setFirst(true);
  if (first) {
    return (
      <Suspense>
        <StartSteps editing={keys} onEdit={(channel) => void navigate({ search: { keys: channel }, resetScroll: false })} />
      </Suspense>
    );
  }
  return (
    <>
      <Suspense>{data ? <GoOn /> : null}</Suspense>
      <Home />
    </>
  );
}
