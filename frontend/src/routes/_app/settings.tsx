import { createFileRoute } from "@tanstack/react-router";

import { ConnectionsSection } from "@/features/connections/components/connections-section";
import { channelsQuery, connectionsQuery } from "@/api/channels";
import { Settings } from "@/features/settings/components/settings";
import { searchOf, text } from "@/lib/search";

export const Route = createFileRoute("/_app/settings")({
  // The channel whose keys are being changed; never a key itself.
  validateSearch: searchOf({ keys: text }),
  loader: ({ context: { queries } }) => {
    void queries.prefetchQuery(channelsQuery);
    void queries.prefetchQuery(connectionsQuery);
  },
  component: SettingsPage,
});

function SettingsPage() {
  const { keys } = Route.useSearch();
  const navigate = Route.useNavigate();
  return <Settings connections={<ConnectionsSection editing={keys} onEdit={(channel) => void navigate({ search: { keys: channel }, resetScroll: false })} />} />;
}
