import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { answer, problem } from "@/test/server";

const sheet = (more: Partial<Schema<"SheetImport">> = {}): Schema<"SheetImport"> => ({
  id: "sht_1", phase: "checked", format: "csv", rows: 12, creates: 1, updates: 9, unchanged: 2, rejected: 0, errors: 0, errors_listed: 0, ignored: [], hash: "9f2c", created_at: "2026-11-30T11:00:00Z", created_by: "1", applied: 0, conflicts: 0, failed: 0, ...more,
});
const entry: Schema<"SheetEntry"> = { product: "prd_1", title: "Frame 5 inch", action: "update", sheet: "Produk", rows: [2, 3], version: 1, changes: [{ field: "base_price", variant: "FRM5-BLK", from: "150000", to: "155000" }] };
const mistake: Schema<"SheetError"> = { sheet: "Produk", row: 7, column: "C", heading: "Harga dasar (Rp)", value: "150.5", code: "sheet_money_ambiguous", detail: "Angka ini bisa berarti dua jumlah.", detail_en: "Two amounts." };

it("uploads, shows what would change, and applies exactly that", async () => {
  answer("get", "/v1/exports", { items: [] });
  answer("get", "/v1/products/sheets", { items: [] });
  const seen: { name?: string | null; body?: string; key?: string | null; applied?: unknown } = {};
  answer("post", "/v1/products/sheets", async ({ request }) => {
    seen.name = new URL(request.url).searchParams.get("name");
    seen.body = await request.text();
    seen.key = request.headers.get("Idempotency-Key");
    return sheet();
  });
  answer("get", "/v1/products/sheets/{id}", sheet());
  answer("get", "/v1/products/sheets/{id}/entries", { items: [entry] });
  answer("post", "/v1/products/sheets/{id}/apply", async ({ request }) => {
    seen.applied = await request.json();
    answer("get", "/v1/products/sheets/{id}", sheet({ phase: "finished", applied: 9, conflicts: 1 }));
    return sheet({ phase: "applying" });
  });
  const user = userEvent.setup();
  const { router } = renderApp("/sheets");
  await user.upload(await screen.findByLabelText("Pilih berkas", { selector: "input" }), new File(["SKU;Harga dasar\nA;1"], "produk.csv", { type: "text/csv" }));
  expect(await screen.findByText("Frame 5 inch")).toBeTruthy();
  expect(router.state.location.pathname).toBe("/sheets/sht_1");
  expect(seen.name).toBe("produk.csv");
  expect(seen.body).toBe("SKU;Harga dasar\nA;1");
  expect(seen.key).toBeTruthy();
  expect(screen.getByText("Rp155.000")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Terapkan 10 produk" }));
  expect(await screen.findByText("Selesai diterapkan")).toBeTruthy();
  expect(seen.applied).toEqual({ hash: "9f2c", part: "all" });
  expect(screen.getByText(/sudah berubah sejak lembar ini ditinjau/)).toBeTruthy();
});

it("shows cell by cell what is wrong, and applies only what is right", async () => {
  answer("get", "/v1/products/sheets/{id}", sheet({ errors: 1, errors_listed: 1, rejected: 1 }));
  answer("get", "/v1/products/sheets/{id}/entries", { items: [entry] });
  answer("get", "/v1/products/sheets/{id}/errors", { items: [mistake] });
  let part: unknown;
  answer("post", "/v1/products/sheets/{id}/apply", async ({ request }) => {
    part = await request.json();
    return sheet({ phase: "applying" });
  });
  const user = userEvent.setup();
  renderApp("/sheets/sht_1?tab=errors");
  expect(await screen.findByText("Produk C7")).toBeTruthy();
  expect(screen.getByText("Angka ini bisa berarti dua jumlah.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Terapkan 10 yang benar" }));
  await waitFor(() => expect(part).toEqual({ hash: "9f2c", part: "valid" }));
});

it("refuses a file that is too large without sending it, and explains what the API refuses", async () => {
  answer("get", "/v1/exports", { items: [] });
  answer("get", "/v1/products/sheets", { items: [] });
  answer("post", "/v1/products/sheets", () => problem(422, "sheet_foreign"));
  const user = userEvent.setup();
  renderApp("/sheets");
  const input = await screen.findByLabelText("Pilih berkas", { selector: "input" });
  await user.upload(input, new File([new Uint8Array(4_000_001)], "besar.csv", { type: "text/csv" }));
  expect(screen.getByText(/lebih dari 4 MB/)).toBeTruthy();
  await user.upload(input, new File(["x"], "shopify.csv", { type: "text/csv" }));
  expect(await screen.findByText("sheet_foreign (id)")).toBeTruthy();
});

it("shows a viewer the sheets and says who may upload", async () => {
  answer("get", "/v1/exports", { items: [{ name: "products", label: "Semua produk", label_en: "All products", formats: ["csv", "xlsx"], path: "/v1/exports/products" }] });
  answer("get", "/v1/products/sheets", { items: [sheet({ phase: "finished" })] });
  renderApp("/sheets", { role: "viewer" });
  expect(await screen.findByText("Semua produk")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Pilih berkas" }).disabled).toBe(true);
  expect(screen.getByText(/Hanya anggota, admin, atau pemilik/)).toBeTruthy();
});
