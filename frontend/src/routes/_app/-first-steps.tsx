import { useQuery } from "@tanstack/react-query";

import { connectionsQuery } from "@/api/channels";
import { Connections } from "@/features/connections/components/connections";
import { ImportStep } from "@/features/imports/components/import-step";
import { importsQuery } from "@/features/imports/queries";
import { FirstSteps } from "@/features/onboarding/components/first-steps";

type Props = {
  /** The channel whose keys are being changed, from the URL. */
  editing: string | undefined;
  onEdit: (channel: string | undefined) => void;
};

/** The first steps, composed of three features; on Beranda until something was imported, and always at /start. */
export default function StartSteps(props: Props) {
  const { data: connections = [] } = useQuery(connectionsQuery);
  const { data: imports } = useQuery(importsQuery);
  const all = connections.length > 0 && connections.every(({ state }) => state === "connected");
  return <FirstSteps connect={<Connections {...props} />} importing={<ImportStep next={all && imports?.length === 0} />} />;
}
