import { Field, Input, Select } from "@/ui/field";

import { BULK_FIELDS, type BulkField, type BulkOp, guardOf, kindOf, opsOf, ROUNDINGS, type Typed } from "../bulk";
import { useWords } from "../words.id";

/** The form of a bulk edit: the field, the operation and the value. */
export function BulkForm({ typed, onChange, wrong }: { typed: Typed; onChange: (next: Partial<Typed>) => void; wrong: boolean }) {
  const w = useWords();
  const kind = kindOf(typed.field);
  const ops = opsOf(typed.field);
  const label = typed.op === "percent" ? w.bulk_percent : kind === "money" ? (typed.op === "add" ? w.bulk_rupiah_add : w.bulk_rupiah) : kind === "number" ? w.bulk_number : typed.op === "replace" ? w.bulk_find : w.bulk_text;
  return (
    <div className="flex flex-col gap-4">
      <Field label={w.bulk_field}>
        <Select
          value={typed.field}
          options={BULK_FIELDS.map((value) => ({ value, label: w.bulk_fields[value] }))}
          onChange={(event) => {
            const field = event.target.value as BulkField;
            onChange({ field, op: opsOf(field)[0] ?? "set", value: field === "status" ? "active" : "", with: "" });
          }}
        />
      </Field>
      {ops.length > 1 ? (
        <Field label={w.bulk_op}>
          <Select
            value={typed.op}
            options={ops.map((value) => ({ value, label: value === "add" && kind === "text" ? w.bulk_append : w.bulk_ops[value] }))}
            onChange={(event) => onChange({ op: event.target.value as BulkOp, value: "", with: "" })}
          />
        </Field>
      ) : null}
      {kind === "status" ? (
        <Field label={w.bulk_ops.set}>
          <Select value={typed.value} options={(["active", "archived"] as const).map((value) => ({ value, label: w.bulk_status[value] }))} onChange={(event) => onChange({ value: event.target.value })} />
        </Field>
      ) : typed.op === "clear" ? null : (
        <Field label={label} error={wrong ? w.bulk_value_wrong : undefined}>
          <Input
            figures={kind !== "text"}
            inputMode={kind === "text" ? "text" : typed.op === "set" ? "numeric" : "text"}
            value={typed.value}
            onChange={(event) => onChange({ value: event.target.value })}
          />
        </Field>
      )}
      {typed.op === "replace" ? (
        <Field label={w.bulk_with}>
          <Input value={typed.with} onChange={(event) => onChange({ with: event.target.value })} />
        </Field>
      ) : null}
      {typed.field === "base_price" && typed.op !== "clear" ? (
        <Field label={w.bulk_guard} hint={w.bulk_guard_hint} error={guardOf(typed) === undefined ? w.bulk_guard_wrong : undefined} optional>
          <Input figures inputMode="decimal" value={typed.guard} onChange={(event) => onChange({ guard: event.target.value })} />
        </Field>
      ) : null}
      {typed.op === "percent" ? (
        <Field label={w.bulk_rounding}>
          <Select value={typed.rounding} options={ROUNDINGS.map((value) => ({ value, label: w.bulk_roundings[value] }))} onChange={(event) => onChange({ rounding: event.target.value as Typed["rounding"] })} />
        </Field>
      ) : null}
    </div>
  );
}
