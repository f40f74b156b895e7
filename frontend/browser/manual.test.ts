// The seller's manual as the build has it: every page in a real browser, every link, and the way to it from every screen and message.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { guideOf } from "../src/ui/guide";
import { paths } from "./cases";
import { type Desk, Desks } from "./desk";
import { launch, SCHEMES, WIDTHS } from "./open";

const dist = inject("dist");
const pages = readdirSync(join(dist, "panduan")).filter((file) => file.endsWith(".html"));
const text = (file: string) => readFileSync(join(dist, file), "utf8");
const codes = [...readFileSync(join(import.meta.dirname, "../../docs/ERRORS.md"), "utf8").matchAll(/^\| `(\w+)` \|/gm)].map(([, code = ""]) => code);

let browser: Browser;
const desks = new Desks();
beforeAll(async () => {
  browser = await launch();
  await desks.furnish(browser, dist, 1);
});
afterAll(async () => {
  await desks.clear();
  await browser?.close();
});

/** What is wrong with a link to the manual or into the dashboard. */
function broken(link: string, from = "index.html"): string[] {
  const { pathname, hash, origin } = new URL(link, `http://dashboard.test/panduan/${from}`);
  if (origin !== "http://dashboard.test" || pathname === "/") return [];
  const page = pathname.replace("/panduan/", "");
  if (!pages.includes(page)) return [`${link}: no such page`];
  return hash && !text(`panduan/${page}`).includes(`id="${decodeURIComponent(hash.slice(1))}"`) ? [`${link}: no such place`] : [];
}

it("has a page for each file of docs/panduan", () => {
  const files = readdirSync(join(import.meta.dirname, "../../docs/panduan")).filter((file) => file.endsWith(".md"));
  expect(pages.length).toBe(files.length);
  expect(pages).toContain("index.html");
});

it("leads from every screen to a page that is there", () => expect(paths.flatMap((path) => broken(guideOf(path)))).toEqual([]));

it("leads from every code of the API to the line that explains it", () => {
  expect(codes.length).toBeGreaterThan(250);
  expect(codes.flatMap((code) => broken(`/panduan/pesan-kesalahan.html#${code}`))).toEqual([]);
});

it("opens without a network: the service worker stores every page and what it needs", () => {
  const worker = text("sw.js");
  expect([...pages.map((page) => `panduan/${page}`), "panduan/manual.css", "theme.js"].filter((file) => !worker.includes(`"${file}"`))).toEqual([]);
});

it.each(pages)("%s: axe, width, links, console and policy", async (page) => {
  const found = await desks.at((desk) => look(desk, page));
  const links = [...text(`panduan/${page}`).matchAll(/<a href="([^"]+)"/g)].map(([, link = ""]) => link);
  const sources = [...text(`panduan/${page}`).matchAll(/<img src="([^"]+)"/g)].map(([, source = ""]) => source);
  expect([...found, ...links.flatMap((link) => broken(link, page)), ...sources.filter((source) => !readdirSync(join(dist, "panduan"), { recursive: true, encoding: "utf8" }).includes(source))]).toEqual([]);
});

async function look(desk: Desk, page: string): Promise<string[]> {
  await desk.show({ name: page, sample: { name: page, path: `/panduan/${page}`, answers: {} }, otherwise: "refuses" });
  const found: string[] = [];
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      // oxlint-disable no-await-in-loop
      await desk.look({ width, scheme });
      found.push(...(await desk.violations()), ...(await desk.sideways()), ...(await desk.cutOff()));
      // oxlint-enable no-await-in-loop
    }
  }
  return [...found, ...desk.said()];
}
