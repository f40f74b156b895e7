// Every page and state in a real browser: light and dark, at a desk and on the narrowest phone, in both languages and in one with longer
// words. One visit looks at all of it: axe, sideways scroll, texts cut off, console, policy, texts of the wrong language.
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { type Case, cases, paths } from "./cases";
import { type Desk, Desks } from "./desk";
import { ours, strangers } from "./languages";
import { launch, SCHEMES, WIDTHS } from "./open";

/** `SCREENS=folder`: pictures are taken as well, at 1280 and 360 px; with `WHOLE=1` of the whole page. */
const pictures = process.env["SCREENS"] ? resolve(process.env["SCREENS"]) : undefined;

let browser: Browser;
const desks = new Desks();
beforeAll(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  browser = await launch();
  await desks.furnish(browser, inject("dist"), availableParallelism());
});
afterAll(async () => {
  await desks.clear();
  await browser?.close();
});

it("knows the pages", () => expect(paths).toContain("/"));

it.concurrent.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) =>
  desks.at(async (desk) => {
    const found = await visit(desk, one);
    expect(found).toEqual([]);
  }),
);

async function visit(desk: Desk, one: Case): Promise<string[]> {
  const found: string[] = [];
  const note = (where: string, what: readonly string[]) => found.push(...what.map((line) => `${where}: ${line}`));
  await desk.show(one);
  for (const width of WIDTHS) {
    // oxlint-disable no-await-in-loop
    await desk.look({ width, scheme: "light" });
    note(`${width} px`, [...(await desk.sideways()), ...(await desk.violations())]);
    await desk.look({ width, scheme: "dark" });
    note(`${width} px, dark`, await desk.violations());
    // oxlint-enable no-await-in-loop
  }
  if (pictures) await picture(desk, one, pictures);
  if (one.otherwise === "refuses") {
    note("320 px", await cutOff(desk, "id"));
    note("", strangers(await desk.texts(), "id", one.sample.answers));
    await desk.speak("en");
    note("in English, 320 px", [...(await desk.sideways()), ...(await cutOff(desk, "en")), ...strangers(await desk.texts(), "en", one.sample.answers)]);
    await desk.speak("pseudo");
    note("in longer words, 320 px", [...(await desk.sideways()), ...(await cutOff(desk, "pseudo"))]);
    await desk.look({ width: 1280, scheme: "light" });
    note("in longer words, 1280 px", [...(await desk.sideways()), ...(await cutOff(desk, "pseudo"))]);
  }
  note("", desk.said());
  return found;
}

const cutOff = async (desk: Desk, language: "id" | "en" | "pseudo") => ours(await desk.cutOff(), language).map((text) => `“${text}” is cut off`);

async function picture(desk: Desk, { name }: Case, folder: string): Promise<void> {
  const file = name.replaceAll(/[^\w$?=&-]+/g, "_").replace(/^_/, "") || "home";
  for (const width of [360, 1280] as const) {
    for (const scheme of SCHEMES) {
      // oxlint-disable-next-line no-await-in-loop
      await desk.look({ width, scheme });
      // oxlint-disable-next-line no-await-in-loop
      await desk.page.screenshot({ fullPage: Boolean(process.env["WHOLE"]), path: join(folder, `${file}.${width}.${scheme}.png`) });
    }
  }
}
