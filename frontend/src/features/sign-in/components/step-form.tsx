import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";

import { SignInError } from "@/auth/cognito";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { PasswordInput } from "@/ui/password";

import { type Kind, kinds } from "../schemas";
import { useWords } from "../words.id";

type Question = { name: string; kind: Kind; label: string; hint?: string; autoComplete: string; value?: string };

type Props = {
  title: string;
  lead?: string;
  /** A message about what was just done. */
  done?: string | undefined;
  questions: readonly Question[];
  submit: string;
  onSubmit: (values: Record<string, string>) => Promise<void>;
  /** Shown above the button. */
  extra?: ReactNode;
  foot?: ReactNode;
};

/** One step of signing in: what is asked, the one action, and the refusal in words. */
export function StepForm({ title, lead, done, questions, submit, onSubmit, extra, foot }: Props) {
  const w = useWords();
  const [refusal, setRefusal] = useState<keyof typeof w.refusal>();
  const form = useForm<Record<string, string>>({
    resolver: zodResolver(z.object(Object.fromEntries(questions.map(({ name, kind }) => [name, kinds[kind]])))),
    defaultValues: Object.fromEntries(questions.map(({ name, value }) => [name, value ?? ""])),
  });
  const { errors, isSubmitting } = form.formState;
  const run = form.handleSubmit(async (values) => {
    setRefusal(undefined);
    try {
      await onSubmit(values);
    } catch (error) {
      setRefusal(error instanceof SignInError ? error.refusal : "no_answer");
      const first = questions.at(-1);
      if (first) form.setFocus(first.name);
    }
  });
  return (
    <form onSubmit={(event) => void run(event)} noValidate className="flex flex-col gap-4">
      <div>
        <h1 className="text-title font-semibold">{title}</h1>
        {lead ? <p className="text-muted">{lead}</p> : null}
      </div>
      {done ? (
        <p role="status" className="border-l-2 border-ok py-1 pl-3">
          {done}
        </p>
      ) : null}
      {questions.map(({ name, kind, label, hint, autoComplete }) => {
        const said = errors[name]?.message;
        const Control = kind === "password" || kind === "new_password" ? PasswordInput : Input;
        return (
          <Field key={name} label={label} hint={hint} error={said ? (w[said as keyof typeof w] as string) : undefined}>
            <Control
              {...form.register(name)}
              autoComplete={autoComplete}
              {...(kind === "email" ? { type: "email", inputMode: "email", autoCapitalize: "off" } : {})}
              {...(kind === "code" ? { inputMode: "numeric", maxLength: 6 } : {})}
            />
          </Field>
        );
      })}
      <p role="alert" className={refusal ? "border-l-2 border-fail py-1 pl-3 text-fail" : "hidden"}>
        {refusal ? w.refusal[refusal] : null}
      </p>
      {extra}
      <Button type="submit" look="primary" busy={isSubmitting}>
        {submit}
      </Button>
      {foot}
    </form>
  );
}
