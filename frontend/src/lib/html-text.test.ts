import { expect, it } from "vitest";

import { readable } from "./html-text";

it("writes paragraphs and lists as lines", () => {
  expect(readable("<p>Bahan: TPU<br>Warna: hitam</p><ul><li>1 dudukan</li><li>2 baut</li></ul><p>A &amp; B</p>")).toBe("Bahan: TPU\nWarna: hitam\n\n• 1 dudukan\n• 2 baut\nA & B");
});

it("leaves a text without tags alone", () => {
  expect(readable("Lebar < 5 cm & ringan\n\nKuat")).toBe("Lebar < 5 cm & ringan\n\nKuat");
});
