import { createFileRoute } from "@tanstack/react-router";

import { channelsQuery, connectionsQuery } from "@/api/channels";
import { searchOf, text } from "@/lib/search";

import StartSteps from "./-first-steps";

export const Route = createFileRoute("/_app/start")({
  validateSearch: searchOf({ keys: text }),
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
