import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";

import { channelsQuery } from "@/api/channels";
import { useShortcut } from "@/lib/shortcuts";
import { useTypedSearch } from "@/lib/typed-search";
import { useChannelName } from "@/ui/channel";
import { Field, Select } from "@/ui/field";
import { SearchBox } from "@/ui/search-box";

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
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useTypedSearch(search.q ?? "", (q) => onSearch({ q: q || undefined }, true), WAIT);
  useShortcut("/", w.search, () => box.current?.focus());
  return (
    <div className="flex flex-wrap gap-2 px-4 py-2">
      <SearchBox box={box} label={w.search} value={typed} onChange={setTyped} className="basis-full md:basis-64" />
      <Field label={w.show} quiet className="min-w-0 flex-1 md:flex-none">
        <Select value={search.show ?? "open"} onChange={(event) => onSearch({ show: event.target.value === "open" ? undefined : (event.target.value as Show) }, true)} options={SHOWS.map((value) => ({ value, label: w.shows[value] }))} />
      </Field>
      <Field label={w.channel} quiet className="min-w-0 flex-1 md:flex-none">
        <Select value={search.channel ?? ""} onChange={(event) => onSearch({ channel: event.target.value || undefined }, true)} options={[{ value: "", label: w.every_channel }, ...options.map((value) => ({ value, label: channelName(value) }))]} />
      </Field>
    </div>
  );
}
