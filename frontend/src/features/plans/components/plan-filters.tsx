import { SlidersHorizontal, X } from "lucide-react";
import { useState } from "react";

import { useFormat } from "@/lib/format";
import { useTypedSearch } from "@/lib/typed-search";
import { IconButton } from "@/ui/button";
import { Field, Select } from "@/ui/field";
import { useChannelName } from "@/ui/channel";
import { useFieldName } from "@/ui/field-name";
import { SearchBox } from "@/ui/search-box";

import type { Change, Plan } from "../queries";
import { type PlanSearch, type SectionName, SECTIONS } from "../search";
import { countOf, isNarrowed } from "../sections";
import { useWords } from "../words.id";

/** Milliseconds after the last key before the search is sent. */
const WAIT = 250;

type Props = { plan: Plan; search: PlanSearch; onSearch: (search: PlanSearch) => void };

/** Filters a plan by outcome, channel, field and words; all filters are in the address. */
export function PlanFilters({ plan, search, onSearch }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const fieldName = useFieldName();
  const channelName = useChannelName();
  const [typed, setTyped] = useTypedSearch(search.q ?? "", (q) => onSearch({ ...search, q: q || undefined }), WAIT);
  const [open, setOpen] = useState(isNarrowed(search));
  // On a phone they are hidden until they are opened.
  const shown = open ? "max-md:basis-full" : "max-md:hidden";
  const channels = Object.keys(plan.by_channel);
  const fields = Object.keys(plan.by_field) as Change["field"][];
  const counted = (section: SectionName) => {
    const count = countOf(section, plan);
    return count === undefined ? w.section[section] : `${w.section[section]} (${number(count)})`;
  };
  const shows = SECTIONS.filter((section) => countOf(section, plan) !== 0);
  return (
    <div role="group" aria-label={w.filter} className="flex flex-wrap gap-2 border-t px-4 py-2">
      <SearchBox label={w.search} value={typed} onChange={setTyped} className="md:w-64 md:flex-none" />
      <IconButton label={w.filter} aria-expanded={open} className="border border-edge md:hidden" onClick={() => setOpen(!open)}>
        <SlidersHorizontal size={20} aria-hidden />
      </IconButton>
      <Field label={w.show} quiet className={shown}>
        <Select
          value={search.show ?? ""}
          onChange={(event) => onSearch({ ...search, show: (event.target.value || undefined) as SectionName | undefined })}
          options={[{ value: "", label: w.show_all }, ...shows.map((section) => ({ value: section, label: counted(section) }))]}
        />
      </Field>
      {channels.length > 1 ? (
        <Field label={w.channel} quiet className={shown}>
          <Select value={search.channel ?? ""} onChange={(event) => onSearch({ ...search, channel: event.target.value || undefined })} options={[{ value: "", label: w.every_channel }, ...channels.map((value) => ({ value, label: channelName(value) }))]} />
        </Field>
      ) : null}
      {fields.length > 1 ? (
        <Field label={w.field} quiet className={shown}>
          <Select
            value={search.field ?? ""}
            onChange={(event) => onSearch({ ...search, field: (event.target.value || undefined) as Change["field"] | undefined })}
            options={[{ value: "", label: w.every_field }, ...fields.map((value) => ({ value, label: fieldName(value) }))]}
          />
        </Field>
      ) : null}
      {isNarrowed(search) ? (
        <IconButton label={w.clear} onClick={() => onSearch({})}>
          <X size={20} aria-hidden />
        </IconButton>
      ) : null}
    </div>
  );
}
