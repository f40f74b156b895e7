// Produk with the whole catalogue on a processor four times as slow as this one: the first rows, searching as one types, a fling.
import type { Browser, CDPSession, Page } from "playwright-core";

import { sizeOf } from "../browser/open";
import { Site } from "../browser/site";
import { found, index, page as pageOf, SIZE } from "./catalogue";
import { judge, ms, quantile } from "./report";

const SLOWER = 4;
const LOADS = 5;
/** Typed one key after the other; each ends with an empty box. */
const QUERIES = ["gopro", "frame 5", "mtk 41", "dudukan kamera", "pelindung antena", "balap", "nazgul tpu"];
const FLING = 10_000;

export async function products(browser: Browser, dist: string): Promise<void> {
  const site = await Site.open(dist);
  site.dynamic = async (url) => {
    if (url.pathname === "/v1/products/index") return index;
    if (url.pathname === "/v1/products") return pageOf(url);
    return undefined;
  };
  site.answers = { "/v1/channels": { items: [] }, "/v1/notifications": { items: [], unread: 0 } };
  try {
    await firstRows(browser, site);
    for (const width of [1280, 360]) {
      // oxlint-disable-next-line no-await-in-loop
      const page = await open(browser, site, width);
      // oxlint-disable-next-line no-await-in-loop
      await typing(page, width);
      // oxlint-disable-next-line no-await-in-loop
      await fling(page, width);
      // oxlint-disable-next-line no-await-in-loop
      await page.context().close();
    }
  } finally {
    site.close();
  }
}

async function open(browser: Browser, site: Site, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: sizeOf(width), hasTouch: width < 768, serviceWorkers: "block" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(() => sessionStorage.setItem("session", "refresh"));
  await page.addInitScript(watchRows);
  await page.goto(`${site.origin}/products`);
  await page.waitForFunction((total) => document.querySelector('[role="table"]')?.getAttribute("aria-rowcount") === String(total + 1), SIZE);
  await page.waitForLoadState("networkidle");
  return page;
}

type Watched = { rowsAt?: number; taken?: Promise<number> };

/** In the page: when the first row was painted. */
function watchRows(): void {
  const here = globalThis as unknown as Watched;
  const look = () => {
    if (!document.querySelector('[role="row"] a[href^="/products/"]')) return requestAnimationFrame(look);
    // After this frame.
    return setTimeout(() => (here.rowsAt = performance.now()));
  };
  requestAnimationFrame(look);
}

async function firstRows(browser: Browser, site: Site): Promise<void> {
  const taken: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    // oxlint-disable no-await-in-loop
    const page = await open(browser, site, 360);
    taken.push(
      await page.evaluate(() => {
        const answers = performance.getEntriesByType("resource").filter(({ name }) => /\/v1\/products(\/index|\?)/.test(name)) as PerformanceResourceTiming[];
        return ((globalThis as unknown as Watched).rowsAt ?? Number.NaN) - Math.min(...answers.map(({ responseEnd }) => responseEnd));
      }),
    );
    await page.context().close();
    // oxlint-enable no-await-in-loop
  }
  const median = quantile(taken, 0.5);
  judge("Produk, 4,147 products: first rows after the first answer, median of 5", ms(median), "500 ms", median < 500);
}

/** From the key to the frame that shows what it finds: as many rows, and the first of them. */
async function typing(page: Page, width: number): Promise<void> {
  const box = page.getByRole("searchbox");
  await box.click();
  const taken: number[] = [];
  let before = found("");
  for (const query of QUERIES) {
    const steps = [...query].map((key, at) => ({ key, q: query.slice(0, at + 1) }));
    const back = [...query].map((_, at) => ({ key: "Backspace", q: query.slice(0, query.length - 1 - at) }));
    for (const { key, q } of [...steps, ...back]) {
      const after = found(q);
      // oxlint-disable no-await-in-loop
      if (after.length === before.length) await page.keyboard.press(key === " " ? "Space" : key);
      else {
        await page.evaluate(watchKey, after.length + 1);
        await page.keyboard.press(key === " " ? "Space" : key);
        taken.push(await page.evaluate(() => (globalThis as unknown as Watched).taken ?? Number.NaN));
      }
      // As fast as a quick typist, so that the server's answers fall in between.
      await page.waitForTimeout(120);
      // oxlint-enable no-await-in-loop
      before = after;
    }
  }
  const p95 = quantile(taken, 0.95);
  judge(`Produk at ${width} px: key to results painted, p95 of ${taken.length} (median ${ms(quantile(taken, 0.5))}, longest ${ms(quantile(taken, 1))})`, ms(p95), "100 ms", p95 < 100);
}

