import { expect, it } from "vitest";

import { change, type Changes, merge, mistakes, patchOf, pathOf, rupiahOf } from "./form";
import { product } from "./sample";

const typed = (...pairs: [string, string][]) => pairs.reduce<Changes>((all, [path, to]) => change(product, all, path, to), {});

it("holds only what differs", () => {
  expect(typed(["title", "Baling"], ["title", product.title])).toEqual({});
  expect(typed(["variant/v1/base_price", "172500"])).toEqual({ "variant/v1/base_price": { from: "150000", to: "172500" } });
});

it.each([
  ["150000", 150_000],
  ["150.000", 150_000],
  ["Rp 1.150.000", 1_150_000],
  ["150,000", 150_000],
  ["", null],
  ["150.000,00", undefined],
  ["150.5", undefined],
  ["-5", undefined],
  ["seratus", undefined],
])("reads %s as rupiah", (text, amount) => expect(rupiahOf(text)).toBe(amount));

it("sends the named fields of the changed variants only", () => {
  expect(patchOf(product, typed(["variant/v1/base_price", "172.500"], ["brand", ""], ["length_cm", "20,5"]))).toEqual({
    brand: null,
    dimensions: { length_cm: 20.5, width_cm: 18, height_cm: 3.25 },
    variants: [{ id: "v1", base_price: 172_500 }, { id: "v2" }],
  });
});

it("sends an added variant without an id, and pictures by id or address", () => {
  const patch = patchOf(product, typed(["variant/new-1/option/0", "Biru"], ["variant/new-1/base_price", "9000"], ["images", JSON.stringify(["i2", "https://a.test/3.jpg"])]));
  expect(patch.variants).toEqual([{ id: "v1" }, { id: "v2" }, { base_price: 9000, option_values: ["Biru"] }]);
  expect(patch.images).toEqual([{ id: "i2" }, { url: "https://a.test/3.jpg" }]);
});

it("names what cannot be read", () => {
  expect(mistakes(product, typed(["title", " "], ["variant/v1/cost", "12,5"], ["weight_g", "x"], ["width_cm", ""]))).toEqual({
    title: "title_needed",
    "variant/v1/cost": "whole_rupiah",
    weight_g: "whole_number",
    width_cm: "sides_together",
  });
});

it("asks only where both moved", () => {
  const mine = typed(["title", "Mine"], ["brand", "Mine"], ["category", "Same"], ["variant/v2/stock", "7"]);
  const [first] = product.variants;
  const theirs = { ...product, brand: "Theirs", category: "Same", variants: first ? [first] : [] };
  const { changes, clashes, lost } = merge(theirs, mine);
  expect(changes).toEqual({ title: { from: product.title, to: "Mine" }, brand: { from: "Theirs", to: "Mine" } });
  expect(clashes).toEqual([{ path: "brand", base: "Motekar", mine: "Mine", theirs: "Theirs" }]);
  expect(lost).toEqual(["variant/v2/stock"]);
});

it("pins a problem of the API to its cell", () => {
  expect(pathOf(product, {}, "variants[1].base_price")).toBe("variant/v2/base_price");
  expect(pathOf(product, {}, "variants[0].option_values[0]")).toBe("variant/v1/option/0");
  expect(pathOf(product, {}, "title")).toBe("title");
});
