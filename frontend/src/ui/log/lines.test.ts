import { expect, it } from "vitest";

import { type Line, linesOf } from "./lines";

const entry = (changes: { field: string; from: unknown; to: unknown; variant_id?: string }[], details: object = {}) => ({ changes: changes as never, details: details as never });
const short = (lines: readonly Line[]) => lines.map((line) => `${line.path.join(".")}${line.variant ? `@${line.variant}` : ""} ${line.kind === "change" ? `${JSON.stringify(line.from)} > ${JSON.stringify(line.to)}` : JSON.stringify(line.value)}`);

it("shows each changed field once, although the details name it again", () => {
  const changed = { title: { from: "A", to: "B" } };
  expect(short(linesOf(entry([{ field: "title", from: "A", to: "B" }], { changed, sheet: "sht_1" })))).toEqual(['title "A" > "B"', 'sheet "sht_1"']);
});

it("goes into a record down to what differs", () => {
  const from = { overrides: { title: null, description: "x" }, owners: {} };
  const to = { overrides: { title: "T", description: "x" }, owners: { price: "channel" } };
  const fields = ["overrides", "owners"] as const;
  expect(short(linesOf(entry(fields.map((field) => ({ field, from: from[field], to: to[field] })), { from, to })))).toEqual(['overrides.title null > "T"', 'owners.price undefined > "channel"']);
});

it("finds the fee of the same name in both lists", () => {
  const fee = (name: string, rate: number) => ({ name, kind: "percent", rate });
  expect(short(linesOf(entry([{ field: "fees", from: [fee("Komisi", 800), fee("Layanan", 400)], to: [fee("Komisi", 825), fee("Layanan", 400)] }])))).toEqual(["fees.Komisi.rate 800 > 825"]);
});

it("names the variant of a field, and takes a new variant apart", () => {
  expect(short(linesOf(entry([{ field: "base_price", from: 1, to: 2, variant_id: "var_1" }])))).toEqual(["base_price@var_1 1 > 2"]);
  expect(short(linesOf(entry([{ field: "variants", from: null, to: { id: "var_2", sku: "S", cost: null }, variant_id: "var_2" }])))).toEqual(['variant.sku@var_2 undefined > "S"']);
});

it("leaves out what says nothing and what is only for programs", () => {
  expect(linesOf(entry([], { hash: "9f2c", bulk_task: "blk_1", undoes: null, shops: [], version: 3 }))).toEqual([]);
});

it("keeps the sides of a parcel together", () => {
  const side = (length: number) => ({ length, width: 1000, height: 300 });
  expect(linesOf(entry([{ field: "dimensions", from: side(1000), to: side(2000) }]))).toHaveLength(1);
});

it("reads details of older entries, which have both sides of each field", () => {
  expect(short(linesOf(entry([], { stock: { from: 1, to: 2 } })))).toEqual(["stock 1 > 2"]);
});