/** In the page: will have taken the milliseconds from the next key to the frame in which the table has so many rows. */
function watchKey(rows: number): void {
  (globalThis as unknown as Watched).taken = new Promise((done) => {
    addEventListener(
      "keydown",
      ({ timeStamp }) => {
        const look = () => {
          // It never came: that is slower than anything.
          if (performance.now() - timeStamp > 10_000) return done(10_000);
          if (document.querySelector('[role="table"]')?.getAttribute("aria-rowcount") !== String(rows)) return void requestAnimationFrame(look);
          return void setTimeout(() => done(performance.now() - timeStamp));
        };
        requestAnimationFrame(look);
      },
      { once: true, capture: true },
    );
  });
}

async function fling(page: Page, width: number): Promise<void> {
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(500);
  const session = await page.context().newCDPSession(page);
  const watching = page.evaluate(watchFrames, FLING);
  // Chromium without a screen does not scroll by its own touch gesture of that length.
  if (width < 768) await swipe(page, session, width / 2);
  else await session.send("Input.synthesizeScrollGesture", { x: width / 2, y: 500, yDistance: -FLING, speed: FLING, gestureSourceType: "mouse", preventFling: true });
  const { frames, blank, longest } = await watching;
  judge(`Produk at ${width} px: a fling of 10,000 px: frames with a gap, of ${frames} (longest frame ${ms(longest)})`, String(blank), "0", blank === 0 && frames > 10);
}

/** One stroke of a finger after the other, as fast as the browser takes them, until the list has gone so far. */
async function swipe(page: Page, session: CDPSession, x: number): Promise<void> {
  const [from, to, steps] = [650, 100, 8];
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", y?: number) => session.send("Input.dispatchTouchEvent", { type, touchPoints: y === undefined ? [] : [{ x, y }] });
  const until = Date.now() + 15_000;
  // oxlint-disable no-await-in-loop
  while (Date.now() < until && (await page.evaluate(() => scrollY)) < FLING) {
    await touch("touchStart", from);
    for (let step = 1; step <= steps; step++) await touch("touchMove", from + ((to - from) * step) / steps);
    await touch("touchEnd");
  }
  // oxlint-enable no-await-in-loop
}

/** In the page: in each frame until it has scrolled so far, whether every place of the list in sight has a row. */
function watchFrames(distance: number): Promise<{ frames: number; blank: number; longest: number }> {
  return new Promise((done) => {
    let [frames, blank, longest, last, still] = [0, 0, 0, performance.now(), 0];
    let before = -1;
    const began = performance.now();
    const look = (now: number) => {
      const list = document.querySelector('[role="table"] [role="rowgroup"][style]')?.getBoundingClientRect();
      const rows = [...document.querySelectorAll('[role="rowgroup"][style] > [role="row"]')].map((row) => row.getBoundingClientRect()).toSorted((a, b) => a.top - b.top);
      const moved = scrollY !== before;
      if (moved && scrollY > 0 && list) {
        frames += 1;
        longest = Math.max(longest, now - last);
        let covered = Math.max(list.top, 0);
        for (const { top, bottom } of rows) if (top <= covered + 2) covered = Math.max(covered, bottom);
        if (covered < Math.min(list.bottom, innerHeight) - 2) blank += 1;
      }
      still = moved ? 0 : still + 1;
      before = scrollY;
      last = now;
      if ((scrollY >= distance * 0.9 && still > 5) || now - began > 20_000) return done({ frames, blank, longest });
      return void requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}
