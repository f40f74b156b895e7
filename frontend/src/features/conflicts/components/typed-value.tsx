import { type FormEvent, useEffect, useRef, useState } from "react";

import { useDraft } from "@/lib/draft";
import { Button } from "@/ui/button";
import { useWords as useChangeWords } from "@/ui/changes/words.id";
import { Field, Input, Textarea } from "@/ui/field";

import type { Conflict, Typed, Value } from "../queries";
import { useWords } from "../words.id";

type Props = { conflict: Conflict; busy: boolean; onUse: (value: Typed) => void; onClose: () => void };

/** A field for a third value; the typed text is stored as a draft until it is used. */
export function TypedValue({ conflict, busy, onUse, onClose }: Props) {
  const w = useWords();
  const { field: fieldName } = useChangeWords();
  const { draft, keep, drop } = useDraft<{ text: string }>({ kind: "conflict", id: conflict.id });
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("input, textarea")?.focus(), []);
  const { field } = conflict;
  const { value: to } = conflict.ours;
  const kind = to.kind === "nothing" ? conflict.theirs.value.kind : to.kind;
  const text = typed ?? draft?.values.text ?? (to.kind === "text" || to.kind === "sku" ? to.value : "");
  const type = (next: string) => {
    setTyped(next);
    keep(null, { text: next });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const value = valueOf(kind, text);
    setWrong(value === undefined);
    if (!value) return;
    void drop();
    onUse(value);
  };
  const label = field === "price" ? w.base_price : fieldName[field];
  const common = { value: text, onChange: (event: { target: { value: string } }) => type(event.target.value) };
  return (
    <form ref={box} onSubmit={submit} noValidate className="flex flex-col gap-3 border-t p-4">
      <Field label={label} error={wrong ? w.own_missing : undefined}>
        {kind === "text" ? <Textarea rows={field === "title" ? 2 : 10} {...common} /> : kind === "sku" ? <Input className="font-mono" {...common} /> : <Input figures inputMode="numeric" {...common} />}
      </Field>
      <div className="flex gap-2">
        <Button look="primary" type="submit" busy={busy}>
          {w.use_own}
        </Button>
        <Button onClick={onClose}>{w.later}</Button>
      </div>
    </form>
  );
}

/** The typed text as a value of its kind; undefined when it is invalid. Digits may be grouped with points. */
function valueOf(kind: Value["kind"], text: string): Typed | undefined {
  const words = text.trim();
  if (!words) return undefined;
  if (kind === "text" || kind === "sku") return { kind: "text", value: words };
  if (kind === "dimensions") {
    const [length_cm, width_cm, height_cm, more] = words.split(/\s*[x×*;]\s*|\s+/i).map((side) => side.replace(",", "."));
    if (more !== undefined || !length_cm || !width_cm || !height_cm) return undefined;
    return { kind, value: { length_cm, width_cm, height_cm } };
  }
  const number = Number(words.replace(/^Rp\s*/i, "").replaceAll(".", ""));
  if (!Number.isInteger(number) || number < 0) return undefined;
  if (kind === "money" || kind === "count" || kind === "weight" || kind === "days") return { kind, value: number };
  return undefined;
}
