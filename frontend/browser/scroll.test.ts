// A finger on the phone's list: it scrolls without asking for what it passes, and a tap opens the product.
import { expect, inject, it } from "vitest";

import { launch, sizeOf } from "./open";
import { samples } from "./samples/products";
import { Site } from "./site";

it("asks for no product while a finger scrolls over the list, and opens the one that is tapped", async () => {
  const site = await Site.open(inject("dist"));
  site.answers = { "/v1/notifications": { items: [], unread: 0 }, ...samples.find(({ name }) => name === "every state")?.answers };
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: sizeOf(360), hasTouch: true, serviceWorkers: "block" });
    const page = await context.newPage();
    await page.addInitScript(() => sessionStorage.setItem("session", "refresh"));
    await page.goto(`${site.origin}/products`);
    const cards = page.getByRole("row").getByRole("link");
    await cards.first().waitFor();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));

    const session = await context.newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", y?: number) => session.send("Input.dispatchTouchEvent", { type, touchPoints: y === undefined ? [] : [{ x: 180, y }] });
    await touch("touchStart", 500);
    // One after the other, as a finger moves.
    // oxlint-disable-next-line no-await-in-loop
    for (const y of [450, 400, 350, 300]) await touch("touchMove", y);
    await touch("touchEnd");
    await page.waitForFunction(() => scrollY > 100);
    await page.waitForTimeout(500);
    expect(asked.filter((path) => path.startsWith("/v1/products/p"))).toEqual([]);

    const [tapped] = await Promise.all([page.waitForRequest((request) => /\/v1\/products\/p/.test(request.url())), cards.nth(3).tap()]);
    expect(new URL(page.url()).pathname).toBe(new URL(tapped.url()).pathname.slice("/v1".length));
  } finally {
    await browser.close();
    site.close();
  }
});
