import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

const AT = "2026-11-30T03:00:00Z";
const EMPTY: Schema<"CatalogueIndex"> = { next: "", whole: true, count: 0, states: [], statuses: [], prefixes: [], id: [], title: [], skus: [], status: [], price: [], thumbnail: [], updated: [], channels: {} };
const card = (id: string, title: string): Schema<"ProductCard"> => ({ id, title, skus: [], status: "active", channels: [], min_price: 150_000, max_price: 150_000, attention: [], variants: 1, under_floor: false, state: "not_listed", states: {}, updated_at: AT, version: 1 });
const preview = (id: string, more: Partial<Schema<"MasterPreview">> = {}): Schema<"MasterPreview"> => ({
  product_id: id,
  title: `Produk ${id}`,
  version: 1,
  hash: `hash-${id}`,
  fields: [{ field: "base_price/var_1", current: { kind: "money", value: 150_000 }, proposed: { kind: "money", value: 160_000 } }],
  warnings: [],
  attention: [],
  listings: [],
  ...more,
});
const warned = preview("2", { warnings: [{ code: "base_price_differs", text: "Harga dasar berbeda antar toko.", text_en: "" }] });

/** Opens the sheet for both products of the list. */
async function open(role: "member" | "viewer" = "member") {
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/products/index", EMPTY);
  answer("get", "/v1/products", { items: [card("1", "Frame 5"), card("2", "Frame 7")], total: 2, by_status: { active: 2 }, by_state: {}, under_floor: 0 });
  renderApp("/products", { role });
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5" }));
  await userEvent.click(screen.getByRole("button", { name: "Pilih semua 2" }));
  await userEvent.click(screen.getByRole("button", { name: "Lainnya" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Bangun ulang dari toko" }));
  return within(await screen.findByRole("dialog", { name: "Bangun ulang dari toko" }));
}

it("shows what would change, and applies exactly what is ticked; what has a warning is ticked by a person only", async () => {
  let previewed: unknown;
  answer("post", "/v1/masters/preview", async ({ request }) => {
    previewed = await request.json();
    return { items: [preview("1"), warned], looked_at: 2 };
  });
  const accepted: unknown[] = [];
  answer("post", "/v1/masters/accept", async ({ request }) => {
    accepted.push([request.headers.get("Idempotency-Key")?.length, await request.json()]);
    return { items: [{ product_id: "1", outcome: "applied", warnings: [] }, { product_id: "2", outcome: "stale", warnings: [] }], applied: 1 };
  });
  const sheet = await open();
  expect(await sheet.findByText("2 akan berubah dari 2 produk yang dilihat")).toBeTruthy();
  expect(previewed).toEqual({ selection: { filter: { status: "active" }, except: [] }, limit: 50 });
  expect(sheet.getAllByText("Harga dasar · varian 1")).toHaveLength(2);
  expect(sheet.getByText("Harga dasar berbeda antar toko.")).toBeTruthy();
  expect(sheet.getByRole("button", { name: "Terapkan 1" })).toBeTruthy();
  await userEvent.click(sheet.getByRole("checkbox", { name: "Terapkan pada Produk 2" }));
  await userEvent.click(sheet.getByRole("button", { name: "Terapkan 2" }));
  expect(await sheet.findByText("1 produk diterapkan. Toko belum berubah sampai disinkronkan.")).toBeTruthy();
  expect(sheet.getByText(/berubah sejak dilihat/)).toBeTruthy();
  expect(accepted).toEqual([[38, { items: [{ product_id: "1", hash: "hash-1" }, { product_id: "2", hash: "hash-2" }] }]]);
});

it("applies a large selection by a task, and says how far it is", async () => {
  answer("post", "/v1/masters/preview", { items: [preview("1")], looked_at: 50, next: "more" });
  let asked: unknown;
  const task: Schema<"BulkTask"> = { id: "blk_1", kind: "masters_accept", started_by: "1", started_at: AT, finished_at: AT, pages: 3, looked_at: 4000, counts: { applied: 3990, warned: 10 }, stalled: false };
  answer("post", "/v1/masters/accept", async ({ request }) => {
    asked = await request.json();
    return { items: [{ product_id: "1", outcome: "applied", warnings: [] }], applied: 1, task: { ...task, finished_at: null, counts: {} } };
  }, { status: 202 });
  answer("get", "/v1/bulk-tasks/{id}", task);
  const sheet = await open();
  await userEvent.click(await sheet.findByRole("button", { name: "Terapkan semua tanpa peringatan" }));
  await waitFor(() => expect(asked).toEqual({ without_warnings: { selection: { filter: { status: "active" }, except: [] } } }));
  expect(await sheet.findByText(/^3\.991 produk diterapkan/)).toBeTruthy();
});

it("shows a viewer what would change, and who may apply it", async () => {
  answer("post", "/v1/masters/preview", { items: [preview("1")], looked_at: 1 });
  const sheet = await open("viewer");
  expect((await sheet.findByRole<HTMLButtonElement>("button", { name: "Terapkan 1" })).disabled).toBe(true);
  expect(sheet.getByText(/Hanya anggota/)).toBeTruthy();
});
