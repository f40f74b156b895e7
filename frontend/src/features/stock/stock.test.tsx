import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft, readDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { answer, problem } from "@/test/server";

const card = { id: "prd_1", title: "Frame 5 inch", skus: ["FRM5"], status: "active", channels: ["shopee"], attention: [], updated_at: "2026-11-30T11:00:00Z", version: 1 } as unknown as Schema<"ProductCard">;
const stock = (held: number | null): Schema<"Stock"> => ({ product_id: "prd_1", version: 1, variants: [{ variant_id: "var_1", sku: "FRM5", stock: held, observed: { "shopee:1:57": 7 } }, { variant_id: "var_2", stock: null, observed: {} }] });

beforeEach(() => dropDraft({ kind: "stock", id: "var_1" }));

it("searches as one types, with the words in the address", async () => {
  const asked = new Set<string | null>();
  answer("get", "/v1/products", ({ request }) => {
    asked.add(new URL(request.url).searchParams.get("q"));
    return { items: [card], total: 1, by_status: {}, by_state: {}, under_floor: 0 };
  });
  const user = userEvent.setup();
  const { router } = renderApp("/stock");
  await user.type(await screen.findByLabelText("Cari nama atau SKU"), "frame");
  await waitFor(() => expect(router.state.location.search).toEqual({ q: "frame" }));
  await waitFor(() => expect(asked.has("frame")).toBe(true));
});

it("shows ours beside what the shop showed, and saves a new number", async () => {
  answer("get", "/v1/products", { items: [card], total: 1, by_status: {}, by_state: {}, under_floor: 0 });
  answer("get", "/v1/stock", stock(10));
  const sent: unknown[] = [];
  answer("post", "/v1/stock/adjustments", async ({ request }) => {
    sent.push(await request.json());
    return stock(12);
  });
  const user = userEvent.setup();
  renderApp("/stock");
  await user.click(await screen.findByRole("button", { name: /Frame 5 inch/ }));
  const sheet = within(await screen.findByRole("dialog", { name: "Stok Frame 5 inch" }));
  expect(await sheet.findByText("berbeda")).toBeTruthy();
  expect(sheet.getByText("Beri SKU di halaman produk agar stoknya bisa diatur di sini.")).toBeTruthy();
  await user.click(sheet.getByRole("button", { name: "Ubah FRM5" }));
  const field = sheet.getByLabelText(/Stok di SyncStore/);
  await user.clear(field);
  await user.type(field, "dua");
  await user.click(sheet.getByRole("button", { name: "Simpan" }));
  expect(sheet.getByText(/Tulis angka bulat/)).toBeTruthy();
  await user.clear(field);
  await user.type(field, "12{Enter}");
  expect(await sheet.findByText("12")).toBeTruthy();
  expect(sent).toEqual([{ sku: "FRM5", stock: 12 }]);
});

it("keeps what was typed when the server refuses it, and shows a viewer only the numbers", async () => {
  answer("get", "/v1/products", { items: [card], total: 1, by_status: {}, by_state: {}, under_floor: 0 });
  answer("get", "/v1/stock", stock(10));
  answer("post", "/v1/stock/adjustments", () => problem(422, "stock_too_large"));
  const user = userEvent.setup();
  const { unmount } = renderApp("/stock?product=prd_1");
  await user.click(await screen.findByRole("button", { name: "Ubah FRM5" }));
  const field = screen.getByLabelText<HTMLInputElement>(/Stok di SyncStore/);
  await user.clear(field);
  await user.type(field, "9000000{Enter}");
  expect(await screen.findByText("stock_too_large (id)")).toBeTruthy();
  expect(field.value).toBe("9000000");
  unmount();
  renderApp("/stock?product=prd_1", { role: "viewer" });
  expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Ubah FRM5" })).disabled).toBe(true);
});

it("opens what was typed again after a reload, until it is saved or given up", async () => {
  answer("get", "/v1/products", { items: [card], total: 1, by_status: {}, by_state: {}, under_floor: 0 });
  answer("get", "/v1/stock", stock(10));
  const user = userEvent.setup();
  const { unmount } = renderApp("/stock?product=prd_1");
  await user.click(await screen.findByRole("button", { name: "Ubah FRM5" }));
  await user.clear(screen.getByLabelText(/Stok di SyncStore/));
  await user.type(screen.getByLabelText(/Stok di SyncStore/), "37");
  unmount();
  renderApp("/stock?product=prd_1");
  expect((await screen.findByLabelText<HTMLInputElement>(/Stok di SyncStore/)).value).toBe("37");
  await user.click(screen.getByRole("button", { name: "Batal" }));
  expect(await screen.findByRole("button", { name: "Ubah FRM5" })).toBeTruthy();
  await waitFor(async () => expect(await readDraft({ kind: "stock", id: "var_1" })).toBeUndefined());
});
