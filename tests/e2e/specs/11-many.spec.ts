/** +5 % on 120 products, as a phone and as a desk do it: more than a page of the list holds. */
import { type Page, type Person, DESK, PHONE, expect, test } from "../person.ts";
import { listAll, livePrice } from "../shops.ts";

/** With the fifty of 04. */
const COUNT = 120;
const MORE = Array.from({ length: COUNT - 50 }, (_, at) => ({ title: `Pasak Massal Nomor ${at + 51} Cetak TPU untuk Rangka ${at + 51}`, sku: `MSL-${at + 51}`, price: 46_000 + at * 2_300 }));

async function raiseAll(person: Person, page: Page): Promise<void> {
  await person.startAtHome();
  await person.tap(page.getByRole("link", { name: "Produk", exact: true }).first());
  await page.getByPlaceholder("Cari judul atau SKU").fill("MSL-");
  await expect(page.getByText(`${COUNT} produk`).first()).toBeVisible();
  await person.tap(page.getByRole("main").getByRole("checkbox").first());
  const all = page.getByRole("button", { name: `Pilih semua ${COUNT}` });
  if (await all.isVisible()) await person.tap(all);
  await person.tap(page.getByRole("button", { name: "Ubah", exact: true }));
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Cara").selectOption("percent");
  await sheet.getByLabel(/Persen/).fill("5");
  await person.tap(sheet.getByRole("button", { name: "Pratinjau" }));
  await person.tap(sheet.getByRole("button", { name: `Simpan ${COUNT}` }));
  await expect(sheet.getByText(/Tersimpan/)).toBeVisible();
  await person.tap(sheet.getByRole("button", { name: "Sinkronkan" }));
  await page.waitForURL(/sync\/plans/);
  const foot = page.getByText(/^\d+ perubahan/);
  await expect(foot).toBeVisible({ timeout: 60_000 });
  // One of them is under review at the channel since 04, and is held.
  const counts = (await foot.innerText()).match(/\d+(?= perubahan| ditahan)/g) ?? [];
  expect(counts.reduce((sum, count) => sum + Number(count), 0), "changes and held ones").toBeGreaterThanOrEqual(COUNT);
  await person.tap(page.getByRole("button", { name: "Setujui", exact: true }));
  expect(person.taps, "taps from Beranda to approved").toBeLessThanOrEqual(9);
  await page.waitForURL(/sync\/runs/);
}

test("+5 % on 120 products in nine taps on a phone; the run is stopped after its first wave", async ({ person, page }) => {
  test.slow();
  const [first] = await listAll("shopee", MORE);
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await person.importAll();
  await raiseAll(person, page);
  // A few first; the others wait for a look.
  await page.getByRole("button", { name: /Setujui gelombang/ }).waitFor({ timeout: 120_000 });
  await person.looksRight("a run of many on a phone");
  await page.getByRole("button", { name: "Hentikan" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Hentikan" }).click();
  await expect(person.run(/^dihentikan/)).toBeVisible();
  expect(await livePrice("shopee", first!), "no shop's price beyond the first wave").toBe(MORE[0]!.price);
});

test("+5 % on 120 products in nine taps on a desk", async ({ person, page }) => {
  test.slow();
  await page.setViewportSize(DESK);
  await person.signIn("owner");
  await raiseAll(person, page);
  await page.getByRole("button", { name: /Setujui gelombang/ }).waitFor({ timeout: 120_000 });
  await page.getByRole("button", { name: "Hentikan" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Hentikan" }).click();
  await expect(person.run(/^dihentikan/)).toBeVisible();
});
