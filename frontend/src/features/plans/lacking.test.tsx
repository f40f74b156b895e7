import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { aChange, anEntry, aPlan, aTask } from "@/test/samples";
import { answer } from "@/test/server";

beforeEach(() => Promise.all([dropDraft({ kind: "bulk-edit", id: "plan/pln_1/weight" }), dropDraft({ kind: "plan", id: "pln_1" })]));

type Missing = { what: string; name?: string };
const lacking = (product: number, channel: string, ...missing: Missing[]) =>
  anEntry({
    listing: `${channel}:1:new-prd_${product}`,
    channel,
    product_id: `prd_${product}`,
    title: `Produk ${product}`,
    changes: [aChange({ field: "title", pushed: false, blocked: { code: "creation_lacks", text: "Lengkapi dulu.", text_en: "Complete it.", details: { missing } as never } })],
  });

const held: Schema<"PlanEntry">[] = [
  lacking(1, "shopee", { what: "weight" }, { what: "category" }),
  lacking(1, "tiktok_shop", { what: "weight" }),
  lacking(2, "shopee", { what: "weight" }, { what: "attribute", name: "Bahan" }),
  lacking(3, "tiktok_shop", { what: "category" }, { what: "something new" }),
];
const plan = aPlan({ changes: 0, blocked: 4, by_decision: {}, by_code: { creation_lacks: 4 } });

function serve() {
  answer("get", "/v1/plans/{id}", plan);
  answer("get", "/v1/plans/{id}/entries", { items: held });
}

const group = (name: RegExp) => screen.findByRole("button", { name });

it("groups what new listings lack, counts each product once, and leads to its field", async () => {
  serve();
  const { router } = renderApp("/sync/plans/pln_1");
  await userEvent.click(await screen.findByRole("button", { name: "Yang belum lengkap" }));
  expect(router.state.location.search).toMatchObject({ by: "lacks" });
  expect(await screen.findByText("Dari semua 4 listing yang ditahan.")).toBeTruthy();
  expect(screen.getByText("dengan listing baru")).toBeTruthy();
  await userEvent.click(await group(/^Berat belum diisi\s*2 produk$/));
  expect(screen.getByRole("link", { name: /^Produk 1\s*Lengkapi$/ }).getAttribute("href")).toBe("/products/prd_1?field=weight_g");
  await userEvent.click(await group(/^Kategori belum dipilih · TikTok Shop\/Tokopedia\s*1 produk$/));
  expect(screen.getByRole("link", { name: /^Produk 3\s*Lengkapi$/ }).getAttribute("href")).toBe("/products/prd_3?sheet=new-listing&channel=tiktok_shop");
  expect(await group(/^Atribut "Bahan" belum diisi · Shopee/)).toBeTruthy();
});

it("fills in the weight of a whole group, and then makes the plan again with its new listings", async () => {
  serve();
  const edits: unknown[] = [];
  const plans: unknown[] = [];
  answer("post", "/v1/products/bulk", async ({ request }) => {
    edits.push(await request.json());
    return { task: aTask({ kind: "products_edit", counts: { changed: 2 }, looked_at: 2 }), selected: 2, items: [1, 2].map((at) => ({ product_id: `prd_${at}`, outcome: "changed", title: `Produk ${at}`, version: 2, changes: [{ field: "weight_g", from: null, to: 250 }] })) };
  });
  answer("post", "/v1/plans", async ({ request }) => {
    plans.push(await request.json());
    return aPlan({ id: "pln_2" });
  });
  const { router } = renderApp("/sync/plans/pln_1?by=lacks");
  await userEvent.click(await group(/^Berat belum diisi/));
  await userEvent.click(screen.getByRole("button", { name: "Isi berat 2 produk" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Ubah 2 produk" }));
  expect(router.state.location.search).toMatchObject({ fill: "weight" });
  expect(sheet.getByLabelText<HTMLSelectElement>("Kolom").value).toBe("weight_g");
  await userEvent.type(sheet.getByLabelText("Angka bulat"), "250");
  await userEvent.click(sheet.getByRole("button", { name: "Pratinjau" }));
  await userEvent.click(await sheet.findByRole("button", { name: "Simpan 2" }));
  await userEvent.click(await sheet.findByRole("button", { name: "Hitung ulang rencana" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync/plans/pln_2"));
  const change = { selection: { ids: ["prd_1", "prd_2"] }, changes: [{ field: "weight_g", op: "set", value: 250 }] };
  expect(edits).toEqual([{ ...change, dry_run: true }, { ...change, dry_run: false }]);
  expect(plans).toEqual([{ products: ["prd_1", "prd_2", "prd_3"], create: true, channels: ["shopee"] }]);
});

it("reads one page of many, and says that its counts are those of that page", async () => {
  answer("get", "/v1/plans/{id}", plan);
  let asked = 0;
  answer("get", "/v1/plans/{id}/entries", ({ request }) => {
    asked += 1;
    const at = Number(new URL(request.url).searchParams.get("cursor") ?? 0);
    return { items: Array.from({ length: 100 }, (_, one) => lacking(at * 100 + one, "shopee", { what: "weight" })), next: `${at + 1}` };
  });
  renderApp("/sync/plans/pln_1?by=lacks");
  expect(await screen.findByText("Dari 100 listing pertama yang ditahan; masih ada lagi.")).toBeTruthy();
  expect(asked).toBe(1);
  await userEvent.click(screen.getByRole("button", { name: "Hitung lebih banyak" }));
  expect(await group(/^Berat belum diisi\s*200 produk$/)).toBeTruthy();
  expect(asked).toBe(2);
  await userEvent.click(await group(/^Berat belum diisi/));
  expect(screen.getAllByRole("link", { name: /Lengkapi$/ })).toHaveLength(20);
  await userEvent.click(screen.getByRole("button", { name: "Tampilkan 180 produk lagi" }));
  expect(screen.getAllByRole("link", { name: /Lengkapi$/ })).toHaveLength(120);
});

it("does not offer the groups where nothing lacks anything, and says which plan creates listings by its entries", async () => {
  answer("get", "/v1/plans/{id}", aPlan());
  answer("get", "/v1/plans/{id}/entries", ({ request }) => ({ items: new URL(request.url).searchParams.get("decision") === "push" ? [anEntry({ listing: "shopee:1:new-prd_1" })] : [] }));
  renderApp("/sync/plans/pln_1");
  expect(await screen.findByText("dengan listing baru")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Yang belum lengkap" })).toBeNull();
});
