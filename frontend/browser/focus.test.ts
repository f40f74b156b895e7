// Sheets, dialogs and questions by keys alone: a press opens one, Escape closes it, and the focus is again on what opened it.
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { cases } from "./cases";
import { Desk } from "./desk";
import { launch } from "./open";

type Opening = {
  /** The sample whose page it is on. */
  on: string;
  /** The button or link that is pressed with Enter. */
  button: string | RegExp;
  /** The item of its menu that opens the sheet. */
  item?: string;
  /** The box that is ticked before. */
  tick?: RegExp;
  /** Not on a phone. */
  desk?: true;
};

const OPENINGS: Opening[] = [
  { on: "/conflicts, a price", button: /Pakai data saya/, tick: /^Juga untuk 1 konflik/ },
  { on: "/settings, one connected, one refused", button: "Putuskan" },
  { on: "/field-report, fields", button: "Lihat produk: Judul" },
  { on: "/matches, a pair", button: "Hubungkan sendiri" },
  { on: "/matches, a pair", button: "Sekaligus" },
  { on: "/matches, a pair", button: "Aturan SKU" },
  { on: "/prices, everything", button: "Kalkulator" },
  { on: "/prices, everything", button: "Ubah aturan Shopee" },
  { on: "/prices, everything", button: /^Biaya kanal Shopee/ },
  { on: "/prices, everything", button: /^Pengecualian Shopee/ },
  { on: "/products, every state", button: /^Saring/ },
  { on: "/products, every state", button: "Kolom", desk: true },
  { on: "/products, every state", button: "Tampilan", item: "Simpan tampilan ini…" },
  { on: "/products, every state", button: /^Shopee konflik/ },
  { on: "/products, every state", button: /^Ubah$/, tick: /^Pilih Frame 5 inch/ },
  { on: "/products, every state", button: "Lainnya", item: "Bangun ulang dari toko", tick: /^Pilih Frame 5 inch/ },
  { on: "/products/prd_1, everything", button: "Lainnya", item: "Semua riwayat" },
  { on: "/products/prd_1, everything", button: "Lainnya", item: "Arsipkan" },
  { on: "/products/prd_1, everything", button: "Lainnya untuk Shopee", item: "Hapus dari toko" },
  { on: "/products/prd_1, everything", button: /^Rincian harga Shopee/ },
  { on: "/products/prd_1, everything", button: /^Pemilik: / },
  { on: "/stock?product=prd_1, one product", button: /^Frame 5 inch/ },
  { on: "/sync, runs", button: "Rencana baru" },
  { on: "/sync/plans/pln_1, ready", button: "Buat lagi dengan batas lain" },
  { on: "/sync/runs/run_1, a wave waits", button: "Hentikan" },
  { on: "/sync/runs/run_1, a wave waits", button: /^Dudukan Kamera.*gagal/ },
  { on: "/titles, proposals", button: /^Ubah judul Shopee/ },
  { on: "/dead-letters, some letters", button: "Buang" },
];
/** Milliseconds in which the focus must have moved. */
const SOON = 2_000;

let browser: Browser;
let desk: Desk;
beforeAll(async () => {
  browser = await launch();
  desk = await Desk.open(browser, inject("dist"));
});
afterAll(async () => {
  await desk.close();
  await browser.close();
});

const tried = OPENINGS.flatMap((one) => ([1280, 320] as const).filter((width) => width === 1280 || !one.desk).map((width) => ({ ...one, width })));

it.each(tried.map((one) => [`${one.on}: ${one.button} ${one.item ?? ""} at ${one.width} px`, one] as const))("%s", async (_, { on, button, item, tick, width }) => {
  const shown = cases.find(({ name }) => name === on);
  if (!shown) throw new Error(`no such sample: ${on}`);
  await desk.show({ ...shown, sample: { ...shown.sample, path: shown.sample.path.replace("?product=prd_1", "") } });
  await desk.look({ width, scheme: "light" });
  const { page } = desk;
  if (tick) await press(page.getByRole("checkbox", { name: tick }).first(), "Space");
  const opener = page.getByRole("button", { name: button, exact: typeof button === "string" }).first();
  await press(opener);
  if (item) {
    await page.getByRole("menu").waitFor();
    await press(page.getByRole("menuitem", { name: item }));
  }
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await dialog.waitFor();
  await expect.poll(() => dialog.evaluate((one) => one.contains(document.activeElement)), { timeout: SOON, message: "the focus is in what was opened" }).toBe(true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => opener.evaluate((one) => one === document.activeElement), { timeout: SOON, message: "the focus is back" }).toBe(true);
  expect(desk.said()).toEqual([]);
});

async function press(target: Locator, key = "Enter"): Promise<void> {
  await target.focus();
  await target.page().keyboard.press(key);
}
