/** What may not get lost, what may not leak, and what a page may not do behind the seller's back. */
import { type Page, DESK, PHONE, expect, test } from "../person.ts";
import { listingOf, livePrice } from "../shops.ts";

const SKU = "MTK-MTR-2207";

async function open(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Produk", exact: true }).first().click();
  await page.getByPlaceholder("Cari judul atau SKU").fill(SKU);
  await page.getByRole("link", { name: /Pelindung Motor/ }).first().click();
  await expect(page.getByLabel(/Harga dasar/).first()).toBeVisible();
}

test("two tabs edit one product: what only one changed is kept, and where both moved the seller is asked", async ({ person, page }) => {
  await page.setViewportSize(DESK);
  await person.signIn("owner");
  await open(page);
  const other = await page.context().newPage();
  await other.setViewportSize(DESK);
  await other.goto(page.url());
  // The second tab has its own session: the first one's is of its tab only.
  if (await other.getByLabel("Email").isVisible({ timeout: 5_000 }).catch(() => false)) await person.fillSignIn(other, "owner");
  await expect(other.getByLabel(/Harga dasar/).first()).toBeVisible();

  await page.getByLabel("Judul", { exact: true }).fill("Pelindung Motor 2207 Cetak 3D Isi Empat Hitam");
  await other.getByLabel(/Harga dasar/).first().fill("51000");
  await other.getByRole("button", { name: "Simpan", exact: true }).click();
  await expect(other.getByText(/Tersimpan/).first()).toBeVisible();
  // The browser logs the 412, although the page handles it.
  person.expected.push(/^error: Failed to load resource: the server responded with a status of 412/);
  await page.getByRole("button", { name: "Simpan", exact: true }).click();
  await expect(page.getByText(/Tersimpan/).first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(/Harga dasar/).first()).toHaveValue(/51\.?000/);
  await expect(page.getByLabel("Judul", { exact: true })).toHaveValue("Pelindung Motor 2207 Cetak 3D Isi Empat Hitam");

  await other.reload();
  await expect(other.getByLabel(/Harga dasar/).first()).toHaveValue(/51\.?000/);
  await other.getByLabel(/Harga dasar/).first().fill("52000");
  await other.getByRole("button", { name: "Simpan", exact: true }).click();
  await expect(other.getByText(/Tersimpan/).first()).toBeVisible();
  await page.getByLabel(/Harga dasar/).first().fill("53000");
  await page.getByRole("button", { name: "Simpan", exact: true }).click();
  await expect(page.getByText("Rp52.000").first()).toBeVisible();
  await expect(page.getByText("Rp53.000").first()).toBeVisible();
  await other.close();
});

