import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft, readDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { answer, problem } from "@/test/server";

const EMPTY: Schema<"CatalogueIndex"> = { next: "", whole: true, count: 0, states: [], statuses: [], prefixes: [], id: [], title: [], skus: [], status: [], price: [], thumbnail: [], updated: [], channels: {} };
const AT = "2026-11-30T03:00:00Z";
const task = (counts: Record<string, number>): Schema<"BulkTask"> => ({ id: "blk_1", kind: "titles_accept", started_by: "Sari", started_at: AT, finished_at: AT, pages: 1, looked_at: 2, counts, stalled: false });
const card = (id: string, title: string): Schema<"ProductCard"> => ({ id, title, skus: [], status: "active", channels: [], min_price: 150_000, max_price: 150_000, attention: [], variants: 1, under_floor: false, state: "not_listed", states: {}, updated_at: AT, version: 1 });

beforeEach(() => dropDraft({ kind: "bulk-edit", id: "products" }));

const MANY = 1001;
const row = (at: number, outcome: string): Schema<"BulkRow"> => ({ key: `prd_${at}`, outcome, details: { title: `Produk ${at}`, version: 1, changes: outcome === "changed" ? [{ field: "base_price", from: 1000 + at, to: 2000 + at }] : [] } as never });

/** A list of 1,002 products, of which an edit changes 1,001 and leaves the last. */
function serveMany(path: string) {
  const rows = [...Array.from({ length: MANY }, (_, at) => row(at, "changed")), row(MANY, "refused")];
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/products/index", EMPTY);
  answer("get", "/v1/products", { items: [card("1", "Frame 5"), card("2", "Frame 7")], total: rows.length, by_status: { active: rows.length }, by_state: {}, under_floor: 0 });
  const edits: Record<string, unknown>[] = [];
  answer("post", "/v1/products/bulk", async ({ request }) => {
    edits.push((await request.json()) as Record<string, unknown>);
    return { task: task({ changed: MANY, refused: 1 }), selected: rows.length, items: [{ product_id: "prd_0", outcome: "changed", title: "Produk 0", version: 1, changes: [] }] };
  });
  const asked: string[] = [];
  answer("get", "/v1/bulk-tasks/{id}/rows", ({ request }) => {
    const { searchParams } = new URL(request.url);
    const from = Number(searchParams.get("cursor") ?? 0);
    const to = from + Number(searchParams.get("limit"));
    asked.push(`${from}-${to}`);
    return { items: rows.slice(from, to), ...(to < rows.length ? { next: String(to) } : {}) };
  });
  const plans: unknown[] = [];
  answer("post", "/v1/plans", async ({ request }) => {
    plans.push(await request.json());
    return problem(409, "channel_not_connected");
  });
  const { router } = renderApp(path);
  return { router, edits, asked, plans };
}

