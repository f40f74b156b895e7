import { clsx } from "clsx";
import { Command } from "cmdk";
import { Check, ChevronsUpDown } from "lucide-react";
import { useState } from "react";

import { CONTROL, useFieldControl } from "./field";
import { Popover } from "./popover";
import { useWords } from "./words.id";

export type Option = { value: string; label: string; hint?: string };

type Props = {
  value: string | null;
  onChange: (value: string) => void;
  options: readonly Option[];
  placeholder?: string;
  /** Name of the search box. */
  label: string;
  /** Given when the options are searched by the server: what was typed. */
  onSearch?: (text: string) => void;
};

/** One of many, found by typing. */
export function Combobox({ value, onChange, options, placeholder, label, onSearch }: Props) {
  const w = useWords();
  const [open, setOpen] = useState(false);
  const control = useFieldControl();
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" role="combobox" aria-expanded={open} aria-controls={`${control.id}-list`} className={clsx(CONTROL, "flex items-center gap-2 text-left")} {...control}>
          <span className={clsx("flex-1 truncate", !chosen && "text-muted")}>{chosen?.label ?? placeholder ?? w.choose}</span>
          <ChevronsUpDown size={16} aria-hidden className="text-muted" />
        </button>
      }
    >
      <Command label={label} shouldFilter={!onSearch}>
        <Command.Input placeholder={label} className={CONTROL} {...(onSearch ? { onValueChange: onSearch } : {})} />
        <Command.List id={`${control.id}-list`} className="mt-2 max-h-72 overflow-y-auto">
          <Command.Empty className="p-3 text-muted">{w.nothing_found}</Command.Empty>
          {options.map((option) => (
            <Command.Item
              key={option.value}
              value={option.value}
              keywords={[option.label]}
              onSelect={() => {
                onChange(option.value);
                setOpen(false);
              }}
              className="flex min-h-11 items-center gap-2 rounded-sm px-2 aria-selected:bg-sunken md:min-h-9"
            >
              <span className="w-4">{option.value === value ? <Check size={16} aria-hidden /> : null}</span>
              <span className="flex-1">{option.label}</span>
              {option.hint ? <span className="text-meta text-muted">{option.hint}</span> : null}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  );
}
