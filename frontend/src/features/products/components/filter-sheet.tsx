import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { useChannelName } from "@/ui/channel";
import { useWords as useUiWords } from "@/ui/words.id";

import { channelsQuery, pageQuery } from "../queries";
import { filterOf, orderOf, type ProductSearch, SHEET_FILTERS, STATES, statesOf, withState } from "../search";
import { useWords } from "../words.id";

type Props = { search: ProductSearch; onApply: (change: Partial<ProductSearch>) => void; onClose: () => void };

/** The filters of the list that are not on the page itself. */
export function FilterSheet({ search, onApply, onClose }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const { state: states } = useUiWords();
  const { data: channels = [] } = useQuery(channelsQuery);
  const [chosen, setChosen] = useState(() => pickFilters(search));
  const tried = { ...search, ...chosen };
  const { data: found } = useQuery({ ...pageQuery(filterOf(tried), orderOf(tried), 0), placeholderData: (before) => before });

  const set = (change: Partial<ProductSearch>) => setChosen({ ...chosen, ...change });
  const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : undefined);
  const options = [{ value: "", label: w.any }, ...channels.map(({ channel }) => ({ value: channel, label: channelName(channel) }))];
  const amount = (name: "price_min" | "price_max" | "margin_min" | "margin_max", label: string) => (
    <Field label={label}>
      <Input figures inputMode="numeric" value={chosen[name] ?? ""} onChange={(event) => set({ [name]: whole(event.target.value.replaceAll(/\D/g, "")) })} />
    </Field>
  );
  const day = (name: "updated_since" | "updated_before", label: string) => (
    <Field label={label} className="min-w-0">
      <Input type="date" value={chosen[name] ?? ""} onChange={(event) => set({ [name]: event.target.value || undefined })} />
    </Field>
  );
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={w.filter_title}
      foot={
        <>
          <Button onClick={() => setChosen(pickFilters({}))}>{w.filter_clear}</Button>
          <Button look="primary" onClick={() => onApply(chosen)}>
            {w.filter_apply(found ? number(found.total) : "…")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={w.listed_on}>
          <Select options={options} value={chosen.channel ?? ""} onChange={(event) => set({ channel: event.target.value || undefined })} />
        </Field>
        <Field label={w.missing_on}>
          <Select options={options} value={chosen.missing_on ?? ""} onChange={(event) => set({ missing_on: event.target.value || undefined })} />
        </Field>
        {channels.map(({ channel }) => (
          <Field key={channel} label={w.state_on(channelName(channel))}>
            <Select
              options={[{ value: "", label: w.any_state }, ...STATES.map((value) => ({ value, label: states[value] }))]}
              value={statesOf(chosen.channel_state)[channel] ?? ""}
              onChange={(event) => set({ channel_state: withState(chosen.channel_state, channel, event.target.value || undefined) })}
            />
          </Field>
        ))}
        <div className="grid grid-cols-2 gap-4">
          {day("updated_since", w.updated_since)}
          {day("updated_before", w.updated_until)}
        </div>
        <Field label={w.category} optional>
          <Input value={chosen.category ?? ""} onChange={(event) => set({ category: event.target.value || undefined })} />
        </Field>
        <div className="grid grid-cols-2 gap-4">
          {amount("price_min", w.price_from)}
          {amount("price_max", w.price_to)}
          {amount("margin_min", w.margin_from)}
          {amount("margin_max", w.margin_to)}
        </div>
      </div>
    </Sheet>
  );
}

function pickFilters(search: ProductSearch): Pick<ProductSearch, (typeof SHEET_FILTERS)[number]> {
  return Object.fromEntries(SHEET_FILTERS.map((name) => [name, search[name]])) as Pick<ProductSearch, (typeof SHEET_FILTERS)[number]>;
}
