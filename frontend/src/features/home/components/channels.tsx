import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { useChannelName } from "@/ui/channel";
import { StateGlyph } from "@/ui/glyph";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Status, type Tone } from "@/ui/status";
import { useWords as useUiWords } from "@/ui/words.id";

import { useWords } from "../words.id";

type Health = Schema<"ChannelHealth">;

const TONES: Record<Health["health"], Tone> = { well: "ok", ending: "wait", refused: "fail", awaiting: "wait", not_connected: "plain" };
/** In the order in which they need somebody. */
const STATES = ["conflict", "failed", "refused", "drift", "gone", "frozen", "pending", "pushing", "auditing", "synced", "not_listed"] as const satisfies readonly Schema<"SyncState">[];

/** Each channel: whether it works and until when, when it was last imported, and how its products are there. */
export function Channels({ channels }: { channels: readonly Health[] }) {
  const w = useWords();
  return (
    <Section title={w.channels}>
      {channels.length === 0 ? <p className="px-4 pb-4 text-muted">{w.no_channel}</p> : null}
      <ul className="border-t empty:hidden">
        {channels.map((channel) => (
          <li key={channel.channel} className="border-b px-4 py-2 last:border-b-0">
            <ChannelLine channel={channel} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ChannelLine({ channel: { channel, health, problem, remote, consent_ends_at, imported_at, products } }: { channel: Health }) {
  const w = useWords();
  const { date } = useFormat();
  const name = useChannelName()(channel);
  const settings = remote && health !== "well";
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4">
        <span className="font-medium">{name}</span>
        <Status tone={TONES[health]}>{w.health[health]}</Status>
        {consent_ends_at ? <span className="text-meta text-muted">{w.consent_until(date(consent_ends_at))}</span> : null}
        {remote && health !== "not_connected" ? (
          <span className="text-meta text-muted">
            {imported_at ? (
              <>
                {w.imported} <Ago at={imported_at} />
              </>
            ) : (
              w.never_imported
            )}
          </span>
        ) : null}
        <span className="ml-auto flex gap-4">
          {settings ? (
            <PageLink to="/settings" className="inline-flex min-h-11 items-center text-accent underline">
              {w.fix[health]}
              <span className="sr-only"> {name}</span>
            </PageLink>
          ) : null}
          <PageLink to={`/prices?channel=${channel}`} className="inline-flex min-h-11 items-center text-accent underline">
            {w.price_rule}
            <span className="sr-only"> {name}</span>
          </PageLink>
        </span>
      </div>
      {problem ? (
        <details>
          <summary className="inline-flex min-h-11 items-center text-fail md:min-h-7">{w.trouble}</summary>
          <p className="font-mono text-meta break-words text-muted" lang="en">
            {problem}
          </p>
        </details>
      ) : null}
      <States channel={channel} products={products} />
    </>
  );
}

/** Active products by their state on a channel. Each leads to its list. */
function States({ channel, products }: { channel: string; products: Health["products"] }) {
  const { number } = useFormat();
  const { state: words } = useUiWords();
  const held = STATES.filter((state) => (products[state] ?? 0) > 0);
  if (held.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-4">
      {held.map((state) => {
        // A product without a listing is on no channel, so that list is found by what is missing.
        const to = state === "not_listed" ? `/products?missing_on=${channel}` : `/products?channel=${channel}&state=${state}`;
        return (
          <PageLink key={state} to={to} className="inline-flex min-h-11 items-center gap-1.5 text-meta hover:underline md:min-h-7">
            <StateGlyph state={state} />
            <span className="tabular-nums">{number(products[state] ?? 0)}</span> {words[state]}
          </PageLink>
        );
      })}
    </p>
  );
}
