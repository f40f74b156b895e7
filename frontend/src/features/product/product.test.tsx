import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft, readDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { answer, problem } from "@/test/server";

import { listing, product, quote } from "./sample";

const channel = (id: string): Schema<"Channel"> => ({ channel: id, name: id, remote: true }) as Schema<"Channel">;

function serve(more: Partial<Schema<"ProductView">> = {}) {
  const now = { ...product, listings: [listing], history: { items: [] }, ...more };
  answer("get", "/v1/products/{id}", () => now);
  answer("post", "/v1/quotes", { channels: [] });
  answer("get", "/v1/connections", { items: [] });
  answer("get", "/v1/channels", { items: [channel("shopee"), channel("tiktok_shop")] });
  return now;
}
const price = (name = "Hitam") => screen.findByRole<HTMLInputElement>("textbox", { name: `${name}, Harga dasar (Rp)` });

// A form writes its draft when it is unmounted. No test may start with the draft of another.
beforeEach(() => dropDraft({ kind: "product", id: "prd_1" }));

it("saves one price with its version, and then offers the three ways to the shops", async () => {
  const now = serve();
  const asked: unknown[] = [];
  answer("post", "/v1/quotes", async ({ request }) => {
    asked.push(await request.json());
    return { channels: [{ channel: "shopee", variants: [{ variant_id: "v1", quote: quote(160_000, 184_000, 168_000) }, { variant_id: "v2", quote: quote(155_000, 178_000, 162_000) }] }] };
  });
  let sent: unknown;
  let tag: string | null = null;
  answer("patch", "/v1/products/{id}", async ({ request }) => {
    sent = await request.json();
    tag = request.headers.get("If-Match");
    now.version = 4;
    now.variants = now.variants.map((variant) => (variant.id === "v1" ? { ...variant, base_price: 160_000 } : variant));
    return now;
  });
  renderApp("/products/prd_1");
  const box = await price();
  await userEvent.clear(box);
  await userEvent.type(box, "160000");
  // The API gives the amount kept at the typed price, before anything is saved.
  expect(await screen.findByText("Anda terima Rp168.000")).toBeTruthy();
  expect(asked.at(-1)).toEqual({ product_id: "prd_1", variants: [{ variant_id: "v1", base_price: 160_000 }, { variant_id: "v2" }] });
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  expect(await screen.findByRole("button", { name: "Sinkronkan ke Shopee" })).toBeTruthy();
  expect(sent).toEqual({ variants: [{ id: "v1", base_price: 160_000 }, { id: "v2" }] });
  expect(tag).toBe('"3"');
  expect(screen.getByRole("button", { name: "Sinkronkan ke TikTok Shop/Tokopedia" })).toBeTruthy();
  // The quote still belongs to the earlier price.
  expect(await screen.findByText("sedang dihitung…")).toBeTruthy();
});

it("makes the exact plan of each button", async () => {
  serve();
  const sent: unknown[] = [];
  answer("post", "/v1/plans", async ({ request }) => {
    sent.push(await request.json());
    return problem(409, "channel_not_connected");
  });
  renderApp("/products/prd_1");
  for (const name of ["Sinkronkan ke Shopee", "Sinkronkan ke TikTok Shop/Tokopedia", "Sinkronkan keduanya"]) {
    await userEvent.click(await screen.findByRole("button", { name }));
    await waitFor(() => expect(screen.getByRole("button", { name }).getAttribute("aria-busy")).toBeNull());
  }
  expect(sent).toEqual([
    { products: ["prd_1"], channels: ["shopee"] },
    { products: ["prd_1"], channels: ["tiktok_shop"] },
    { products: ["prd_1"], channels: ["shopee", "tiktok_shop"] },
  ]);
});

it("makes the plan for both shops by keys, once for a key held down, and not while something is unsaved", async () => {
  serve();
  const sent: unknown[] = [];
  answer("post", "/v1/plans", async ({ request }) => {
    sent.push(await request.json());
    return problem(409, "channel_not_connected");
  });
  renderApp("/products/prd_1");
  const box = await price();
  await screen.findByRole("button", { name: "Sinkronkan keduanya" });
  const press = (more: KeyboardEventInit = {}) => fireEvent.keyDown(box, { key: "Enter", ctrlKey: true, ...more });
  press();
  press({ repeat: true });
  await waitFor(() => expect(sent).toEqual([{ products: ["prd_1"], channels: ["shopee", "tiktok_shop"] }]));
  press({ repeat: true });
  fireEvent.change(box, { target: { value: "160000" } });
  await screen.findByRole("button", { name: "Simpan" });
  press();
  await new Promise((done) => setTimeout(done, 100));
  expect(sent).toHaveLength(1);
});

