import { clsx } from "clsx";
import type { ReactNode } from "react";

import { useFormat } from "@/lib/format";
import { useNow } from "@/lib/now";

import { Age } from "./age";
import { useChannelName } from "./channel";
import { CHANNELS, channelLetter, type ListingState, StateGlyph } from "./glyph";
import { Popover } from "./popover";
import { useWords } from "./words.id";

export type LaneEntry = {
  channel: string;
  state: ListingState;
  /** RFC 3339. */
  since?: string | null | undefined;
  /** When what the channel shows was read; RFC 3339. */
  seen?: string | null | undefined;
  /** Why, where more is known than what the state says. */
  reason?: string | undefined;
  /** Which fields it is about, as a sentence. */
  about?: string | undefined;
  /** A link or button: what to do. */
  action?: ReactNode;
};

/**
 * One glyph per channel in fixed order, the same everywhere. A channel that is not named is not listed.
 * A tap explains: why, since when, what to do. `low`: on phones the glyphs are at the lower edge of what is tapped, for a line lower than a finger.
 */
export function Lane({ entries, channels = CHANNELS, low = false }: { entries: readonly LaneEntry[]; channels?: readonly string[]; low?: boolean }) {
  const w = useWords();
  const all = channels.map((channel) => entries.find((entry) => entry.channel === channel) ?? { channel, state: "not_listed" as const });
  const channelName = useChannelName();
  const spoken = all.map(({ channel, state }) => `${channelName(channel)} ${w.state[state]}`).join(", ");
  return (
    <Popover
      trigger={
        <button type="button" aria-label={spoken} className={clsx("inline-flex min-h-11 gap-1 rounded-md hover:bg-sunken md:min-h-8 md:items-center md:gap-2 md:px-1", low ? "items-end" : "items-center")}>
          {all.map(({ channel, state }) => (
            <span key={channel} className="inline-flex items-center gap-0.5" aria-hidden>
              <span data-letter={channelLetter(channel)} className="text-meta font-medium text-muted before:content-[attr(data-letter)]" />
              <StateGlyph state={state} />
            </span>
          ))}
        </button>
      }
    >
      <ul className="flex flex-col gap-3">
        {all.map((entry) => (
          <Explained key={entry.channel} entry={entry} />
        ))}
      </ul>
    </Popover>
  );
}

function Explained({ entry }: { entry: LaneEntry }) {
  const w = useWords();
  const { ago } = useFormat();
  const channelName = useChannelName();
  const now = useNow();
  return (
    <li className="flex gap-2">
      <span className="pt-0.5">
        <StateGlyph state={entry.state} />
      </span>
      <div className="flex-1">
        <p className="font-medium">
          {channelName(entry.channel)} · {w.state[entry.state]}
          {entry.since ? <span className="font-normal text-muted"> {w.since(ago(entry.since, now))}</span> : null}
        </p>
        <p className="text-muted">
          {entry.reason ?? w.state_help[entry.state]} {entry.about}
        </p>
        {entry.seen ? <Age at={entry.seen} className="block" /> : null}
        {entry.action}
      </div>
    </li>
  );
}
