// A price rule in the form: all values are texts until it is sent.
import type { Schema } from "@/api/client";

import type { Groups } from "./merge";
import { percentOf, rupiahOf, typedOf } from "./numbers";

export type Rule = Schema<"PriceRule">;

export type RuleValues = {
  method: string;
  markup_percent: string;
  net_of: string;
  net_margin_percent: string;
  fixed_price: string;
  rounding: string;
  charm_ending: string;
  minimum_margin_percent: string;
  ceiling: string;
  guard_percent: string;
};
export type RuleField = keyof RuleValues;
export type RuleErrors = Partial<Record<RuleField, "percent" | "markup" | "floor" | "guard" | "rupiah" | "ending">>;

/** Fields that are merged and decided together. */
export const RULE_GROUPS = {
  method: ["method", "markup_percent", "net_of", "net_margin_percent", "fixed_price"],
  rounding: ["rounding", "charm_ending"],
  floor: ["minimum_margin_percent"],
  ceiling: ["ceiling"],
  guard: ["guard_percent"],
} as const satisfies Groups & Record<string, readonly RuleField[]>;

export const METHODS = ["markup", "keep_net", "fixed"] as const satisfies readonly Schema<"MethodName">[];
export const ROUNDINGS = ["none", "up100", "up500", "up1000", "nearest100", "nearest500", "nearest1000", "down100", "down500", "down1000", "charm"] as const satisfies readonly Schema<"Rounding">[];

/** The form's values of a stored rule; without one, useful values to start with. */
export function valuesOf(rule: Rule | null | undefined): RuleValues {
  const charm = rule?.charm_ending;
  return {
    method: rule?.method ?? "markup",
    markup_percent: typedOf(rule?.markup_percent),
    net_of: rule?.net_of ?? "base",
    net_margin_percent: typedOf(rule?.net_margin_percent),
    fixed_price: typedOf(rule?.fixed_price),
    rounding: rule?.rounding ?? "none",
    charm_ending: charm === null || charm === undefined ? "" : String(charm).padStart(3, "0"),
    minimum_margin_percent: typedOf(rule?.minimum_margin_percent),
    ceiling: typedOf(rule?.ceiling),
    guard_percent: typedOf(rule?.guard_percent),
  };
}

/** The rule to send, or the errors by field. Fields that the method does not use are left out. */
export function ruleOf(typed: RuleValues): { rule: Rule; errors: null } | { rule: null; errors: RuleErrors } {
  const errors: RuleErrors = {};
  const rule: Rule = { method: typed.method as Schema<"MethodName">, rounding: typed.method === "fixed" ? "none" : (typed.rounding as Schema<"Rounding">) };
  const percent = (field: RuleField & keyof Rule, least: number, most: number, wrong: NonNullable<RuleErrors[RuleField]>) => {
    const value = percentOf(typed[field], least, most);
    if (value === null) errors[field] = wrong;
    else Object.assign(rule, { [field]: value });
  };
  const rupiah = (field: "fixed_price" | "ceiling") => {
    const value = rupiahOf(typed[field]);
    if (value === null) errors[field] = "rupiah";
    else rule[field] = value;
  };
  if (typed.method === "markup") percent("markup_percent", -99.99, 1000, "markup");
  if (typed.method === "keep_net") {
    rule.net_of = typed.net_of as Schema<"NetOf">;
    if (typed.net_of === "cost") percent("net_margin_percent", 0, 1000, "percent");
  }
  if (typed.method === "fixed") rupiah("fixed_price");
  if (rule.rounding === "charm") {
    if (/^\d{3}$/.test(typed.charm_ending.trim())) rule.charm_ending = Number(typed.charm_ending);
    else errors.charm_ending = "ending";
  }
  if (typed.minimum_margin_percent.trim()) percent("minimum_margin_percent", -100, 1000, "floor");
  if (typed.ceiling.trim()) rupiah("ceiling");
  if (typed.guard_percent.trim()) percent("guard_percent", 0.01, 1000, "guard");
  return Object.keys(errors).length > 0 ? { rule: null, errors } : { rule, errors: null };
}
