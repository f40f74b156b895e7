import { ChevronRight } from "lucide-react";
import { useState } from "react";

import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { ChangeLine } from "@/ui/changes/change-line";
import { channelLetter } from "@/ui/glyph";
import { useChannelName } from "@/ui/channel";
import { PageLink } from "@/ui/page-link";
import { Thumbnail } from "@/ui/thumbnail";

import { type Change, type Entry, isNew } from "../queries";
import type { PlanSearch, SectionName } from "../search";
import { changesOf, type ProductGroup } from "../sections";
import { useWords } from "../words.id";

const LINES = 8;

type Props = { section: SectionName; group: ProductGroup; search: PlanSearch; viewed: boolean; onView: (on: boolean) => void };

/** One product of a plan with every changed field of every listing; folded once it was viewed. */
export function ProductChanges({ section, group, search, viewed, onView }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const count = group.entries.reduce((sum, entry) => sum + changesOf(section, entry, search).length, 0);
  return (
    <li className="border-t [contain-intrinsic-size:auto_160px] [content-visibility:auto]" aria-label={group.title}>
      <div className="flex min-h-14 items-center gap-3 px-4 py-1.5">
        <Thumbnail src={group.thumbnail} />
        <div className="min-w-0 flex-1">
          <h3 className="line-clamp-2 font-medium">
            <PageLink to={`/products/${group.product}`} className="hover:underline">
              {group.title}
            </PageLink>
          </h3>
          {viewed ? <p className="text-meta text-muted">{w.changes(number(count))}</p> : null}
        </div>
        {section === "agree" ? null : (
          <label className="flex min-h-11 items-center gap-2 text-meta whitespace-nowrap text-muted">
            <input type="checkbox" className="size-5 accent-accent md:size-4" aria-label={w.viewed_of(group.title)} checked={viewed} onChange={(event) => onView(event.target.checked)} />
            <span aria-hidden>{w.viewed}</span>
          </label>
        )}
      </div>
      {viewed ? null : group.entries.map((entry) => <ListingChanges key={entry.listing} section={section} entry={entry} search={search} />)}
    </li>
  );
}

function ListingChanges({ section, entry, search }: { section: SectionName; entry: Entry; search: PlanSearch }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  useLanguage();
  const [all, setAll] = useState(false);
  const isCreated = isNew(entry);
  const { changes, shared, few } = isCreated ? wholeListing(changesOf(section, entry, search)) : { changes: changesOf(section, entry, search), shared: undefined, few: LINES };
  const shown = all || changes.length <= few + 1 ? changes : changes.slice(0, few);
  return (
    <div role="group" aria-label={channelName(entry.channel)} className="pb-2">
      <p className="flex items-center gap-2 px-4 text-meta text-muted">
        <span aria-hidden className="inline-flex size-5 items-center justify-center rounded-sm border font-medium text-ink">
          {channelLetter(entry.channel)}
        </span>
        {channelName(entry.channel)}
        {isCreated ? <span className="font-medium text-ink">· {w.new_listing}</span> : null}
        {section === "agree" ? <span>· {w.listing_same}</span> : null}
      </p>
      {shared ? (
        <div className="flex flex-wrap items-center gap-x-4 py-1 pr-4 pl-11">
          <p className="min-w-0 text-fail">{said(shared.text, shared.text_en)}</p>
          <PageLink to={`/products/${entry.product_id}?sheet=new-listing&channel=${entry.channel}`} className="inline-flex min-h-11 items-center gap-1 font-medium underline md:min-h-8">
            {w.complete}
            <ChevronRight size={14} aria-hidden />
          </PageLink>
        </div>
      ) : null}
      {shown.map((change) => (
        <ChangeLine key={`${change.field} ${change.offer ?? ""} ${change.variant_id ?? ""}`} change={change} reason={!isShared(change)} action={section === "conflict" ? <Resolve product={entry.product_id} channel={entry.channel} /> : null} />
      ))}
      {shown.length < changes.length ? (
        <button type="button" className="ml-9 min-h-11 px-2 text-muted underline hover:text-ink md:min-h-9" onClick={() => setAll(true)}>
          {w.more_lines(number(changes.length - shown.length))}
        </button>
      ) : null}
      {section === "push" || section === "blocked" ? <Warnings entry={entry} /> : null}
    </div>
  );
}

/** Reasons that all fields of a new listing have together. */
const SHARED = ["creation_lacks", "creation_held"];
const isShared = ({ blocked }: Change) => SHARED.includes(blocked?.code ?? "");

/** A new listing is created whole: the reason for all is said once, fields with a reason of their own are first, the others are folded when it is held. */
function wholeListing(all: readonly Change[]) {
  const shared = all.find(isShared)?.blocked;
  const own = all.filter((change) => change.blocked && !isShared(change));
  const rest = all.filter((change) => !own.includes(change));
  // What is held by another field is explained by that field.
  return { changes: [...own, ...rest], shared: shared?.code === "creation_held" && own.length > 0 ? undefined : shared, few: shared ? own.length : all.length };
}

function Warnings({ entry }: { entry: Entry }) {
  const w = useWords();
  const { number } = useFormat();
  useLanguage();
  return (
    <ul className="flex flex-col gap-1 pr-4 pl-11 empty:hidden">
      {entry.warnings.map((warning) => (
        <li key={`${warning.code} ${warning.text}`} className="text-wait">
          {said(warning.text, warning.text_en)}
        </li>
      ))}
      {entry.unlinked.length > 0 ? <li className="text-muted">{w.unlinked(number(entry.unlinked.length))}</li> : null}
    </ul>
  );
}

function Resolve({ product, channel }: { product: string; channel: string }) {
  const w = useWords();
  return (
    <PageLink to={`/conflicts?product=${product}&channel=${channel}`} className="inline-flex min-h-11 items-center gap-1 self-start font-medium underline md:min-h-8">
      {w.resolve}
      <ChevronRight size={14} aria-hidden />
    </PageLink>
  );
}