it("puts what was typed on what somebody else saved, and asks only where both moved", async () => {
  const now = serve();
  const tags: (string | null)[] = [];
  answer("patch", "/v1/products/{id}", ({ request }) => {
    tags.push(request.headers.get("If-Match"));
    if (tags.length > 1) return { ...now, version: 5 };
    Object.assign(now, { version: 4, brand: "Lain", weight_g: 260 });
    return problem(412, "version_stale");
  });
  renderApp("/products/prd_1");
  fireEvent.change(await screen.findByRole("textbox", { name: "Merek" }), { target: { value: "Milik saya" } });
  fireEvent.change(screen.getByRole("textbox", { name: "Kategori" }), { target: { value: "Rangka" } });
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  const alert = await screen.findByText("Orang lain menyimpan lebih dahulu");
  const clash = alert.closest<HTMLElement>('[role="alert"]');
  if (!clash) throw new Error("no alert");
  expect(within(clash).getByText("Milik saya")).toBeTruthy();
  expect(within(clash).getByText("Lain")).toBeTruthy();
  expect(within(clash).queryByText("Rangka")).toBeNull();
  await userEvent.click(within(clash).getByRole("button", { name: "Pakai: Ketikan Anda" }));
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(tags).toEqual(['"3"', '"4"']));
});

it("saves again by itself where only other fields moved", async () => {
  const now = serve();
  const tags: (string | null)[] = [];
  answer("patch", "/v1/products/{id}", ({ request }) => {
    tags.push(request.headers.get("If-Match"));
    if (tags.length > 1) return { ...now, version: 5, brand: "Baru" };
    Object.assign(now, { version: 4, weight_g: 260 });
    return problem(412, "version_stale");
  });
  renderApp("/products/prd_1");
  fireEvent.change(await screen.findByRole("textbox", { name: "Merek" }), { target: { value: "Baru" } });
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(tags).toEqual(['"3"', '"4"']));
  expect(screen.queryByText("Orang lain menyimpan lebih dahulu")).toBeNull();
});

it("keeps what was typed over a reload", async () => {
  serve();
  const first = renderApp("/products/prd_1");
  fireEvent.change(await screen.findByRole("textbox", { name: "Merek" }), { target: { value: "Draf" } });
  dispatchEvent(new Event("pagehide"));
  await waitFor(async () => expect(await readDraft({ kind: "product", id: "prd_1" })).toBeTruthy());
  first.unmount();
  renderApp("/products/prd_1");
  await waitFor(async () => expect((await screen.findByRole<HTMLInputElement>("textbox", { name: "Merek" })).value).toBe("Draf"));
  await dropDraft({ kind: "product", id: "prd_1" });
});

it("guards the way out while something is unsaved, but not its own sheets", async () => {
  serve();
  const { router } = renderApp("/products/prd_1");
  fireEvent.change(await screen.findByRole("textbox", { name: "Merek" }), { target: { value: "X" } });
  await router.navigate({ to: "/products/$product", params: { product: "prd_1" }, search: { sheet: "owner", field: "title" } });
  expect(await screen.findByRole("dialog", { name: "Siapa menentukan: Judul" })).toBeTruthy();
  void router.navigate({ to: "/more" });
  expect(await screen.findByText("Tinggalkan halaman ini?")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Tinggalkan" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/more"));
  await dropDraft({ kind: "product", id: "prd_1" });
});

