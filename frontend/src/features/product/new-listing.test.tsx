import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft, readDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { aPlan } from "@/test/samples";
import { answer, problem } from "@/test/server";

import { channel, connection, details, leaves, rules } from "./new-listing/sample";
import { listing, product } from "./sample";

const DRAFT = { kind: "new-listing", id: "prd_1/tiktok_shop" };
const SHEET = "/products/prd_1?sheet=new-listing&channel=tiktok_shop";

type Body = { category: { id: string }; attributes: { id: string; values: object[] }[]; brand: object | null; storefronts: string[]; hidden: boolean };
type Given = { stored?: Partial<Schema<"ListingDetails">>; view?: Partial<Schema<"ProductView">>; asks?: Partial<Schema<"CategoryRules">> };

function serve({ stored = {}, view = {}, asks = {} }: Given = {}) {
  const saved = { details: details(stored), version: 3 };
  const sent: Body[] = [];
  const tags: (string | null)[] = [];
  const plans: unknown[] = [];
  answer("get", "/v1/products/{id}", { ...product, listings: [listing], history: { items: [] }, ...view });
  answer("post", "/v1/quotes", { channels: [] });
  answer("get", "/v1/channels", { items: [channel("shopee", []), channel("tiktok_shop", ["tiktok_shop", "tokopedia"])] });
  answer("get", "/v1/connections", { items: [connection("shopee"), connection("tiktok_shop")] });
  answer("get", "/v1/products/{id}/details/{channel}", () => saved);
  answer("get", "/v1/channels/{channel}/categories", ({ request }) => ({ items: new URL(request.url).searchParams.has("product_id") ? leaves : [{ id: "902", path: ["Hobi", "Mainan", "Robot"] }] }));
  answer("get", "/v1/channels/{channel}/categories/{category}", ({ params }) => ({ ...rules, id: String(params["category"]), ...asks }));
  answer("get", "/v1/channels/{channel}/brands", { items: [{ id: "b1", name: "Motekar" }] });
  answer("put", "/v1/products/{id}/details/{channel}", async ({ request }) => {
    tags.push(request.headers.get("If-Match"));
    sent.push((await request.json()) as Body);
    return { details: sent.at(-1) as never, version: 4 };
  });
  answer("post", "/v1/plans", async ({ request }) => {
    plans.push(await request.json());
    return aPlan({ id: "pln_7" });
  });
  answer("get", "/v1/plans/{id}", aPlan({ id: "pln_7" }));
  answer("get", "/v1/plans/{id}/entries", { items: [] });
  return { saved, sent, tags, plans };
}
const sheet = async () => within(await screen.findByRole("dialog", { name: "Buat listing di TikTok Shop/Tokopedia" }));
const save = async () => userEvent.click((await sheet()).getByRole("button", { name: "Simpan & lihat rencana" }));

beforeEach(() => dropDraft(DRAFT));

