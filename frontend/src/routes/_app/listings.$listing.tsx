import { createFileRoute } from "@tanstack/react-router";

import { OfListing } from "@/features/product/components/of-listing";
import { listingQuery } from "@/features/product/queries";

export const Route = createFileRoute("/_app/listings/$listing")({
  loader: ({ context, params }) => void context.queries.prefetchQuery(listingQuery(params.listing)),
  component: OfListing,
});
