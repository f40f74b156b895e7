import { X } from "lucide-react";

import { useFormat } from "@/lib/format";
import { useChannelName } from "@/ui/channel";
import { useWords as useUiWords } from "@/ui/words.id";

import { type ProductSearch, SHEET_FILTERS, statesOf } from "../search";
import { useWords } from "../words.id";

/** The active filters, each with a button to remove it. */
export function FilterChips({ search, onChange }: { search: ProductSearch; onChange: (change: Partial<ProductSearch>) => void }) {
  const w = useWords();
  const { rupiah, percent, date } = useFormat();
  const { state: states } = useUiWords();
  // A mistyped day is shown as it is.
  const dayOf = (day = "") => (Number.isNaN(Date.parse(day)) ? day : date(/^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T12:00:00+07:00` : day));
  const channelName = useChannelName();
  const say = {
    channel: () => w.chip.channel(channelName(search.channel ?? "")),
    missing_on: () => w.chip.missing_on(channelName(search.missing_on ?? "")),
    category: () => w.chip.category(search.category ?? ""),
    price_min: () => w.chip.price_min(rupiah(search.price_min ?? 0)),
    price_max: () => w.chip.price_max(rupiah(search.price_max ?? 0)),
    margin_min: () => w.chip.margin_min(percent(search.margin_min ?? 0)),
    margin_max: () => w.chip.margin_max(percent(search.margin_max ?? 0)),
    channel_state: () =>
      Object.entries(statesOf(search.channel_state))
        .map(([channel, state]) => w.chip.state_on(channelName(channel), (states as Record<string, string>)[state] ?? state))
        .join(" · "),
    updated_since: () => w.chip.updated_since(dayOf(search.updated_since)),
    updated_before: () => w.chip.updated_until(dayOf(search.updated_before)),
  };
  const held = SHEET_FILTERS.filter((name) => search[name] !== undefined);
  if (held.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2 px-4 pb-2">
      {held.map((name) => (
        <li key={name}>
          <button type="button" aria-label={w.filter_remove(say[name]())} onClick={() => onChange({ [name]: undefined })} className="inline-flex min-h-11 items-center gap-2 rounded-full border border-edge px-3 text-meta hover:bg-sunken md:min-h-7">
            {say[name]()}
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