it("pastes rows and columns of a spreadsheet, and takes them back as a whole", async () => {
  serve();
  renderApp("/products/prd_1");
  fireEvent.paste(await price(), { clipboardData: { getData: () => "160000\t70000\n165000\t71000\n" } });
  expect((await price("Merah")).value).toBe("165000");
  expect(screen.getByText("4 perubahan belum disimpan")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Urungkan" }));
  expect((await price("Merah")).value).toBe("155000");
});

it("pins what cannot be read, and what the API refuses, to the cell", async () => {
  serve();
  let calls = 0;
  answer("patch", "/v1/products/{id}", () => {
    calls += 1;
    return problem(422, "value_not_accepted", { errors: [{ field: "variants[0].base_price", code: "price_too_small", detail: "Terlalu kecil", detail_en: "Too small" }] });
  });
  renderApp("/products/prd_1");
  fireEvent.change(await price(), { target: { value: "12,5" } });
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  expect(await screen.findByText(/rupiah bulat/)).toBeTruthy();
  expect(calls).toBe(0);
  fireEvent.change(await price(), { target: { value: "1" } });
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  expect(await screen.findByText("Terlalu kecil")).toBeTruthy();
  await dropDraft({ kind: "product", id: "prd_1" });
});

it("unfolds a quote at its own address", async () => {
  serve();
  const { router } = renderApp("/products/prd_1");
  await userEvent.click(await screen.findByRole("button", { name: /Rp172\.500/ }));
  await waitFor(() => expect(router.state.location.search).toEqual({ sheet: "quote", listing: "shopee:1:9", variant: "v1" }));
  const sheet = await screen.findByRole("dialog", { name: "Rincian harga Shopee" });
  expect(within(sheet).getByText("−Rp14.000")).toBeTruthy();
  expect(within(sheet).getByText("Rp157.019")).toBeTruthy();
});

it("marks only the changed words beside the master", async () => {
  serve();
  renderApp("/products/prd_1");
  await price();
  expect([...document.querySelectorAll("del")].map((one) => one.textContent?.trim())).toContain("Dihapus: V1");
  expect([...document.querySelectorAll("ins")].map((one) => one.textContent?.trim())).toContain("Ditambahkan: V2");
});

it("orders pictures by keyboard", async () => {
  serve();
  let sent: unknown;
  answer("patch", "/v1/products/{id}", async ({ request }) => {
    sent = await request.json();
    return product;
  });
  renderApp("/products/prd_1");
  fireEvent.keyDown(await screen.findByRole("button", { name: "Gambar 2 dari 2" }), { key: "ArrowLeft", altKey: true });
  await userEvent.click(await screen.findByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(sent).toEqual({ images: [{ id: "i2" }, { id: "i1" }] }));
});

it("says why a channel failed or is held back, and leads to the run", async () => {
  const refused = { ...listing, state: { ...listing.state, state: "refused" as const, code: "audit_refused", run_id: "run_7" } };
  const held = { ...listing, key: "tiktok_shop:2:8", channel: "tiktok_shop", state: { ...listing.state, blocked: ["price_move"] } };
  serve({ listings: [refused, held] });
  renderApp("/products/prd_1");
  expect(await screen.findByText("Ditolak saat diperiksa kanal.")).toBeTruthy();
  expect(screen.getByText("Ditahan: Harga bergerak terlalu jauh.")).toBeTruthy();
  expect(screen.getAllByRole("link", { name: "Lihat proses" }).map((link) => link.getAttribute("href"))).toEqual(["/sync/runs/run_7"]);
});

it("follows the shop where somebody changed it there, after a question, with the version that was seen", async () => {
  const drifted = { ...listing, state: { ...listing.state, state: "drift" as const, fields: ["title" as const, "price" as const] } };
  serve({ listings: [drifted] });
  let sent: unknown;
  answer("post", "/v1/listings/{key}/keep", async ({ request, params }) => {
    sent = { key: decodeURIComponent(String(params["key"])), tag: request.headers.get("If-Match"), body: await request.json() };
    const kept = { ...drifted, state: { ...drifted.state, state: "synced" as const, fields: [] } };
    serve({ listings: [kept] });
    return kept;
  });
  renderApp("/products/prd_1");
  await userEvent.click(await screen.findByRole("button", { name: "Ikuti toko" }));
  const question = within(await screen.findByRole("alertdialog", { name: "Ikuti isi di Shopee?" }));
  expect(question.getByText(/^Judul, Harga: yang sekarang ada di toko dipertahankan/)).toBeTruthy();
  expect(sent).toBeUndefined();
  await userEvent.click(question.getByRole("button", { name: "Ikuti toko" }));
  await waitFor(() => expect(sent).toEqual({ key: "shopee:1:9", tag: `"${listing.version}"`, body: { fields: ["title", "price"] } }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Ikuti toko" })).toBeNull());
});

it("says why there is no price", async () => {
  serve({ listings: [{ ...listing, prices: [{ variant_id: "v1", quote: { outcome: "refused", reason: "under_floor", text: "Di bawah batas bawah.", text_en: "Under the floor." } }, { variant_id: "v2", quote: quote(155_000, 178_000, 162_000) }] }] });
  renderApp("/products/prd_1");
  expect(await screen.findByText("Di bawah batas bawah.")).toBeTruthy();
});

it("lets a viewer look and says why no more", async () => {
  serve();
  renderApp("/products/prd_1", { role: "viewer" });
  expect((await price()).readOnly).toBe(true);
  expect((await screen.findByRole("button", { name: "Sinkronkan keduanya" })).hasAttribute("disabled")).toBe(true);
});

it("lets the other variants follow one typed price", async () => {
  serve();
  renderApp("/products/prd_1");
  fireEvent.change(await price(), { target: { value: "170000" } });
  await userEvent.click(screen.getByRole("button", { name: "Pakai Rp170.000 untuk semua varian" }));
  expect((await price("Merah")).value).toBe("170000");
  await dropDraft({ kind: "product", id: "prd_1" });
});

it("tells its history with people and variants by name, and amounts as money", async () => {
  const entry: Schema<"AuditEntry"> = { id: "a", at: new Date().toISOString(), actor: "1", action: "product.bulk_edit", subject: "prd_1", details: { bulk_task: "blk_1", changed: {} } as never, changes: [{ field: "base_price", variant_id: "v1", from: 150_000 as never, to: 157_500 as never }] };
  serve({ history: { items: [entry, { ...entry, id: "b", actor: "d3d8bf59-6e60-4032-82cd-4846a2c177fc", action: "product.archive", changes: [] }] } });
  renderApp("/products/prd_1");
  const history = (await screen.findByText("mengubah produk bersama yang lain", { exact: false })).closest("ul") as HTMLElement;
  expect(history.textContent).toContain("Anda mengubah produk bersama yang lain");
  expect(history.textContent).toContain("Harga dasar · varian Hitam: Rp150.000 → Rp157.500");
  expect(history.textContent).toContain("anggota tim d3d8 mengarsipkan produk");
  expect(history.textContent).not.toMatch(/blk_1|[{}]/);
});
