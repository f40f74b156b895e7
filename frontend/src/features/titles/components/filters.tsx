import { Search, X } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";

import { channelsQuery } from "@/api/channels";
import { useShortcut } from "@/lib/shortcuts";
import { useTypedSearch } from "@/lib/typed-search";
import { IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { CONTROL, Field, Select } from "@/ui/field";

import { type Show, SHOWS, type TitleSearch } from "../search";
import { useWords } from "../words.id";
import type { Change } from "./titles-page";

/** Milliseconds after the last key before the search is asked. */
const WAIT = 300;

/** What narrows the list; all of it is in the address. */
export function Filters({ search, onSearch }: { search: TitleSearch; onSearch: Change }) {
  const w = useWords();
  const channelName = useChannelName();
  const { data: channels = [] } = useQuery(channelsQuery);
  const known = channels.map(({ channel }) => channel);
  const options = search.channel && !known.includes(search.channel) ? [...known, search.channel] : known;
  return (
    <div className="flex flex-wrap gap-2 px-4 py-2">
      <SearchBox value={search.q ?? ""} onChange={(q) => onSearch({ q: q || undefined }, true)} />
      <Field label={w.show} quiet className="min-w-0 flex-1 md:flex-none">
        <Select value={search.show ?? "open"} onChange={(event) => onSearch({ show: event.target.value === "open" ? undefined : (event.target.value as Show) }, true)} options={SHOWS.map((value) => ({ value, label: w.shows[value] }))} />
      </Field>
      <Field label={w.channel} quiet className="min-w-0 flex-1 md:flex-none">
        <Select value={search.channel ?? ""} onChange={(event) => onSearch({ channel: event.target.value || undefined }, true)} options={[{ value: "", label: w.every_channel }, ...options.map((value) => ({ value, label: channelName(value) }))]} />
      </Field>
    </div>
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const w = useWords();
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useTypedSearch(value, onChange, WAIT);
  useShortcut("/", w.search, () => box.current?.focus());
  return (
    <div role="search" className="relative min-w-0 flex-1 basis-full md:basis-64">
      <Search size={16} aria-hidden className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
      <input ref={box} type="search" enterKeyHint="search" autoComplete="off" aria-label={w.search} placeholder={w.search} value={typed} onChange={(event) => setTyped(event.target.value)} className={`${CONTROL} pr-11 pl-9 [&::-webkit-search-cancel-button]:hidden`} />
      {typed ? (
        <IconButton
          label={w.clear_search}
          className="absolute top-0 right-0"
          onClick={() => {
            setTyped("");
            box.current?.focus();
          }}
        >
          <X size={16} aria-hidden />
        </IconButton>
      ) : null}
    </div>
  );
}
