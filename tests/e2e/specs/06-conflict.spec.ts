/** A title that was changed in the Seller Centre and in SyncStore at the same time. */
import { PHONE, expect, test } from "../person.ts";
import { editByHand, listingOf } from "../shops.ts";

const SKU = "MTK-KAM-30";
const BY_HAND = "Dudukan Kamera Depan 30 Derajat TPU Kuat untuk Drone FPV";
const IN_SYNCSTORE = "Dudukan Kamera Depan 30 Derajat Bahan TPU untuk Drone FPV";

test("a conflict made in the shop is shown with both sides, decided in two taps, and not found again", async ({ person, page }) => {
  test.slow();
  await editByHand("shopee", await listingOf("shopee", SKU), { name: BY_HAND });

  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await page.getByRole("link", { name: "Produk", exact: true }).click();
  await page.getByPlaceholder("Cari judul atau SKU").fill(SKU);
  await page.getByRole("link", { name: /Dudukan Kamera Depan/ }).first().click();
  await page.getByLabel("Judul", { exact: true }).fill(IN_SYNCSTORE);
  await page.getByRole("button", { name: "Simpan", exact: true }).click();
  await expect(page.getByText(/Tersimpan/).first()).toBeVisible();

  await person.importAll();

  await page.goto("/");
  await person.ready();
  person.start();
  await person.tap(page.getByRole("link", { name: /konflik/i }).first());
  await expect(page.getByText(/Kuat/).first()).toBeVisible();
  await expect(page.getByText(/Bahan/).first()).toBeVisible();
  await person.looksRight("a conflict");
  await person.tap(page.getByRole("button", { name: "Pakai data toko" }));
  expect(person.taps, "taps from Beranda to decided").toBeLessThanOrEqual(2);
  await expect(page.getByText(/Semua konflik selesai|Tidak ada konflik/).first()).toBeVisible();

  await person.importAll();
  await page.goto("/conflicts");
  await expect(page.getByText("Tidak ada konflik")).toBeVisible();
  await page.goto(`/products?q=${SKU}`);
  await expect(page.getByText(BY_HAND).first()).toBeVisible();
});

test("conflicts alike are decided together in four taps", async ({ person, page }) => {
  test.slow();
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  for (const sku of ["MSL-10", "MSL-11"]) {
    await editByHand("shopee", await listingOf("shopee", sku), { name: `Dari toko ${sku} Cetak TPU` });
    await page.goto(`/products?q=${sku}`);
    await page.getByRole("link", { name: /Massal/ }).first().click();
    await page.getByLabel("Judul", { exact: true }).fill(`Dari SyncStore ${sku} Cetak TPU`);
    await page.getByRole("button", { name: "Simpan", exact: true }).click();
    await expect(page.getByText(/Tersimpan/).first()).toBeVisible();
  }
  await person.importAll();
  await person.startAtHome();
  await person.tap(page.getByRole("link", { name: /2 produk berkonflik/ }));
  await person.tap(page.getByLabel(/^Juga untuk 1 konflik/));
  await person.looksRight("conflicts alike");
  await person.tap(page.getByRole("button", { name: "Pakai data toko" }));
  await person.tap(page.getByRole("alertdialog").getByRole("button", { name: "Pakai data toko" }));
  expect(person.taps, "taps from Beranda to both decided").toBeLessThanOrEqual(4);
  await expect(page.getByText(/Semua konflik selesai|Tidak ada konflik/).first()).toBeVisible();
  for (const sku of ["MSL-10", "MSL-11"]) {
    await expect.poll(async () => (await person.api(`products?q=${sku}`)).items[0].title).toBe(`Dari toko ${sku} Cetak TPU`);
  }
});
