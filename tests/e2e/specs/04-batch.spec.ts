/** Fifty products, a percentage on all of them, shops that answer badly, a listing that is banned meanwhile, and the way back. */
import { DESK, expect, test } from "../person.ts";
import { editByHand, fault, listAll, livePrice, sandbox } from "../shops.ts";

const COUNT = 50;
const WORDS = ["Antena", "Baling-baling", "Braket", "Dudukan", "Engsel", "Gagang", "Klip", "Pelat", "Rumah", "Tutup"];
const PRODUCTS = Array.from({ length: COUNT }, (_, at) => ({
  title: `${WORDS[at % 10]} Massal ${["Atas", "Bawah", "Depan", "Belakang", "Samping"][Math.floor(at / 10)]} Cetak TPU untuk Rangka ${at + 1}`,
  sku: `MSL-${String(at + 1).padStart(2, "0")}`,
  price: 46_000 + at * 2_300,
}));
/** The shop's price holds 15 % of fees, so its base is 40,000 + 2,000 n; 5 % more of that with 15 % on top is 5 % more of the price. */
const raised = (price: number) => (price * 105) / 100;

test("+5 % on fifty products in nine taps; failures are grouped, retried and all of it is taken back", async ({ person, page }) => {
  test.slow();
  const ids = await listAll("shopee", PRODUCTS);
  await page.setViewportSize(DESK);
  await person.signIn("owner");
  await page.goto("/imports");
  await page.getByRole("button", { name: "Impor sekarang" }).click();
  await expect(page.getByText("Produk baru").first().locator("..")).toContainText("50", { timeout: 60_000 });

  await page.goto("/");
  await person.ready();
  person.start();
  await person.tap(page.getByRole("link", { name: "Produk", exact: true }).first());
  await page.getByPlaceholder("Cari judul atau SKU").fill("Massal");
  await expect(page.getByText("50 produk")).toBeVisible();
  await person.tap(page.getByLabel("Pilih semua", { exact: false }).first());
  await person.tap(page.getByRole("button", { name: "Ubah", exact: true }));
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Cara").selectOption("percent");
  await sheet.getByLabel(/Persen/).fill("5");
  await person.tap(sheet.getByRole("button", { name: "Pratinjau" }));
  await person.tap(sheet.getByRole("button", { name: "Simpan 50" }));
  await expect(sheet.getByText(/Tersimpan/)).toBeVisible();
  await person.tap(sheet.getByRole("button", { name: "Sinkronkan" }));
  await page.waitForURL(/sync\/plans/);
  await expect(page.getByText(/50 perubahan/)).toBeVisible();

  // While the plan is read: one listing is banned by the channel, and the shop's server has a bad moment.
  await editByHand("shopee", ids[7]!, { status: "REVIEWING" });
  await fault("shopee", { match: "update_price", kind: "rate_limit", times: 6, every: 4 });
  await fault("shopee", { match: "update_price", kind: "drop_after", times: 2, skip: 5 });
  await person.tap(page.getByRole("button", { name: "Setujui", exact: true }));
  expect(person.taps, "taps from Beranda to approved").toBeLessThanOrEqual(9);
  await page.waitForURL(/sync\/runs/);

  // Guarded: a few first. Before the rest is approved the shop's access ends.
  const next = page.getByRole("button", { name: /Setujui gelombang/ });
  await next.waitFor({ timeout: 60_000 });
  const run = page.url();
  await page.goto("/settings");
  const shopee = page.getByRole("article", { name: "Shopee" });
  await shopee.getByRole("button", { name: "Putuskan" }).click();
  await page.getByRole("alertdialog").or(page.getByRole("dialog")).getByRole("button", { name: "Putuskan" }).click();
  await expect(shopee.getByText("belum ada kunci")).toBeVisible();
  await person.startAtHome();
  await person.tap(page.getByRole("link", { name: "Gelombang berikutnya menunggu persetujuan" }));
  await person.tap(next);
  expect(person.taps, "taps from Beranda to the next wave").toBeLessThanOrEqual(2);
  expect(page.url()).toBe(run);
  await expect(page.getByText("Toko belum terhubung").first()).toBeVisible({ timeout: 60_000 });
  // The banned one is in the first wave or in the second.
  await expect(person.run(/^selesai, 4[56] gagal$/)).toBeVisible({ timeout: 60_000 });
  await person.looksRight("a run whose shop was disconnected");

  await page.goto("/settings");
  const { credentials } = await sandbox("shopee", "health");
  await shopee.getByLabel("Partner ID").fill(credentials.app_id);
  await shopee.getByLabel("Partner Key").fill(credentials.app_secret);
  await shopee.getByRole("button", { name: "Simpan & tes" }).click();
  const opened = page.context().waitForEvent("page");
  await shopee.getByRole("button", { name: /Izinkan/ }).click();
  const shop = await opened;
  await shop.getByText("Toko terhubung").waitFor();
  await shop.close();
  await person.startAtHome();
  await person.tap(page.getByRole("link", { name: "Sinkron", exact: true }).first());
  await person.tap(page.getByRole("link", { name: /gagal/ }).first());
  await person.tap(page.getByRole("button", { name: /Ulangi 45/ }));
  expect(person.taps, "taps from Beranda to the retry").toBeLessThanOrEqual(3);
  await expect(person.run("selesai, 1 gagal")).toBeVisible({ timeout: 120_000 });
  await person.looksRight("a run with a failure");
  const wrong: string[] = [];
  for (const [at, id] of ids.entries()) {
    const { price } = PRODUCTS[at]!;
    const live = await livePrice("shopee", id);
    if (live !== (at === 7 ? price : raised(price))) wrong.push(`${PRODUCTS[at]!.sku}: ${live}`);
  }
  expect(wrong, "prices in the shop").toEqual([]);

  // What the channel does not let anybody edit is said with what to do; no repeat is offered for it.
  await expect(page.getByText("Tidak bisa diubah di kanal").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Ulangi/ })).toHaveCount(0);

  await page.getByRole("button", { name: "Batalkan perubahan" }).click();
  await page.waitForURL(/sync\/plans/);
  await page.getByRole("button", { name: "Setujui", exact: true }).click();
  await page.waitForURL(/sync\/runs/);
  const back = person.run("selesai");
  await expect(async () => {
    if (await next.isVisible()) await next.click();
    await expect(back).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 180_000 });
  const kept: string[] = [];
  for (const [at, id] of ids.entries()) {
    const live = await livePrice("shopee", id);
    if (live !== PRODUCTS[at]!.price) kept.push(`${PRODUCTS[at]!.sku}: ${live}`);
  }
  expect(kept, "prices after the undo").toEqual([]);
  await sandbox("shopee", "faults", "DELETE");
});
