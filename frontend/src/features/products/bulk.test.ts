import { expect, it } from "vitest";

import { AT_FIRST, changeOf, type Typed } from "./bulk";

const typed = (more: Partial<Typed>): Typed => ({ ...AT_FIRST, ...more });

it.each([
  [typed({ value: "5" }), { field: "base_price", op: "percent", value: 5 }],
  [typed({ value: "-2,5 %", rounding: "up500" }), { field: "base_price", op: "percent", value: -2.5, rounding: "up500" }],
  [typed({ value: "lima" }), undefined],
  [typed({ op: "add", value: "-10.000" }), { field: "base_price", op: "add", value: -10_000 }],
  [typed({ op: "set", value: "Rp150.000" }), { field: "base_price", op: "set", value: 150_000 }],
  [typed({ op: "set", value: "150,5" }), undefined],
  [typed({ op: "set", value: "-1" }), undefined],
  [typed({ field: "cost", op: "clear" }), { field: "cost", op: "clear" }],
  [typed({ field: "title", op: "replace", value: "5 in", with: "5 inch" }), { field: "title", op: "replace", value: { find: "5 in", with: "5 inch" } }],
  [typed({ field: "status", op: "set", value: "archived" }), { field: "status", op: "set", value: "archived" }],
])("reads %j", (one, change) => expect(changeOf(one)).toEqual(change));
