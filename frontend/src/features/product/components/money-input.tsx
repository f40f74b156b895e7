import { useRef, useState } from "react";
import { flushSync } from "react-dom";

import { useFormat } from "@/lib/format";
import { Field, Input } from "@/ui/field";

import { type Path, rupiahOf, valueOf } from "../form";
import type { Form } from "../use-form";
import { useError } from "./field-input";

type Props = { form: Form; path: Path; label: string; readOnly: boolean };

/** A field for an amount in rupiah: with thousands separators, but plain digits while a person types. */
export function MoneyInput({ form, path, label, readOnly }: Props) {
  const { number } = useFormat();
  const [typing, setTyping] = useState(false);
  const focusing = useRef(false);
  const value = valueOf(form.product, form.changes, path);
  const amount = rupiahOf(value);
  return (
    <Field label={label} error={useError(form, path)}>
      <Input
        figures
        data-field={path}
        inputMode="numeric"
        readOnly={readOnly}
        value={typing || amount === null || amount === undefined ? value : number(amount)}
        onFocus={(event) => {
          // Shows plain digits and selects them all, so that typing replaces the price instead of adding digits to it.
          flushSync(() => setTyping(true));
          event.currentTarget.select();
        }}
        onPointerDown={(event) => {
          focusing.current = document.activeElement !== event.currentTarget;
        }}
        onMouseUp={(event) => {
          // The click that focused the field would clear the selection and place the caret.
          if (focusing.current) event.preventDefault();
          focusing.current = false;
        }}
        onBlur={() => setTyping(false)}
        onChange={(event) => form.set(path, event.target.value)}
        className="text-[1.125rem] font-medium"
      />
    </Field>
  );
}
