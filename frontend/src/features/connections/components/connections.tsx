import { useQuery } from "@tanstack/react-query";

import { CHANNELS } from "@/ui/glyph";
import { useChannelName } from "@/ui/channel";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { channelsQuery, connectionsQuery } from "@/api/channels";
import { useWords } from "../words.id";
import { Connection } from "./connection";

type Props = {
  /** The channel whose keys are being changed, from the URL. */
  editing: string | undefined;
  onEdit: (channel: string | undefined) => void;
};

const place = (channel: string) => (CHANNELS.includes(channel) ? CHANNELS.indexOf(channel) : CHANNELS.length);

/** Every channel of the registry, in the fixed order, connected or not. */
export function Connections({ editing, onEdit }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const channels = useQuery(channelsQuery);
  const connections = useQuery(connectionsQuery);
  const error = channels.error ?? (connections.data ? null : connections.error);
  if (error) return <Problem error={error} onRetry={() => void Promise.all([channels.refetch(), connections.refetch()])} />;
  if (!channels.data || !connections.data) return <SkeletonRows rows={4} />;
  const saved = new Map(connections.data.map((one) => [one.channel, one]));
  const all = channels.data.toSorted((a, b) => place(a.channel) - place(b.channel));
  // A page has one next action: that of the first channel that is not connected.
  const next = all.find(({ channel, remote }) => remote && saved.get(channel)?.state !== "connected")?.channel;
  return (
    <div className="border-t">
      {all.map((channel) =>
        channel.remote ? (
          <Connection key={channel.channel} channel={channel} saved={saved.get(channel.channel)} editing={editing === channel.channel} next={next === channel.channel && editing === undefined} onEdit={(on) => onEdit(on ? channel.channel : undefined)} />
        ) : (
          <div key={channel.channel} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b px-4 py-4 last:border-b-0">
            <h3 className="text-title font-semibold">{channelName(channel.channel)}</h3>
            <p className="text-muted">{w.own_store}</p>
          </div>
        ),
      )}
    </div>
  );
}