test("search, filters and place come back after a reload and by the browser's back", async ({ person, page }) => {
  await page.setViewportSize(PHONE);
  await person.signIn("viewer");
  await page.getByRole("link", { name: "Produk", exact: true }).click();
  await page.getByPlaceholder("Cari judul atau SKU").fill("Massal");
  await expect(page).toHaveURL(/q=Massal/);
  await expect(page.getByText("50 produk")).toBeVisible();
  await page.mouse.wheel(0, 1_800);
  await expect(async () => expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(1_000)).toPass();
  // A row in the middle of what is seen, so that the press itself does not scroll.
  const row = await page.evaluateHandle(() => document.elementFromPoint(200, 400)?.closest("[role=row], li, article")?.querySelector("a") ?? document.querySelector("main a"));
  const before = await page.evaluate(() => window.scrollY);
  await row.asElement()!.click();
  await expect(page.getByRole("heading", { level: 1, name: /Massal/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByPlaceholder("Cari judul atau SKU")).toHaveValue("Massal");
  await expect(async () => expect(Math.abs((await page.evaluate(() => window.scrollY)) - before)).toBeLessThan(400)).toPass();
  await page.reload();
  await expect(page.getByPlaceholder("Cari judul atau SKU")).toHaveValue("Massal");
  await expect(page.getByText("50 produk")).toBeVisible();
});

test("the network goes while a price is typed: nothing is lost, and it is saved when it is back", async ({ person, page }) => {
  person.expected.push(/ERR_INTERNET_DISCONNECTED/);
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await page.getByRole("link", { name: "Produk", exact: true }).click();
  await page.getByPlaceholder("Cari judul atau SKU").fill("MSL-01");
  await page.getByRole("link", { name: /Massal/ }).first().click();
  await expect(page.getByLabel(/Harga dasar/).first()).toBeVisible();
  await page.context().setOffline(true);
  await page.getByLabel(/Harga dasar/).first().fill("39000");
  await page.getByRole("button", { name: "Simpan", exact: true }).click();
  await expect(page.getByText(/offline|Tidak ada sambungan|luring/i).first()).toBeVisible();
  await expect(page.getByLabel(/Harga dasar/).first()).toHaveValue(/39\.?000/);
  await page.context().setOffline(false);
  // What was pressed goes on by itself; a person who presses again loses nothing either.
  const save = page.getByRole("button", { name: "Simpan", exact: true });
  await expect(async () => {
    if (await save.isVisible()) await save.click({ timeout: 2_000 }).catch(() => undefined);
    await expect(save).toHaveCount(0, { timeout: 2_000 });
  }).toPass();
  await expect(page.getByText("sedang dihitung…")).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel(/Harga dasar/).first()).toHaveValue("39.000");
  await expect(page.getByText("Rp44.850").first()).toBeVisible();
});

test("the page's own policy lets no other code in, and no key is anywhere after it was saved", async ({ person, page, request }) => {
  const answer = await request.get("/");
  const policy = answer.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  await page.setViewportSize(DESK);
  await person.signIn("owner");
  await page.goto("/settings");
  await expect(page.getByText("terhubung", { exact: true }).first()).toBeVisible();
  const { credentials } = await (await fetch(`${process.env.SHOPEE_SANDBOX_URL}/_sandbox/health`)).json();
  const seen = await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + location.href);
  expect(seen).not.toContain(credentials.app_secret);
});

test("one price by keys alone: found, opened, changed, saved, planned and approved, and the shop shows it", async ({ person, page }) => {
  await page.setViewportSize(DESK);
  await person.signIn("owner");
  person.start();
  await person.press("Control+k");
  await page.keyboard.type("MSL-02");
  await expect(page.getByRole("option").first()).toContainText("Massal");
  await person.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /Massal/ })).toBeVisible();
  const price = page.getByLabel(/Harga dasar/).first();
  await expect(price, "what is changed most is ready to be typed").toBeFocused();
  await page.keyboard.type("36000");
  await expect(price).toHaveValue("36000");
  await person.press("Control+s");
  await expect(page.getByText(/Tersimpan/).first()).toBeVisible();
  await person.press("Control+Enter");
  await page.waitForURL(/sync\/plans/);
  await expect(page.getByRole("heading", { level: 1, name: "Rencana sinkron" })).toBeVisible();
  await expect(page.getByText(/Rp41\.400/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Setujui", exact: true })).toBeEnabled();
  await person.press("Control+Enter");
  expect(person.taps, "keys from Beranda to approved").toBeLessThanOrEqual(5);
  await page.waitForURL(/sync\/runs/);
  await expect(person.run("selesai")).toBeVisible({ timeout: 120_000 });
  expect(await livePrice("shopee", await listingOf("shopee", "MSL-02"))).toBe(41_400);
});

test("the keys of Produk: its search, its rows, and a product of them", async ({ person, page }) => {
  await page.setViewportSize(DESK);
  await person.signIn("viewer");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  // Beranda says a number of products too.
  await expect(page.getByRole("heading", { level: 1, name: "Produk" })).toBeVisible();
  await expect(page.getByText("53 produk").first()).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("MSL-02");
  await expect(page.getByText(/^1 produk/).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /Massal/ })).toBeVisible();
});
