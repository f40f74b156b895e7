import { createFileRoute } from "@tanstack/react-router";

import { Products } from "@/features/products/components/products";
import { pageQuery } from "@/features/products/queries";
import { filterOf, orderOf, productSearch } from "@/features/products/search";

export const Route = createFileRoute("/_app/products/")({
  validateSearch: productSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchQuery(pageQuery(filterOf(deps), orderOf(deps), 0)),
  component: Products,
});
