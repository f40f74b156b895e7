/** From two empty accounts to the first sync, as a new seller does it on a phone: keys, consent, import, rules, plan. */
import { PHONE, expect, test } from "../person.ts";
import { listAll, livePrice, sandbox } from "../shops.ts";

const PRODUCTS = [
  { title: "Dudukan Kamera Depan 30 Derajat TPU untuk Drone FPV", sku: "MTK-KAM-30", price: 150_000 },
  { title: "Pelindung Motor 2207 Cetak 3D Isi Empat", sku: "MTK-MTR-2207", price: 50_000 },
  { title: "Kaki Pendaratan Rangka 5 Inci Warna Hitam", sku: "MTK-LGN-5H", price: 64_000 },
];

test("a wrong key is explained; the right keys, consent, import and rules lead to the first plan, and the shops show its prices", async ({ person, page }) => {
  test.slow();
  const ids = { shopee: await listAll("shopee", PRODUCTS), tiktok_shop: await listAll("tiktok_shop", PRODUCTS) };
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await page.getByRole("heading", { name: "Langkah pertama" }).waitFor();
  const part = (name: string | RegExp) => page.getByRole("article", { name });

  const consent = async (name: string | RegExp) => {
    const opened = page.context().waitForEvent("page");
    await person.tap(part(name).getByRole("button", { name: /Izinkan/ }));
    const shop = await opened;
    await shop.getByText("Toko terhubung").waitFor();
    await shop.close();
  };

  const shopee = (await sandbox("shopee", "health")).credentials;
  const tiktok = (await sandbox("tiktok_shop", "health")).credentials;
  // A wrong key in the right shape: the channel itself refuses it at the consent, and says so.
  await part("Shopee").getByLabel("Partner ID").fill(shopee.app_id);
  await part("Shopee").getByLabel("Partner Key").fill("0".repeat(64));
  await part("Shopee").getByRole("button", { name: "Simpan & tes" }).click();
  const refused = page.context().waitForEvent("page");
  await part("Shopee").getByRole("button", { name: /Izinkan/ }).click();
  const shopPage = await refused;
  await expect(shopPage.getByText("Wrong sign.")).toBeVisible();
  await shopPage.close();
  await page.reload();
  await expect(part("Shopee").getByText("menunggu izin", { exact: true })).toBeVisible();

  person.start();
  await person.tap(part("Shopee").getByRole("button", { name: "Ganti kunci" }));
  await part("Shopee").getByLabel("Partner ID").fill(shopee.app_id);
  await part("Shopee").getByLabel("Partner Key").fill(shopee.app_secret);
  await person.tap(part("Shopee").getByRole("button", { name: "Simpan & tes" }));
  await consent("Shopee");
  expect(await page.content(), "a key does not stay in the page").not.toContain(shopee.app_secret);
  await part(/TikTok/).getByLabel("App Key").fill(tiktok.app_id);
  await part(/TikTok/).getByLabel("App Secret").fill(tiktok.app_secret);
  await person.tap(part(/TikTok/).getByRole("button", { name: "Simpan & tes" }));
  await consent(/TikTok/);
  await person.tap(page.getByRole("button", { name: "Impor sekarang" }));
  expect(person.taps, "taps for two shops, beside the consents").toBeLessThanOrEqual(6);

  await page.getByLabel("Tambahan di Shopee (%)").fill("15");
  await page.getByLabel("Tambahan di TikTok Shop/Tokopedia (%)").fill("20");
  await page.getByRole("button", { name: "Simpan aturan" }).click();
  // What is usual stands chosen; these shops are the other case.
  await expect(page.getByRole("radio", { name: /Harga di toko sudah termasuk biaya/ })).toBeChecked();
  await page.getByText("Harga di toko adalah harga dasar").first().click();
  await page.getByRole("button", { name: "Pakai jawaban ini" }).click();

  await page.getByLabel("Cari produk").waitFor();
  for (const { title } of PRODUCTS.slice(0, 2)) await page.getByRole("checkbox", { name: new RegExp(title) }).check();
  await page.getByRole("button", { name: "Buat rencana" }).click();
  await page.waitForURL(/sync\/plans/);
  await expect(page.getByText(/Rp172\.500/).first()).toBeVisible();
  await expect(page.getByText(/Rp180\.000/).first()).toBeVisible();
  await person.looksRight("plan");
  await page.getByRole("button", { name: "Setujui", exact: true }).click();
  await page.waitForURL(/sync\/runs/);
  await expect(person.run("selesai")).toBeVisible({ timeout: 120_000 });
  await person.looksRight("run");

  // What each shop's own server says.
  expect(await livePrice("shopee", ids.shopee[0]!)).toBe(172_500);
  expect(await livePrice("tiktok_shop", ids.tiktok_shop[0]!)).toBe(180_000);
  expect(await livePrice("shopee", ids.shopee[1]!)).toBe(57_500);
  expect(await livePrice("tiktok_shop", ids.tiktok_shop[1]!)).toBe(60_000);
  expect(await livePrice("shopee", ids.shopee[2]!), "what was not chosen stays").toBe(64_000);
});
