import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";

import { ConnectionsSection } from "@/features/connections/components/connections-section";
import { channelsQuery, connectionsQuery } from "@/api/channels";
import { Settings } from "@/features/settings/components/settings";

export const Route = createFileRoute("/_app/settings")({
  // The channel whose keys are being changed; never a key itself.
  validateSearch: z.object({ keys: z.catch(z.optional(z.string()), undefined) }),
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
