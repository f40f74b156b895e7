import { useState } from "react";

import { useFormat } from "@/lib/format";
import { Field, Input } from "@/ui/field";

import { rupiahOf } from "../numbers";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
  optional?: boolean;
  disabled?: boolean;
  className?: string;
};

/** An amount of rupiah to type: grouped for reading, bare while it is typed. */
export function RupiahField({ label, value, onChange, hint, error, optional = false, disabled = false, className }: Props) {
  const { number } = useFormat();
  const [typing, setTyping] = useState(false);
  const amount = rupiahOf(value, 0);
  return (
    <Field label={label} hint={hint} error={error} optional={optional} {...(className ? { className } : {})}>
      <Input
        figures
        inputMode="numeric"
        autoComplete="off"
        disabled={disabled}
        value={typing || amount === null ? value : number(amount)}
        onFocus={() => setTyping(true)}
        onBlur={() => setTyping(false)}
        onChange={(event) => onChange(event.target.value)}
        className="md:max-w-48"
      />
    </Field>
  );
}

export function PercentField({ label, value, onChange, hint, error, optional = false, disabled = false, className }: Props) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional} {...(className ? { className } : {})}>
      {/* The keyboard of decimals has no minus, which some of these take. */}
      <Input figures autoComplete="off" disabled={disabled} value={value} onChange={(event) => onChange(event.target.value)} className="md:max-w-32" />
    </Field>
  );
}
