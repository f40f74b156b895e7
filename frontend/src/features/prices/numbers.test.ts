import { expect, it } from "vitest";

import { merge } from "./merge";
import { percentOf, rupiahOf, typedOf } from "./numbers";
import { ruleOf, valuesOf } from "./rule-form";

it("reads percentages with a comma or a point, within bounds, and nothing else", () => {
  expect(["15", "12,5", "12.55 %", "-20", "−20", "0"].map((typed) => percentOf(typed, -100, 1000))).toEqual([15, 12.5, 12.55, -20, -20, 0]);
  expect(["", "x", "1.234", "1001", "-101", "15a"].map((typed) => percentOf(typed, -100, 1000))).toEqual([null, null, null, null, null, null]);
});

it("reads rupiah with and without dots, and no other number", () => {
  expect(["150000", "150.000", "Rp 1.150.000", "100.000.000"].map((typed) => rupiahOf(typed))).toEqual([150_000, 150_000, 1_150_000, 100_000_000]);
  expect(["", "0", "15.00", "1,5", "100000001", "1.50.000", "−5"].map((typed) => rupiahOf(typed))).toEqual([null, null, null, null, null, null, null]);
  expect(rupiahOf("0", 0)).toBe(0);
  expect([typedOf(12.5), typedOf(0), typedOf(null)]).toEqual(["12,5", "0", ""]);
});

it.each([
  { method: "markup", markup_percent: 12.5, rounding: "charm", charm_ending: 900, guard_percent: 30 },
  { method: "markup", markup_percent: -5, rounding: "down500", minimum_margin_percent: -20, ceiling: 5_000_000 },
  { method: "keep_net", net_of: "base", rounding: "none" },
  { method: "keep_net", net_of: "cost", net_margin_percent: 40, rounding: "up1000" },
  { method: "fixed", fixed_price: 99_000, rounding: "none" },
] as const)("sends a rule back as it came: $method $rounding", (rule) => {
  expect(ruleOf(valuesOf(rule)).rule).toEqual(rule);
});

it("names every field that is wrong", () => {
  const typed = { ...valuesOf(null), rounding: "charm", charm_ending: "9", ceiling: "x", guard_percent: "0", minimum_margin_percent: "-200" };
  expect(ruleOf(typed).errors).toEqual({ markup_percent: "markup", charm_ending: "ending", ceiling: "rupiah", guard_percent: "guard", minimum_margin_percent: "floor" });
});

it("merges by groups: takes what only the other changed, keeps what only I changed, asks for the rest", () => {
  const groups = { one: ["a", "b"], two: ["c"], three: ["d"] };
  const from = { a: "1", b: "1", c: "1", d: "1" };
  expect(merge(groups, from, { ...from, c: "2" }, { ...from, b: "3" })).toEqual({ values: { a: "1", b: "3", c: "2", d: "1" }, taken: ["one"], clashes: [] });
  expect(merge(groups, from, { ...from, a: "2", d: "9" }, { ...from, b: "3", d: "9" })).toEqual({ values: { a: "2", b: "1", c: "1", d: "9" }, taken: [], clashes: ["one"] });
});