async function saveMany(...typed: [RegExp, string][]) {
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5" }));
  await userEvent.click(screen.getByRole("button", { name: "Pilih semua 1.002" }));
  await userEvent.click(screen.getByRole("button", { name: "Ubah" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Ubah 1.002 produk" }));
  for (const [name, text] of typed) {
    // oxlint-disable-next-line no-await-in-loop
    await userEvent.type(sheet.getByRole("textbox", { name }), text);
  }
  await userEvent.click(sheet.getByRole("button", { name: "Pratinjau" }));
  return sheet;
}

it("plans more products than a request can name by their filter", async () => {
  const { plans } = serveMany("/products");
  const sheet = await saveMany([/Persen/, "5"]);
  await userEvent.click(await sheet.findByRole("button", { name: "Simpan 1.001" }));
  await userEvent.click(await sheet.findByRole("button", { name: "Sinkronkan" }));
  await waitFor(() => expect(plans).toEqual([{ selection: { filter: { status: "active" }, except: ["prd_1001"] }, channels: [] }]));
});

it("says what to do where the edit moves the filter, and plans only what the seller agrees to", async () => {
  const { plans } = serveMany("/products?price_max=200000");
  const sheet = await saveMany([/Persen/, "5"]);
  await userEvent.click(await sheet.findByRole("button", { name: "Simpan 1.001" }));
  await userEvent.click(await sheet.findByRole("button", { name: "Sinkronkan" }));
  expect(await sheet.findByText(/^Lebih dari 1\.000 produk berubah/)).toBeTruthy();
  expect(plans).toEqual([]);
  await userEvent.click(sheet.getByRole("button", { name: "Rencanakan semua: Harga dasar" }));
  await waitFor(() => expect(plans).toEqual([{ selection: { filter: { status: "active" } }, fields: ["price"], channels: [] }]));
});

it("pages through a large preview, and finds one outcome in all of it; the guard is what was typed", async () => {
  const { edits, asked } = serveMany("/products");
  const sheet = await saveMany([/Persen, misalnya/, "35"], [/Batas perubahan/, "40,5"]);
  expect(await sheet.findByText("Produk 199")).toBeTruthy();
  expect(sheet.queryByText("Produk 200")).toBeNull();
  await userEvent.click(sheet.getByRole("button", { name: "Muat lagi" }));
  expect(await sheet.findByText("Produk 399")).toBeTruthy();
  expect(edits[0]?.["guard_percent"]).toBe(40.5);
  asked.length = 0;
  await userEvent.selectOptions(sheet.getByLabelText("Tampilkan"), "ditolak (1)");
  expect(await sheet.findByText("Produk 1001")).toBeTruthy();
  expect(asked).toHaveLength(6);
  expect(sheet.queryByText("Produk 0")).toBeNull();
});

it("puts what was refused first within what is loaded, and says that it is only within that", async () => {
  serveMany("/products");
  const rows = Array.from({ length: 400 }, (_, at) => row(at, at === 150 || at === 350 ? "refused" : "changed"));
  answer("get", "/v1/bulk-tasks/{id}/rows", ({ request }) => {
    const from = Number(new URL(request.url).searchParams.get("cursor") ?? 0);
    return { items: rows.slice(from, from + 200), ...(from === 0 ? { next: "200" } : {}) };
  });
  const sheet = await saveMany([/Persen, misalnya/, "5"]);
  await sheet.findByText("Produk 150");
  expect(sheet.getAllByText(/^Produk \d+$/)[0]?.textContent).toBe("Produk 150");
  expect(sheet.getByText(/^Yang ditolak ada di atas, dari 200 produk pertama yang dimuat\./)).toBeTruthy();
  await userEvent.click(sheet.getByRole("button", { name: "Muat lagi" }));
  await sheet.findByText("Produk 350");
  expect(sheet.getAllByText(/^Produk \d+$/).slice(0, 3).map(({ textContent }) => textContent)).toEqual(["Produk 150", "Produk 350", "Produk 0"]);
  expect(sheet.getByText("Yang ditolak ada di atas.")).toBeTruthy();
});

it("refuses a guard that is no percentage before it asks", async () => {
  const { edits } = serveMany("/products");
  const sheet = await saveMany([/Persen, misalnya/, "35"], [/Batas perubahan/, "banyak"]);
  expect(sheet.getByText("Tulis persen di atas 0 sampai 1.000.")).toBeTruthy();
  expect(edits).toEqual([]);
});

it("brings back what was typed, and for which products, after a reload", async () => {
  serveMany("/products");
  const sheet = await saveMany([/Persen, misalnya/, "7,5"]);
  await sheet.findByRole("button", { name: "Simpan 1.001" });
  cleanup();
  renderApp("/products?sheet=bulk");
  const again = within(await screen.findByRole("dialog", { name: "Ubah 1.002 produk" }));
  expect(again.getByRole<HTMLInputElement>("textbox", { name: /Persen, misalnya/ }).value).toBe("7,5");
  expect(again.getByText("Isian terakhir dipulihkan.")).toBeTruthy();
  await userEvent.click(again.getByRole("button", { name: "Mulai dari awal" }));
  expect(again.getByRole<HTMLInputElement>("textbox", { name: /Persen, misalnya/ }).value).toBe("");
  await userEvent.type(again.getByRole("textbox", { name: /Persen, misalnya/ }), "7,5");
  await userEvent.click(again.getByRole("button", { name: "Pratinjau" }));
  await userEvent.click(await again.findByRole("button", { name: "Simpan 1.001" }));
  await again.findByRole("button", { name: "Sinkronkan" });
  await waitFor(async () => expect(await readDraft({ kind: "bulk-edit", id: "products" })).toBeUndefined());
});

it("lets the member who edited many take it back", async () => {
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
  expect((await sheet.findByRole<HTMLButtonElement>("button", { name: "Urungkan semua" })).disabled).toBe(false);
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
