// A fee schedule in the form: its day, its source, and one text for each fee, so that two people's edits are merged fee by fee.
import type { Schema } from "@/api/client";

import type { Groups, Values } from "./merge";
import { percentOf, rupiahOf, typedOf } from "./numbers";
import type { FeeSchedule } from "./queries";

/** One fee as it is typed. */
export type TypedFee = { name: string; kind: Schema<"FeeKindName">; percent: string; cap: string; amount: string; enabled: boolean; group?: Schema<"FeeGroup"> | undefined };
export type FeeErrors = { valid_from?: "date"; source?: "source"; fees: Readonly<Record<string, Partial<Record<"name" | "percent" | "cap" | "amount", "fee_name" | "fee_percent" | "fee_amount">>>> };

const FEE = "fee:";

export function feeValuesOf(schedule: FeeSchedule | undefined, today: string): Values {
  const values: Record<string, string> = { valid_from: schedule?.valid_from ?? today, source: schedule?.source ?? "" };
  for (const { name, kind, percent, cap, amount, enabled, group } of schedule?.fees ?? []) {
    let key = FEE + name;
    while (key in values) key += "'";
    values[key] = textOf({ name, kind, percent: typedOf(percent), cap: typedOf(cap), amount: typedOf(amount), enabled: enabled !== false, group });
  }
  return values;
}

export const textOf = ({ name, kind, percent, cap, amount, enabled, group }: TypedFee): string => JSON.stringify({ name, kind, percent, cap, amount, enabled, group });

export const feesIn = (values: Values): { key: string; fee: TypedFee }[] =>
  Object.entries(values).flatMap(([key, text]) => (key.startsWith(FEE) && text ? [{ key, fee: JSON.parse(text) as TypedFee }] : []));

/** Each value is a group of its own. */
export const feeGroups = (...all: Values[]): Groups => Object.fromEntries([...new Set(all.flatMap((values) => Object.keys(values)))].map((key) => [key, [key]]));

/** The fee of a group; undefined for the day and the source. */
export const feeOfGroup = (group: string, values: Values): TypedFee | undefined => {
  const text = group.startsWith(FEE) ? values[group] : undefined;
  return text ? (JSON.parse(text) as TypedFee) : undefined;
};

export const nameOfGroup = (group: string): string => group.slice(FEE.length).replace(/'+$/, "");

export const newFeeKey = () => `${FEE}${crypto.randomUUID()}`;

/** The values with their fees and source replaced, for example by published ones. */
export function withPreset(values: Values, { fees, source }: FeeSchedule, today: string): Values {
  return { ...feeValuesOf({ fees, source, valid_from: values["valid_from"] ?? today }, today) };
}

/** The schedule to send, or the errors. A fee that is off keeps its amount. */
export function scheduleOf(values: Values): { schedule: FeeSchedule; errors: null } | { schedule: null; errors: FeeErrors } {
  const wrong: Record<string, FeeErrors["fees"][string]> = {};
  const fees = feesIn(values).map(({ key, fee }): Schema<"Fee"> => {
    const errors: FeeErrors["fees"][string] = {};
    const name = fee.name.trim();
    if (name.length === 0 || name.length > 100) errors.name = "fee_name";
    const common = { name, kind: fee.kind, enabled: fee.enabled, ...(fee.group ? { group: fee.group } : {}) };
    const amountOf = (field: "cap" | "amount") => {
      const amount = rupiahOf(fee[field], 0);
      if (amount === null) errors[field] = "fee_amount";
      return amount;
    };
    let made: Schema<"Fee">;
    if (fee.kind === "per_order") made = { ...common, amount: amountOf("amount") };
    else {
      const percent = percentOf(fee.percent, 0, 100);
      if (percent === null) errors.percent = "fee_percent";
      made = { ...common, percent, ...(fee.cap.trim() ? { cap: amountOf("cap") } : {}) };
    }
    if (Object.keys(errors).length > 0) wrong[key] = errors;
    return made;
  });
  const valid_from = values["valid_from"] ?? "";
  const source = (values["source"] ?? "").trim();
  const errors: FeeErrors = { fees: wrong, ...(/^\d{4}-\d\d-\d\d$/.test(valid_from) ? {} : { valid_from: "date" }), ...(source ? {} : { source: "source" }) };
  return Object.keys(errors).length > 1 || Object.keys(wrong).length > 0 ? { schedule: null, errors } : { schedule: { fees, source, valid_from }, errors: null };
}

/** One fee to send; undefined while it has an error. */
export const sentOf = (fee: TypedFee): Schema<"Fee"> | undefined => scheduleOf({ valid_from: "2026-01-01", source: "-", [FEE]: textOf(fee) }).schedule?.fees[0];
