// The command palette and the list of keys: opened, searched, followed and closed by keys, and clean for axe.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { type Answers, launch, SCHEMES, WIDTHS } from "./open";
import { Desk } from "./desk";
import { samples as home } from "./samples/home";
import { samples as products } from "./samples/products";

const answers: Answers = {
  ...products.find(({ name }) => name === "everything")?.answers,
  ...products.find(({ name }) => name === "every state")?.answers,
  ...home.find(({ name }) => name === "busy")?.answers,
};

let browser: Browser;
let desk: Desk;
beforeAll(async () => {
  browser = await launch();
  desk = await Desk.open(browser, inject("dist"));
  const list = answers["/v1/products"];
  desk.site.dynamic = async ({ pathname, searchParams }) => {
    const words = searchParams.get("q")?.toLowerCase();
    return pathname === "/v1/products" && words && list ? { ...list, items: list.items.filter(({ title }) => title.toLowerCase().startsWith(words)) } : undefined;
  };
});
afterAll(async () => {
  await desk.close();
  await browser.close();
});

const thePalette = () => desk.page.getByRole("dialog", { name: "Cari produk, halaman, atau perintah" });
const show = (path: string) => desk.show({ name: path, sample: { name: path, path, answers }, otherwise: "refuses" });
const heading = (name: string | RegExp) => desk.page.getByRole("heading", { level: 1, name });

async function looksRight(): Promise<void> {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      // oxlint-disable no-await-in-loop
      await desk.look({ width, scheme });
      expect([...(await desk.violations()), ...(await desk.sideways())], `${width} px, ${scheme}`).toEqual([]);
      // oxlint-enable no-await-in-loop
    }
  }
  await desk.look({ width: 1280, scheme: "light" });
}

it("finds pages, products and commands by keys alone, and Enter leads there", async () => {
  await show("/");
  const { page } = desk;
  const palette = thePalette();
  const box = palette.getByRole("combobox");
  const open = async () => {
    await page.keyboard.press("Control+k");
    await palette.waitFor();
    expect(await box.evaluate((one) => one === document.activeElement), "what is typed goes into the box").toBe(true);
  };

  await open();
  await looksRight();
  await page.keyboard.type("stok");
  await expect.poll(() => palette.getByRole("option").first().innerText()).toBe("Stok");
  await page.keyboard.press("Enter");
  await palette.waitFor({ state: "detached" });
  await heading("Stok").waitFor();
  expect(new URL(page.url()).pathname).toBe("/stock");

  await open();
  await page.keyboard.type("frame 5");
  await palette.getByRole("option", { name: /^Frame 5 inch/ }).first().waitFor();
  await looksRight();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await heading(/./).filter({ hasNotText: /^(Stok|Memuat)$/ }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/products\/prd_\d+$/);

  await open();
  await page.keyboard.type("zzzzzz");
  await palette.getByText("Tidak ada yang cocok.").waitFor();
  await looksRight();
  await box.fill("english");
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Navigation" }).first().waitFor();
  expect(desk.said()).toEqual([]);
});

/** Opens the palette by its keys and types, while its code is still on the way; `before` runs before that. */
async function typeBeforeItsCode(text: string, before?: () => void): Promise<void> {
  const { page } = desk;
  let arrive = () => {};
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  const late = /assets\/palette-.*\.js/;
  // `show` forgets all routes.
  await show("/");
  await page.route(late, async (route) => {
    await arrived;
    await route.continue();
  });
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Beranda" }).waitFor();
  if (before) await page.evaluate(before);
  await page.keyboard.press("Control+k");
  await page.keyboard.type(text);
  arrive();
  await thePalette().getByRole("combobox").waitFor();
  await page.unroute(late);
}

it("keeps what is typed before its code is there", async () => {
  await typeBeforeItsCode("stok");
  await expect.poll(() => thePalette().getByRole("combobox").inputValue()).toBe("stok");
  await expect.poll(() => thePalette().getByRole("option").first().innerText()).toBe("Stok");
  await desk.page.keyboard.press("Escape");
});

it("keeps what was typed before a key that comes at the very moment of the focus", async () => {
  await typeBeforeItsCode("sto", () => {
    const typeLast = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLInputElement) || target.role !== "combobox") return;
      document.removeEventListener("focusin", typeLast);
      queueMicrotask(() => document.execCommand("insertText", false, "k"));
    };
    document.addEventListener("focusin", typeLast);
  });
  await expect.poll(() => thePalette().getByRole("combobox").inputValue()).toBe("stok");
  await desk.page.keyboard.press("Escape");
});

it("is closed by Escape, and the focus is again where it was", async () => {
  await show("/");
  const { page } = desk;
  const button = page.getByRole("button", { name: /^Cari/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("harga");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true);
  expect(new URL(page.url()).pathname).toBe("/");
  expect(desk.said()).toEqual([]);
});

it("lists the keys of the page it is on, and each key of a page leads there", async () => {
  await show("/products");
  const { page } = desk;
  const link = page.getByRole("link", { name: "Frame 5 inch" }).first();
  await link.focus();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Tombol pintas" });
  await help.waitFor();
  const keys = await help.getByRole("term").allInnerTexts();
  expect(keys).toEqual(expect.arrayContaining(["?", "⌘/Ctrl k", "/", "j", "k", "x"]));
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
  await expect.poll(() => link.evaluate((one) => one === document.activeElement)).toBe(true);

  await page.keyboard.press("?");
  await help.waitFor();
  await looksRight();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
  const pairs = keys.filter((one) => /^g \w$/.test(one));
  expect(pairs.length).toBeGreaterThan(5);
  const places = new Set<string>();
  for (const pair of pairs) {
    // oxlint-disable no-await-in-loop
    const before = page.url();
    for (const key of pair.split(" ")) await page.keyboard.press(key);
    await page.waitForURL((url) => url.href !== before);
    await heading(/./).filter({ hasNotText: /^Memuat$/ }).waitFor();
    places.add(new URL(page.url()).pathname);
    // oxlint-enable no-await-in-loop
  }
  expect(places.size, "each of them leads to another page").toBe(pairs.length);
});
