/** A rule is changed with its effect seen first, what the shops' prices mean is answered again, and one product is excepted. */
import { type Page, DESK, PHONE, expect, test } from "../person.ts";
import { sandbox } from "../shops.ts";

/** `Rp46.200` as a number. */
const amount = (text: string) => Number(text.replaceAll(/\D/g, ""));

/** What the product's page says of Shopee: the price, and what is kept of it. */
async function quoteOf(page: Page, sku: string): Promise<{ price: number; keeps: number }> {
  await page.goto(`/products?q=${sku}`);
  await expect(page.getByText(/^1 produk/).first()).toBeVisible();
  await page.getByRole("main").locator("a[href*=\"/products/prd_\"]").filter({ hasText: /\S/ }).first().click();
  const quote = page.getByRole("button", { name: /Rincian harga Shopee/ }).first();
  const shown = async () => ({
    price: amount(await quote.getByText(/^Rp[\d.]+$/).first().innerText()),
    keeps: amount(await quote.getByText(/^Anda terima Rp/).innerText()),
  });
  await expect(quote.getByText(/^Anda terima Rp/)).toBeVisible();
  return shown();
}

test("a rule is saved after its effect was seen, the shops' prices keep their meaning, and the quotes follow to the rupiah", async ({ person, page }) => {
  test.slow();
  await page.setViewportSize(DESK);
  await person.signIn("owner");
  const sheet = page.getByRole("dialog");
  const listed = (await sandbox("shopee", "items")).items.length as number;

  person.start();
  await person.tap(page.getByRole("link", { name: "Harga", exact: true }));
  await person.tap(page.getByRole("button", { name: "Ubah aturan Shopee" }));
  await sheet.getByLabel("Tambahan (%)").fill("17,5");
  await expect(sheet.getByText(/Harga dasar ditambah 17,5 %/)).toBeVisible();
  await person.tap(sheet.getByRole("button", { name: "Lihat dampak" }));

  // Every price of the shop moves up, the histogram counts each of them, and the examples say how far.
  await expect(sheet.getByText(`${listed} naik · 0 turun · dari ${listed} harga pada ${listed} produk`)).toBeVisible();
  const bars = await sheet.getByRole("region", { name: "Seberapa jauh harga bergeser" }).getByText(/^\d+ harga$/).allInnerTexts();
  expect(bars.reduce((sum, bar) => sum + amount(bar), 0), "prices in the histogram").toBe(listed);
  const example = sheet.getByRole("listitem").filter({ hasText: "MSL-01" });
  await expect(example).toContainText(/Rp44\.850\s*→\s*Rp45\.825/);
  const keeps = amount((await example.getByText(/^Rp[\d.]+$/).allInnerTexts()).at(-1) ?? "");
  expect((await person.api("price-rules/shopee")).rule.markup_percent, "looking saves nothing").toBe(15);
  await person.looksRight("the effect of a rule");
  await person.tap(sheet.getByRole("button", { name: "Simpan" }));
  expect(person.taps, "taps from Beranda to the saved rule").toBeLessThanOrEqual(4);
  await expect(page.getByText("Aturan Shopee tersimpan. Harga dihitung ulang.")).toBeVisible();
  await expect(page.getByText("Harga dasar ditambah 17,5 %.")).toBeVisible();
  await expect.poll(async () => (await person.api("price-rules/shopee")).recomputing, { timeout: 60_000 }).toBe(false);

  // Typed by the seller: the base stays, so the quote follows the rule exactly as the example said.
  expect(await quoteOf(page, "MSL-01")).toEqual({ price: 45_825, keeps });
  // Read from the shop under the old rule: this one would move up too.
  expect((await quoteOf(page, "CCK-5")).price).toBe(61_304);

  // That the prices in the shop hold the fees is what is offered first; under it the shop's price is the quote again.
  await page.goto("/prices");
  await page.getByRole("button", { name: "Jawab lagi" }).click();
  await expect(sheet.getByRole("radio", { name: /Harga di toko sudah termasuk biaya/ })).toBeChecked();
  await person.looksRight("what the shops' prices mean");
  await sheet.getByRole("button", { name: "Pakai jawaban ini" }).click();
  await expect(sheet.getByText(/Sudah dijawab/)).toBeVisible({ timeout: 60_000 });
  expect((await quoteOf(page, "CCK-5")).price, "the shop's own price").toBe(60_000);
  expect(await quoteOf(page, "MSL-01"), "what was typed is not touched").toEqual({ price: 45_825, keeps });
});

test("one product is excepted from its channel's rule, and no other", async ({ person, page }) => {
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  const sheet = page.getByRole("dialog");
  await page.goto("/prices");
  person.start();
  await person.tap(page.getByRole("button", { name: "Pengecualian Shopee" }));
  await person.tap(sheet.getByRole("button", { name: "Tambah pengecualian" }));
  await person.tap(sheet.getByRole("radio", { name: "Satu produk" }));
  await person.tap(sheet.getByRole("combobox", { name: "Produk" }));
  await page.getByPlaceholder("Cari nama atau SKU").fill("MSL-03");
  await expect(page.getByRole("option")).toHaveCount(1);
  await person.tap(page.getByRole("option", { name: /MSL-03/ }));
  await person.tap(sheet.getByRole("button", { name: "Lanjut" }));
  await sheet.getByLabel("Tambahan (%)").fill("25");
  await person.tap(sheet.getByRole("button", { name: "Lihat dampak" }));
  await expect(sheet.getByText(/^1 naik · 0 turun/)).toBeVisible();
  await expect(sheet.getByRole("listitem").filter({ hasText: "MSL-03" })).toContainText(/Rp54\.285\s*→\s*Rp57\.750/);
  await person.looksRight("the effect of an exception");
  await person.tap(sheet.getByRole("button", { name: "Simpan" }));
  expect(person.taps, "taps from Harga to the saved exception").toBeLessThanOrEqual(8);
  await expect(page.getByText(/Pengecualian untuk .* tersimpan/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Pengecualian Shopee" })).toContainText("1 pengecualian");

  const { items } = await person.api("price-rules/shopee/overrides");
  expect(items.map(({ level, rule }: { level: string; rule: { markup_percent: number } }) => [level, rule.markup_percent])).toEqual([["product", 25]]);
  await expect(async () => expect((await quoteOf(page, "MSL-03")).price).toBe(57_750)).toPass({ timeout: 60_000 });
  await page.getByRole("button", { name: /Rincian harga Shopee/ }).first().click();
  await expect(sheet.getByRole("link", { name: /pengecualian/i })).toBeVisible();
  await page.goBack();
  expect((await quoteOf(page, "MSL-01")).price, "the others follow the channel's rule").toBe(45_825);
});
