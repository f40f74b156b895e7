import type { Schema } from "@/api/client";
import { Actor } from "@/ui/actor";
import { Ago } from "@/ui/age";
import { useChannelName } from "@/ui/channel";
import { useActionName } from "@/ui/log/action";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { pageOf } from "@/ui/target";

import { useWords } from "../words.id";

const FEW = 5;

/** What was done last, and by whom. */
export function Activity({ entries }: { entries: readonly Schema<"AuditEntry">[] }) {
  const w = useWords();
  return (
    <Section
      title={w.activity}
      actions={
        entries.length > 0 ? (
          <PageLink to="/activity" className="inline-flex min-h-11 items-center text-accent underline md:min-h-7">
            {w.activity_all}
          </PageLink>
        ) : null
      }
    >
      {entries.length === 0 ? <p className="px-4 pb-4 text-muted">{w.no_activity}</p> : null}
      <ul className="border-t empty:hidden">
        {entries.slice(0, FEW).map((entry) => (
          <li key={entry.id} className="border-b last:border-b-0">
            <Line entry={entry} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Line({ entry: { actor, action, subject, at, target } }: { entry: Schema<"AuditEntry"> }) {
  const actionName = useActionName();
  const channelName = useChannelName();
  const to = pageOf(target);
  const line = (
    <>
      <span className="min-w-0 flex-1">
        <Actor subject={actor} className="inline-block font-medium first-letter:uppercase" /> {actionName(action)}
        {/^[a-z_]+$/.test(subject) ? <span className="text-muted"> · {channelName(subject)}</span> : null}
      </span>
      <Ago at={at} className="text-meta text-muted" />
    </>
  );
  const look = "flex min-h-11 items-center gap-3 px-4 py-2 md:min-h-9";
  return to ? (
    <PageLink to={to} className={`${look} hover:bg-sunken`}>
      {line}
    </PageLink>
  ) : (
    <p className={look}>{line}</p>
  );
}