it("says where the product is not listed, and opens the sheet that creates it there", async () => {
  serve();
  const { router } = renderApp("/products/prd_1");
  expect(await screen.findByText("Belum ada di TikTok Shop/Tokopedia")).toBeTruthy();
  expect(screen.queryByText("Belum ada di Shopee")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Buat listing di TikTok Shop/Tokopedia" }));
  await sheet();
  expect(router.state.location.search).toEqual({ sheet: "new-listing", channel: "tiktok_shop" });
});

it("creates nothing on a channel that is not connected", async () => {
  serve();
  answer("get", "/v1/connections", { items: [connection("shopee")] });
  renderApp("/products/prd_1");
  await screen.findByRole("button", { name: "Sinkronkan ke Shopee" });
  expect(screen.queryByText(/^Belum ada di/)).toBeNull();
});

it("saves a suggested category, its attributes, brand and storefronts, and opens the plan that creates the listing", async () => {
  const { sent, tags, plans } = serve();
  const { router } = renderApp(SHEET);
  const form = await sheet();
  const suggestion = await form.findByRole("button", { name: /Rangka Drone/ });
  expect(suggestion.textContent).toContain("Hobi › Drone · dipakai produk sejenis di toko Anda");
  await userEvent.click(suggestion);
  fireEvent.change(await form.findByRole("combobox", { name: "Bahan (wajib)" }), { target: { value: "m2" } });
  fireEvent.change(form.getByRole("combobox", { name: "Ukuran (wajib)" }), { target: { value: "5 inci" } });
  await userEvent.click(await form.findByRole("button", { name: "Pakai merek produk: Motekar" }));
  await userEvent.click(form.getByRole("checkbox", { name: "TikTok Shop" }));
  await userEvent.click(form.getByRole("checkbox", { name: "Sembunyikan dulu" }));
  await save();
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync/plans/pln_7"));
  expect(sent).toEqual([
    {
      category: { id: "601", name: "Rangka Drone" },
      attributes: [
        { id: "7", name: "Bahan", values: [{ id: "m2", name: "TPU" }] },
        { id: "8", name: "Ukuran", values: [{ name: "5 inci" }] },
      ],
      brand: { id: "b1", name: "Motekar" },
      shipping: [],
      storefronts: ["tokopedia"],
      hidden: true,
    },
  ]);
  expect(tags).toEqual(['"3"']);
  expect(plans).toEqual([{ products: ["prd_1"], channels: ["tiktok_shop"], create: true }]);
  await waitFor(async () => expect(await readDraft(DRAFT)).toBeUndefined());
});

it("finds another category by its words", async () => {
  serve();
  renderApp(SHEET);
  const form = await sheet();
  await userEvent.type(await form.findByRole("searchbox", { name: "Cari kategori" }), "robot");
  await userEvent.click(await form.findByRole("button", { name: /^Robot/ }));
  expect(await form.findByText("Robot")).toBeTruthy();
  expect(form.getByRole("button", { name: "Ganti kategori" })).toBeTruthy();
});

it("names what the form lacks, and saves nothing before it is there", async () => {
  const { sent } = serve();
  renderApp(SHEET);
  const form = await sheet();
  await form.findByRole("button", { name: /Rangka Drone/ });
  await save();
  expect(form.getByText("Pilih kategorinya.").className).not.toContain("hidden");
  await userEvent.click(form.getByRole("button", { name: /Rangka Drone/ }));
  await form.findByRole("combobox", { name: "Bahan (wajib)" });
  await userEvent.click(form.getByRole("checkbox", { name: "TikTok Shop" }));
  await userEvent.click(form.getByRole("checkbox", { name: "Tokopedia" }));
  await save();
  expect(form.getAllByText("Isi atribut ini; kanal mewajibkannya.")).toHaveLength(2);
  await waitFor(() => expect(document.activeElement).toBe(form.getByRole("combobox", { name: "Bahan (wajib)" })));
  expect(form.getByText("Pilih paling sedikit satu.").className).not.toContain("hidden");
  expect(sent).toEqual([]);
});

it("takes several values where the channel takes several, and offers what the other shop says", async () => {
  const other = { ...listing, observed: { ...listing.observed, attributes: [{ id: "x", name: "bahan", values: ["tpu"] }] } };
  const { sent } = serve({ stored: { category: { id: "601", name: "Rangka Drone" } }, view: { listings: [other] } });
  renderApp(SHEET);
  const form = await sheet();
  await userEvent.click(await form.findByRole("button", { name: 'Pakai "TPU" dari Shopee' }));
  fireEvent.change(form.getByRole("combobox", { name: "Ukuran (wajib)" }), { target: { value: "5 inci" } });
  await userEvent.click(form.getByText("Atribut tidak wajib (1)"));
  const uses = form.getByRole("textbox", { name: "Kegunaan" });
  await userEvent.type(uses, "Balap{Enter}Foto{Enter}");
  await userEvent.click(form.getByRole("button", { name: "Hapus Balap" }));
  await save();
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.attributes).toEqual([
    { id: "7", name: "Bahan", values: [{ id: "m2", name: "TPU" }] },
    { id: "8", name: "Ukuran", values: [{ name: "5 inci" }] },
    { id: "9", name: "Kegunaan", values: [{ name: "Foto" }] },
  ]);
});

