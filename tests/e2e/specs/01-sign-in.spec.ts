import { DESK, PHONE, expect, test } from "../person.ts";

test("a wrong password is said in plain words, the right one opens Beranda, and a reload keeps the session", async ({ person, page }) => {
  // The sign-in service answers a wrong password with 400.
  person.expected.push(/^error: Failed to load resource: the server responded with a status of 400/);
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

test("the sign-in page and Beranda look right on phone and desk, light and dark", async ({ person, page }) => {
  const everywhere = async (where: string) => {
    for (const viewport of [PHONE, DESK]) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await person.looksRight(`${where}, ${viewport.width} px, ${colorScheme}`);
      }
    }
  };
  await page.goto("/");
  await expect(page.getByLabel("Email")).toBeVisible();
  await everywhere("sign-in");
  await person.signIn("viewer");
  await everywhere("Beranda");
});
