import { expect, it } from "vitest";

import { anOffer } from "@/test/match-samples";

import { variantRows } from "./compare";

it("puts variants with the same options beside each other, then those with the same SKU, then what is alone", () => {
  const left = [anOffer({ id: "a", option_values: ["Hitam", "L"] }), anOffer({ id: "b", option_values: ["Merah", "L"], sku: "X1" }), anOffer({ id: "c", option_values: ["Biru"] })];
  const right = [anOffer({ id: "1", option_values: ["Red"], sku: "X1" }), anOffer({ id: "2", option_values: ["l", "hitam"] }), anOffer({ id: "3", option_values: ["Putih"] })];
  expect(variantRows(left, right).map((row) => [row.left?.id, row.right?.id])).toEqual([["a", "2"], ["b", "1"], ["c", undefined], [undefined, "3"]]);
});

it("gives no offer to two variants", () => {
  const twins = [anOffer({ id: "a", option_values: ["Hitam"] }), anOffer({ id: "b", option_values: ["Hitam"] })];
  expect(variantRows(twins, [anOffer({ id: "1", option_values: ["Hitam"] })]).map((row) => row.right?.id)).toEqual(["1", undefined]);
});
