import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { answer, refuse } from "@/test/server";

import { percentOf } from "./components/rules-step";

type Dashboard = Schema<"Dashboard">;
const channel = (name: string) => ({ channel: name, name, storefronts: [], remote: true, audits_edits: false, html_description: false, uploads_images: true, webhook_url: "https://h.example", limits: {} as Schema<"Limits"> });
const connected = (name: string): Schema<"Connection"> => ({ channel: name, state: "connected", app_id: "1", secret_last4: "cdef", webhook_url: "https://h.example", shops: [], updated_at: "2026-11-30T11:00:00Z", version: 2 });
const shop = { channel: "shopee", shop: "1", listed: true, total: 60, pages: 1, found: 60, slices: 2, slices_done: 2, created: 60, changed: 0, unchanged: 0, missing: 0, gone: 0 };
const imported = (more: Partial<Schema<"Import">> = {}): Schema<"Import"> => ({ id: "imp_1", phase: "finished", shops: [shop, { ...shop, channel: "tiktok_shop", shop: "2" }], masters_created: 60, masters_joined: 0, matches_auto: 48, matches_suggested: 0, matches_review: 0, started_at: "2026-11-30T11:00:00Z", finished_at: "2026-11-30T11:01:00Z", ...more });
const effect = (more: Partial<Schema<"ReadingEffect">> = {}): Schema<"ReadingEffect"> => ({ bases: 75, bases_difference: -1, disagreeing: 3, unreadable: 0, channels: { shopee: { stay: 75, raised: 0, lowered: 0, unpriced: 0, total_difference: 0 } }, examples: [], ...more });
const task = (more: Partial<Schema<"BulkTask">> = {}): Schema<"BulkTask"> => ({ id: "blk_1", kind: "base_reading", started_by: "1", started_at: "2026-11-30T11:00:00Z", pages: 1, looked_at: 60, counts: { changed: 58 }, stalled: false, ...more });
const rule = (name: string): Schema<"StoredPriceRule"> => ({ channel: name, rule: { method: "markup", markup_percent: 15, rounding: "none" }, version: 1, recomputing: false });

/** A server on which the import is done. Each test changes the answers that it needs. */
beforeEach(() => {
  answer("get", "/v1/channels", { items: [channel("shopee"), channel("tiktok_shop")] });
  answer("get", "/v1/connections", { items: [connected("shopee"), connected("tiktok_shop")] });
  answer("get", "/v1/imports", { items: [imported()] });
  answer("get", "/v1/imports/{id}", imported());
  answer("get", "/v1/price-rules", { items: [rule("shopee"), rule("tiktok_shop")] });
  answer("get", "/v1/bulk-tasks", { items: [] });
  answer("get", "/v1/matches", { items: [], total: 0, counts: { decided: {}, open: {}, waiting: 0 } });
  answer("get", "/v1/plans", { items: [] });
  answer("get", "/v1/runs", { items: [] });
});

const step = async (name: string) => (await screen.findByRole("heading", { level: 2, name: new RegExp(name) })).closest("li") as HTMLElement;

it("stands on Beranda while nothing is connected, with the first channel's keys as the one next action", async () => {
  const nothing: Dashboard = { connections: [], imports: [], products: {}, attention: 0, runs: [], dead_letters: {}, activity: [], channels: [], needs: [], pushes: [], pushes_today: { failed: 0, succeeded: 0 }, states: {}, under_floor: 0, unread: 0 };
  answer("get", "/v1/dashboard", nothing);
  answer("get", "/v1/connections", { items: [] });
  answer("get", "/v1/imports", { items: [] });
  renderApp("/");
  expect(await screen.findByRole("heading", { level: 1, name: "Langkah pertama" })).toBeTruthy();
  expect((await step("Hubungkan toko")).getAttribute("aria-current")).toBe("step");
  expect(await screen.findAllByRole("button", { name: "Simpan & tes" })).toHaveLength(2);
  expect(within(await step("Impor listing")).queryByRole("button")).toBeNull();
  expect(screen.getByText("Berikutnya: Impor listing")).toBeTruthy();
});

