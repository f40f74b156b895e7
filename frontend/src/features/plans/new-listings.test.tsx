import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { dropDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { aChange, anEntry, aPlan } from "@/test/samples";
import { answer } from "@/test/server";

beforeEach(() => dropDraft({ kind: "plan", id: "new" }));

const fields = ["title", "category", "brand", "weight", "description"] as const;
const created = fields.map((field) => aChange({ field, offer: null, variant_id: null, money: null, from: { kind: "nothing" }, to: { kind: "text", value: `nilai ${field}` } }));
const lacks = { code: "creation_lacks", text: "Lengkapi dulu: kategori, berat.", text_en: "Add first: category, weight.", details: {} };

it("says once what a new listing lacks, with the way to its sheet, and folds the rest", async () => {
  answer("get", "/v1/plans/{id}", aPlan({ changes: 0, blocked: 5, by_decision: {} }));
  answer("get", "/v1/plans/{id}/entries", { items: [anEntry({ listing: "tiktok_shop:2:new-prd_1", channel: "tiktok_shop", changes: created.map((change) => ({ ...change, pushed: false, blocked: lacks })) })] });
  renderApp("/sync/plans/pln_1");
  const group = within(await screen.findByRole("group", { name: "TikTok Shop/Tokopedia" }));
  expect(group.getByText("· Listing baru")).toBeTruthy();
  expect(group.getAllByText("Lengkapi dulu: kategori, berat.")).toHaveLength(1);
  expect(group.getByRole("link", { name: "Lengkapi listing" }).getAttribute("href")).toBe("/products/prd_1?sheet=new-listing&channel=tiktok_shop");
  expect(group.queryByText("nilai title")).toBeNull();
  await userEvent.click(group.getByRole("button", { name: "Tampilkan 5 baris lagi" }));
  expect(group.getByText("nilai title")).toBeTruthy();
});

it("puts the field that holds a new listing before those that it holds", async () => {
  const price = aChange({ pushed: false, blocked: { code: "no_price", text: "Harga dasar belum ada.", text_en: "There is no base price.", details: {} } });
  const held = { code: "creation_held", text: "Perbaiki dulu harga.", text_en: "Correct the price first.", details: {} };
  answer("get", "/v1/plans/{id}", aPlan({ changes: 0, blocked: 6, by_decision: {} }));
  answer("get", "/v1/plans/{id}/entries", { items: [anEntry({ listing: "shopee:1:new-prd_1", changes: [...created.map((change) => ({ ...change, pushed: false, blocked: held })), price] })] });
  renderApp("/sync/plans/pln_1");
  const group = within(await screen.findByRole("group", { name: "Shopee" }));
  expect(group.getByText("Harga dasar belum ada.")).toBeTruthy();
  expect(group.queryByText("Perbaiki dulu harga.")).toBeNull();
  expect(group.queryByText("nilai title")).toBeNull();
});

it("shows everything that a new listing will have", async () => {
  answer("get", "/v1/plans/{id}", aPlan({ changes: 15 }));
  answer("get", "/v1/plans/{id}/entries", ({ request }) => ({ items: new URL(request.url).searchParams.get("decision") === "push" ? [anEntry({ listing: "shopee:1:new-prd_1", changes: [...created, ...Array.from({ length: 10 }, (_, at) => aChange({ offer: `${at}`, variant_id: `var_${at}` }))] })] : [] }));
  renderApp("/sync/plans/pln_1");
  const group = within(await screen.findByRole("group", { name: "Shopee" }));
  expect(group.getByText("nilai title")).toBeTruthy();
  expect(group.getAllByText(/Anda terima/)).toHaveLength(10);
});

it("plans the listings that do not exist yet when asked, and then all fields", async () => {
  answer("get", "/v1/plans", { items: [] });
  answer("get", "/v1/channels", { items: [{ channel: "shopee" }, { channel: "tiktok_shop" }] as never });
  let body: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    body = await request.json();
    return aPlan({ id: "pln_2" });
  });
  renderApp("/sync?tab=plans&new=true");
  const sheet = within(await screen.findByRole("dialog", { name: "Rencana baru" }));
  await userEvent.click(sheet.getByRole("checkbox", { name: "Semua kolom" }));
  await sheet.findByRole("checkbox", { name: "Shopee" });
  await userEvent.click(sheet.getByRole("checkbox", { name: "Buat juga listing yang belum ada" }));
  const all = sheet.getByRole<HTMLInputElement>("checkbox", { name: "Semua kolom" });
  expect([all.checked, all.disabled]).toEqual([true, true]);
  expect(sheet.getByText("Listing baru dibuat utuh, jadi semua kolom direncanakan.")).toBeTruthy();
  await userEvent.click(sheet.getByRole("button", { name: "Buat rencana" }));
  await waitFor(() => expect(body).toEqual({ channels: ["shopee", "tiktok_shop"], create: true, filter: { status: "active" } }));
});
