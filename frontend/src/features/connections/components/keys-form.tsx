import { type FormEvent, useState } from "react";

import { ApiError } from "@/api/problem";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Field, Input } from "@/ui/field";
import { PasswordInput } from "@/ui/password";
import { Problem } from "@/ui/problem";

import { type Connection, type Channel } from "@/api/channels";
import { useWords } from "../words.id";
import { useSaveKeys } from "../writes";

type Props = {
  channel: Channel;
  /** The saved connection, if its keys are being changed. */
  saved: Connection | undefined;
  /** Whether saving them is the page's one next action. */
  next: boolean;
  onSaved: (connection: Connection) => void;
  onCancel?: (() => void) | undefined;
};

type Errors = Partial<Record<"app_id" | "app_secret" | "service_id", string>>;

/** Keeps password managers and the browser's autofill away from these fields. */
const UNKEPT = { autoComplete: "off", autoCorrect: "off", autoCapitalize: "off", spellCheck: false, "data-1p-ignore": "", "data-lpignore": "true" } as const;

/**
 * The fields for a channel's keys. They are read once, when the form is sent: what was typed is in no state, draft or
 * cache, and leaves the page with the form.
 */
export function KeysForm({ channel, saved, next, onSaved, onCancel }: Props) {
  const w = useWords();
  const texts = useKeyTexts(channel.channel);
  const save = useSaveKeys(channel.channel);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState<unknown>();
  const [other, setOther] = useState(false);
  const name = useChannelName()(channel.channel);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const typed = new FormData(form);
    const text = (name: keyof Errors) => String(typed.get(name) ?? "").trim();
    const wrong = (value: string) => (value === "" ? w.missing : /\s/.test(value) ? w.spaces : undefined);
    const found: Errors = {};
    const [id, secret] = [wrong(text("app_id")), wrong(text("app_secret"))];
    if (id) found.app_id = id;
    if (secret) found.app_secret = secret;
    setErrors(found);
    setProblem(undefined);
    const first = id ? "app_id" : secret ? "app_secret" : undefined;
    if (first) {
      form.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
      return;
    }
    setBusy(true);
    try {
      const service = text("service_id");
      const connection = await save({ app_id: text("app_id"), app_secret: text("app_secret"), ...(service ? { service_id: service } : {}) });
      form.reset();
      onSaved(connection);
    } catch (error) {
      if (error instanceof ApiError && isField(error.field)) setErrors({ [error.field]: error.said });
      else setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form aria-label={w.keys_for(name)} onSubmit={(event) => void submit(event)} autoComplete="off" noValidate className="flex max-w-xl flex-col gap-4">
      <div>
        <h4 className="font-medium">
          {w.where}
        </h4>
        <p className="text-muted">{texts.where}</p>
      </div>
      <Field label={texts.id} error={errors.app_id} hint={other ? w.other_app : channel.channel === "shopee" ? w.id_hint : undefined}>
        <Input
          name="app_id"
          inputMode={channel.channel === "shopee" ? "numeric" : "text"}
          className="font-mono"
          defaultValue={saved?.app_id ?? ""}
          onChange={(event) => setOther(saved !== undefined && event.target.value.trim() !== saved.app_id)}
          {...UNKEPT}
        />
      </Field>
      <Field label={texts.secret} error={errors.app_secret}>
        <PasswordInput name="app_secret" {...UNKEPT} />
      </Field>
      {channel.channel === "tiktok_shop" ? (
        <Field label={w.service_id} optional error={errors.service_id}>
          <Input name="service_id" inputMode="numeric" className="font-mono" {...UNKEPT} />
        </Field>
      ) : null}
      {problem ? <Problem error={problem} /> : null}
      <div className="flex flex-wrap gap-2 max-md:*:flex-1">
        {onCancel ? <Button onClick={onCancel}>{w.keep_keys}</Button> : null}
        <Button type="submit" look={next ? "primary" : "plain"} busy={busy}>
          {busy ? w.saving : w.save_and_test}
        </Button>
      </div>
    </form>
  );
}

function isField(field: string | undefined): field is keyof Errors {
  return field === "app_id" || field === "app_secret" || field === "service_id";
}

/** What the keys are called at this channel, and where its console shows them. */
export function useKeyTexts(channel: string) {
  const { keys_of } = useWords();
  return channel === "shopee" || channel === "tiktok_shop" ? keys_of[channel] : keys_of.other;
}
