import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import type { Schema } from "@/api/client";
import { keys } from "@/lib/keys";
import { renderApp } from "@/test/render";
import { preferences } from "@/test/preferences";
import { answer, breakOff, problem, refuse } from "@/test/server";

const EMPTY: Schema<"CatalogueIndex"> = { next: "", whole: true, count: 0, states: [], statuses: [], prefixes: [], id: [], title: [], skus: [], status: [], price: [], thumbnail: [], updated: [], channels: {} };
const AT = "2026-11-30T03:00:00Z";
const standing: Schema<"ChannelState"> = { state: "synced", since: AT, fields: [], blocked: [], under_floor: false, listings: ["shopee:1:1"], target_min: 172_500, target_max: 172_500, live_min: 172_500, live_max: 172_500, keeps_min: 157_019, seen_at: AT };

function card(id: string, title: string, more: Partial<Schema<"ProductCard">> = {}): Schema<"ProductCard"> {
  const states = { shopee: standing, tiktok_shop: { ...standing, state: "failed" as const, run_id: "run_1", fields: ["price" as const] }, website: { ...standing, state: "not_listed" as const, listings: [] } };
  return { id, title, skus: [`SKU-${id}`], status: "active", channels: ["shopee"], min_price: 150_000, max_price: 150_000, keeps_min: 157_019, attention: [], variants: 1, under_floor: false, state: "failed", states, updated_at: AT, version: 1, ...more };
}

/** A catalogue that answers as the API does: words, states, offsets. */
function catalogue(cards: Schema<"ProductCard">[]) {
  const asked: URL[] = [];
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/products/index", EMPTY);
  answer("get", "/v1/products", ({ request }) => {
    const url = new URL(request.url);
    asked.push(url);
    const of = (name: string) => url.searchParams.get(name);
    const found = cards.filter((one) => one.title.toLowerCase().includes(of("q")?.toLowerCase() ?? "") && (!of("state") || Object.values(one.states).some(({ state }) => state === of("state"))));
    const from = Number(of("offset") ?? 0);
    return { items: found.slice(from, from + Number(of("limit"))), total: found.length, by_status: { active: found.length }, by_state: { failed: found.length }, under_floor: 0 };
  });
  return asked;
}

it("finds as one types, and keeps the words in the address", async () => {
  catalogue([card("1", "Frame 5 inch"), card("2", "Baling-baling")]);
  const { router } = renderApp("/products");
  await screen.findByText("Frame 5 inch");
  await userEvent.type(screen.getByRole("searchbox", { name: "Cari judul atau SKU" }), "baling");
  await waitFor(() => expect(screen.queryByText("Frame 5 inch")).toBeNull());
  expect(screen.getByText("Baling-baling")).toBeTruthy();
  expect(router.state.location.search).toMatchObject({ q: "baling" });
  await userEvent.keyboard("{Enter}");
  await waitFor(() => expect(router.state.location.pathname).toBe("/products/2"));
});

