import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { answer, problem } from "@/test/server";

import { feeGroups, feesIn, feeValuesOf, scheduleOf } from "./fee-form";
import { merge } from "./merge";
import { aChannel, aFeeVersion, aPreview, aQuote, aRule, FEES, noQuote } from "./sample";
import { scopeOf } from "./scope";

const anException: Schema<"PriceOverride"> = { scope: "category:frame", level: "category", rule: { method: "keep_net", net_of: "base", rounding: "none", guard_percent: 30 }, version: 2 };
const preset: Schema<"FeePreset"> = { id: "new", name: "Bukan Mall 10%", name_en: "Not Mall 10%", default: true, schedule: { fees: [{ name: "Biaya administrasi", kind: "percent", percent: 10, enabled: true, group: "commission" }], source: "terbitan", valid_from: "2026-05-02" } };

beforeEach(async () => {
  await Promise.all(["fees/shopee/1", "fees/shopee/frame"].map((id) => dropDraft({ kind: id.split("/")[0] ?? "", id: id.split("/").slice(1).join("/") })));
  await Promise.all(["shopee/category:frame", "shopee/product:prd_1"].map((id) => dropDraft({ kind: "price-exception", id })));
  answer("get", "/v1/channels", { items: [aChannel("shopee", 7), aChannel("tiktok_shop")] });
  answer("get", "/v1/price-rules", { items: [aRule({ method: "markup", markup_percent: 15 })] });
  answer("get", "/v1/fee-schedules/{channel}/versions", { items: [aFeeVersion()] });
  answer("get", "/v1/fee-schedules/{channel}/presets", { items: [preset] });
  answer("get", "/v1/price-rules/{channel}/overrides", { items: [anException] });
  answer("get", "/v1/repricings", { items: [] });
  answer("get", "/v1/bulk-tasks", { items: [] });
  answer("get", "/v1/products", { items: [], total: 444, by_status: {}, by_state: {}, under_floor: 0 });
  answer("post", "/v1/price-rules/preview", aPreview());
});

const dialog = async (name: string) => within(await screen.findByRole("dialog", { name }));

it("shows today's fees with their caps, those that are off, and what is planned with its effect", async () => {
  const planned = aFeeVersion({ version: 2, state: "planned", schedule: { ...preset.schedule, valid_from: "2026-12-01" } });
  answer("get", "/v1/fee-schedules/{channel}/versions", { items: [aFeeVersion(), planned, aFeeVersion({ version: 1, category: "frame", schedule: preset.schedule })] });
  const asked: unknown[] = [];
  answer("post", "/v1/price-rules/preview", async ({ request }) => {
    asked.push(await request.json());
    return aPreview();
  });
  const user = userEvent.setup();
  renderApp("/prices?sheet=fees&channel=shopee");
  const sheet = await dialog("Biaya Shopee");
  expect(await sheet.findByText("8,25 %, paling banyak Rp40.000 per barang")).toBeTruthy();
  expect(sheet.getByText("1 biaya tidak dipakai")).toBeTruthy();
  expect(within(sheet.getByRole("region", { name: "Kategori frame" })).getByText("Daftar terbitan: Bukan Mall 10%")).toBeTruthy();
  expect(sheet.getByText("Mulai 1 Des 2026")).toBeTruthy();
  await user.click(sheet.getByRole("button", { name: "Dampak hari itu" }));
  expect(await screen.findByText("1.100 naik · 100 turun · dari 3.647 harga pada 444 produk")).toBeTruthy();
  expect(asked).toEqual([{ channel: "shopee", on: "2026-12-01", limit: 50 }]);
});

it("takes published fees over, plans them for a day, and saves what was looked at", async () => {
  let saved: unknown;
  answer("put", "/v1/fee-schedules/{channel}", async ({ request }) => {
    saved = [await request.json(), request.headers.get("If-Match")];
    return { channel: "shopee", schedule: { ...preset.schedule, valid_from: "2026-12-24" }, version: 2, state: "planned", recomputing: false };
  });
  const user = userEvent.setup();
  renderApp("/prices?sheet=fees_edit&channel=shopee&version=1");
  const form = await dialog("Biaya Shopee");
  await user.selectOptions(await form.findByLabelText("Mulai dari daftar terbitan"), "new");
  const percent = form.getByLabelText<HTMLInputElement>("Persen");
  expect(percent.value).toBe("10");
  await user.clear(percent);
  await user.type(percent, "banyak");
  await user.click(form.getByRole("button", { name: "Lihat dampak" }));
  expect(form.getByText("Tulis persen antara 0 dan 100.")).toBeTruthy();
  await user.clear(percent);
  await user.type(percent, "9,5");
  const day = form.getByLabelText("Mulai berlaku");
  await user.clear(day);
  await user.type(day, "2026-12-24");
  await user.click(form.getByRole("button", { name: "Lihat dampak" }));
  await user.click(await screen.findByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(saved).toEqual([{ fees: [{ name: "Biaya administrasi", kind: "percent", percent: 9.5, enabled: true, group: "commission" }], source: "terbitan", valid_from: "2026-12-24" }, '"1"']));
});

