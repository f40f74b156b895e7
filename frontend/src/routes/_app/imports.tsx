import { createFileRoute } from "@tanstack/react-router";

import { connectionsQuery } from "@/api/channels";
import { Imports } from "@/features/imports/components/imports";
import { importsQuery } from "@/features/imports/queries";

export const Route = createFileRoute("/_app/imports")({
  loader: ({ context: { queries } }) => {
    void queries.prefetchQuery(importsQuery);
    void queries.prefetchQuery(connectionsQuery);
  },
  component: Imports,
});
