import { ChevronRight } from "lucide-react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { PageLink } from "@/ui/page-link";

import type { Entry } from "../queries";
import { useWords } from "../words.id";

type Props = { entry: Entry; onSubject: (subject: string) => void };

export function EntryLine({ entry, onSubject }: Props) {
  const w = useWords();
  const { time, dateTime } = useFormat();
  const actor = useActor();
  const channelName = useChannelName();
  const action = (w.action as Record<string, string>)[entry.action];
  const isName = /^[a-z_]+$/.test(entry.subject);
  const page = pageOf(entry);
  const details = Object.entries(entry.details ?? {}).filter(([, value]) => value !== null);
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none gap-3 px-4 py-2 hover:bg-sunken">
        <time dateTime={entry.at} title={dateTime(entry.at)} className="w-12 shrink-0 pt-0.5 text-meta text-muted tabular-nums">
          {time(entry.at)}
        </time>
        <span className="min-w-0 flex-1">
          <span className="block">
            <span className="font-medium">{actor(entry.actor)}</span> {action ?? <code className="font-mono text-meta">{entry.action}</code>}
          </span>
          <span className="block text-meta text-muted">{isName ? channelName(entry.subject) : <span className="font-mono">{entry.subject}</span>}</span>
        </span>
        <ChevronRight size={16} aria-hidden className="mt-1 shrink-0 text-muted group-open:rotate-90" />
      </summary>
      <div className="flex flex-col gap-2 pr-4 pb-3 pl-19">
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-meta empty:hidden">
          {details.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0 font-mono break-words whitespace-pre-wrap">{typeof value === "string" ? value : JSON.stringify(value, null, 1)}</dd>
            </div>
          ))}
        </dl>
        <div className="flex flex-wrap gap-2">
          {page ? (
            <PageLink to={page} button="plain">
              {w.open}
            </PageLink>
          ) : null}
          <Button look="quiet" onClick={() => onSubject(entry.subject)}>
            {w.only(isName ? channelName(entry.subject) : w.this)}
          </Button>
        </div>
      </div>
    </details>
  );
}

function useActor(): (actor: string) => string {
  const w = useWords();
  const me = useMe();
  return (actor) => {
    if (actor === me.subject) return w.you;
    if (actor === "channel redirect") return w.redirect;
    return /^[0-9a-f]{8}-/.test(actor) ? w.person(actor.slice(0, 8)) : actor.includes("@") ? actor : w.system;
  };
}

/** The page of what an entry is about, by the beginning of its id. */
function pageOf({ subject, action }: Entry): string | undefined {
  if (action.startsWith("price_rule.")) return `/prices?sheet=rule&channel=${subject}`;
  if (action.startsWith("price_override.")) return `/prices?sheet=exceptions&channel=${subject}`;
  if (action.startsWith("fee_schedule.")) return `/prices?sheet=fees&channel=${subject}`;
  if (action.startsWith("base_reading.")) return "/prices";
  if (/^prd_\w+$/.test(subject)) return `/products/${subject}`;
  if (/^run_\w+$/.test(subject)) return `/sync/runs/${subject}`;
  if (/^pln_\w+$/.test(subject)) return `/sync/plans/${subject}`;
  if (/^imp_\w+$/.test(subject)) return "/imports";
  if (/^(shopee|tiktok_shop)$/.test(subject)) return "/settings";
  return undefined;
}