it("sends a schedule back as it came, and puts two people's fees together fee by fee", () => {
  const from = feeValuesOf(aFeeVersion().schedule, "2026-11-30");
  expect(scheduleOf(from).schedule).toEqual({ ...aFeeVersion().schedule, fees: FEES });
  const mine = { ...from, "fee:Biaya administrasi": JSON.stringify({ ...feesIn(from)[0]?.fee, percent: "9" }) };
  const theirs = { ...from, "fee:Promo XTRA": JSON.stringify({ ...feesIn(from)[2]?.fee, enabled: true }) };
  const { values, taken, clashes } = merge(feeGroups(from, mine, theirs), from, mine, theirs);
  expect([taken, clashes]).toEqual([["fee:Promo XTRA"], []]);
  expect(feesIn(values).map(({ fee }) => [fee.name, fee.percent, fee.enabled])).toEqual([["Biaya administrasi", "9", true], ["Biaya proses pesanan", "", true], ["Promo XTRA", "4,5", true]]);
});

it("lists exceptions, shows what comes of removing one, and removes it with a way back", async () => {
  const asked: unknown[] = [];
  const done: unknown[] = [];
  answer("post", "/v1/price-rules/preview", async ({ request }) => {
    asked.push(await request.json());
    return aPreview();
  });
  answer("delete", "/v1/price-rules/{channel}/overrides/{scope}", ({ request, params }) => {
    done.push([params["scope"], request.headers.get("If-Match")]);
    return new Response(null, { status: 204 });
  });
  const user = userEvent.setup();
  renderApp("/prices?sheet=exceptions&channel=shopee");
  const list = await dialog("Pengecualian Shopee");
  await user.click(await list.findByRole("button", { name: /frame/ }));
  const sheet = await dialog("Pengecualian kategori");
  await user.click(await sheet.findByRole("button", { name: "Hapus" }));
  const removal = await dialog("Dampak menghapus: Pengecualian kategori");
  await removal.findByText("1.200");
  await user.click(removal.getByRole("button", { name: "Hapus" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked).toEqual([{ channel: "shopee", scope: "category:frame", limit: 50 }]);
  expect(done).toEqual([["category:frame", '"2"']]);
});

it("adds an exception for a product that had one which was removed", async () => {
  const card = { id: "prd_1", title: "Frame 5 inch", skus: ["FRM5"], status: "active", channels: ["shopee"], attention: [], updated_at: "2026-11-30T11:00:00Z", version: 1 } as unknown as Schema<"ProductCard">;
  answer("get", "/v1/products", { items: [card], total: 1, by_status: {}, by_state: {}, under_floor: 0 });
  answer("get", "/v1/products/{id}", { id: "prd_1", title: "Frame 5 inch", options: [], variants: [{ id: "var_1", sku: "FRM5", option_values: [] }] } as unknown as Schema<"ProductView">);
  answer("get", "/v1/price-rules/{channel}/overrides", { items: [anException] });
  const sent: unknown[] = [];
  answer("put", "/v1/price-rules/{channel}/overrides/{scope}", async ({ request, params }) => {
    const tag = request.headers.get("If-Match");
    sent.push([params["scope"], tag, await request.json()]);
    return tag === "*" ? { ...anException, scope: "product:prd_1", level: "product", version: 4 } : problem(412, "version_stale");
  });
  const user = userEvent.setup();
  renderApp("/prices?sheet=exception&channel=shopee");
  const picker = await dialog("Pengecualian baru di Shopee");
  await user.click(picker.getByRole("button", { name: "Lanjut" }));
  expect(picker.getByText("Pilih dulu untuk apa pengecualian ini.")).toBeTruthy();
  await user.click(picker.getByRole("radio", { name: "Satu produk" }));
  await user.click(picker.getByRole("combobox", { name: /Produk/ }));
  await user.click(await screen.findByRole("option", { name: /Frame 5 inch/ }));
  await user.click(picker.getByRole("button", { name: "Lanjut" }));
  const form = await dialog("Pengecualian produk");
  expect(await form.findByText("Frame 5 inch · Shopee")).toBeTruthy();
  await user.type(await form.findByLabelText("Tambahan (%)"), "25");
  expect(form.getByText(/Batas bawah mengikuti aturan yang lebih luas/)).toBeTruthy();
  await user.click(form.getByRole("button", { name: "Lihat dampak" }));
  await user.click(await screen.findByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(sent.map((one) => (one as unknown[])[1])).toEqual(['"0"', "*"]));
  expect(sent[1]).toEqual(["product:prd_1", "*", { method: "markup", markup_percent: 25, rounding: "none" }]);
});

it("calculates by the API: the price, what is kept, every step, and why there is no price", async () => {
  const asked: unknown[] = [];
  answer("post", "/v1/quotes", async ({ request }) => {
    asked.push(await request.json());
    return { channels: [{ channel: "tiktok_shop", variants: [{ quote: noQuote }] }, { channel: "shopee", variants: [{ quote: aQuote(150_000, 172_500, 157_019) }] }] };
  });
  const user = userEvent.setup();
  const { router } = renderApp("/prices");
  await user.click(await screen.findByRole("button", { name: "Kalkulator" }));
  const sheet = await dialog("Coba hitung");
  expect(sheet.getByText(/Ketik harga dasar/)).toBeTruthy();
  await user.type(sheet.getByLabelText("Harga dasar (Rp)"), "150000");
  expect(await sheet.findByText("Anda terima Rp157.019")).toBeTruthy();
  expect(sheet.getByText("−Rp14.231")).toBeTruthy();
  expect(sheet.getAllByText("Di bawah batas bawah.").length).toBeGreaterThan(0);
  expect(sheet.getAllByRole("link", { name: /aturan/i })[0]?.getAttribute("href")).toBe("/prices?sheet=rule&channel=shopee");
  expect(asked).toEqual([{ variants: [{ base_price: 150_000 }] }]);
  await waitFor(() => expect(router.state.location.search).toMatchObject({ base: 150_000 }));
});

it("says why prices move although the shops' prices stay", async () => {
  const { shop_prices_include_fees: stays, shop_prices_are_base } = aPreview().base_readings;
  const moves = { ...stays, channels: { shopee: { stay: 5, raised: 50, lowered: 2, unpriced: 0, total_difference: 9 } } };
  answer("post", "/v1/price-rules/preview", aPreview({ base_readings: { open: 0, shop_prices_include_fees: moves, shop_prices_are_base } }));
  renderApp("/prices?sheet=reading&channel=shopee");
  const sheet = await dialog("Arti harga di toko");
  expect(await sheet.findByText("Yang naik atau turun: harga dasarnya Anda ketik sendiri, atau kedua toko memang berbeda.")).toBeTruthy();
  expect(sheet.getByRole<HTMLInputElement>("radio", { name: /sudah termasuk biaya/ }).checked).toBe(true);
});

it("answers what the shops' prices mean, and takes the answer back", async () => {
  let tasks: Schema<"BulkTask">[] = [];
  const task: Schema<"BulkTask"> = { id: "blk_1", kind: "base_reading", started_by: "1", started_at: "2026-11-30T11:00:00Z", finished_at: "2026-11-30T11:01:00Z", pages: 1, looked_at: 60, counts: { changed: 58 }, stalled: false };
  answer("get", "/v1/bulk-tasks", () => ({ items: tasks }));
  answer("post", "/v1/price-rules/preview", aPreview({ base_readings: { ...aPreview().base_readings, open: 135 } }));
  answer("post", "/v1/price-rules/base-readings", async ({ request }) => {
    expect(await request.json()).toEqual({ reading: "shop_prices_are_base" });
    tasks = [task];
    return task;
  });
  let undone = "";
  answer("post", "/v1/bulk-tasks/{id}/undo", ({ params }) => {
    undone = String(params["id"]);
    return { ...task, id: "blk_2", kind: "base_reading_undo" };
  });
  const user = userEvent.setup();
  renderApp("/prices");
  await user.click(await screen.findByRole("button", { name: "Jawab" }));
  const sheet = await dialog("Arti harga di toko");
  expect(await sheet.findByText("135 harga menunggu jawaban ini")).toBeTruthy();
  await user.click(sheet.getByRole("radio", { name: /Harga di toko adalah harga dasar/ }));
  await user.click(sheet.getByRole("button", { name: "Pakai jawaban ini" }));
  expect(await sheet.findByText(/58 harga dasarnya berubah/)).toBeTruthy();
  await user.click(sheet.getByRole("button", { name: "Batalkan jawaban ini" }));
  await waitFor(() => expect(undone).toBe("blk_1"));
});

it("knows whom an exception is for", () => {
  expect(["category:frame 5:6", "product:prd_1", "variant:prd_1:var_2", "channel", "variant:prd_1", "x:y"].map(scopeOf)).toEqual([
    { level: "category", category: "frame 5:6" },
    { level: "product", product: "prd_1" },
    { level: "variant", product: "prd_1", variant: "var_2" },
    undefined,
    undefined,
    undefined,
  ]);
});
