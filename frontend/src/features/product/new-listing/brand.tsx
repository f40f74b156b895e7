import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useTypedSearch } from "@/lib/typed-search";
import { Button } from "@/ui/button";
import { Combobox } from "@/ui/combobox";
import { Field, Input } from "@/ui/field";
import { Problem } from "@/ui/problem";

import { brandsQuery, type Named } from "./queries";
import { useWords } from "./words.id";

/** The value of the choice to have no brand; no brand of a channel has it. */
const NONE = "-none";

type Props = { channel: string; category: string; value: Named | null; own: string | null | undefined; required: boolean; missing: boolean; readOnly: boolean; onChange: (brand: Named | null) => void };

/** The channel's brand, found by the beginning of its name, or none where the category lets it. `own`: the product's. */
export function Brand({ channel, category, value, own, required, missing, readOnly, onChange }: Props) {
  const w = useWords();
  const [q, setQ] = useState("");
  const [, setTyped] = useTypedSearch(q, setQ, 250);
  const { data = [], error, refetch } = useQuery({ ...brandsQuery(channel, category, q), enabled: !readOnly });
  const { data: like = [] } = useQuery({ ...brandsQuery(channel, category, own ?? ""), enabled: !readOnly && !value && Boolean(own) });
  const twin = value ? undefined : like.find(({ name }) => name?.toLowerCase() === own?.toLowerCase());
  const known = value && !data.some(({ id }) => id === value.id) ? [value, ...data] : data;
  const options = [...(required ? [] : [{ value: NONE, label: w.no_brand }]), ...known.map(({ id, name }) => ({ value: id, label: name ?? id }))];
  const choose = (id: string) => {
    setTyped("");
    onChange(known.find((one) => one.id === id) ?? null);
  };
  return (
    <div className="flex flex-col items-start gap-1">
      <Field label={required ? `${w.brand} (${w.required})` : w.brand} error={missing ? w.brand_missing : undefined} className="w-full">
        {readOnly ? <Input readOnly value={value ? (value.name ?? value.id) : w.no_brand} /> : <Combobox label={w.brand_search} value={value?.id ?? (required ? null : NONE)} options={options} onChange={choose} onSearch={setTyped} />}
      </Field>
      {twin ? (
        <Button look="quiet" className="-ml-3 text-left md:whitespace-normal" onClick={() => onChange(twin)}>
          {w.use_brand(twin.name ?? twin.id)}
        </Button>
      ) : null}
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
    </div>
  );
}
