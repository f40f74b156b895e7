import { useState } from "react";

import { useFormat } from "@/lib/format";
import { Field, Input } from "@/ui/field";

import { type Path, rupiahOf, valueOf } from "../form";
import type { Form } from "../use-form";
import { useError } from "./field-input";

type Props = { form: Form; path: Path; label: string; readOnly: boolean };

/** An amount of rupiah to type: grouped for reading, bare while it is typed. */
export function MoneyInput({ form, path, label, readOnly }: Props) {
  const { number } = useFormat();
  const [typing, setTyping] = useState(false);
  const value = valueOf(form.product, form.changes, path);
  const amount = rupiahOf(value);
  return (
    <Field label={label} error={useError(form, path)}>
      <Input
        figures
        inputMode="numeric"
        readOnly={readOnly}
        value={typing || amount === null || amount === undefined ? value : number(amount)}
        onFocus={(event) => {
          setTyping(true);
          // Bare digits first, then all of them chosen: typing replaces the price.
          const box = event.currentTarget;
          requestAnimationFrame(() => box.select());
        }}
        onBlur={() => setTyping(false)}
        onChange={(event) => form.set(path, event.target.value)}
        className="text-[1.125rem] font-medium"
      />
    </Field>
  );
}
