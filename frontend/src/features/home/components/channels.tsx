import type { Schema } from "@/api/client";
import { Ago } from "@/ui/age";
import { useChannelName } from "@/ui/channel";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Status } from "@/ui/status";

import { useWords } from "../words.id";

export function Channels({ connections }: { connections: readonly Schema<"Connection">[] }) {
  const w = useWords();
  const channelName = useChannelName();
  return (
    <Section title={w.channels}>
      {connections.length === 0 ? <p className="px-4 pb-4 text-muted">{w.no_channel}</p> : null}
      <ul className="border-t empty:hidden">
        {connections.map(({ channel, state, shops }) => (
          <li key={channel} className="flex min-h-12 flex-wrap items-center gap-x-4 border-b px-4 py-2 last:border-b-0">
            <span className="font-medium">{channelName(channel)}</span>
            <Status tone={state === "connected" ? "ok" : "wait"}>{w.connection[state]}</Status>
            {shops.map((shop) => (
              <span key={shop.shop} className="text-meta text-muted">
                {shop.name ?? shop.shop} · {w.refreshed} <Ago at={shop.last_refresh_at} />
              </span>
            ))}
            <PageLink to={`/prices?channel=${channel}`} className="ml-auto inline-flex min-h-11 items-center text-accent underline">
              {w.price_rule}
              <span className="sr-only"> {channelName(channel)}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
