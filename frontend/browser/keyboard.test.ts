// Each flow by keys alone, up to the request that does it: what has to be pressed is reached by Tab, and pressed by Enter or Space.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { cases } from "./cases";
import { Desk } from "./desk";
import { launch } from "./open";

type Name = string | RegExp;
/** A button to press, a box to tick, a field to type into, a choice of a list, or a key of the page. */
type Step = { press: Name } | { tick: Name } | { field: Name; type: string } | { choose: Name; first: string } | { key: string };
type Flow = { name: string; on: string; steps: Step[]; asks: RegExp };

const FLOWS: Flow[] = [
  {
    name: "keys of a channel",
    on: "/settings, no keys",
    steps: [{ field: "Partner ID", type: "2001887" }, { field: "Partner Key", type: "0".repeat(64) }, { press: "Simpan & tes" }],
    asks: /^PUT \/v1\/connections\/shopee\/credentials$/,
  },
  { name: "access is renewed", on: "/settings, one connected, one refused", steps: [{ press: /^Izinkan/ }], asks: /^POST \/v1\/connections\/\w+\/authorization$/ },
  { name: "a pair is one product", on: "/matches, a pair", steps: [{ key: "y" }], asks: /^POST \/v1\/matches\/mat_1\/accept$/ },
  { name: "a pair is not one product", on: "/matches, a pair", steps: [{ key: "n" }], asks: /^POST \/v1\/matches\/(mat_1\/)?reject$/ },
  { name: "all sure pairs", on: "/matches, a pair", steps: [{ press: /^Terima semua/ }], asks: /^POST \/v1\/matches\/accept$/ },
  {
    name: "+5 % on a product",
    on: "/products, every state",
    steps: [{ tick: /Frame 5 inch/ }, { press: "Ubah" }, { choose: "Cara", first: "N" }, { field: /Persen/, type: "5" }, { press: "Pratinjau" }],
    asks: /^POST \/v1\/products\/bulk$/,
  },
  { name: "a plan is approved", on: "/sync/plans/pln_1, ready", steps: [{ press: "Setujui" }], asks: /^POST \/v1\/runs$/ },
  { name: "the next wave", on: "/sync/runs/run_1, a wave waits", steps: [{ press: "Setujui gelombang 2" }], asks: /^POST \/v1\/runs\/run_1\/approve$/ },
  { name: "the failed again", on: "/sync/runs/run_1, a wave waits", steps: [{ press: "Ulangi 2 listing" }], asks: /^POST \/v1\/runs\/run_1\/retry$/ },
  { name: "an undo from the history", on: "/sync/runs/run_1, finished with failures", steps: [{ press: "Batalkan perubahan" }], asks: /^POST \/v1\/runs\/run_1\/undo$/ },
  { name: "a conflict", on: "/conflicts, a price", steps: [{ key: "ArrowRight" }], asks: /^POST \/v1\/conflicts\/resolve$/ },
  {
    name: "conflicts alike",
    on: "/conflicts, a price",
    steps: [{ tick: /^Juga untuk 1 konflik/ }, { press: /Pakai data toko/ }, { press: /Pakai data toko/ }],
    asks: /^POST \/v1\/conflicts\/resolve$/,
  },
  {
    name: "what a rule would do, and the rule",
    on: "/prices, everything",
    steps: [{ press: "Ubah aturan Shopee" }, { field: "Tambahan (%)", type: "17,5" }, { press: "Lihat dampak" }, { press: "Simpan" }],
    asks: /^PUT \/v1\/price-rules\/shopee$/,
  },
  { name: "a sheet is applied", on: "/sheets/0199, changes", steps: [{ press: /^Terapkan/ }], asks: /^POST \/v1\/products\/sheets\/0199\/apply$/ },
];
/** Presses of Tab after which something cannot be reached. */
const FAR = 150;

let browser: Browser;
let desk: Desk;
beforeAll(async () => {
  browser = await launch();
  desk = await Desk.open(browser, inject("dist"));
});
afterAll(async () => {
  await desk.close();
  await browser.close();
});

it.each(FLOWS.map((flow) => [flow.name, flow] as const))("%s", async (_, { on, steps, asks }) => {
  const shown = cases.find(({ name }) => name === on);
  if (!shown) throw new Error(`no such sample: ${on}`);
  await desk.show(shown);
  const { page } = desk;
  const asked: string[] = [];
  const listen = (request: { method: () => string; url: () => string }) => void asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
  page.on("request", listen);
  try {
    for (const step of steps) {
      // oxlint-disable-next-line no-await-in-loop
      await take(page, step);
    }
    await expect.poll(() => asked.some((line) => asks.test(line)), { timeout: 5_000, message: `${asks} after ${asked.filter((line) => !line.startsWith("GET")).join(", ")}` }).toBe(true);
  } finally {
    page.off("request", listen);
  }
});

async function take(page: Page, step: Step): Promise<void> {
  if ("key" in step) return page.keyboard.press(step.key);
  const within = (await page.getByRole("dialog").or(page.getByRole("alertdialog")).count()) > 0 ? page.getByRole("dialog").or(page.getByRole("alertdialog")) : page;
  const exact = (name: Name) => ({ name, exact: typeof name === "string" });
  if ("press" in step) {
    await reach(page, within.getByRole("button", exact(step.press)));
    await page.keyboard.press("Enter");
    return desk.still();
  }
  if ("tick" in step) {
    await reach(page, within.getByRole("checkbox", { name: step.tick }));
    return page.keyboard.press("Space");
  }
  if ("choose" in step) {
    await reach(page, within.getByLabel(step.choose, { exact: typeof step.choose === "string" }));
    return page.keyboard.press(step.first);
  }
  await reach(page, within.getByLabel(step.field, { exact: typeof step.field === "string" }));
  await page.keyboard.press("Control+a");
  return page.keyboard.type(step.type);
}

/** By Tab from wherever the focus is; any of several of that name. */
async function reach(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let presses = 0; presses <= FAR; presses += 1) {
    // oxlint-disable-next-line no-await-in-loop
    if (await target.evaluateAll((all) => all.includes(document.activeElement as HTMLElement))) return;
    // oxlint-disable-next-line no-await-in-loop
    await page.keyboard.press("Tab");
  }
  throw new Error(`${target} is not reached by Tab`);
}
