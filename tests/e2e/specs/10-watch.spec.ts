/** The screens that a seller needs now and then, each used once: stock, sheets, the check, dead letters, fields, the log, and what keys open. */
import { readFile, writeFile } from "node:fs/promises";

import { DESK, PHONE, expect, test } from "../person.ts";
import { listingOf, livePrice, sandbox, shopeePush } from "../shops.ts";

test("the stock of a product is changed, and no shop is", async ({ person, page }) => {
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await page.goto("/stock");
  await page.getByRole("searchbox").fill("MSL-04");
  await page.getByRole("button", { name: /MSL-04/ }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Ubah MSL-04" }).click();
  await sheet.getByLabel(/^Stok di SyncStore: MSL-04/).fill("7");
  await person.looksRight("stock");
  await sheet.getByRole("button", { name: "Simpan", exact: true }).click();
  await expect(page.getByText(/MSL-04/).filter({ hasText: /tersimpan/i })).toBeVisible();
  const [product] = (await person.api("products?q=MSL-04")).items;
  expect((await person.api(`stock?product=${product.id}`)).variants[0]).toMatchObject({ sku: "MSL-04", stock: 7 });
  expect((await sandbox("shopee", `items/${await listingOf("shopee", "MSL-04")}`)).stock, "the shop's stock").not.toBe(7);
});

test("a sheet is taken out, changed in one cell, put in again from a phone and applied in three taps; no shop is changed", async ({ person, page }, info) => {
  await page.setViewportSize(DESK);
  await person.signIn("owner");
  await page.goto("/sheets");
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).first().click();
  const text = await readFile(await (await coming).path(), "utf8");
  const base = (await person.api("products?q=MSL-05")).items[0].min_price as number;
  const row = text.split("\n").find((line) => line.includes("MSL-05"));
  expect(row).toContain(`;${base};`);
  const file = info.outputPath("katalog.csv");
  await writeFile(file, text.replace(row!, row!.replace(`;${base};`, `;${base + 1_000};`)));
  const shop = await listingOf("shopee", "MSL-05");
  const before = await livePrice("shopee", shop);

  await page.setViewportSize(PHONE);
  await page.goto("/");
  await person.ready();
  person.start();
  await person.tap(page.getByRole("link", { name: "Produk", exact: true }).first());
  const choosing = page.waitForEvent("filechooser");
  await person.tap(page.getByRole("button", { name: "Unggah lembar" }));
  await (await choosing).setFiles(file);
  await expect(page.getByRole("heading", { level: 1, name: "Tinjau lembar" })).toBeVisible();
  for (const price of [base, base + 1_000]) await expect(page.getByText(`Rp${price.toLocaleString("id-ID")}`).first()).toBeVisible();
  await person.looksRight("what a sheet changes");
  await person.tap(page.getByRole("button", { name: /^Terapkan/ }));
  expect(person.taps, "taps from Beranda to applied").toBeLessThanOrEqual(3);
  await expect(page.getByText("Selesai diterapkan")).toBeVisible();
  const [product] = (await person.api("products?q=MSL-05")).items;
  expect(product.min_price).toBe(base + 1_000);
  expect(await livePrice("shopee", shop), "the shop's price").toBe(before);
});

test("the whole catalogue is checked, and each line of the result says what it looked at", async ({ person, page }) => {
  // Before its first check the catalogue has none; the API says so with 404, which a browser reports.
  person.expected.push(/status of 404 \(Not Found\) \(\S+\/v1\/verification\)$/);
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await page.goto("/verification");
  await page.getByRole("button", { name: /^Periksa/ }).first().click();
  const { length } = (await sandbox("shopee", "items")).items;
  await expect(page.getByRole("button", { name: "Periksa lagi" }).and(page.locator(":not([aria-busy])"))).toBeVisible({ timeout: 60_000 });
  const found = await person.api("verification");
  expect(found.finished_at).toBeTruthy();
  expect(found.listings).toBeGreaterThan(length);
  await expect(page.getByRole("main").getByRole("listitem")).not.toHaveCount(0);
  await person.looksRight("the check");
});

