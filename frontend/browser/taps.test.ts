// Flows that no running stack can be brought to at will, counted from Beranda with answers of the API.
import { expect, inject, it } from "vitest";

import type { Schema } from "../src/api/client";
import { launch, sizeOf } from "./open";
import { samples as home } from "./samples/home";
import { samples as matches } from "./samples/matches";
import { samples as products } from "./samples/products";
import { Site } from "./site";

it.each([1280, 360] as const)("accepts all nearly certain pairs in two taps at %i px", async (width) => {
  const site = await Site.open(inject("dist"));
  site.answers = { ...home.find(({ name }) => name === "busy")?.answers, ...matches.find(({ name }) => name === "nearly certain ones")?.answers };
  site.replies = { "/v1/matches/accept": { accepted: 1, failed: 0, results: [{ id: "mat_4", accepted: true, version: 2 }] } };
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: sizeOf(width), serviceWorkers: "block" });
    await page.addInitScript(() => sessionStorage.setItem("session", "refresh"));
    const sent: (string | undefined)[] = [];
    page.on("request", (request) => request.url().endsWith("/v1/matches/accept") && sent.push(request.headers()["idempotency-key"]));
    await page.goto(site.origin);
    await page.getByRole("heading", { level: 1, name: "Beranda" }).waitFor();

    await page.getByRole("link", { name: /^Cocokkan/ }).first().click();
    await page.getByRole("button", { name: /^Terima semua \d+$/ }).click();
    await page.getByText("1 pasangan diterima").waitFor();
    expect(sent, "asked once, with a key").toEqual([expect.stringMatching(/\S/)]);
  } finally {
    await browser.close();
    site.close();
  }
});

it("uploads a sheet, looks at it and applies it in three taps on a phone", async () => {
  const site = await Site.open(inject("dist"));
  const sheet: Schema<"SheetImport"> = { id: "sht_1", phase: "checked", format: "csv", rows: 1, creates: 0, updates: 1, unchanged: 0, rejected: 0, errors: 0, errors_listed: 0, ignored: [], hash: "9f2c", created_at: "2026-11-30T11:00:00Z", created_by: "1", applied: 0, conflicts: 0, failed: 0 };
  const entry: Schema<"SheetEntry"> = { product: "prd_1", title: "Frame 5 inch", action: "update", sheet: "Produk", rows: [2], version: 1, changes: [{ field: "base_price", variant: "FRM5-BLK", from: "150000", to: "155000" }] };
  site.answers = {
    ...home.find(({ name }) => name === "busy")?.answers,
    ...products.find(({ path }) => path === "/products")?.answers,
    "/v1/products/sheets/{id}": sheet,
    "/v1/products/sheets/{id}/entries": { items: [entry] },
  };
  site.replies = { "/v1/products/sheets": sheet, "/v1/products/sheets/{id}/apply": { ...sheet, phase: "applying" } };
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: sizeOf(360), serviceWorkers: "block" });
    await page.addInitScript(() => sessionStorage.setItem("session", "refresh"));
    await page.goto(site.origin);
    await page.getByRole("heading", { level: 1, name: "Beranda" }).waitFor();

    await page.getByRole("link", { name: "Produk", exact: true }).first().click();
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Unggah lembar" }).click();
    await (await choosing).setFiles({ name: "katalog.csv", mimeType: "text/csv", buffer: Buffer.from("SKU;Harga dasar\nFRM5-BLK;155000") });
    await page.getByText("Rp155.000").waitFor();
    const applied = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/v1/products/sheets/sht_1/apply"));
    await page.getByRole("button", { name: "Terapkan 1 produk" }).click();
    expect((await applied).headers()["idempotency-key"]).toMatch(/\S/);
  } finally {
    await browser.close();
    site.close();
  }
});
