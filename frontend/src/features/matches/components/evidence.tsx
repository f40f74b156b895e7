import { clsx } from "clsx";

import { said, useLanguage } from "@/lib/words";
import { useChannelName } from "@/ui/channel";
import { CHANNELS } from "@/ui/glyph";

import type { Candidate } from "../queries";
import { useWords } from "../words.id";

/** The evidence for and against the pair: a bar to the right or left of the middle, and the reason. */
export function Evidence({ candidate }: { candidate: Candidate }) {
  const w = useWords();
  const channelName = useChannelName();
  useLanguage();
  // The server's texts contain the ids of channels.
  const named = (text: string) => CHANNELS.reduce((all, channel) => all.replaceAll(channel, channelName(channel)), text);
  return (
    <section aria-label={w.evidence}>
      <h2 className="pb-1 font-semibold">{w.evidence}</h2>
      {candidate.evidence.length === 0 ? <p className="text-muted">{w.no_evidence}</p> : null}
      <ul className="flex flex-col">
        {candidate.evidence.map(({ about, speaks, text, text_en }) => {
          const agrees = speaks === "for";
          return (
            <li key={`${about} ${text}`} className="grid grid-cols-[64px_minmax(0,1fr)] items-center gap-x-3 py-1.5">
              <span aria-hidden className="relative flex h-2 self-center before:absolute before:inset-y-[-8px] before:left-1/2 before:w-px before:bg-edge">
                <span className={clsx("absolute inset-y-0 w-7", agrees ? "left-[calc(50%+1px)] rounded-r-full bg-ok" : "right-1/2 rounded-l-full bg-fail")} />
              </span>
              <span>
                <span className={clsx("mr-1 font-semibold", agrees ? "text-ok" : "text-fail")}>
                  <span aria-hidden>{agrees ? "+" : "−"}</span>
                  <span className="sr-only">{w.speaks[speaks]}:</span>
                </span>
                {named(said(text, text_en))}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
