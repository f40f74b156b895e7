import { createFileRoute } from "@tanstack/react-router";

import { Sheets } from "@/features/sheets/components/sheets";
import { exportsQuery, sheetsQuery } from "@/features/sheets/queries";

export const Route = createFileRoute("/_app/sheets/")({
  loader: ({ context: { queries } }) => {
    void queries.prefetchQuery(exportsQuery);
    void queries.prefetchInfiniteQuery(sheetsQuery);
  },
  component: Sheets,
});
