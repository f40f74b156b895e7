import { ChevronRight, Lock, TriangleAlert } from "lucide-react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { useChannelName } from "@/ui/channel";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";

import { useSheet } from "../use-sheet";
import { useWords } from "../words.id";

/** Each channel's target title, its similarity to the master title, and titles that occur twice. */
export function Titles({ titles }: { titles: Schema<"ProductTitles"> | null | undefined }) {
  const w = useWords();
  const channelName = useChannelName();
  const { open } = useSheet();
  if (!titles || titles.listings.length === 0) return null;
  return (
    <Section
      title={w.titles}
      actions={
        <PageLink to="/titles" className="inline-flex min-h-11 items-center text-accent underline md:min-h-6">
          {w.all_titles}
        </PageLink>
      }
    >
      <ul>
        {titles.listings.map((one) => (
          <li key={one.listing} className="border-t">
            <button type="button" onClick={() => open({ sheet: "title", listing: one.listing })} className="grid w-full grid-cols-[1fr_auto] items-center gap-x-4 px-4 py-2 text-left hover:bg-sunken md:grid-cols-[192px_1fr_auto]">
              <span className="font-medium">{channelName(one.channel)}</span>
              <span className="min-w-0 max-md:col-span-2 max-md:row-start-2">
                <span className="block">{one.target}</span>
                <TitleNotes title={one} />
              </span>
              <ChevronRight size={16} aria-hidden className="text-muted" />
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function TitleNotes({ title }: { title: Schema<"ListingTitle"> }) {
  const w = useWords();
  const { percent } = useFormat();
  const channelName = useChannelName();
  const twins = [...new Set(title.equal_to.map((key) => channelName(key.split(":")[0] ?? key)))];
  return (
    <span className="flex flex-wrap items-center gap-x-3 text-meta text-muted">
      <span className="inline-flex items-center gap-1">
        {title.locked ? <Lock size={12} aria-hidden /> : null}
        {w.title_origin[title.origin]}
      </span>
      <span>{w.similar(percent(Math.round(title.target_similarity * 100)))}</span>
      {title.outdated ? <span className="text-wait">{w.outdated}</span> : null}
      {twins.length > 0 ? (
        <span className="inline-flex items-center gap-1 text-wait">
          <TriangleAlert size={12} aria-hidden />
          {w.duplicate(twins.join(", "))}
        </span>
      ) : null}
    </span>
  );
}
