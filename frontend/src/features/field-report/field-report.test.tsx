import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft } from "@/lib/draft";
import { aFieldMapping, aFieldReport, fieldCounts } from "@/test/field-samples";
import { renderApp } from "@/test/render";
import { answer, problem, refuse } from "@/test/server";

const saved = vi.hoisted(() => ({ files: [] as [Blob, string][] }));
vi.mock("@/lib/save-file", () => ({ saveFile: (file: Blob, name: string) => saved.files.push([file, name]) }));

beforeEach(async () => {
  saved.files = [];
  await dropDraft({ kind: "field-mapping", id: "shopee" });
  answer("get", "/v1/channels", { items: [{ channel: "shopee" }, { channel: "tiktok_shop" }] as Schema<"Channel">[] });
});

const state = (more: Partial<Schema<"FieldReportState">> = {}): Schema<"FieldReportState"> => ({ report: aFieldReport([fieldCounts("weight", { agree: 400 }), fieldCounts("price", { agree: 58, differ: 347 })]), outdated: false, ...more });

it("lists the fields, those that ask for work first, and opens one with its products", async () => {
  answer("get", "/v1/field-report", state());
  answer("get", "/v1/field-report/{field}/products", ({ params }) => ({
    items: [
      {
        product_id: "prd_1",
        title: `Pendingin ${String(params["field"])}`,
        reported: "differ",
        verdict: "agree",
        values: [
          { listing: "shopee:1:1", channel: "shopee", value: "16x16 mm: 55500, 19x19 mm: 73500" },
          { listing: "tiktok_shop:2:2", channel: "tiktok_shop", value: null },
        ],
      },
    ],
  }));
  const user = userEvent.setup();
  const { router } = renderApp("/field-report");
  await screen.findByText("3.742 produk, 405 dijual di dua kanal atau lebih");
  expect(screen.getAllByRole("progressbar").map((bar) => bar.getAttribute("aria-label"))).toEqual(["Harga", "Berat"]);
  // A field on which all products agree has nothing to list.
  expect(screen.queryByRole("button", { name: "Lihat produk: Berat" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Lihat produk: Harga" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Harga" }));
  expect(router.state.location.search).toEqual({ field: "price" });
  expect(await sheet.findByText("sekarang sama")).toBeTruthy();
  expect(sheet.getByText("kosong", { selector: "dd span" })).toBeTruthy();
  expect(sheet.getByText(/Rp55\.500/)).toBeTruthy();
  expect(sheet.getByRole("link", { name: "Pendingin price" }).getAttribute("href")).toBe("/products/prd_1");
});

it("hands out every product of a field as one file, with one line of names", async () => {
  answer("get", "/v1/field-report", state());
  answer("get", "/v1/field-report/{field}/products", ({ request }) => {
    if (!request.headers.get("Accept")?.includes("text/csv")) return { items: [] };
    const more = new URL(request.url).searchParams.get("cursor");
    return new HttpResponse(`\uFEFFfield,produk\nprice,${more ? "prd_2" : "prd_1"}\n`, more ? {} : { headers: { Link: '</v1/field-report/price/products?cursor=more>; rel="next"' } });
  });
  const user = userEvent.setup();
  renderApp("/field-report?field=price");
  const sheet = within(await screen.findByRole("dialog", { name: "Harga" }));
  await user.click(sheet.getByRole("button", { name: "Unduh CSV" }));
  await waitFor(() => expect(saved.files).toHaveLength(1));
  expect(saved.files[0]?.[1]).toBe("syncstore-laporan-price.csv");
  expect(await saved.files[0]?.[0].text()).toContain("field,produk\nprice,prd_1\nprice,prd_2\n");
});

it("says that it is outdated, computes it again, and shows how far it is", async () => {
  answer("get", "/v1/field-report", state({ outdated: true }));
  answer("post", "/v1/field-report", () => {
    answer("get", "/v1/field-report", state({ outdated: true, computing: { id: "rep_2", started_at: "2026-11-30T11:00:00Z", listings: 1200 } }));
    return { id: "rep_2", started_at: "2026-11-30T11:00:00Z", listings: 0 };
  });
  const user = userEvent.setup();
  renderApp("/field-report");
  const notice = within(await screen.findByRole("region", { name: "Laporan ini sudah ketinggalan." }));
  await user.click(notice.getByRole("button", { name: "Hitung ulang" }));
  expect(await screen.findByText("1.200 listing dibaca")).toBeTruthy();
  // The previous report is still shown.
  expect(screen.getByRole("button", { name: "Lihat produk: Harga" })).toBeTruthy();
});

