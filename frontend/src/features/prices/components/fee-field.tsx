import { X } from "lucide-react";

import { IconButton } from "@/ui/button";
import { Checkbox, Field, Input, Select } from "@/ui/field";

import type { FeeErrors, TypedFee } from "../fee-form";
import { useWords } from "../words.id";
import { PercentField, RupiahField } from "./typed-fields";

type Props = {
  fee: TypedFee;
  /** Its name and kind are typed too. */
  own: boolean;
  /** What it would take, in words. */
  takes: string;
  errors: FeeErrors["fees"][string] | undefined;
  onChange: (change: Partial<TypedFee>) => void;
  onRemove: () => void;
};

/** One fee: on or off, and its amount. The amount is asked only while the fee is on. */
export function FeeField({ fee, own, takes, errors, onChange, onRemove }: Props) {
  const w = useWords();
  const name = fee.name || w.fee.new;
  const wrong = (field: keyof NonNullable<typeof errors>) => {
    const what = errors?.[field];
    return what ? w.wrong[what] : undefined;
  };
  return (
    <li className="border-b py-1">
      <div className="flex items-start">
        <Checkbox className="flex-1" label={name} hint={fee.enabled ? undefined : takes} checked={fee.enabled} onChange={(event) => onChange({ enabled: event.target.checked })} />
        {own || fee.enabled ? (
          <IconButton label={w.fee.remove(name)} onClick={onRemove}>
            <X size={16} aria-hidden />
          </IconButton>
        ) : null}
      </div>
      {fee.enabled || errors ? (
        <div className="grid gap-x-3 gap-y-2 pb-2 pl-8 sm:grid-cols-2">
          {own ? (
            <>
              <Field label={w.fee.name} error={wrong("name")}>
                <Input value={fee.name} maxLength={100} onChange={(event) => onChange({ name: event.target.value })} />
              </Field>
              <Field label={w.fee.kind}>
                <Select value={fee.kind} onChange={(event) => onChange({ kind: event.target.value as TypedFee["kind"] })} options={(["percent", "per_order"] as const).map((value) => ({ value, label: w.fee.kinds[value] }))} />
              </Field>
            </>
          ) : null}
          {fee.kind === "percent" ? (
            <>
              <PercentField label={w.fee.percent} value={fee.percent} onChange={(percent) => onChange({ percent })} error={wrong("percent")} />
              <RupiahField optional label={w.fee.cap} value={fee.cap} onChange={(cap) => onChange({ cap })} error={wrong("cap")} />
            </>
          ) : (
            <RupiahField label={w.fee.amount} value={fee.amount} onChange={(amount) => onChange({ amount })} error={wrong("amount")} />
          )}
        </div>
      ) : null}
    </li>
  );
}
