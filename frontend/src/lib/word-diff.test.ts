import { expect, it } from "vitest";

import { type Piece, wordDiff } from "./word-diff";

const side = (pieces: readonly Piece[], without: Piece["kind"]) => pieces.filter(({ kind }) => kind !== without).map(({ text }) => text).join("");
const short = (pieces: readonly Piece[]) => pieces.map(({ kind, text }) => ({ same: text, removed: `[-${text}-]`, added: `[+${text}+]` })[kind]).join("");

it("marks only the words that changed", () => {
  expect(short(wordDiff("Baling-baling 5 inci merah", "Baling-baling 7 inci merah"))).toBe("Baling-baling [-5-][+7+] inci merah");
});

it("marks a phrase as one piece", () => {
  expect(short(wordDiff("Dudukan kamera depan", "Dudukan baterai belakang kuat"))).toBe("Dudukan [-kamera depan-][+baterai belakang kuat+]");
});

it.each([
  ["", ""],
  ["", "Baru"],
  ["Lama", ""],
  ["Sama", "Sama"],
  ["a b c d e f", "b c x e f g"],
  ["Bahan: PETG.\n\nWarna: hitam", "Bahan: TPU 95A.\nWarna: hitam, merah"],
])("keeps both texts whole: %j, %j", (from, to) => {
  const pieces = wordDiff(from, to);
  expect(side(pieces, "added")).toBe(from);
  expect(side(pieces, "removed")).toBe(to);
});

it("keeps both texts whole for texts made by chance", () => {
  let seed = 7;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const text = () => Array.from({ length: next(40) }, () => ["a", "b", "c", " ", ", "][next(5)]).join("");
  for (let turn = 0; turn < 500; turn += 1) {
    const from = text();
    const to = text();
    const pieces = wordDiff(from, to);
    expect([side(pieces, "added"), side(pieces, "removed")]).toEqual([from, to]);
  }
});

it("shows texts that have nothing in common as removed and added", () => {
  const from = Array.from({ length: 900 }, (_, at) => `a${at}`).join(" ");
  const to = Array.from({ length: 900 }, (_, at) => `b${at}`).join(" ");
  expect(wordDiff(from, to).map(({ kind }) => kind)).toEqual(["removed", "added"]);
});
