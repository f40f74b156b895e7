/** The daily path on a phone, on the shops that 02 connected: one price, to both shops, and back. */
import { DESK, PHONE, expect, test } from "../person.ts";
import { listingOf, livePrice } from "../shops.ts";

const SKU = "MTK-LGN-5H";

test("one price: found, changed, synced to both shops in six taps, and taken back", async ({ person, page }) => {
  test.slow();
  const ids = { shopee: await listingOf("shopee", SKU), tiktok: await listingOf("tiktok_shop", SKU) };
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  person.start();
  await person.tap(page.getByRole("link", { name: "Produk", exact: true }));
  await page.getByPlaceholder("Cari judul atau SKU").fill(SKU);
  await person.tap(page.getByRole("link", { name: /Kaki Pendaratan/ }).first());
  const price = page.getByLabel(/Harga dasar/).first();
  await price.fill("66000");
  await person.tap(page.getByRole("button", { name: "Simpan", exact: true }));
  await expect(page.getByText(/Tersimpan/).first()).toBeVisible();
  await person.tap(page.getByRole("button", { name: /Keduanya|Sinkronkan keduanya/ }).first());
  await page.waitForURL(/sync\/plans/);
  await expect(page.getByText(/Rp75\.900/).first()).toBeVisible();
  await expect(page.getByText("tersinkron", { exact: true })).toHaveCount(0);
  await person.tap(page.getByRole("button", { name: "Setujui", exact: true }));
  expect(person.taps, "taps from Beranda to approved").toBeLessThanOrEqual(6);
  await page.waitForURL(/sync\/runs/);
  await expect(person.run("selesai")).toBeVisible({ timeout: 120_000 });
  expect(await livePrice("shopee", ids.shopee)).toBe(75_900);
  expect(await livePrice("tiktok_shop", ids.tiktok)).toBe(79_200);

  // Regretted at once: by the toast that says that it is done.
  person.start();
  await person.tap(page.getByRole("button", { name: "Batalkan", exact: true }));
  await page.waitForURL(/sync\/plans/);
  await person.tap(page.getByRole("button", { name: "Setujui", exact: true }));
  expect(person.taps, "taps of an undo by the toast").toBeLessThanOrEqual(2);
  await page.waitForURL(/sync\/runs/);
  await expect(person.run("selesai")).toBeVisible({ timeout: 120_000 });
  expect(await livePrice("shopee", ids.shopee)).toBe(64_000);
  expect(await livePrice("tiktok_shop", ids.tiktok)).toBe(64_000);

  // Done again, and taken back from the history.
  await page.goto(`/products?q=${SKU}`);
  await page.getByRole("link", { name: /Kaki Pendaratan/ }).first().click();
  await page.getByRole("button", { name: /Keduanya|Sinkronkan keduanya/ }).first().click();
  await page.waitForURL(/sync\/plans/);
  await page.getByRole("button", { name: "Setujui", exact: true }).click();
  await page.waitForURL(/sync\/runs/);
  await expect(person.run("selesai")).toBeVisible({ timeout: 120_000 });
  expect(await livePrice("shopee", ids.shopee)).toBe(75_900);
  await person.startAtHome();
  await person.tap(page.getByRole("link", { name: "Sinkron", exact: true }));
  await person.tap(page.getByRole("link", { name: /selesai/ }).first());
  await person.tap(page.getByRole("button", { name: "Batalkan perubahan" }));
  await page.waitForURL(/sync\/plans/);
  await person.tap(page.getByRole("button", { name: "Setujui", exact: true }));
  expect(person.taps, "taps of an undo from the history").toBeLessThanOrEqual(4);
  await page.waitForURL(/sync\/runs/);
  await expect(person.run("selesai")).toBeVisible({ timeout: 120_000 });
  expect(await livePrice("shopee", ids.shopee)).toBe(64_000);
  expect(await livePrice("tiktok_shop", ids.tiktok)).toBe(64_000);
});

test("who may only read sees a product and a finished run, and can change neither", async ({ person, page }) => {
  await page.setViewportSize(DESK);
  await person.signIn("viewer");
  await page.goto(`/products?q=${SKU}`);
  await page.getByRole("link", { name: /Kaki Pendaratan/ }).first().click();
  await expect(page.getByLabel(/Harga dasar/).first()).toHaveAttribute("readonly");
  await expect(page.getByRole("button", { name: "Sinkronkan keduanya" })).toBeDisabled();
  await page.getByRole("link", { name: "Sinkron", exact: true }).first().click();
  await page.getByRole("link", { name: /selesai/ }).first().click();
  await expect(person.run("selesai")).toBeVisible();
  await expect(page.getByRole("button", { name: "Batalkan perubahan" }).and(page.locator(":enabled"))).toHaveCount(0);
});

test("a reload keeps what was typed", async ({ person, page }) => {
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await page.getByRole("link", { name: "Produk", exact: true }).click();
  await page.getByPlaceholder("Cari judul atau SKU").fill(SKU);
  await page.getByRole("link", { name: /Kaki Pendaratan/ }).first().click();
  await page.getByLabel(/Harga dasar/).first().fill("68000");
  await page.reload();
  await expect(page.getByLabel(/Harga dasar/).first()).toHaveValue(/68\.?000/);
});
