import { createFileRoute } from "@tanstack/react-router";

import { ConflictPage } from "@/features/conflicts/components/conflict-page";
import { conflictsQuery } from "@/features/conflicts/queries";
import { flag, searchOf, text } from "@/lib/search";

const validateSearch = searchOf({ product: text, channel: text, q: text, at: text, decided: flag });

export const Route = createFileRoute("/_app/conflicts")({
  validateSearch,
  // No `loaderDeps`: another search would be another page to the router, which on a slow phone takes the search box away while one types.
  loader: ({ context, location }) => {
    const { product, channel, q } = validateSearch(location.search);
    void context.queries.prefetchInfiniteQuery(conflictsQuery({ product, channel, q }));
  },
  component: Page,
});

function Page() {
  const navigate = Route.useNavigate();
  return <ConflictPage search={Route.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />;
}