it("shows the price with what is kept of it, and explains the lane", async () => {
  catalogue([card("1", "Frame 5 inch")]);
  renderApp("/products");
  expect(await screen.findByText("Rp150.000")).toBeTruthy();
  expect(screen.getAllByText("Anda terima Rp157.019").length).toBeGreaterThan(0);
  await userEvent.click(screen.getByRole("button", { name: /TikTok Shop\/Tokopedia gagal/ }));
  expect(await screen.findByText(/Tentang: Harga\./)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Lihat proses" }).getAttribute("href")).toBe("/sync/runs/run_1");
});

it("says in the lane why the last push failed and what is held back", async () => {
  const states = { shopee: { ...standing, state: "pending" as const, blocked: ["price_move", "text_length"] }, tiktok_shop: { ...standing, state: "failed" as const, code: "channel_unavailable", run_id: "run_1" } };
  catalogue([card("1", "Frame 5 inch", { states })]);
  renderApp("/products");
  await userEvent.click(await screen.findByRole("button", { name: /TikTok Shop\/Tokopedia gagal/ }));
  expect(await screen.findByText(/^Kanal tidak menjawab\./)).toBeTruthy();
  expect(screen.getByText(/^Ditahan: Harga bergerak terlalu jauh, Teks terlalu pendek atau terlalu panjang\./)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Lihat proses" }).getAttribute("href")).toBe("/sync/runs/run_1");
});

it("says when the channel was read, beside the price in the shop and in the lane, apart from the page's own age", async () => {
  const week = new Date(Date.now() - 7.5 * 86_400_000).toISOString();
  catalogue([card("1", "Frame 5 inch", { states: { shopee: { ...standing, live_min: 165_000, live_max: 165_000, seen_at: week } } })]);
  renderApp("/products");
  expect(await screen.findByText("diperbarui baru saja")).toBeTruthy();
  expect(screen.queryByText(/^terbaca/)).toBeNull();
  expect((await screen.findByText("di toko Rp165.000")).nextElementSibling?.textContent).toBe("7 hari lalu");
  await userEvent.click(screen.getByRole("button", { name: /Shopee tersinkron/ }));
  expect(await screen.findByText("terbaca 7 hari lalu")).toBeTruthy();
});

it("asks by state on a tab, and keeps the counts of all", async () => {
  const asked = catalogue([card("1", "Frame 5 inch")]);
  const { router } = renderApp("/products");
  await userEvent.click(await screen.findByRole("tab", { name: /Gagal/ }));
  await waitFor(() => expect(asked.at(-1)?.searchParams.get("state")).toBe("failed"));
  expect(router.state.location.search).toMatchObject({ state: "failed" });
  expect(within(screen.getByRole("tab", { name: /Semua/ })).getByText("1")).toBeTruthy();
});

it("ticks over pages, and plans all that the filter finds", async () => {
  catalogue(Array.from({ length: 120 }, (_, at) => card(String(at), `Frame ${at}`)));
  answer("get", "/v1/channels", { items: [] });
  let sent: unknown;
  let key: string | null = null;
  answer("post", "/v1/plans", async ({ request }) => {
    sent = await request.json();
    key = request.headers.get("Idempotency-Key");
    return problem(409, "channel_not_connected");
  });
  renderApp("/products?q=frame");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 0" }));
  expect(screen.getByText("1 dipilih")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Pilih semua 120" }));
  expect(screen.getByText("120 dipilih")).toBeTruthy();
  await userEvent.click(screen.getByRole("checkbox", { name: "Pilih Frame 1" }));
  await userEvent.click(screen.getByRole("button", { name: "Sinkronkan" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Semua kanal" }));
  await waitFor(() => expect(sent).toEqual({ selection: { filter: { status: "active", q: "frame" }, except: ["1"] }, channels: [] }));
  expect(key).toMatch(/^[0-9a-f-]{36}$/);
});

it("plans the missing listings of the ticked products when asked, and says what follows", async () => {
  catalogue([card("1", "Frame 5 inch"), card("2", "Frame 7 inch")]);
  answer("get", "/v1/channels", { items: [{ channel: "shopee" }, { channel: "tiktok_shop" }] as never });
  const sent: unknown[] = [];
  answer("post", "/v1/plans", async ({ request }) => {
    sent.push(await request.json());
    return problem(409, "channel_not_connected");
  });
  renderApp("/products");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5 inch" }));
  await userEvent.click(screen.getByRole("button", { name: "Sinkronkan" }));
  const create = await screen.findByRole("menuitemcheckbox", { name: "Buat juga listing yang belum ada" });
  expect(screen.getByText(/yang belum lengkap ditahan\. Toko baru berubah setelah disetujui\./)).toBeTruthy();
  await userEvent.click(create);
  expect(create.getAttribute("aria-checked")).toBe("true");
  await userEvent.click(screen.getByRole("menuitem", { name: "TikTok Shop/Tokopedia" }));
  await waitFor(() => expect(sent).toEqual([{ selection: { ids: ["1"] }, create: true, channels: ["tiktok_shop"] }]));
});

it("hides the ticked products on one channel, by a plan of its own", async () => {
  catalogue([card("1", "Frame 5 inch")]);
  answer("get", "/v1/channels", { items: ["shopee", "website"].map((channel) => ({ channel, name: channel, remote: channel === "shopee" }) as Schema<"Channel">) });
  const sent: unknown[] = [];
  answer("post", "/v1/plans", async ({ request }) => {
    sent.push(await request.json());
    return problem(409, "channel_not_connected");
  });
  renderApp("/products");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5 inch" }));
  await userEvent.click(screen.getByRole("button", { name: "Lainnya" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Sembunyikan di Shopee" }));
  await waitFor(() => expect(sent).toEqual([{ selection: { ids: ["1"] }, visibility: "unlisted", channels: ["shopee"] }]));
  await userEvent.click(screen.getByRole("button", { name: "Lainnya" }));
  expect((await screen.findAllByRole("menuitem", { name: / di / })).map((item) => item.textContent)).toEqual(["Sembunyikan di Shopee", "Tampilkan lagi di Shopee"]);
});

it("saves the ticked products as a file, and says so where that is refused", async () => {
  catalogue([card("1", "Frame 5 inch"), card("2", "Frame 7 inch")]);
  const asked: unknown[] = [];
  answer("post", "/v1/exports/products", async ({ request }) => {
    asked.push(await request.json());
    return asked.length > 1 ? problem(503, "store_unavailable") : new Response("sku");
  });
  const saved = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  renderApp("/products", { role: "viewer" });
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5 inch" }));
  for (const format of ["XLSX", "CSV"]) {
    // oxlint-disable-next-line no-await-in-loop
    await userEvent.click(screen.getByRole("button", { name: "Lainnya" }));
    // oxlint-disable-next-line no-await-in-loop
    await userEvent.click(await screen.findByRole("menuitem", { name: `Unduh ${format}` }));
  }
  expect(await screen.findByText("store_unavailable (id)")).toBeTruthy();
  expect(asked).toEqual([{ selection: { ids: ["1"] }, format: "xlsx" }, { selection: { ids: ["1"] }, format: "csv" }]);
  expect(saved).toHaveBeenCalledTimes(1);
});

it("filters by the day of the last change, and by a state on each channel", async () => {
  const asked: URLSearchParams[] = [];
  catalogue([card("1", "Frame 5 inch")]);
  answer("get", "/v1/channels", { items: ["shopee", "tiktok_shop"].map((channel) => ({ channel, name: channel, remote: true }) as Schema<"Channel">) });
  answer("get", "/v1/products", ({ request }) => {
    asked.push(new URL(request.url).searchParams);
    return { items: [card("1", "Frame 5 inch")], total: 1, by_status: { active: 1 }, by_state: {}, under_floor: 0 };
  });
  const { router } = renderApp("/products?sheet=filter");
  await userEvent.selectOptions(await screen.findByLabelText("Status di Shopee"), "menunggu");
  await userEvent.selectOptions(screen.getByLabelText("Status di TikTok Shop/Tokopedia"), "gagal");
  await userEvent.type(screen.getByLabelText("Berubah sejak"), "2026-11-29");
  await userEvent.type(screen.getByLabelText("Berubah sampai"), "2026-11-30");
  await userEvent.click(screen.getByRole("button", { name: /^Tampilkan/ }));
  await waitFor(() => expect(router.state.location.search).toEqual({ channel_state: "shopee:pending,tiktok_shop:failed", updated_since: "2026-11-29", updated_before: "2026-11-30" }));
  const last = () => Object.fromEntries(asked.at(-1) ?? []);
  await waitFor(() => expect(last()).toMatchObject({ channel_state: "shopee:pending,tiktok_shop:failed", updated_since: "2026-11-28T17:00:00.000Z", updated_before: "2026-11-30T17:00:00.000Z" }));
  await userEvent.click(await screen.findByRole("button", { name: /Shopee: menunggu · TikTok Shop\/Tokopedia: gagal/ }));
  await waitFor(() => expect(router.state.location.search).toEqual({ updated_since: "2026-11-29", updated_before: "2026-11-30" }));
});

it("lets a selection of everything end with its filter, and one by name stay", async () => {
  catalogue([card("1", "Frame 5 inch"), card("2", "Frame 7 inch")]);
  const { router } = renderApp("/products");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5 inch" }));
  await router.navigate({ to: "/products", search: { q: "7" } });
  expect(await screen.findByText("1 dipilih")).toBeTruthy();
  await router.navigate({ to: "/products", search: {} });
  await userEvent.click(await screen.findByRole("button", { name: "Pilih semua 2" }));
  expect(screen.getByText("2 dipilih")).toBeTruthy();
  await router.navigate({ to: "/products", search: { q: "7" } });
  await waitFor(() => expect(screen.queryByText(/dipilih/)).toBeNull());
});

it("says that nothing fits, and the way back", async () => {
  catalogue([card("1", "Frame 5 inch")]);
  renderApp("/products?q=xyz");
  await userEvent.click(await screen.findByRole("button", { name: "Tampilkan semua produk" }));
  expect(await screen.findByText("Frame 5 inch")).toBeTruthy();
});

it("says what a viewer cannot do", async () => {
  catalogue([card("1", "Frame 5 inch")]);
  renderApp("/products", { role: "viewer" });
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5 inch" }));
  expect(screen.getByRole("button", { name: "Sinkronkan" }).hasAttribute("disabled")).toBe(true);
  expect(screen.getByText(/anggota/i)).toBeTruthy();
});

it("keeps a view by name and shows it again", async () => {
  catalogue([card("1", "Frame 5 inch")]);
  const kept = preferences();
  const { router } = renderApp("/products?q=frame&sort=price&price_min=5000");
  await screen.findByText("Frame 5 inch");
  await userEvent.click(screen.getByRole("button", { name: "Tampilan" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Simpan tampilan ini…" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Nama tampilan" }), "Rangka{Enter}");
  await router.navigate({ to: "/products", search: {} });
  await userEvent.click(await screen.findByRole("button", { name: "Tampilan" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Rangka" }));
  await waitFor(() => expect(router.state.location.search).toMatchObject({ q: "frame", sort: "price", price_min: 5000 }));
  // Another device reads the same settings.
  await waitFor(() => expect(kept().views["products"]).toEqual([{ name: "Rangka", search: "?q=frame&sort=price&price_min=5000&columns=price%2Cstates%2Cshopee%2Ctiktok_shop%2Cstock" }]));
  await userEvent.click(await screen.findByRole("button", { name: "Tampilan" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Hapus tampilan Rangka" }));
  await waitFor(() => expect(kept().views["products"]).toEqual([]));
});

it("explains an error with its code", async () => {
  answer("get", "/v1/products/index", EMPTY);
  refuse("get", "/v1/products", 503, "store_unavailable");
  answer("get", "/v1/channels", { items: [] });
  renderApp("/products");
  expect(await screen.findByText("store_unavailable (id)")).toBeTruthy();
});

/** The index of the same catalogue. */
const indexOf = (titles: string[]): Schema<"CatalogueIndex"> => ({
  ...EMPTY,
  count: titles.length,
  states: ["synced"],
  statuses: ["active"],
  id: titles.map((_, at) => `i${at}`),
  title: titles,
  skus: titles.map(() => []),
  status: titles.map(() => 0),
  price: titles.map(() => 9000),
  thumbnail: titles.map(() => [-1, ""]) as never,
  updated: titles.map((_, at) => at),
  channels: { shopee: { state: titles.map(() => 0), price: titles.map(() => 9500) } },
});

it("finds at once in the browser's own catalogue, also without a network", async () => {
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/products/index", indexOf(["Frame 5 inch", "Baling-baling", "Frame 7 inch"]));
  breakOff("get", "/v1/products");
  renderApp("/products");
  expect(await screen.findByText("Frame 5 inch")).toBeTruthy();
  await userEvent.type(screen.getByRole("searchbox"), "bal");
  expect(screen.queryByText("Frame 5 inch")).toBeNull();
  expect(screen.getByText("Baling-baling")).toBeTruthy();
  // Values that the index does not have are not shown.
  expect(screen.queryByText(/Anda terima/)).toBeNull();
  expect(screen.getByText("diperbarui baru saja")).toBeTruthy();
});

it("opens the product that is pressed right after typing: a late address does not take the person back", async () => {
  const user = userEvent.setup();
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/products/index", indexOf(["Frame 5 inch", "Baling-baling", "Frame 7 inch"]));
  const { router } = renderApp("/products");
  const box = await screen.findByPlaceholderText("Cari judul atau SKU");
  await screen.findAllByRole("link", { name: "Baling-baling" });
  await user.type(box, "baling");
  const [link] = await screen.findAllByRole("link", { name: "Baling-baling" });
  await user.click(link as HTMLElement);
  await new Promise((done) => setTimeout(done, 300));
  expect(router.history.location.pathname).toMatch(/^\/products\/./);
});

/** The list with an index of the same catalogue; `type` writes in one stroke, so that the address cannot have followed when it returns. */
async function indexed(titles: string[]) {
  catalogue(titles.map((title, at) => card(`i${at}`, title)));
  answer("get", "/v1/products/index", { ...indexOf(titles), updated: titles.map((_, at) => titles.length - at) });
  const app = renderApp("/products");
  await screen.findByText(new RegExp(`^${titles.length} produk`));
  await waitFor(() => expect(app.queries.getQueryData(keys.productIndex)).toBeTruthy());
  const type = (value: string) => {
    fireEvent.change(screen.getByRole("searchbox"), { target: { value } });
    expect(app.router.state.location.search).not.toHaveProperty("q", value);
  };
  return { ...app, type };
}

const page = () => screen.getByRole<HTMLInputElement>("checkbox", { name: "Pilih semua di halaman ini" });

it("ticks the page of what was just typed, and keeps it when the address and the server have followed", async () => {
  const { type, router } = await indexed(["Frame 5 inch", "Baling-baling", "Frame 7 inch"]);
  type("frame");
  expect(screen.getByText(/^2 produk/)).toBeTruthy();
  // What the server told of these two is still there.
  expect(screen.getAllByText("Anda terima Rp157.019")).toHaveLength(2);
  fireEvent.click(page());
  expect(screen.getByText("2 dipilih")).toBeTruthy();
  await waitFor(() => expect(router.state.location.search).toMatchObject({ q: "frame" }));
  await waitFor(() => expect(screen.getAllByText("Anda terima Rp157.019")).toHaveLength(2));
  expect(screen.getByText("2 dipilih")).toBeTruthy();
  expect(page().checked).toBe(true);
});

it("means by everything what was typed and seen, not what the address still says", async () => {
  const { type, router } = await indexed(Array.from({ length: 130 }, (_, at) => (at < 120 ? `Frame ${at}` : `Baling-baling ${at}`)));
  let sent: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    sent = await request.json();
    return problem(409, "channel_not_connected");
  });
  fireEvent.click(screen.getByRole("checkbox", { name: "Pilih Frame 0" }));
  type("frame");
  fireEvent.click(screen.getByRole("button", { name: "Pilih semua 120" }));
  expect(screen.getByText("120 dipilih")).toBeTruthy();
  await waitFor(() => expect(router.state.location.search).toMatchObject({ q: "frame" }));
  await waitFor(() => expect(screen.getAllByText("Anda terima Rp157.019").length).toBeGreaterThan(0));
  expect(screen.getByText("120 dipilih")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Sinkronkan" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Semua kanal" }));
  await waitFor(() => expect(sent).toEqual({ selection: { filter: { status: "active", q: "frame" }, except: [] }, channels: [] }));
});

it("keeps the row that the keys are at when the address follows what was typed", async () => {
  const { type, router } = await indexed(["Frame 5 inch", "Baling-baling", "Frame 7 inch"]);
  type("frame");
  await userEvent.keyboard("j");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Frame 5 inch"));
  await waitFor(() => expect(router.state.location.search).toMatchObject({ q: "frame" }));
  await userEvent.keyboard("j");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Frame 7 inch"));
});
