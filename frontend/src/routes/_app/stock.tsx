import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";

import { Stock } from "@/features/stock/components/stock";
import { cardsQuery } from "@/features/stock/queries";
import { searchOf, text } from "@/lib/search";

const search = searchOf({ q: text, product: text });

export const Route = createFileRoute("/_app/stock")({
  validateSearch: search,
  // No `loaderDeps`: another search would be another page to the router, which on a slow phone takes the search box away while one types.
  loader: ({ context, location }) => void context.queries.prefetchInfiniteQuery(cardsQuery(search(location.search).q)),
  component: StockPage,
});

function StockPage() {
  const { q, product } = Route.useSearch();
  const navigate = Route.useNavigate();
  const toSearch = useCallback((search: { q?: string | undefined; product?: string | undefined }, replace = false) => void navigate({ search, replace, resetScroll: false }), [navigate]);
  return <Stock q={q} product={product} onSearch={toSearch} />;
}
