import { DESK, PHONE, expect, test } from "../person.ts";

test("a wrong password is said in plain words, the right one opens Beranda, and a reload keeps the session", async ({ person, page }) => {
  await page.setViewportSize(PHONE);
  await page.goto("/");
  await page.getByLabel("Email").fill("owner@motekarfpv.test");
  await page.getByLabel("Kata sandi", { exact: true }).fill("salah sekali 123");
  await page.getByRole("button", { name: "Masuk", exact: true }).click();
  await expect(page.getByText("Email atau kata sandi salah.")).toBeVisible();
  await person.signIn("owner");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveCount(0);
});

for (const [size, viewport] of [["phone", PHONE], ["desk", DESK]] as const) {
  for (const scheme of ["light", "dark"] as const) {
    test(`the sign-in page and Beranda look right: ${size}, ${scheme}`, async ({ person, page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize(viewport);
      await page.goto("/");
      await expect(page.getByLabel("Email")).toBeVisible();
      await person.looksRight("sign-in");
      await person.signIn("viewer");
      await person.looksRight("Beranda");
    });
  }
}
