/** Eight screens as the demo leaves them, written to docs/pictures. */
import { join } from "node:path";

import { type Page, PHONE, expect, test } from "../person.ts";

const DESK = { width: 1280, height: 800 };
const FOLDER = join(import.meta.dirname, "../../../docs/pictures");

/** What the person reads is there: data, small pictures, no movement. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await expect(page.getByRole("status", { name: "Memuat" })).toHaveCount(0);
  await page.evaluate(() => Promise.all([...document.images].filter((image) => !image.complete).map((image) => image.decode().catch(() => undefined))));
  await page.waitForTimeout(600);
}

const shot = async (page: Page, name: string) => {
  await settled(page);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled" });
};

test("pictures of the README", async ({ person, page }) => {
  test.slow();
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await shot(page, "beranda-phone");
  await page.goto("/products");
  await expect(page.getByText(/produk/).first()).toBeVisible();
  await shot(page, "produk-phone");

  await page.setViewportSize(DESK);
  await page.goto("/products?q=Dudukan");
  await expect(page.getByRole("row").nth(5)).toBeVisible();
  await shot(page, "produk");
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await expect(page.getByLabel(/Harga dasar/).first()).toBeVisible();
  await shot(page, "product");
  await page.goto("/matches");
  await expect(page.getByRole("button", { name: /Sama/ }).first()).toBeVisible();
  await shot(page, "cocokkan");
  await page.goto("/prices");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await shot(page, "harga");
  await page.goto("/sync");
  await page.getByRole("link", { name: /listing|perubahan/ }).first().click();
  await page.waitForURL(/sync\/(plans|runs)\//);
  await shot(page, "sinkron");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(PHONE);
  await page.goto("/settings");
  await expect(page.getByText("terhubung", { exact: true }).first()).toBeVisible();
  await shot(page, "pengaturan-phone-dark");
});
