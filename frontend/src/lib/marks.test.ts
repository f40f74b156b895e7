import { expect, it } from "vitest";

import { marked } from "./marks";

const differing = (title: string, other: string) => marked(title, other).filter(({ differs }) => differs).map(({ text }) => text);

it("marks the words that the other title does not have, whatever their order, case and accents", () => {
  expect(differing("Dudukan Kamera GoPro Premium", "kamera gopro DUDUKAN")).toEqual(["Premium"]);
  expect(differing("Résin hitam", "resin Hitam")).toEqual([]);
});

it("tells numbers from the letters at them, so that 40mm is 40 mm and not 30 mm, and marks a word as a whole", () => {
  expect(differing("Dudukan 40mm", "dudukan 40 mm")).toEqual([]);
  expect(differing("Dudukan 40mm", "Dudukan 30 mm")).toEqual(["40mm"]);
  expect(differing("VTX 5.8GHz", "VTX 58 GHz")).toEqual(["5.8GHz"]);
  expect(differing("TPU 64D 3D Print", "TPU 64D")).toEqual(["3D Print"]);
});

it("marks neighbours as one and loses nothing of the title", () => {
  const title = "Dual Antenna Mount RP-SMA, 3D Print";
  expect(differing(title, "RP-SMA")).toEqual(["Dual Antenna Mount", "3D Print"]);
  expect(marked(title, "RP-SMA").map(({ text }) => text).join("")).toBe(title);
  expect(marked("", "x")).toEqual([]);
});
