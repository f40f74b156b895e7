/** A photo from the phone and a few fields become a live product in both shops, with the right prices; an undo takes it back. */
import { type Page, DESK, PHONE, expect, test } from "../person.ts";
import { listingOf, livePrice, sandbox } from "../shops.ts";

const TITLE = `Dudukan Kamera Saku Cetak TPU untuk Drone FPV ${Date.now() % 10_000}`;
const DESCRIPTION = "Dicetak dari TPU lentur, tahan benturan, pas untuk rangka lima inci. Termasuk dua baut M3.";

/** A JPEG as a phone makes it: lying on its side with a mark that says so, and with the place where it was taken. */
async function phonePhoto(page: Page): Promise<Buffer> {
  const drawn = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2_000, 1_500];
    const pen = canvas.getContext("2d")!;
    pen.fillStyle = "rgb(220,20,20)";
    pen.fillRect(0, 0, 1_000, 1_500);
    pen.fillStyle = "rgb(20,20,220)";
    pen.fillRect(1_000, 0, 1_000, 1_500);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.95));
    return [...new Uint8Array(await blob!.arrayBuffer())];
  });
  const entry = (tag: number, kind: number, count: number, value: number[]) => [tag >> 8, tag & 255, 0, kind, 0, 0, 0, count, ...value];
  const tiff = [
    ...Buffer.from("MM\0*"), 0, 0, 0, 8, 0, 2,
    ...entry(0x0112, 3, 1, [0, 6, 0, 0]),
    ...entry(0x8825, 4, 1, [0, 0, 0, 38]), 0, 0, 0, 0,
    0, 1, ...entry(0x0001, 2, 2, [83, 0, 0, 0]), 0, 0, 0, 0,
    ...Buffer.from("GPS-CANARY"),
  ];
  const body = [...Buffer.from("Exif\0\0"), ...tiff];
  const length = body.length + 2;
  return Buffer.from([...drawn.slice(0, 2), 0xff, 0xe1, length >> 8, length & 255, ...body, ...drawn.slice(2)]);
}

