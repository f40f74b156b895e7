import type { ReactNode } from "react";

import { said, useLanguage } from "@/lib/words";
import { Field, Input, Textarea } from "@/ui/field";

import { type Path, valueOf } from "../form";
import type { Form } from "../use-form";
import { useWords } from "../words.id";

type Props = {
  form: Form;
  path: Path;
  label: string;
  readOnly: boolean;
  kind?: "text" | "title" | "long" | "whole" | "decimal";
  hint?: ReactNode;
  quiet?: boolean;
  className?: string;
};

/** One field of the form, with its error. */
export function FieldInput({ form, path, label, readOnly, kind = "text", hint, quiet = false, className }: Props) {
  const error = useError(form, path);
  const value = valueOf(form.product, form.changes, path);
  const common = { value, readOnly, "data-field": path, onChange: (event: { target: { value: string } }) => form.set(path, event.target.value) };
  return (
    <Field label={label} hint={hint} error={error} quiet={quiet} {...(className ? { className } : {})}>
      {kind === "title" ? <Textarea {...common} rows={2} onChange={(event) => form.set(path, event.target.value.replaceAll("\n", " "))} /> : kind === "long" ? <Textarea {...common} rows={8} /> : <Input {...common} figures={kind === "whole" || kind === "decimal"} inputMode={kind === "whole" ? "numeric" : kind === "decimal" ? "decimal" : "text"} />}
    </Field>
  );
}

/** A field's error: that its text cannot be parsed, else the reason why the API refused it. */
export function useError(form: Form, path: Path): string | undefined {
  return useErrors(form)(path);
}

export function useErrors(form: Form): (path: Path) => string | undefined {
  const w = useWords();
  useLanguage();
  return (path) => {
    const wrong = form.wrong[path];
    const refused = form.refused[path];
    return wrong ? w.mistake[wrong] : refused ? said(refused.detail, refused.detail_en) : undefined;
  };
}
