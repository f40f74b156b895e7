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

/** A field for an amount in rupiah: with thousands separators, but plain digits while a person types. */
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
      {/* The phone's decimal keyboard has no minus sign, which some of these fields accept. */}
      <Input figures autoComplete="off" disabled={disabled} value={value} onChange={(event) => onChange(event.target.value)} className="md:max-w-32" />
    </Field>
  );
}
