import { useQuery } from "@tanstack/react-query";

import { channelsQuery } from "@/api/channels";
import { useChannelName } from "@/ui/channel";
import { Field, Select } from "@/ui/field";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { mappingQuery } from "../queries";
import { useWords } from "../words.id";
import { MappingForm } from "./mapping-form";

type Props = { channel: string | undefined; onChannel: (channel: string) => void };

/** The mapping of one channel. */
export function Mappings({ channel, onChannel }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const { data: channels, error, isPending, refetch } = useQuery(channelsQuery);
  const chosen = channels?.find((one) => one.channel === channel)?.channel ?? channels?.[0]?.channel;
  if (isPending) return <SkeletonRows />;
  if (error && !channels) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className="flex flex-col gap-2 px-4 py-3">
        <Field label={w.channel} className="md:max-w-xs">
          <Select value={chosen ?? ""} onChange={(event) => onChannel(event.target.value)} options={(channels ?? []).map((one) => ({ value: one.channel, label: channelName(one.channel) }))} />
        </Field>
        <RoleNote needs="admin" />
      </div>
      {chosen ? <Loaded key={chosen} channel={chosen} /> : null}
    </>
  );
}

function Loaded({ channel }: { channel: string }) {
  const { data, error, isPending, refetch } = useQuery(mappingQuery(channel));
  if (isPending) return <SkeletonRows height="h-14" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  return <MappingForm channel={channel} mapping={data.data} etag={data.etag} />;
}
