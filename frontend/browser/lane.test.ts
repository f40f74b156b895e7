// The lane of a product: a press explains each channel, and says when the channel was read.
import { expect, inject, it } from "vitest";

import { launch, sizeOf } from "./open";
import { samples } from "./samples/products";
import { Site } from "./site";

it.each([1280, 360] as const)("explains each channel of a product at %i px", async (width) => {
  const site = await Site.open(inject("dist"));
  site.answers = { "/v1/notifications": { items: [], unread: 0 }, ...samples.find(({ name }) => name === "every state")?.answers };
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: sizeOf(width), serviceWorkers: "block" });
    await page.addInitScript(() => sessionStorage.setItem("session", "refresh"));
    await page.goto(`${site.origin}/products`);
    await page.getByRole("button", { name: /^Shopee konflik/ }).first().click();
    const lane = page.getByRole("dialog");
    await lane.getByText(/^Shopee · konflik/).waitFor();
    expect(await lane.getByRole("listitem").count()).toBe(3);
    expect(await lane.getByText(/^terbaca \d+ \S+ lalu$/).count()).toBeGreaterThan(0);
    const box = await lane.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= width, "within the screen").toBe(true);
    await page.keyboard.press("Escape");
    await lane.waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "the focus is back").toMatch(/^Shopee konflik/);
  } finally {
    await browser.close();
    site.close();
  }
});