it("offers the import as soon as one shop is connected, and shows how far it is", async () => {
  answer("get", "/v1/connections", { items: [connected("shopee")] });
  answer("get", "/v1/imports", { items: [] });
  let asked: unknown;
  answer("post", "/v1/imports", async ({ request }) => {
    asked = [await request.json(), Boolean(request.headers.get("Idempotency-Key"))];
    answer("get", "/v1/imports", { items: [imported({ phase: "pulling", finished_at: null })] });
    return imported({ phase: "pulling", finished_at: null, shops: [{ ...shop, listed: false, total: 3647, found: 1400, created: 1300 }] });
  });
  answer("get", "/v1/imports/{id}", imported({ phase: "pulling", finished_at: null, shops: [{ ...shop, listed: false, total: 3647, found: 1400, created: 1300 }] }));
  const user = userEvent.setup();
  renderApp("/start");
  await user.click(await within(await step("Impor listing")).findByRole("button", { name: "Impor sekarang" }));
  expect(await screen.findByText("1.300 dari 3.647 listing terbaca")).toBeTruthy();
  expect(asked).toEqual([{ channels: ["shopee"], accept_gone: false }, true]);
});

it("imports the shop that was allowed in another tab a moment before the press", async () => {
  answer("get", "/v1/connections", { items: [connected("shopee")] });
  answer("get", "/v1/imports", { items: [] });
  let asked: unknown;
  answer("post", "/v1/imports", async ({ request }) => {
    asked = await request.json();
    return imported({ phase: "pulling", finished_at: null });
  });
  const user = userEvent.setup();
  renderApp("/start");
  const button = await within(await step("Impor listing")).findByRole("button", { name: "Impor sekarang" });
  answer("get", "/v1/connections", { items: [connected("shopee"), connected("tiktok_shop")] });
  await user.click(button);
  await waitFor(() => expect(asked).toEqual({ channels: ["shopee", "tiktok_shop"], accept_gone: false }));
});

it("offers the import again while a shop that was connected later has had none", async () => {
  answer("get", "/v1/imports", { items: [imported({ shops: [shop] })] });
  renderApp("/start");
  expect((await step("Impor listing")).getAttribute("aria-current")).toBe("step");
  expect(await within(await step("Impor listing")).findByRole("button", { name: "Impor sekarang" })).toBeTruthy();
});

it("saves the first rules and refuses what is no percentage", async () => {
  const rules = new Map<string, unknown>();
  answer("get", "/v1/price-rules", () => ({ items: [...rules.keys()].map(rule) }));
  answer("put", "/v1/price-rules/{channel}", async ({ request, params }) => {
    rules.set(String(params["channel"]), [await request.json(), request.headers.get("If-Match")]);
    return rule(String(params["channel"]));
  });
  answer("post", "/v1/price-rules/preview", preview());
  const user = userEvent.setup();
  renderApp("/start");
  await user.type(await screen.findByLabelText("Tambahan di Shopee (%)"), "15");
  await user.type(screen.getByLabelText("Tambahan di TikTok Shop/Tokopedia (%)"), "dua puluh");
  await user.click(screen.getByRole("button", { name: "Simpan aturan" }));
  expect(screen.getByText(/Tulis persen antara/)).toBeTruthy();
  expect(rules.size).toBe(0);
  await user.clear(screen.getByLabelText("Tambahan di TikTok Shop/Tokopedia (%)"));
  await user.type(screen.getByLabelText("Tambahan di TikTok Shop/Tokopedia (%)"), "12,5");
  await user.click(screen.getByRole("button", { name: "Simpan aturan" }));
  expect(await screen.findByText("Harga di toko sudah termasuk biaya")).toBeTruthy();
  expect(rules.get("shopee")).toEqual([{ method: "markup", markup_percent: 15 }, '"0"']);
  expect(rules.get("tiktok_shop")).toEqual([{ method: "markup", markup_percent: 12.5 }, '"0"']);
});

