// The dashboard without a network, by its own service worker: the shell opens, and in it the catalogue that was read last, with its age.
import type { Page } from "playwright-core";
import { expect, inject, it } from "vitest";

import type { Schema } from "../src/api/client";
import { type Answers, launch, sizeOf } from "./open";
import { samples as home } from "./samples/home";
import { samples as products } from "./samples/products";
import { Site } from "./site";

const TITLES = ["Dudukan Kamera Depan 30 Derajat", "Baling-baling 5 Inci", "Rangka Cinewhoop 3,5 Inci"];
const index: Schema<"CatalogueIndex"> = {
  next: "1",
  whole: true,
  count: TITLES.length,
  states: ["synced", "conflict"],
  statuses: ["active"],
  prefixes: [],
  id: TITLES.map((_, at) => `prd_${at}`),
  title: TITLES,
  skus: TITLES.map((_, at) => [`MTK-${at}`]),
  status: TITLES.map(() => 0),
  price: TITLES.map(() => 150_000),
  thumbnail: TITLES.map(() => [-1, ""]) as never,
  updated: TITLES.map((_, at) => 1_790_000_000 + at),
  channels: { shopee: { state: [0, 1, 0], price: TITLES.map(() => 172_500) } },
};
const cards = (products.find(({ name }) => name === "every state")?.answers["/v1/products"]?.items ?? []).slice(0, TITLES.length);
const answers: Answers = {
  ...home.find(({ name }) => name === "busy")?.answers,
  "/v1/channels": { items: [] },
  "/v1/notifications": { items: [], unread: 0 },
  "/v1/products/index": index,
  "/v1/products": { items: cards.map((card, at) => ({ ...card, id: `prd_${at}`, title: TITLES[at] ?? "" })), total: TITLES.length, by_status: { active: TITLES.length }, by_state: {}, under_floor: 0 },
};
const HOURS = 3;
/** Milliseconds for the service worker to have stored the whole shell. */
const INSTALLED = 60_000;

it.each([1280, 360] as const)("opens the shell and the last catalogue without a network, with its age, at %i px", async (width) => {
  const site = await Site.open(inject("dist"));
  site.answers = answers;
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: sizeOf(width), serviceWorkers: "allow", reducedMotion: "reduce" });
    // "Tetap masuk di perangkat ini": the installed app is opened again.
    await context.addInitScript(() => localStorage.setItem("session", "refresh"));
    const first = await context.newPage();
    await first.goto(`${site.origin}/products`);
    await first.getByText(TITLES[1] ?? "").first().waitFor();
    await first.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated", undefined, { timeout: INSTALLED });
    await first.waitForFunction(kept, 2);

    await context.setOffline(true);
    site.cut = true;
    const said: string[] = [];
    const look = (page: Page) => {
      page.on("pageerror", (error) => said.push(error.message));
      // The browser's own line about each request that failed.
      page.on("console", (line) => ["error", "warning"].includes(line.type()) && !line.text().startsWith("Failed to load resource: net::ERR_") && said.push(line.text()));
    };
    look(first);
    await first.clock.setFixedTime(Date.now() + HOURS * 3_600_000);
    await first.reload();
    await readsTheCatalogue(first);

    // As the installed app starts: a new window, on Beranda.
    const second = await context.newPage();
    look(second);
    await second.goto(`${site.origin}/`);
    await second.getByRole("status").getByText(/^Tidak ada sambungan\./).waitFor();
    await second.getByRole("link", { name: "Produk", exact: true }).first().click();
    await second.getByText(TITLES[2] ?? "").first().waitFor();
    expect(said).toEqual([]);

    site.cut = false;
    await context.setOffline(false);
    await first.goto(`${site.origin}/products`);
    await first.getByText(TITLES[0] ?? "").first().waitFor();
    await first.getByRole("status").getByText(/^Tidak ada sambungan\./).waitFor({ state: "detached" });
  } finally {
    await browser.close();
    site.close();
  }
});

async function readsTheCatalogue(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1, name: "Produk" }).waitFor();
  await page.getByRole("status").getByText(/^Tidak ada sambungan\./).waitFor();
  for (const title of TITLES) await page.getByText(title).first().waitFor();
  await page.getByText(`diperbarui ${HOURS} jam lalu`).waitFor();
  expect(await page.getByRole("alert").count(), "older data instead of an error").toBe(0);

  await page.getByRole("searchbox").fill("baling");
  await page.getByText(TITLES[0] ?? "").first().waitFor({ state: "detached" });
  await page.getByText(TITLES[1] ?? "").first().waitFor();

  // Reading only: what would change something says that nobody was reached, and stays as it was.
  await page.getByRole("checkbox", { name: new RegExp(TITLES[1] ?? "") }).first().check();
  await page.getByRole("button", { name: "Sinkronkan" }).click();
  await page.getByRole("menuitem", { name: "Semua kanal" }).click();
  await page.getByText(/^SyncStore tidak terjangkau/).first().waitFor();
  expect(new URL(page.url()).pathname).toBe("/products");
}

/** In the page: whether so many answers are kept on the device. */
function kept(least: number): Promise<boolean> {
  return new Promise((done) => {
    const opening = indexedDB.open("syncstore-kept");
    opening.addEventListener("error", () => done(false));
    opening.addEventListener("success", () => {
      const db = opening.result;
      const end = (enough: boolean) => {
        db.close();
        done(enough);
      };
      if (!db.objectStoreNames.contains("answers")) return end(false);
      const counting = db.transaction("answers").objectStore("answers").count();
      counting.addEventListener("success", () => end(counting.result >= least));
    });
  });
}
