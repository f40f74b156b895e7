import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";

import { Stock } from "@/features/stock/components/stock";
import { cardsQuery } from "@/features/stock/queries";
import { searchOf, text } from "@/lib/search";

// Typed before the route: within it, `loaderDeps` hides the type.
const search = searchOf({ q: text, product: text });

export const Route = createFileRoute("/_app/stock")({
  validateSearch: search,
  loaderDeps: ({ search }) => ({ q: search.q }),
  loader: ({ context, deps }) => void context.queries.prefetchInfiniteQuery(cardsQuery(deps.q)),
  component: StockPage,
});

function StockPage() {
  const { q, product } = Route.useSearch();
  const navigate = Route.useNavigate();
  const toSearch = useCallback((search: { q?: string | undefined; product?: string | undefined }, replace = false) => void navigate({ search, replace, resetScroll: false }), [navigate]);
  return <Stock q={q} product={product} onSearch={toSearch} />;
}
