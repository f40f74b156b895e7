import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";

import { type Change, TitlesPage } from "@/features/titles/components/titles-page";
import { proposalsQuery } from "@/features/titles/queries";
import { filterOf, titleSearch } from "@/features/titles/search";

export const Route = createFileRoute("/_app/titles")({
  validateSearch: titleSearch,
  // No `loaderDeps`: another search would be another page to the router, which on a slow phone takes the search box away while one types.
  loader: ({ context, location }) => {
    const search = titleSearch(location.search);
    if (!search.tab) void context.queries.prefetchInfiniteQuery(proposalsQuery(filterOf(search)));
  },
  component: Page,
});

function Page() {
  const navigate = Route.useNavigate();
  const change: Change = useCallback((next, replace = false) => void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: false }), [navigate]);
  return <TitlesPage search={Route.useSearch()} onSearch={change} />;
}
