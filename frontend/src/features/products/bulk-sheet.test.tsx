import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { answer, problem } from "@/test/server";

const EMPTY: Schema<"CatalogueIndex"> = { next: "", whole: true, count: 0, states: [], statuses: [], prefixes: [], id: [], title: [], skus: [], status: [], price: [], thumbnail: [], updated: [], channels: {} };
const AT = "2026-11-30T03:00:00Z";
const task = (counts: Record<string, number>): Schema<"BulkTask"> => ({ id: "blk_1", kind: "titles_accept", started_by: "Sari", started_at: AT, finished_at: AT, pages: 1, looked_at: 2, counts, stalled: false });
const card = (id: string, title: string): Schema<"ProductCard"> => ({ id, title, skus: [], status: "active", channels: [], min_price: 150_000, max_price: 150_000, attention: [], variants: 1, under_floor: false, state: "not_listed", states: {}, updated_at: AT, version: 1 });

it("tells a member that only an admin undoes a saved edit", async () => {
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/products/index", EMPTY);
  answer("get", "/v1/products", { items: [card("1", "Frame 5")], total: 1, by_status: { active: 1 }, by_state: {}, under_floor: 0 });
  answer("post", "/v1/products/bulk", { task: task({ changed: 1 }), selected: 1, items: [{ product_id: "1", outcome: "changed", title: "Frame 5", version: 1, changes: [] }] });
  renderApp("/products", { role: "member" });
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5" }));
  await userEvent.click(screen.getByRole("button", { name: "Ubah" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Ubah 1 produk" }));
  await userEvent.type(sheet.getByRole("textbox", { name: /Persen/ }), "5");
  await userEvent.click(sheet.getByRole("button", { name: "Pratinjau" }));
  await userEvent.click(await sheet.findByRole("button", { name: "Simpan 1" }));
  expect((await sheet.findByRole<HTMLButtonElement>("button", { name: "Urungkan semua" })).disabled).toBe(true);
  expect(sheet.getByText(/Urungkan semua: Hanya admin atau pemilik yang bisa melakukan ini\. Peran Anda: Anggota\./)).toBeTruthy();
  expect(sheet.getByRole<HTMLButtonElement>("button", { name: "Sinkronkan" }).disabled).toBe(false);
});

it("previews, saves, and plans the products that were changed", async () => {
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/products/index", EMPTY);
  answer("get", "/v1/products", { items: [card("1", "Frame 5"), card("2", "Frame 7")], total: 2, by_status: { active: 2 }, by_state: {}, under_floor: 0 });
  const asked: { body: unknown; key: string | null }[] = [];
  answer("post", "/v1/products/bulk", async ({ request }) => {
    asked.push({ body: await request.json(), key: request.headers.get("Idempotency-Key") });
    return {
      task: task({ changed: 1, refused: 1 }),
      selected: 2,
      items: [
        { product_id: "1", outcome: "changed", title: "Frame 5", version: 1, changes: [{ field: "base_price", variant_id: null, from: 150_000, to: 157_500 }] },
        { product_id: "2", outcome: "refused", title: "Frame 7", version: 1, changes: [], refused: { code: "guard", field: "base_price", text: "Melewati batas aman.", text_en: "Over the guard." } },
      ],
    };
  });
  answer("get", "/v1/bulk-tasks/{id}/rows", { items: [{ key: "1", outcome: "changed", details: {} }, { key: "2", outcome: "refused", details: {} }] });
  let planned: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    planned = await request.json();
    return problem(409, "channel_not_connected");
  });

  const { router } = renderApp("/products");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5" }));
  await userEvent.click(screen.getByRole("button", { name: "Pilih semua 2" }));
  await userEvent.click(screen.getByRole("button", { name: "Ubah" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Ubah 2 produk" }));
  expect(router.state.location.search).toEqual({ sheet: "bulk" });
  await userEvent.click(sheet.getByRole("button", { name: "Pratinjau" }));
  expect(sheet.getByText("Isi nilai yang bisa dibaca.")).toBeTruthy();
  await userEvent.type(sheet.getByRole("textbox", { name: /Persen/ }), "5");
  await userEvent.click(sheet.getByRole("button", { name: "Pratinjau" }));
  expect(await sheet.findByText("Melewati batas aman.")).toBeTruthy();
  expect(sheet.getByText("Rp157.500")).toBeTruthy();
  await userEvent.click(sheet.getByRole("button", { name: "Simpan 1" }));
  await userEvent.click(await sheet.findByRole("button", { name: "Sinkronkan" }));
  await waitFor(() => expect(planned).toEqual({ selection: { ids: ["1"] }, channels: [] }));

  const change = { selection: { filter: { status: "active" }, except: [] }, changes: [{ field: "base_price", op: "percent", value: 5 }] };
  expect(asked.map(({ body }) => body)).toEqual([{ ...change, dry_run: true }, { ...change, dry_run: false }]);
  expect(asked[0]?.key).not.toBe(asked[1]?.key);
});
