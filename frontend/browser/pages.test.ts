// Every page in a real browser, light and dark, on the narrowest phone and at a desk: axe, sideways scroll, console, policy.
// A page is here from the moment its route exists; a feature adds its states in `samples/<feature>.ts`.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { launch, open, type Otherwise, type Sample, SCHEMES, sideways, viewOf, violations, WIDTHS } from "./open";

const files = import.meta.glob<{ samples: Sample[] }>("./samples/*.ts", { eager: true });
const samples = Object.values(files).flatMap((file) => file.samples);

const tree = readFileSync(join(import.meta.dirname, "../src/routeTree.gen.ts"), "utf8");
const [, listed = ""] = /interface FileRoutesByTo \{([^}]*)\}/.exec(tree) ?? [];
const paths = [...listed.matchAll(/'([^']+)'|"([^"]+)"/g)].map((found) => found[1] ?? found[2] ?? "").filter((path) => path.startsWith("/") && path !== "/sign-in");

const cases: [name: string, Sample, Otherwise][] = [
  ...paths.flatMap((path): [string, Sample, Otherwise][] => {
    const plain = { name: "", path: path.replaceAll(/\$\w+/g, "0199"), answers: {} };
    return [
      [`${path}, refused`, plain, "refuses"],
      [`${path}, loading`, plain, "never answers"],
    ];
  }),
  ...samples.map((sample): [string, Sample, Otherwise] => [`${sample.path}, ${sample.name}`, sample, "refuses"]),
  ...samples.map((sample): [string, Sample, Otherwise] => [`${sample.path}, ${sample.name}, in longer words`, { ...sample, language: "pseudo" }, "refuses"]),
];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

it("knows the pages", () => expect(paths).toContain("/"));

describe.each(WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ width, scheme }))))("$width px, $scheme", (view) => {
  let context: BrowserContext;
  beforeAll(async () => {
    context = await viewOf(browser, view);
  });
  afterAll(() => context?.close());

  it.each(cases)("%s", async (_, sample, otherwise) => {
    const { page, said } = await open(context, inject("origin"), sample, otherwise);
    // Skeletons come after 150 ms, lazy parts a little later.
    await page.waitForTimeout(400);
    expect({ axe: await violations(page), sideways: await sideways(page), said }).toEqual({ axe: [], sideways: 0, said: [] });
    await page.close();
  });
});
