import { useQuery } from "@tanstack/react-query";
import { ListChecks, Search, X } from "lucide-react";

import { channelsQuery } from "@/api/channels";
import { useTypedSearch } from "@/lib/typed-search";
import { Button, IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { CONTROL, Field, Select } from "@/ui/field";

import type { MatchSearch } from "../search";
import { useWords } from "../words.id";

/** Milliseconds after the last key until the address follows. */
const PAUSE = 250;

type Props = { search: MatchSearch; onSearch: (search: MatchSearch, replace?: boolean) => void };

/** Words, a channel, or one listing: what the queue is narrowed to; and the way to decide many at once. */
export function Filters({ search, onSearch }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const { data: channels } = useQuery(channelsQuery);
  // A channel that takes part in no import has no listings of its own to be matched.
  const remote = channels?.filter(({ remote }) => remote) ?? [];
  const narrow = (next: Partial<MatchSearch>) => onSearch({ ...search, ...next, at: undefined, with: undefined }, true);
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-2">
      <SearchField value={search.q ?? ""} onChange={(q) => narrow({ q: q || undefined })} />
      {remote.length > 2 || search.channel ? (
        <Field label={w.channel} quiet className="max-md:basis-full md:w-56">
          <Select
            value={search.channel ?? ""}
            onChange={(event) => narrow({ channel: event.target.value || undefined })}
            options={[{ value: "", label: w.any_channel }, ...remote.map(({ channel }) => ({ value: channel, label: channelName(channel) }))]}
          />
        </Field>
      ) : null}
      <Button icon={<ListChecks size={16} aria-hidden />} onClick={() => onSearch({ ...search, sheet: "many" })}>
        {w.many}
      </Button>
      {search.listing ? (
        <Button look="quiet" icon={<X size={16} aria-hidden />} onClick={() => narrow({ listing: undefined })}>
          {w.only_listing} · {w.show_all}
        </Button>
      ) : null}
    </div>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const w = useWords();
  const [typed, setTyped] = useTypedSearch(value, onChange, PAUSE);
  return (
    <div role="search" className="relative min-w-0 flex-1 md:max-w-sm">
      <Search size={16} aria-hidden className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
      <input
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        aria-label={w.search}
        placeholder={w.search}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className={`${CONTROL} pr-11 pl-9 [&::-webkit-search-cancel-button]:hidden`}
      />
      {typed ? (
        <IconButton label={w.clear_search} className="absolute top-0 right-0" onClick={() => setTyped("")}>
          <X size={16} aria-hidden />
        </IconButton>
      ) : null}
    </div>
  );
}
