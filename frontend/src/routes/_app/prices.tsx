import { createFileRoute } from "@tanstack/react-router";

import { channelsQuery } from "@/api/channels";
import { Prices } from "@/features/prices/components/prices";
import { repricingsQuery } from "@/features/prices/queries";
import { pricesSearch } from "@/features/prices/search";

export const Route = createFileRoute("/_app/prices")({
  validateSearch: pricesSearch,
  loader: ({ context: { queries } }) => {
    void queries.prefetchQuery(channelsQuery);
    void queries.prefetchQuery(repricingsQuery);
  },
  component: Prices,
});
