import { render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { Tabs } from "./tabs";

afterEach(() => vi.restoreAllMocks());

const show = (counts: boolean) => (
  <Tabs value="decided" onChange={() => undefined} label="Bagian" tabs={["all", "review", "decided"].map((value) => ({ value, label: value, count: counts ? "5" : undefined }))} />
);

it("keeps the chosen tab in sight when its count arrives after the page", () => {
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
    const list = this.getAttribute("role") === "tablist";
    // The last tab just fits the phone until the counts widen all of them.
    const wide = (this.parentElement?.textContent ?? "").includes("5");
    return (list ? { left: 0, right: 360 } : { left: wide ? 270 : 240, right: wide ? 400 : 350 }) as DOMRect;
  });
  const { rerender } = render(show(false));
  const list = screen.getByRole("tablist");
  expect(list.scrollLeft).toBe(0);
  rerender(show(true));
  expect(list.scrollLeft).toBe(270 - 48);
});