test("a phone photo and a few fields become a live product in both shops in eight taps, and an undo takes it back", async ({ person, page }) => {
  test.slow();
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await person.put("price-rules/shopee", { markup_percent: 15 });
  await person.put("price-rules/tiktok_shop", { markup_percent: 20 });
  await page.goto("/products");
  await page.getByRole("link", { name: "Produk baru" }).click();
  await page.getByRole("heading", { name: "Produk baru" }).waitFor();

  const photo = await phonePhoto(page);
  expect(photo.includes("GPS-CANARY")).toBe(true);
  await page.locator("input[data-photos]").setInputFiles({ name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: photo });
  const shown = page.getByRole("img", { name: "Foto 1 dari 1" });
  await shown.waitFor();
  const address = await shown.getAttribute("src");
  const stored = await fetch(address!);
  const bytes = Buffer.from(await stored.arrayBuffer());
  expect(stored.headers.get("content-type")).toBe("image/jpeg");
  expect(["GPS", "Exif", "CANARY"].filter((trace) => bytes.includes(trace)), "nothing says where the photo was taken").toEqual([]);
  const size = await shown.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  expect(size, "upright, in the size of the shops").toEqual([1_200, 1_600]);

  await page.getByLabel("Judul").fill(TITLE);
  await page.getByLabel("Harga dasar (Rp)").fill("150000");
  await page.getByLabel("Stok").fill("9");
  await page.getByLabel("Pre-order (hari)").fill("7");
  await page.getByLabel("Berat paket (gram)").fill("60");
  await page.getByLabel("Panjang (cm)").fill("10");
  await page.getByLabel("Lebar (cm)").fill("8");
  await page.getByLabel("Tinggi (cm)").fill("3");
  await page.getByLabel("Deskripsi").fill(DESCRIPTION);
  const sku = page.getByLabel("SKU", { exact: true });
  await expect(sku).toHaveValue(/^DUDKAMSAK-\d{3}$/);
  await person.looksRight("the form of a new product on a phone");
  await page.reload();
  await expect(page.getByLabel("Judul"), "a draft is kept").toHaveValue(TITLE);
  await shown.waitFor();
  await expect(sku).toHaveValue(/^DUDKAMSAK-\d{3}$/);
  const code = await sku.inputValue();
  await page.setViewportSize(DESK);
  await person.looksRight("the form of a new product on a desk");
  await page.setViewportSize(PHONE);

  person.start();
  await person.tap(page.getByRole("button", { name: "Simpan produk" }));
  await page.waitForURL(/products\/prd_/);
  await page.getByRole("heading", { level: 1, name: TITLE }).waitFor();
  await person.tap(page.getByRole("button", { name: "Sinkronkan keduanya" }));
  for (const channel of [/Shopee/, /TikTok/]) {
    const sheet = page.getByRole("dialog", { name: channel });
    await sheet.getByRole("heading", { name: "Kategori" }).waitFor();
    const chosen = sheet.getByRole("button", { name: "Ganti kategori" });
    const suggested = sheet.getByRole("region", { name: "Kategori" }).getByRole("listitem").first().getByRole("button");
    await chosen.or(suggested).first().waitFor();
    if (!(await chosen.isVisible())) await person.tap(suggested);
    await chosen.waitFor();
    if (channel.test("TikTok")) await expect(sheet.getByRole("checkbox", { name: "Tokopedia" }), "Tokopedia is ticked").toBeChecked();
    await person.tap(sheet.getByRole("button", { name: "Simpan & lihat rencana" }));
  }
  await page.waitForURL(/sync\/plans/);
  await expect(page.getByText(/Rp172\.500/).first()).toBeVisible();
  await expect(page.getByText(/Rp180\.000/).first()).toBeVisible();
  await person.tap(page.getByRole("button", { name: "Setujui", exact: true }));
  expect(person.taps, "taps after the form is filled in").toBeLessThanOrEqual(8);
  await page.waitForURL(/sync\/runs/);
  const run = page.url();
  await expect(person.run("selesai")).toBeVisible({ timeout: 120_000 });

  // What each shop's own server says, field by field.
  const [onShopee, onTiktok] = [await listingOf("shopee", code), await listingOf("tiktok_shop", code)];
  expect(await livePrice("shopee", onShopee)).toBe(172_500);
  expect(await livePrice("tiktok_shop", onTiktok)).toBe(180_000);
  const item = await sandbox("shopee", `items/${onShopee}`);
  expect({ name: item.name, description: item.description, stock: item.stock, weight: item.weight_grams, size: item.size, days: item.pre_order, images: item.images.length, status: item.status, sku: item.sku }).toEqual({
    name: TITLE, description: DESCRIPTION, stock: 9, weight: 60, size: [10, 8, 3], days: 7, images: 1, status: "NORMAL", sku: code,
  });
  const { product } = await sandbox("tiktok_shop", `products/${onTiktok}`);
  expect(product.title).toBe(TITLE);
  expect(product.main_images).toHaveLength(1);
  expect(product.package_dimensions).toMatchObject({ length: "10", width: "8", height: "3" });
  expect(Number(product.package_weight.value) * (product.package_weight.unit === "KILOGRAM" ? 1_000 : 1)).toBe(60);
  expect(product.status).toBe("ACTIVATE");
  expect(product.skus.map((one: any) => [one.seller_sku, one.inventory.reduce((sum: number, place: any) => sum + place.quantity, 0)])).toEqual([[code, 9]]);
  expect(JSON.stringify(product)).toMatch(/tokopedia/i);

  await page.goto(run);
  await page.getByRole("button", { name: /^Batalkan/ }).first().click();
  await page.waitForURL(/sync\/plans/);
  await page.getByRole("button", { name: "Setujui", exact: true }).click();
  await page.waitForURL(/sync\/runs/);
  await expect(person.run("selesai")).toBeVisible({ timeout: 120_000 });
  const { items } = await sandbox("shopee", "items");
  const left = (items as number[]).map(String).includes(onShopee) ? (await sandbox("shopee", `items/${onShopee}`)).status : "gone";
  expect(["gone", "SELLER_DELETE"]).toContain(left);
});
