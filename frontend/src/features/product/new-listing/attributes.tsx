import { ChevronRight, Plus, X } from "lucide-react";
import { useId, useState } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Button, IconButton } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Combobox, type Option } from "@/ui/combobox";
import { Field, Input, Select } from "@/ui/field";

import type { Asked, Rules, Value } from "./queries";
import { attribute, elsewhere, type Said, valueFrom, valuesOf } from "./said";
import { useWords } from "./words.id";

/** Longer lists are searched by typing. */
const SHORT = 20;

type Props = { rules: Rules; said: Said; listings: readonly Schema<"Listing">[]; missing: ReadonlySet<string>; refused: Readonly<Record<string, string>>; readOnly: boolean; onChange: (id: string, values: readonly Value[]) => void };

/** What the category asks: the required attributes, then the others folded. */
export function Attributes({ rules, ...rest }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { attributes } = rules;
  const required = attributes.filter((asked) => asked.required);
  const optional = attributes.filter((asked) => !asked.required);
  const filled = optional.some((asked) => valuesOf(rest.said, asked).length > 0 || rest.refused[asked.id]);
  const one = (asked: Asked) => <AttributeField key={asked.id} asked={asked} {...rest} />;
  return (
    <section aria-label={w.attributes} className="flex flex-col gap-4">
      <h3 className="font-semibold">{w.attributes}</h3>
      {attributes.length === 0 ? <p className="text-muted">{w.no_attributes}</p> : null}
      {required.map(one)}
      {optional.length > 0 ? (
        <details className="group" open={filled || required.length === 0}>
          <summary className="flex min-h-11 items-center gap-1 text-muted">
            <ChevronRight size={16} aria-hidden className="group-open:rotate-90" />
            {w.optional_attributes(number(optional.length))}
          </summary>
          <div className="flex flex-col gap-4 pt-1">{optional.map(one)}</div>
        </details>
      ) : null}
    </section>
  );
}

function AttributeField({ asked, said, listings, missing, refused, readOnly, onChange }: Omit<Props, "rules"> & { asked: Asked }) {
  const w = useWords();
  const channelName = useChannelName();
  const values = valuesOf(said, asked);
  const other = values.length === 0 && !readOnly ? elsewhere(asked, listings) : undefined;
  const put = (next: readonly Value[]) => onChange(asked.id, next);
  const error = refused[asked.id] ?? (missing.has(attribute(asked.id)) ? w.attribute_missing : undefined);
  const label = asked.required ? `${asked.name} (${w.required})` : asked.name;
  const hint = asked.free_values && asked.values.length > 0 ? w.free_hint : undefined;
  return (
    <div className="flex flex-col items-start gap-1">
      <Field label={label} hint={hint} error={error} className="w-full">
        {asked.several_values ? <Several asked={asked} values={values} readOnly={readOnly} onChange={put} /> : <Single asked={asked} value={values[0]} readOnly={readOnly} onChange={(value) => put(value ? [value] : [])} />}
      </Field>
      {other ? (
        <Button look="quiet" className="-ml-3 text-left md:whitespace-normal" onClick={() => put([other.value])}>
          {w.use(textOf(other.value), channelName(other.channel))}
        </Button>
      ) : null}
    </div>
  );
}

const textOf = ({ name, id }: Value) => name ?? id ?? "";
const optionsOf = (asked: Asked): Option[] => asked.values.map(({ id, name }) => ({ value: id, label: name ?? id }));

function Single({ asked, value, readOnly, onChange }: { asked: Asked; value: Value | undefined; readOnly: boolean; onChange: (value: Value | undefined) => void }) {
  const w = useWords();
  if (asked.free_values) return <FreeText asked={asked} value={value} readOnly={readOnly} onChange={onChange} />;
  const choose = (id: string) => onChange(asked.values.find((known) => known.id === id));
  if (asked.values.length > SHORT && !readOnly) return <Combobox label={asked.name} value={value?.id ?? null} options={optionsOf(asked)} onChange={choose} />;
  return <Select disabled={readOnly} value={value?.id ?? ""} onChange={(event) => choose(event.target.value)} options={[{ value: "", label: w.none }, ...optionsOf(asked)]} />;
}

/** A text of one's own; the channel's values are offered while typing, and taken by their id when typed as they are. */
function FreeText({ asked, value, readOnly, onChange }: { asked: Asked; value: Value | undefined; readOnly: boolean; onChange: (value: Value | undefined) => void }) {
  const [typed, setTyped] = useState<string>();
  const shown = typed !== undefined && textOf(valueFrom(asked, typed) ?? {}).toLowerCase() === textOf(value ?? {}).toLowerCase() ? typed : textOf(value ?? {});
  return (
    <WithList asked={asked}>
      {(list) => (
        <Input
          {...list}
          autoComplete="off"
          readOnly={readOnly}
          value={shown}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(valueFrom(asked, event.target.value));
          }}
        />
      )}
    </WithList>
  );
}

function WithList({ asked, children }: { asked: Asked; children: (list: { list?: string }) => React.ReactNode }) {
  const id = useId();
  if (asked.values.length === 0) return children({});
  return (
    <>
      {children({ list: id })}
      <datalist id={id}>
        {asked.values.map((known) => (
          <option key={known.id}>{known.name ?? known.id}</option>
        ))}
      </datalist>
    </>
  );
}

/** Several values: those chosen can be taken away, and one is added after the other. */
function Several({ asked, values, readOnly, onChange }: { asked: Asked; values: readonly Value[]; readOnly: boolean; onChange: (values: readonly Value[]) => void }) {
  const w = useWords();
  const [typed, setTyped] = useState("");
  const has = (value: Value) => values.some((one) => textOf(one) === textOf(value));
  const add = (value: Value | undefined) => {
    if (value && !has(value)) onChange([...values, value]);
    setTyped("");
  };
  return (
    <>
      {values.length > 0 ? (
        <ul className="flex flex-wrap gap-2">
          {values.map((value) => (
            <li key={textOf(value)} className="inline-flex min-h-11 items-center rounded-md border pl-3 md:min-h-9">
              <span className={readOnly ? "pr-3" : ""}>{textOf(value)}</span>
              {readOnly ? null : (
                <IconButton label={w.remove(textOf(value))} onClick={() => onChange(values.filter((one) => one !== value))}>
                  <X size={14} aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {readOnly ? null : asked.free_values ? (
        <div className="flex gap-2">
          <div className="min-w-0 flex-1">
            <WithList asked={asked}>
              {(list) => (
                <Input
                  {...list}
                  autoComplete="off"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  onBlur={() => add(valueFrom(asked, typed))}
                  onKeyDown={(event) => {
                    if (event.key !== "Enter") return;
                    event.preventDefault();
                    add(valueFrom(asked, typed));
                  }}
                />
              )}
            </WithList>
          </div>
          <Button icon={<Plus size={16} aria-hidden />} aria-label={w.add_to(asked.name)} onClick={() => add(valueFrom(asked, typed))}>
            {w.add}
          </Button>
        </div>
      ) : (
        <Combobox label={asked.name} value={null} options={optionsOf(asked).filter((option) => !values.some(({ id }) => id === option.value))} onChange={(id) => add(asked.values.find((known) => known.id === id))} />
      )}
    </>
  );
}
