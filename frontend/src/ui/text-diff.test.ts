import { expect, it } from "vitest";

import { diffWords } from "./text-diff";

it("marks only the words that changed", () => {
  expect(diffWords("Frame 5 inch V1 hitam", "Frame 5 inch V2 hitam")).toEqual([
    { kind: "same", text: "Frame 5 inch " },
    { kind: "gone", text: "V1 " },
    { kind: "new", text: "V2 " },
    { kind: "same", text: "hitam" },
  ]);
});

it("finds nothing between equal texts", () => {
  expect(diffWords("a b", "a b")).toEqual([{ kind: "same", text: "a b" }]);
});
