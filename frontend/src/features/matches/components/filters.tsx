import { useQuery } from "@tanstack/react-query";
import { ListChecks, SlidersHorizontal, X } from "lucide-react";

import { channelsQuery } from "@/api/channels";
import { useTypedSearch } from "@/lib/typed-search";
import { Button, IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Field, Select } from "@/ui/field";
import { SearchBox } from "@/ui/search-box";

import type { MatchSearch } from "../search";
import { useWords } from "../words.id";

/** Milliseconds after the last key until the address is updated. */
const PAUSE = 250;

type Props = { search: MatchSearch; onSearch: (search: MatchSearch, replace?: boolean) => void };

/** The filters of the queue (words, a channel, or one listing), and the button to decide many matches. */
export function Filters({ search, onSearch }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const { data: channels } = useQuery(channelsQuery);
  // A channel without imports has no listings to match.
  const remote = channels?.filter(({ remote }) => remote) ?? [];
  const narrow = (next: Partial<MatchSearch>) => onSearch({ ...search, ...next, at: undefined, with: undefined }, true);
  const [typed, setTyped] = useTypedSearch(search.q ?? "", (q) => narrow({ q: q || undefined }), PAUSE);
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-2">
      <SearchBox label={w.search} value={typed} onChange={setTyped} className="md:max-w-sm" />
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
      <IconButton label={w.sku_rules} className="border border-edge" onClick={() => onSearch({ ...search, sheet: "sku" })}>
        <SlidersHorizontal size={16} aria-hidden />
      </IconButton>
      {search.listing ? (
        <Button look="quiet" icon={<X size={16} aria-hidden />} onClick={() => narrow({ listing: undefined })}>
          {w.only_listing} · {w.show_all}
        </Button>
      ) : null}
    </div>
  );
}
