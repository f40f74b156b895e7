import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";

import { connectionsQuery } from "@/api/channels";
import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Checkbox } from "@/ui/field";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { useStartImport } from "../queries";
import { useWords } from "../words.id";

/** The choice of shops (by default all connected ones), and the button. */
export function StartImport({ simple = false, next = true }: { simple?: boolean; next?: boolean }) {
  const w = useWords();
  const { may } = useMe();
  const channelName = useChannelName();
  const { data: connections = [] } = useQuery(connectionsQuery);
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [gone, setGone] = useState(false);
  const queries = useQueryClient();
  const start = useStartImport(async () => {
    // "All" must include a shop that was connected in another tab a moment ago.
    const now = await queries.fetchQuery({ ...connectionsQuery, staleTime: 0 });
    const channels = now.filter(({ channel, state }) => state === "connected" && !without.has(channel)).map(({ channel }) => channel);
    return { channels, accept_gone: gone };
  });
  const connected = connections.filter(({ state }) => state === "connected").map(({ channel }) => channel);
  const chosen = connected.filter((channel) => !without.has(channel));
  if (connected.length === 0) {
    return (
      <div className="flex flex-col items-start gap-3 px-4 pb-4">
        <p>{w.none_connected}</p>
        <PageLink to="/settings" button="primary">
          {w.connect}
        </PageLink>
      </div>
    );
  }
  const toggle = (channel: string, on: boolean) => setWithout(new Set(on ? [...without].filter((one) => one !== channel) : [...without, channel]));
  return (
    <div className="flex flex-col gap-3 px-4 pb-4">
      {simple ? null : (
        <fieldset>
          <legend className="font-medium">{w.which}</legend>
          <div className="flex flex-wrap gap-x-6">
            {connected.map((channel) => (
              <Checkbox key={channel} label={channelName(channel)} checked={!without.has(channel)} onChange={(event) => toggle(channel, event.target.checked)} />
            ))}
          </div>
          <Checkbox label={w.gone} hint={w.gone_help} checked={gone} onChange={(event) => setGone(event.target.checked)} className="mt-2 max-w-prose" />
        </fieldset>
      )}
      <div className="flex max-md:*:flex-1">
        <Button
          look={next ? "primary" : "plain"}
          icon={<Download size={16} aria-hidden />}
          busy={start.isPending}
          disabled={!may("member") || chosen.length === 0}
          onClick={() => start.mutate()}
        >
          {start.isPending ? w.starting : w.start}
        </Button>
      </div>
      <RoleNote needs="member" />
      {start.error ? <Problem error={start.error} /> : null}
    </div>
  );
}