test("a message that nobody could read is explained and thrown away", async ({ person, page }) => {
  const { env } = JSON.parse(process.env.STACK ?? "{}") as { env: Record<string, string> };
  const sent = await fetch(env["AWS_ENDPOINT_URL"]!, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.0",
      "X-Amz-Target": "AmazonSQS.SendMessage",
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${env["AWS_REGION"]}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ QueueUrl: env["IMPORT_DLQ_URL"], MessageBody: "{not json" }),
  });
  expect(sent.ok, await sent.text()).toBe(true);
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  person.start();
  await person.tap(page.getByRole("link", { name: /1 pesan mati · impor/ }));
  await expect(page.getByText("pesan yang tidak terbaca")).toBeVisible();
  await person.looksRight("dead letters");
  await person.tap(page.getByRole("button", { name: "Buang" }));
  await person.tap(page.getByRole("alertdialog").getByRole("button", { name: "Buang" }));
  expect(person.taps).toBeLessThanOrEqual(3);
  await expect(page.getByText("Tidak ada pesan mati.")).toBeVisible();
});

test("fields of the two shops are compared, product by product", async ({ person, page }) => {
  person.expected.push(/status of 404 \(Not Found\) \(\S+\/v1\/field-report\)$/);
  await page.setViewportSize(DESK);
  await person.signIn("owner");
  await page.goto("/field-report");
  await page.getByRole("button", { name: /^Hitung/ }).first().click();
  await page.getByRole("button", { name: "Lihat produk: Harga" }).click({ timeout: 60_000 });
  const sheet = page.getByRole("dialog");
  const [first] = (await person.api("field-report/price/products")).items;
  await expect(sheet.getByText(first.title).first()).toBeVisible();
  await person.looksRight("products of a field");
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Unduh CSV" }).click();
  expect(await readFile(await (await coming).path(), "utf8")).toContain("title");
});

test("the log says who did what, and can be asked about one thing", async ({ person, page }) => {
  await page.setViewportSize(PHONE);
  await person.signIn("viewer");
  await page.goto("/activity");
  const all = page.getByRole("main").getByRole("listitem");
  await expect(all.first()).toBeVisible();
  await person.looksRight("the log");
  await page.getByLabel("Jenis").selectOption("price_rule");
  const asking = page.waitForRequest(/\/v1\/audit\?/);
  await page.getByRole("button", { name: "Saring" }).click();
  const asked = await asking;
  await expect(page).toHaveURL(/kind=price_rule/);
  await expect(all.first()).toBeVisible();
  const { items } = await person.api(`audit?${new URL(asked.url()).searchParams}`);
  expect(items.length).toBeGreaterThan(0);
  await expect(all).toHaveCount(items.length);
  await page.getByRole("button", { name: "Tampilkan semua" }).click();
  await expect.poll(() => all.count()).toBeGreaterThan(items.length);
});

test("keys open the palette and the list of keys, from anywhere, and lead to a product", async ({ person, page }) => {
  await page.setViewportSize(DESK);
  await person.signIn("owner");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Tombol pintas" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("MSL-03");
  await expect(page.getByRole("combobox")).toHaveValue("MSL-03");
  await expect(page.getByRole("option").first()).toContainText("Massal");
  await person.looksRight("the palette");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /Massal/ })).toBeVisible();
});

test("a shop whose access was withdrawn is said on Beranda and allowed again in two taps", async ({ person, page }) => {
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  const { shops, webhook_url } = await person.api("connections/shopee");
  // Its times are whole seconds, and what was withdrawn before the shop was allowed says nothing of now.
  await page.waitForTimeout(1_500);
  await shopeePush(2, shops[0].shop, webhook_url);
  await expect.poll(async () => (await person.api("connections/shopee")).state).toBe("needs_authorization");
  await page.goto("/");
  await person.ready();
  person.start();
  await person.tap(page.getByRole("link", { name: "Shopee: izin perlu diperbarui" }));
  const opened = page.context().waitForEvent("page");
  await person.tap(page.getByRole("article", { name: "Shopee" }).getByRole("button", { name: /Izinkan/ }));
  const consent = await opened;
  await consent.getByText("Toko terhubung").waitFor();
  await consent.close();
  expect(person.taps, "taps from Beranda to the consent").toBeLessThanOrEqual(2);
  await expect.poll(async () => (await person.api("connections/shopee")).state).toBe("connected");
  await expect(page.getByRole("article", { name: "Shopee" }).getByText("terhubung", { exact: true })).toBeVisible();
});