it("asks what the shops' prices mean, with counts, and carries the answer out", async () => {
  answer("post", "/v1/price-rules/preview", preview());
  let sent: unknown;
  answer("post", "/v1/price-rules/base-readings", async ({ request }) => {
    sent = await request.json();
    answer("get", "/v1/bulk-tasks", { items: [task({ finished_at: "2026-11-30T11:02:00Z" })] });
    return task();
  });
  const user = userEvent.setup();
  renderApp("/start");
  expect(await screen.findByText("135 harga menunggu jawaban ini")).toBeTruthy();
  expect(screen.getByText("75 tetap")).toBeTruthy();
  expect(screen.getByText("75 naik")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Pakai jawaban ini" }));
  expect(await screen.findByText("Sudah dijawab: 60 produk dilihat, 58 harga dasarnya berubah.")).toBeTruthy();
  expect(sent).toEqual({ reading: "shop_prices_include_fees" });
});

it("takes an answer back from its step", async () => {
  answer("get", "/v1/bulk-tasks", { items: [task({ finished_at: "2026-11-30T11:02:00Z" })] });
  answer("get", "/v1/products", { items: [], total: 0, by_status: {}, by_state: {}, under_floor: 0 });
  let undone = "";
  answer("post", "/v1/bulk-tasks/{id}/undo", ({ params }) => {
    undone = String(params["id"]);
    return task({ id: "blk_2", kind: "base_reading_undo" });
  });
  const user = userEvent.setup();
  renderApp("/start");
  await user.click(within(await step("Arti harga di toko")).getByRole("button"));
  await user.click(screen.getByRole("button", { name: "Batalkan jawaban ini" }));
  await waitFor(() => expect(undone).toBe("blk_1"));
});

it("makes the first plan of two products at most", async () => {
  answer("get", "/v1/bulk-tasks", { items: [task({ finished_at: "2026-11-30T11:02:00Z" })] });
  const card = (id: string) => ({ id, title: `Produk ${id}`, skus: [], status: "active", channels: ["shopee"], attention: [], updated_at: "2026-11-30T11:00:00Z", version: 1, min_price: 150000, max_price: 150000 }) as unknown as Schema<"ProductCard">;
  answer("get", "/v1/products", { items: [card("a"), card("b"), card("c")], total: 3, by_status: {}, by_state: {}, under_floor: 0 });
  let sent: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    sent = await request.json();
    return { id: "pln_1" } as Schema<"Plan">;
  });
  const user = userEvent.setup();
  const { router } = renderApp("/start");
  await user.click(await screen.findByRole("checkbox", { name: /Produk a/ }));
  await user.click(screen.getByRole("checkbox", { name: /Produk b/ }));
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: /Produk c/ }).disabled).toBe(true);
  await user.click(screen.getByRole("button", { name: "Buat rencana" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync/plans/pln_1"));
  expect(sent).toEqual({ products: ["a", "b"] });
});

it("shows a viewer everything and says why nothing can be pressed", async () => {
  answer("post", "/v1/price-rules/preview", preview());
  renderApp("/start", { role: "viewer" });
  expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Pakai jawaban ini" })).disabled).toBe(true);
  expect(screen.getByText(/Hanya admin atau pemilik/)).toBeTruthy();
});

it("says what cannot be read", async () => {
  refuse("get", "/v1/bulk-tasks", 503, "store_unavailable");
  renderApp("/start");
  expect(await screen.findByText("store_unavailable (id)")).toBeTruthy();
});

it("reads percentages with a comma or a point, and nothing else", () => {
  expect(["15", "12,5", "12.5 %", "0"].map(percentOf)).toEqual([15, 12.5, 12.5, 0]);
  expect(["", "-1", "1000", "1.234", "15a", "501"].map(percentOf)).toEqual([null, null, null, null, null, null]);
});

function preview(): Schema<"Preview"> {
  const readings = { open: 135, shop_prices_include_fees: effect(), shop_prices_are_base: effect({ channels: { shopee: { stay: 0, raised: 75, lowered: 0, unpriced: 0, total_difference: 9 } } }) };
  return { base_readings: readings } as Schema<"Preview">;
}

