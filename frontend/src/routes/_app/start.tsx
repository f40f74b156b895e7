import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";

import { channelsQuery, connectionsQuery } from "@/api/channels";

import StartSteps from "./-first-steps";

export const Route = createFileRoute("/_app/start")({
  validateSearch: z.object({ keys: z.catch(z.optional(z.string()), undefined) }),
  loader: ({ context: { queries } }) => {
    void queries.prefetchQuery(channelsQuery);
    void queries.prefetchQuery(connectionsQuery);
  },
  component: StartPage,
});

function StartPage() {
  const { keys } = Route.useSearch();
  const navigate = Route.useNavigate();
  return <StartSteps editing={keys} onEdit={(channel) => void navigate({ search: { keys: channel }, resetScroll: false })} />;
}