it("invites to the first report, but not a viewer to compute it", async () => {
  refuse("get", "/v1/field-report", 404, "field_report_not_found");
  renderApp("/field-report", { role: "viewer" });
  expect(await screen.findByText("Laporan belum pernah dihitung")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Hitung sekarang" }).disabled).toBe(true);
});

it("saves the whole mapping of a channel by the version that was read", async () => {
  answer("get", "/v1/field-mapping/{channel}", aFieldMapping(), { etag: '"3"' });
  let sent: unknown;
  answer("put", "/v1/field-mapping/{channel}", async ({ request }) => {
    sent = [request.headers.get("If-Match"), await request.json()];
    answer("get", "/v1/field-mapping/{channel}", aFieldMapping({ version: 4 }), { etag: '"4"' });
    return aFieldMapping({ version: 4 });
  });
  const user = userEvent.setup();
  renderApp("/field-report?tab=mapping");
  await user.selectOptions(await screen.findByLabelText("Yang menentukan Judul"), "ask");
  await user.click(screen.getByRole("checkbox", { name: "Harga ikut disinkronkan" }));
  expect(screen.getByText("2 perubahan belum disimpan")).toBeTruthy();
  expect(screen.getByText("Hanya dibaca dari kanal")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Simpan" }));
  await waitFor(() =>
    expect(sent).toEqual([
      '"3"',
      { fields: { title: { channel_field: "item_name", owner: "ask" }, price: { channel_field: null, owner: "master" }, category: { channel_field: "category_id", owner: "channel" } } },
    ]),
  );
  await waitFor(() => expect(screen.queryByText(/belum disimpan/)).toBeNull());
});

it("keeps what was changed when somebody else was first, and names what both moved", async () => {
  answer("get", "/v1/field-mapping/{channel}", aFieldMapping(), { etag: '"3"' });
  answer("put", "/v1/field-mapping/{channel}", () => {
    answer("get", "/v1/field-mapping/{channel}", aFieldMapping({ version: 4, fields: { ...aFieldMapping().fields, title: { channel_field: "item_name", owner: "channel" } } }), { etag: '"4"' });
    return problem(412, "version_stale");
  });
  const user = userEvent.setup();
  renderApp("/field-report?tab=mapping");
  await user.selectOptions(await screen.findByLabelText("Yang menentukan Judul"), "ask");
  await user.click(screen.getByRole("button", { name: "Simpan" }));
  expect(await screen.findByText(/Sementara itu orang lain menyimpan: Kanal\./)).toBeTruthy();
  expect(screen.getByLabelText<HTMLSelectElement>("Yang menentukan Judul").value).toBe("ask");
  await user.click(screen.getByRole("button", { name: "Pakai itu" }));
  await waitFor(() => expect(screen.getByLabelText<HTMLSelectElement>("Yang menentukan Judul").value).toBe("channel"));
  expect(screen.queryByText(/perubahan belum disimpan/)).toBeNull();
});

it("keeps what was not saved over a reload, and lets only an admin change it", async () => {
  answer("get", "/v1/field-mapping/{channel}", aFieldMapping(), { etag: '"3"' });
  const user = userEvent.setup();
  const { unmount } = renderApp("/field-report?tab=mapping");
  await user.selectOptions(await screen.findByLabelText("Yang menentukan Judul"), "ask");
  unmount();
  const again = renderApp("/field-report?tab=mapping");
  expect(await screen.findByText("1 perubahan belum disimpan")).toBeTruthy();
  again.unmount();
  renderApp("/field-report?tab=mapping", { role: "member" });
  expect((await screen.findByLabelText<HTMLSelectElement>("Yang menentukan Judul")).disabled).toBe(true);
  expect(screen.getByText(/Hanya admin atau pemilik/)).toBeTruthy();
});
