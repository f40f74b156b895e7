import { expect, it } from "vitest";

import { anOffer } from "@/test/match-samples";

import { marked, variantRows } from "./compare";

const differing = (title: string, other: string) => marked(title, other).filter(({ differs }) => differs).map(({ text }) => text);

it("marks the words that the other title does not have, whatever their order, case and accents", () => {
  expect(differing("Dudukan Kamera GoPro Premium", "kamera gopro DUDUKAN")).toEqual(["Premium"]);
  expect(differing("Résin hitam", "resin Hitam")).toEqual([]);
});

it("tells numbers from the letters at them, so that 40mm is 40 mm and 40 is not 30", () => {
  expect(differing("Dudukan 40mm", "dudukan 40 mm")).toEqual([]);
  expect(differing("Dudukan 40mm", "Dudukan 30 mm")).toEqual(["40"]);
  expect(differing("VTX 5.8GHz", "VTX 58 GHz")).toEqual(["5.8"]);
});

it("marks neighbours as one and loses nothing of the title", () => {
  const title = "Dual Antenna Mount RP-SMA, 3D Print";
  expect(differing(title, "RP-SMA")).toEqual(["Dual Antenna Mount", "3D Print"]);
  expect(marked(title, "RP-SMA").map(({ text }) => text).join("")).toBe(title);
  expect(marked("", "x")).toEqual([]);
});

it("puts variants with the same options beside each other, then those with the same SKU, then what is alone", () => {
  const left = [anOffer({ id: "a", option_values: ["Hitam", "L"] }), anOffer({ id: "b", option_values: ["Merah", "L"], sku: "X1" }), anOffer({ id: "c", option_values: ["Biru"] })];
  const right = [anOffer({ id: "1", option_values: ["Red"], sku: "X1" }), anOffer({ id: "2", option_values: ["l", "hitam"] }), anOffer({ id: "3", option_values: ["Putih"] })];
  expect(variantRows(left, right).map((row) => [row.left?.id, row.right?.id])).toEqual([["a", "2"], ["b", "1"], ["c", undefined], [undefined, "3"]]);
});

it("gives no offer to two variants", () => {
  const twins = [anOffer({ id: "a", option_values: ["Hitam"] }), anOffer({ id: "b", option_values: ["Hitam"] })];
  expect(variantRows(twins, [anOffer({ id: "1", option_values: ["Hitam"] })]).map((row) => row.right?.id)).toEqual(["1", undefined]);
});