it("leads to each field that the product lacks", async () => {
  serve({ stored: { category: { id: "601", name: "Rangka Drone" } }, view: { weight_g: null, dimensions: null }, asks: { documents: ["SNI"] } });
  const { router } = renderApp(SHEET);
  const form = await sheet();
  expect(await form.findByText("Ukuran paket belum diisi")).toBeTruthy();
  expect(form.getByText('Dokumen "SNI" hanya bisa diberikan di Seller Center TikTok Shop/Tokopedia')).toBeTruthy();
  await userEvent.click(form.getByRole("button", { name: "Lengkapi: Berat belum diisi" }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Berat (gram)" })));
  expect(router.state.location.search).toEqual({ field: "weight_g" });
});

it("keeps what was typed over a reload, and begins again when asked", async () => {
  serve();
  const { unmount } = renderApp(SHEET);
  await userEvent.click(await (await sheet()).findByRole("button", { name: /Rangka Drone/ }));
  fireEvent.change(await (await sheet()).findByRole("combobox", { name: "Bahan (wajib)" }), { target: { value: "m1" } });
  unmount();
  renderApp(SHEET);
  const form = await sheet();
  await waitFor(() => expect(form.getByRole<HTMLSelectElement>("combobox", { name: "Bahan (wajib)" }).value).toBe("m1"));
  await userEvent.click(form.getByRole("button", { name: "Mulai dari awal" }));
  expect(form.queryByRole("combobox", { name: "Bahan (wajib)" })).toBeNull();
  await waitFor(async () => expect(await readDraft(DRAFT)).toBeUndefined());
});

it("saves again on the product's newer version where nobody changed the same, and asks where both did", async () => {
  const stored = { category: { id: "601", name: "Rangka Drone" }, attributes: [{ id: "7", name: "Bahan", values: [{ id: "m2" }] }, { id: "8", name: "Ukuran", values: [{ name: "5" }] }] as never };
  const { saved, tags, sent } = serve({ stored });
  answer("put", "/v1/products/{id}/details/{channel}", async ({ request }) => {
    tags.push(request.headers.get("If-Match"));
    const body = (await request.json()) as Body;
    if (tags.length === 1) {
      saved.version = 5;
      saved.details = details({ ...stored, hidden: false, brand: { id: "b9", name: "Lain" } });
      return problem(412, "version_stale");
    }
    if (tags.length === 3) {
      saved.version = 8;
      saved.details = details({ ...stored, storefronts: ["tiktok_shop"], hidden: true, brand: { id: "b9", name: "Lain" } });
      return problem(412, "version_stale");
    }
    sent.push(body);
    return { details: body as never, version: 6 };
  });
  let refusals = 0;
  answer("post", "/v1/plans", () => {
    refusals += 1;
    return problem(409, "channel_not_connected");
  });
  renderApp(SHEET);
  const form = await sheet();
  await form.findByRole("combobox", { name: "Bahan (wajib)" });
  await userEvent.click(form.getByRole("checkbox", { name: "Sembunyikan dulu" }));
  await save();
  await waitFor(() => expect(refusals).toBe(1));
  expect(tags).toEqual(['"3"', '"5"']);
  expect(sent[0]).toMatchObject({ hidden: true, brand: { id: "b9" } });
  expect(await form.findByText("channel_not_connected (id)")).toBeTruthy();

  await userEvent.click(form.getByRole("checkbox", { name: "TikTok Shop" }));
  await save();
  expect(await form.findByText("Orang lain menyimpan lebih dahulu: tempat dijual. Mana yang dipakai?")).toBeTruthy();
  await userEvent.click(form.getByRole("button", { name: "Pakai yang tersimpan" }));
  await save();
  await waitFor(() => expect(refusals).toBe(2));
  expect(sent.at(-1)).toMatchObject({ storefronts: ["tiktok_shop"], hidden: true });
  expect(tags.at(-1)).toBe('"8"');
});

it("shows the channel's refusal of an attribute at that attribute", async () => {
  serve({ stored: { category: { id: "601", name: "Rangka Drone" }, attributes: [{ id: "7", values: [{ id: "m2" }] }, { id: "8", values: [{ name: "5" }] }] as never } });
  answer("put", "/v1/products/{id}/details/{channel}", () => problem(422, "validation", { errors: [{ field: "attributes[1]", code: "attribute_not_in_list", detail: "Pilih dari daftarnya.", detail_en: "Choose from its list." }] as never }));
  renderApp(SHEET);
  const form = await sheet();
  const box = await form.findByRole("combobox", { name: "Ukuran (wajib)" });
  await save();
  expect(await form.findByText("Pilih dari daftarnya.")).toBeTruthy();
  expect(box.getAttribute("aria-invalid")).toBe("true");
});

it("lets a viewer see it, without a button", async () => {
  serve({ stored: { category: { id: "601", name: "Rangka Drone" } } });
  renderApp(SHEET, { role: "viewer" });
  const form = await sheet();
  expect((await form.findByRole<HTMLSelectElement>("combobox", { name: "Bahan (wajib)" })).disabled).toBe(true);
  expect(form.queryByRole("button", { name: "Simpan & lihat rencana" })).toBeNull();
  expect(form.getByText(/^Hanya .* Peran Anda/)).toBeTruthy();
});

it("syncs to both without asking about a shop that has no listing", async () => {
  const { plans } = serve();
  renderApp("/products/prd_1");
  await screen.findByText("Belum ada di TikTok Shop/Tokopedia");
  await userEvent.click(screen.getByRole("button", { name: "Sinkronkan keduanya" }));
  await waitFor(() => expect(plans).toEqual([{ products: ["prd_1"], channels: ["shopee"] }]));
});

it("leads from the sync buttons to the sheet where nothing was said for the channel, and from it to its plan", async () => {
  const { plans } = serve();
  const { router } = renderApp("/products/prd_1");
  await screen.findByText("Belum ada di TikTok Shop/Tokopedia");
  await userEvent.click(screen.getByRole("button", { name: /^Sinkronkan ke TikTok/ }));
  const form = await sheet();
  expect(router.state.location.search).toEqual({ sheet: "new-listing", channel: "tiktok_shop", to: ["tiktok_shop"] });
  expect(plans).toEqual([]);
  await userEvent.click(await form.findByRole("button", { name: /Rangka Drone/ }));
  fireEvent.change(await form.findByRole("combobox", { name: "Bahan (wajib)" }), { target: { value: "m2" } });
  fireEvent.change(form.getByRole("combobox", { name: "Ukuran (wajib)" }), { target: { value: "5 inci" } });
  await save();
  await waitFor(() => expect(plans).toEqual([{ products: ["prd_1"], channels: ["tiktok_shop"], create: true }]));
});

it("plans the new listing at once where its category was chosen before", async () => {
  const { plans } = serve({ stored: { category: { id: "601", name: "Rangka Drone" } } });
  renderApp("/products/prd_1");
  await screen.findByText("Belum ada di TikTok Shop/Tokopedia");
  await userEvent.click(screen.getByRole("button", { name: "Sinkronkan ke TikTok Shop/Tokopedia" }));
  await waitFor(() => expect(plans).toEqual([{ products: ["prd_1"], channels: ["tiktok_shop"], create: true }]));
});
