import { useId } from "react";

import { Field, Input, Select } from "@/ui/field";

import { METHODS, ROUNDINGS, type RuleErrors, type RuleField, ruleOf, type RuleValues } from "../rule-form";
import { useSentences } from "../use-sentence";
import { useWords } from "../words.id";
import { PercentField, RupiahField } from "./typed-fields";

type Props = {
  typed: RuleValues;
  onChange: (change: Partial<RuleValues>) => void;
  errors: RuleErrors | null;
  /** Whether the rule is an exception: an empty field then inherits from a wider rule. */
  wider?: boolean;
};

/** How a price follows from the base price. Shows only the fields that the chosen method needs. */
export function RuleForm({ typed, onChange, errors, wider = false }: Props) {
  const w = useWords();
  const wrong = (field: RuleField) => {
    const what = errors?.[field];
    return what ? w.wrong[what] : undefined;
  };
  const percent = (field: RuleField) => ({ value: typed[field], onChange: (value: string) => onChange({ [field]: value }), error: wrong(field) });
  return (
    <div className="flex flex-col gap-5">
      <Methods value={typed.method} onChange={(method) => onChange({ method })} />
      {typed.method === "markup" ? <PercentField label={w.form.markup_percent} hint={w.form.markup_hint} {...percent("markup_percent")} /> : null}
      {typed.method === "keep_net" ? (
        <>
          <Field label={w.form.net_of}>
            <Select value={typed.net_of} onChange={(event) => onChange({ net_of: event.target.value })} options={(["base", "cost"] as const).map((value) => ({ value, label: w.form.nets[value] }))} className="md:max-w-sm" />
          </Field>
          {typed.net_of === "cost" ? <PercentField label={w.form.net_margin_percent} {...percent("net_margin_percent")} /> : null}
        </>
      ) : null}
      {typed.method === "fixed" ? (
        <RupiahField label={w.form.fixed_price} hint={w.form.fixed_hint} {...percent("fixed_price")} />
      ) : (
        <>
          <Field label={w.form.rounding} hint={typed.method === "keep_net" && typed.rounding !== "none" ? w.form.keep_rounds_up : undefined}>
            <Select value={typed.rounding} onChange={(event) => onChange({ rounding: event.target.value })} options={ROUNDINGS.map((value) => ({ value, label: w.form.roundings[value] }))} className="md:max-w-sm" />
          </Field>
          {typed.rounding === "charm" ? (
            <Field label={w.form.charm_ending} error={wrong("charm_ending")}>
              <Input figures inputMode="numeric" maxLength={3} value={typed.charm_ending} onChange={(event) => onChange({ charm_ending: event.target.value })} className="md:max-w-24" />
            </Field>
          ) : null}
        </>
      )}
      <PercentField optional label={w.form.minimum_margin_percent} hint={wider ? w.form.floor_hint_wider : w.form.floor_hint} {...percent("minimum_margin_percent")} />
      <RupiahField optional label={w.form.ceiling} {...percent("ceiling")} />
      <PercentField optional label={w.form.guard_percent} hint={wider ? w.form.guard_hint_wider : w.form.guard_hint} {...percent("guard_percent")} />
      <Result typed={typed} wider={wider} />
    </div>
  );
}

function Methods({ value, onChange }: { value: string; onChange: (method: string) => void }) {
  const w = useWords();
  const name = useId();
  return (
    <fieldset>
      <legend className="font-medium">{w.form.method}</legend>
      {METHODS.map((method) => (
        <label key={method} className="flex min-h-11 items-center gap-3 md:min-h-9">
          <input type="radio" name={name} checked={value === method} onChange={() => onChange(method)} className="size-5 shrink-0 accent-accent md:size-4" />
          {w.form.methods[method]}
        </label>
      ))}
    </fieldset>
  );
}

/** The typed rule as a sentence, so that a typing error is noticed before the preview. */
function Result({ typed, wider }: { typed: RuleValues; wider: boolean }) {
  const w = useWords();
  const sentences = useSentences();
  const { rule } = ruleOf(typed);
  return (
    <p role="status" className="border-l-2 border-edge pl-3">
      {rule ? (
        <>
          <span className="block text-meta text-muted">{w.form.result}</span>
          {sentences(rule, { wider }).join(" ")}
        </>
      ) : null}
    </p>
  );
}
