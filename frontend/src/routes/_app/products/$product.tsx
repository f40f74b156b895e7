import { createFileRoute } from "@tanstack/react-router";

import { Product } from "@/features/product/components/product";
import { productQuery } from "@/features/product/queries";
import { sheetSearch } from "@/features/product/search";

export const Route = createFileRoute("/_app/products/$product")({
  validateSearch: sheetSearch,
  loader: ({ context, params }) => void context.queries.prefetchQuery(productQuery(params.product)),
  component: Product,
});
