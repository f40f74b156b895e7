/** Which listings are one product: the questions that an import leaves, answered on a phone, and one answer taken back. */
import { PHONE, expect, test } from "../person.ts";
import { listAll } from "../shops.ts";

/** Another size under the same SKU: it looks certain and is not. */
const CLIPS = { shopee: "Klem Kabel Gunung Isi 4", tiktok: "Klem Kabel Gunung Isi 6" };
/** One listing that may be either of two. */
const HOUSING = { tiktok: "Rumah GPS Mini Cetak TPU Rangka Sawah Hijau", sides: ["Rumah GPS Mini Kiri Cetak TPU Rangka Sawah", "Rumah GPS Mini Kanan Cetak TPU Rangka Sawah"] } as const;
/** The same thing in other words, under another SKU. */
const PAD = { shopee: "Tatakan Baterai Sungai Anti Selip", tiktok: "Alas Baterai Sungai Anti Selip Karet" };

test("three questions of an import in four presses: rejected, chosen of two, accepted; one is split again and asked again", async ({ person, page }) => {
  test.slow();
  const sides = await listAll("shopee", [
    { title: HOUSING.sides[0], sku: "CCK-1S", price: 60_000 },
    { title: HOUSING.sides[1], sku: "CCK-2S", price: 60_000 },
    { title: PAD.shopee, sku: "CCK-3S", price: 30_000 },
    { title: CLIPS.shopee, sku: "CCK-4", price: 20_000 },
    // Nothing in the other shop is like it: it is asked about nowhere.
    { title: "Kotak Perkakas Lembah Bersekat", sku: "CCK-5", price: 60_000 },
  ]);
  const [housing] = await listAll("tiktok_shop", [
    { title: HOUSING.tiktok, sku: "CCK-1T", price: 61_000 },
    { title: PAD.tiktok, sku: "CCK-3T", price: 31_000 },
    { title: CLIPS.tiktok, sku: "CCK-4", price: 21_000 },
  ]);
  await page.setViewportSize(PHONE);
  await person.signIn("owner");
  await person.importAll();

  await page.goto("/");
  await person.ready();
  person.start();
  await person.tap(page.getByRole("link", { name: "Cocokkan", exact: true }));
  // Six listings are in question, in three entries, the surest first.
  await expect(page.getByText("3 menunggu jawaban Anda")).toBeVisible();
  const pair = (one: string, other: string) => page.getByRole("article", { name: `${one}, dibandingkan dengan ${other}` });
  await expect(pair(CLIPS.tiktok, CLIPS.shopee)).toBeVisible();
  await expect(page.getByText("Isi per paket berbeda")).toBeVisible();
  await person.looksRight("a pair");
  await person.tap(page.getByRole("button", { name: "Bukan", exact: true }));

  // Both are equally likely: the seller takes the one that comes second, whichever it is.
  await expect(page.getByText("calon 1 dari 2")).toBeVisible();
  const second = page.getByRole("region", { name: "Calon pasangan" }).getByRole("listitem").nth(1);
  const at = (await second.innerText()).includes(HOUSING.sides[0]) ? 0 : 1;
  await person.tap(second.getByRole("button"));
  await expect(pair(HOUSING.tiktok, HOUSING.sides[at])).toBeVisible();
  await person.tap(page.getByRole("button", { name: "Sama", exact: true }));

  await expect(pair(PAD.tiktok, PAD.shopee)).toBeVisible();
  await person.tap(page.getByRole("button", { name: "Sama", exact: true }));
  await expect(page.getByText("Semua sudah dijawab")).toBeVisible();
  expect(person.taps, "taps from Beranda to the last answer, one each beside the choice").toBeLessThanOrEqual(5);
  await expect(page.getByText("menyimpan…")).toHaveCount(0);

  // The product has both listings now; the other candidate is a product of its own.
  const listed = async (words: string): Promise<string[][]> => {
    const { items } = await person.api(`products?q=${encodeURIComponent(words)}&status=active`);
    const views = await Promise.all(items.map(({ id }: { id: string }) => person.api(`products/${id}?include=listings`)));
    return views.map(({ listings }) => listings.map(({ key }: { key: string }) => key.split(":").at(-1)).toSorted()).toSorted();
  };
  const counts = async (words: string) => (await listed(words)).map((keys) => keys.length).toSorted();
  const housings = [[housing, sides[at]].toSorted(), [sides[1 - at]]].toSorted();
  await expect.poll(() => listed("Rumah GPS Mini"), { message: "the product with both listings, and the other candidate" }).toEqual(housings);
  await page.goto("/matches?decision=accepted");
  await page.getByRole("listitem").filter({ hasText: HOUSING.tiktok }).getByRole("link", { name: "Buka produk" }).click();
  for (const channel of ["Shopee", "TikTok Shop/Tokopedia"]) await expect(page.getByRole("listitem").filter({ hasText: channel }).filter({ hasText: "terbaca" })).toBeVisible();

  await expect.poll(() => counts("Sungai"), { message: "the accepted pad" }).toEqual([2]);
  await expect.poll(() => counts("Klem Kabel Gunung"), { message: "what was rejected stays two products" }).toEqual([1, 1]);

  // Regretted: split again, from what was decided.
  await page.goto("/matches?decision=accepted");
  person.start();
  await person.tap(page.getByRole("button", { name: `Batalkan keputusan: ${PAD.tiktok}` }));
  await expect(page.getByText("Keputusan dibatalkan.")).toBeVisible();
  expect(person.taps, "taps to split").toBe(1);
  await person.looksRight("what was decided");
  await expect.poll(() => counts("Sungai"), { message: "two products again" }).toEqual([1, 1]);

  // An import asks only what is open: the split pair, neither the rejected nor the accepted one.
  await person.importAll();
  await page.goto("/matches");
  await expect(page.getByText("1 menunggu jawaban Anda")).toBeVisible();
  await expect(pair(PAD.tiktok, PAD.shopee)).toBeVisible();
  const { decided } = (await person.api("matches?limit=1")).counts;
  expect(decided).toMatchObject({ accepted: 1, rejected: 1 });
  expect(await listed("Rumah GPS Mini"), "after a second import").toEqual(housings);
});
