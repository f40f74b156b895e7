import { createFileRoute } from "@tanstack/react-router";

import { Matches } from "@/features/matches/components/matches";
import { queueQuery } from "@/features/matches/queries";
import { DECISIONS, filterOf, SHEETS, TIERS } from "@/features/matches/search";
import { oneOf, searchOf, text } from "@/lib/search";

const search = searchOf({ tier: oneOf(...TIERS), decision: oneOf(...DECISIONS), channel: text, listing: text, q: text, at: text, with: text, sheet: oneOf(...SHEETS) });

export const Route = createFileRoute("/_app/matches")({
  validateSearch: search,
  // No `loaderDeps`: another search would be another page to the router, which on a slow phone takes the search box away while one types.
  loader: ({ context, location }) => void context.queries.prefetchInfiniteQuery(queueQuery(filterOf(search(location.search)))),
  component: MatchesPage,
});

function MatchesPage() {
  const navigate = Route.useNavigate();
  return <Matches search={Route.useSearch()} onSearch={(search, replace = false) => void navigate({ search, replace, resetScroll: false })} />;
}
