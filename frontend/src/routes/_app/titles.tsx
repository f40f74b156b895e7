import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";

import { type Change, TitlesPage } from "@/features/titles/components/titles-page";
import { proposalsQuery } from "@/features/titles/queries";
import { filterOf, titleSearch } from "@/features/titles/search";

export const Route = createFileRoute("/_app/titles")({
  validateSearch: titleSearch,
  loaderDeps: ({ search: { q, channel, show, tab } }) => ({ q, channel, show, tab }),
  loader: ({ context, deps }) => void (deps.tab ? undefined : context.queries.prefetchInfiniteQuery(proposalsQuery(filterOf(deps)))),
  component: Page,
});

function Page() {
  const navigate = Route.useNavigate();
  const change: Change = useCallback((next, replace = false) => void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: false }), [navigate]);
  return <TitlesPage search={Route.useSearch()} onSearch={change} />;
}
