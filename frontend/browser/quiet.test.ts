// What a page asks by itself: while it is seen, only what may have moved; from a hidden tab nothing at all. Time is the test's own.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { aPlan, aRun } from "../src/test/samples";
import { type Answers, launch, sizeOf } from "./open";
import { samples as home } from "./samples/home";
import { Site } from "./site";

/** Pages that ask again and again; `every` in milliseconds. */
const POLLED: { name: string; path: string; asks: string; every: number; answers: Answers }[] = [
  { name: "a run at work", path: "/sync/runs/run_1", asks: "/v1/runs/run_1", every: 1_500, answers: { "/v1/runs/{id}": aRun(), "/v1/runs/{id}/jobs": { items: [] }, "/v1/runs/{id}/failures": { items: [] } } },
  { name: "a plan that is being made", path: "/sync/plans/pln_1", asks: "/v1/plans/pln_1", every: 1_000, answers: { "/v1/plans/{id}": aPlan({ state: "preparing", hash: null, freshness: null }), "/v1/plans/{id}/entries": { items: [] } } },
  { name: "Beranda", path: "/", asks: "/v1/dashboard", every: 15_000, answers: home.find(({ name }) => name === "busy")?.answers ?? {} },
];
/** How long each page is looked at with nothing new, in steps between which its answers come: several times as long as anything waits. */
const IDLE = { steps: 20, each: 15_000, answers: 100 };
/** How long each tab is hidden: many times as long as any of them waits. */
const HIDDEN = 180_000;
/** Real milliseconds for what is on its way. */
const SETTLED = 500;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

it.each(POLLED)("$name asks while it is seen and gets 304, nothing while it is hidden, and asks when it is seen again", async ({ path, asks, every, answers }) => {
  const site = await Site.open(inject("dist"));
  site.answers = { "/v1/notifications": { items: [], unread: 0 }, "/v1/channels": { items: [] }, ...answers };
  const context = await browser.newContext({ viewport: sizeOf(1280), serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    await page.clock.install();
    await page.addInitScript(() => sessionStorage.setItem("session", "refresh"));
    const seen: string[] = [];
    page.on("response", (answer) => seen.push(`${answer.status()} ${new URL(answer.url()).pathname}`));
    const first = answered(page, asks);
    await page.goto(site.origin + path);
    await first;
    await page.getByRole("heading", { level: 1 }).waitFor();
    await settled(page, site);

    // It does ask, or silence later would prove nothing.
    seen.length = 0;
    for (const _ of [1, 2, 3]) {
      const asked = answered(page, asks);
      // oxlint-disable-next-line no-await-in-loop
      await page.clock.runFor(every + 50);
      // oxlint-disable-next-line no-await-in-loop
      await asked;
    }
    expect(seen.filter((line) => line.endsWith(asks))).toEqual(Array.from({ length: 3 }, () => `304 ${asks}`));
    for (let step = 0; step < IDLE.steps; step += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await page.clock.runFor(IDLE.each);
      // oxlint-disable-next-line no-await-in-loop
      await page.waitForTimeout(IDLE.answers);
    }
    await settled(page, site);
    expect(seen.filter((line) => line.endsWith(asks)).length, "it went on to ask").toBeGreaterThan(IDLE.steps / 2);
    expect(seen.filter((line) => !line.startsWith("304 ")), "what a page that nothing happens to asks for and gets whole").toEqual([]);

    await show(page, false);
    await settled(page, site);
    seen.length = 0;
    await page.clock.runFor(HIDDEN);
    await settled(page, site);
    expect(seen, "requests of a hidden tab").toEqual([]);

    const again = answered(page, asks);
    await show(page, true);
    await page.clock.runFor(every + 50);
    await again;
  } finally {
    await context.close();
    site.close();
  }
});

const answered = (page: Page, path: string) => page.waitForResponse((answer) => new URL(answer.url()).pathname === path);

/** Until nothing has been asked for a while; real time, while the page's own stands still. */
async function settled(page: Page, site: Site): Promise<void> {
  let before: number;
  do {
    before = site.served;
    // oxlint-disable-next-line no-await-in-loop
    await page.waitForTimeout(SETTLED);
  } while (site.served > before);
}

/** As if another tab was brought to the front, or this one again. */
async function show(page: Page, seen: boolean): Promise<void> {
  await page.evaluate((visible) => {
    Object.defineProperty(document, "visibilityState", { value: visible ? "visible" : "hidden", configurable: true });
    Object.defineProperty(document, "hidden", { value: !visible, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, seen);
}
