import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";
import * as z from "zod/mini";

import { Stock } from "@/features/stock/components/stock";
import { cardsQuery } from "@/features/stock/queries";

const text = z.catch(z.optional(z.string()), undefined);

export const Route = createFileRoute("/_app/stock")({
  validateSearch: z.object({ q: text, product: text }),
  loaderDeps: ({ search }) => ({ q: search.q }),
  loader: ({ context, deps }) => void context.queries.prefetchInfiniteQuery(cardsQuery(deps.q)),
  component: StockPage,
});

function StockPage() {
  const { q, product } = Route.useSearch();
  const navigate = Route.useNavigate();
  const search = useCallback((search: { q?: string | undefined; product?: string | undefined }, replace = false) => void navigate({ search, replace, resetScroll: false }), [navigate]);
  return <Stock q={q} product={product} onSearch={search} />;
}
