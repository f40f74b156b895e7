import { ChevronRight } from "lucide-react";

import { useFormat } from "@/lib/format";
import { Actor, useActorName } from "@/ui/actor";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { CopyButton } from "@/ui/copy";
import { useActionName } from "@/ui/log/action";
import { Details } from "@/ui/log/details";
import { PageLink } from "@/ui/page-link";
import { pageOf as pageOfTarget } from "@/ui/target";

import type { Entry } from "../queries";
import { useWords } from "../words.id";

type Props = { entry: Entry; onSubject: (subject: string) => void; onActor: (actor: string) => void };

export function EntryLine({ entry, onSubject, onActor }: Props) {
  const w = useWords();
  const { time, dateTime } = useFormat();
  const channelName = useChannelName();
  const actionName = useActionName();
  const actorName = useActorName();
  const isName = /^[a-z_]+$/.test(entry.subject);
  const page = pageOf(entry);
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none gap-3 px-4 py-2 hover:bg-sunken">
        <time dateTime={entry.at} title={dateTime(entry.at)} className="w-12 shrink-0 pt-0.5 text-meta text-muted tabular-nums">
          {time(entry.at)}
        </time>
        <span className="min-w-0 flex-1">
          <span className="block">
            <Actor subject={entry.actor} className="inline-block font-medium first-letter:uppercase" /> {actionName(entry.action)}
          </span>
          <span className="block text-meta break-words text-muted">
            <Subject entry={entry} />
          </span>
        </span>
        <ChevronRight size={16} aria-hidden className="mt-1 shrink-0 text-muted group-open:rotate-90" />
      </summary>
      <div className="flex flex-col gap-2 py-2 pr-4 pb-3 pl-4 md:pl-19">
        <Details entry={entry} />
        <From client={entry.client} />
        <div className="flex flex-wrap gap-2">
          {page ? (
            <PageLink to={page} button="plain">
              {w.open}
            </PageLink>
          ) : null}
          <Button look="quiet" onClick={() => onSubject(entry.subject)}>
            {w.only(isName ? channelName(entry.subject) : w.this)}
          </Button>
          <Button look="quiet" onClick={() => onActor(entry.actor)}>
            {w.only_by(actorName(entry.actor))}
          </Button>
          <CopyButton look="quiet" label={w.copy_whole} value={JSON.stringify(entry, null, 2)} spelled />
        </div>
      </div>
    </details>
  );
}

/** What an entry is about: a channel by its name, a record by its kind and number. */
function Subject({ entry: { subject, target } }: { entry: Entry }) {
  const w = useWords();
  const channelName = useChannelName();
  if (/^[a-z_]+$/.test(subject)) return channelName(subject);
  const [, channel, id] = /^([a-z_]+):[^:]+:(.+)$/.exec(subject) ?? [];
  return (
    <>
      {channel ? channelName(channel) : target ? w.record[target.kind] : null} <span className="font-mono">{id ?? subject}</span>
    </>
  );
}

/** Where the request came from, as far as it said. */
function From({ client }: { client: Entry["client"] }) {
  const w = useWords();
  const said = [
    { name: w.address, value: client?.address },
    { name: w.agent, value: client?.agent },
  ].filter(({ value }) => value);
  if (said.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-meta text-muted">
      {said.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The page of what an entry is about. */
function pageOf({ subject, action, target }: Entry): string | undefined {
  if (action.startsWith("price_override.")) return `/prices?sheet=exceptions&channel=${subject}`;
  if (action.startsWith("base_reading.")) return "/prices";
  return pageOfTarget(target);
}
