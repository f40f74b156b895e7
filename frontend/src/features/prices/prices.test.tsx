import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft, keepDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { answer, problem } from "@/test/server";

import { aChannel, aFeeVersion, aPreview, aRepricing, aRule, aTask } from "./sample";

/** A server with one channel that has a rule and fees. */
beforeEach(async () => {
  await dropDraft({ kind: "price-rule", id: "shopee" });
  answer("get", "/v1/channels", { items: [aChannel("shopee", 7)] });
  answer("get", "/v1/price-rules", { items: [aRule({ method: "markup", markup_percent: 15, rounding: "up1000", minimum_margin_percent: 20, ceiling: 5_000_000, guard_percent: 30 })] });
  answer("get", "/v1/fee-schedules/{channel}/versions", { items: [aFeeVersion(), aFeeVersion({ version: 2, state: "planned", schedule: { fees: [], source: "x", valid_from: "2026-12-01" } })] });
  answer("get", "/v1/price-rules/{channel}/overrides", { items: [] });
  answer("get", "/v1/repricings", { items: [] });
  answer("get", "/v1/bulk-tasks", { items: [] });
  answer("get", "/v1/products", { items: [], total: 444, by_status: {}, by_state: {}, under_floor: 4 });
});

const sheet = async (name: string) => within(await screen.findByRole("dialog", { name }));

it("says how each price comes about, what is taken today and what is planned, and how many are under the floor", async () => {
  answer("get", "/v1/repricings", { items: [aRepricing()] });
  renderApp("/prices");
  expect(await screen.findByText("Harga dasar ditambah 15 %, dibulatkan naik ke kelipatan Rp1.000.")).toBeTruthy();
  expect(screen.getByText("Tidak dijual bila yang Anda terima di bawah modal ditambah 20 %.")).toBeTruthy();
  expect(screen.getByText("Paling mahal Rp5.000.000.")).toBeTruthy();
  expect(screen.getByText("Kanal ini menolak bila varian termahal lebih dari 7 kali yang termurah.")).toBeTruthy();
  expect(await screen.findByText(/Biaya administrasi 8,25 %, paling banyak Rp40\.000 per barang · Biaya proses pesanan Rp1\.250 per pesanan/)).toBeTruthy();
  expect(screen.queryByText(/Promo XTRA/)).toBeNull();
  expect(screen.getByText("Biaya baru mulai 1 Des 2026")).toBeTruthy();
  expect((await screen.findByRole("link", { name: "4 produk di bawah batas bawah" })).getAttribute("href")).toBe("/products?under_floor=true");
  expect(await screen.findByText(/1\.200 listing harganya lain/)).toBeTruthy();
});

it("shows what a rule would do over the whole catalogue before it is saved: Ubah, Dampak, Simpan", async () => {
  const asked: unknown[] = [];
  let saved: unknown;
  answer("post", "/v1/price-rules/preview", async ({ request }) => {
    asked.push(await request.json());
    return aPreview();
  });
  answer("put", "/v1/price-rules/{channel}", async ({ request }) => {
    saved = [await request.json(), request.headers.get("If-Match")];
    return aRule({ markup_percent: 20 }, 4);
  });
  const user = userEvent.setup();
  const { router } = renderApp("/prices");
  await user.click(await screen.findByRole("button", { name: "Ubah aturan Shopee" }));
  const form = await sheet("Ubah aturan Shopee");
  const markup = await form.findByLabelText("Tambahan (%)");
  await user.clear(markup);
  await user.type(markup, "20");
  expect(form.getByText(/Harga dasar ditambah 20 %/)).toBeTruthy();
  await user.click(form.getByRole("button", { name: "Lihat dampak" }));
  const impact = await sheet("Dampak: Ubah aturan Shopee");
  expect(router.state.location.search).toMatchObject({ sheet: "rule", channel: "shopee", step: "impact" });
  expect(await impact.findByText("1.100 naik · 100 turun · dari 3.647 harga pada 444 produk")).toBeTruthy();
  expect(impact.getByText("+Rp4.500.000")).toBeTruthy();
  const bars = within(impact.getByRole("region", { name: "Seberapa jauh harga bergeser" }));
  expect(bars.getAllByRole("term").map((term) => term.textContent)).toEqual(["−5 % sampai 0 %", "0 % sampai +5 %", "+5 % sampai +10 %"]);
  expect(impact.getByText("Rp157.019")).toBeTruthy();
  expect(impact.getByText("Rp163.900")).toBeTruthy();
  await user.click(impact.getByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked).toEqual([{ channel: "shopee", limit: 50, rule: { method: "markup", markup_percent: 20, rounding: "up1000", minimum_margin_percent: 20, ceiling: 5_000_000, guard_percent: 30 } }]);
  expect(saved).toEqual([{ method: "markup", markup_percent: 20, rounding: "up1000", minimum_margin_percent: 20, ceiling: 5_000_000, guard_percent: 30 }, '"3"']);
});

it("is four taps from Beranda: channel, Ubah, Dampak, Simpan", async () => {
  const connection: Schema<"Connection"> = { channel: "shopee", state: "connected", app_id: "1", secret_last4: "cdef", webhook_url: "", shops: [], updated_at: "2026-11-30T11:00:00Z", version: 2 };
  answer("get", "/v1/dashboard", { connections: [connection], imports: [], products: { active: 444 }, attention: 0, runs: [], dead_letters: {}, activity: [], channels: [{ channel: "shopee", remote: true, health: "well", name: "Shopee", products: {}, problem: null, consent_ends_at: null, imported_at: null }], needs: [], pushes: [], pushes_today: { failed: 0, succeeded: 0 }, states: {}, under_floor: 0, unread: 0 });
  answer("get", "/v1/connections", { items: [connection] });
  answer("get", "/v1/imports", { items: [] });
  answer("get", "/v1/runs", { items: [] });
  answer("post", "/v1/price-rules/preview", aPreview());
  let saved = false;
  answer("put", "/v1/price-rules/{channel}", () => {
    saved = true;
    return aRule({ markup_percent: 15 }, 4);
  });
  const user = userEvent.setup();
  renderApp("/");
  let taps = 0;
  const tap = async (found: Promise<HTMLElement>) => {
    taps += 1;
    await user.click(await found);
  };
  await tap(screen.findByRole("link", { name: "Aturan harga Shopee" }));
  const seen = vi.spyOn(HTMLElement.prototype, "scrollIntoView");
  const edit = await screen.findByRole("button", { name: "Ubah aturan Shopee" });
  await waitFor(() => expect(seen.mock.contexts.some((place) => (place as HTMLElement).contains(edit))).toBe(true));
  await tap(Promise.resolve(edit));
  await tap(screen.findByRole("button", { name: "Lihat dampak" }));
  await screen.findByText("1.200");
  await tap(screen.findByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(saved).toBe(true));
  expect(taps).toBe(4);
});

it("shows how far prices are computed while they are", async () => {
  answer("get", "/v1/repricings", { items: [aRepricing({ state: "running", listings: 1200, products: 3647, finished_at: null }), aRepricing({ id: "rep_2", stalled: true, state: "running" })] });
  renderApp("/prices");
  const bar = await screen.findByRole("progressbar", { name: "Harga Shopee dihitung ulang" });
  expect(bar.getAttribute("aria-valuetext")).toBe("1.200 dari 3.647");
  expect(screen.getByText("berhenti di tengah jalan")).toBeTruthy();
  expect(within(screen.getByRole("list", { name: "Perhitungan harga" })).getByRole("link", { name: "Pesan mati" })).toBeTruthy();
});

it("counts a large catalogue with its progress, and only then lets it be saved", async () => {
  let task = aTask({ preview: aPreview({ changed: 300, raised: 300, lowered: 0 }) });
  answer("post", "/v1/price-rules/preview", () => Response.json({ task }, { status: 202 }));
  answer("get", "/v1/bulk-tasks/{id}", () => task);
  renderApp("/prices?sheet=rule&channel=shopee&step=impact");
  const impact = await sheet("Dampak: Ubah aturan Shopee");
  expect(await impact.findByText("120 produk dihitung")).toBeTruthy();
  expect(await impact.findByRole("progressbar", { name: "Menghitung seluruh katalog…" })).toBeTruthy();
  expect(await impact.findByText("300")).toBeTruthy();
  expect(impact.getByRole<HTMLButtonElement>("button", { name: "Simpan" }).disabled).toBe(true);
  task = aTask({ looked_at: 444, finished_at: "2026-11-30T11:01:00Z", preview: aPreview() });
  await waitFor(() => expect(impact.getByRole<HTMLButtonElement>("button", { name: "Simpan" }).disabled).toBe(false));
  expect(impact.getByText("1.200")).toBeTruthy();
});

it("leads to the dead letters when counting has stopped", async () => {
  answer("post", "/v1/price-rules/preview", () => Response.json({ task: aTask() }, { status: 202 }));
  answer("get", "/v1/bulk-tasks/{id}", aTask({ stalled: true }));
  renderApp("/prices?sheet=rule&channel=shopee&step=impact");
  expect(await screen.findByText(/Penghitungan berhenti di tengah jalan/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Pesan mati" })).toBeTruthy();
});

it("says what is wrong with what was typed and counts nothing", async () => {
  const user = userEvent.setup();
  renderApp("/prices?sheet=rule&channel=shopee");
  const form = await sheet("Ubah aturan Shopee");
  const markup = await form.findByLabelText("Tambahan (%)");
  await user.clear(markup);
  await user.type(markup, "lima belas");
  await user.type(form.getByLabelText(/Harga paling mahal/), "x");
  await user.click(form.getByRole("button", { name: "Lihat dampak" }));
  expect(form.getByText(/Tulis persen antara −99,99 dan 1\.000/)).toBeTruthy();
  expect(form.getByText(/Tulis rupiah bulat, dari Rp1/)).toBeTruthy();
});

it("asks again under a later rule for as long as prices wait for the answer", async () => {
  answer("post", "/v1/price-rules/preview", aPreview({ base_readings: { ...aPreview().base_readings, open: 135 } }));
  answer("put", "/v1/price-rules/{channel}", aRule({ markup_percent: 15 }, 4));
  const user = userEvent.setup();
  const { router } = renderApp("/prices?sheet=rule&channel=shopee&step=impact");
  expect(await screen.findByText(/^135 harga menunggu jawaban/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(router.state.location.search).toMatchObject({ sheet: "reading", channel: "shopee" }));
});

it("asks what the shops' prices mean after the first rule", async () => {
  let rule: Schema<"StoredPriceRule"> | undefined;
  answer("get", "/v1/price-rules", () => ({ items: rule ? [rule] : [] }));
  answer("post", "/v1/price-rules/preview", aPreview({ base_readings: { ...aPreview().base_readings, open: 135 } }));
  answer("put", "/v1/price-rules/{channel}", async ({ request }) => {
    expect(request.headers.get("If-Match")).toBe('"0"');
    rule = aRule({ markup_percent: 15 }, 1);
    return rule;
  });
  const user = userEvent.setup();
  const { router } = renderApp("/prices");
  await user.click(await screen.findByRole("button", { name: "Buat aturan: Shopee" }));
  const form = await sheet("Ubah aturan Shopee");
  await user.type(await form.findByLabelText("Tambahan (%)"), "15");
  await user.click(form.getByRole("button", { name: "Lihat dampak" }));
  expect(await screen.findByText(/^135 harga menunggu jawaban/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(router.state.location.search).toMatchObject({ sheet: "reading" }));
});

it("puts together what two people changed, says who, and asks only where both changed the same", async () => {
  let stored = aRule({ method: "markup", markup_percent: 15, guard_percent: 30 }, 3);
  answer("get", "/v1/price-rules", () => ({ items: [stored] }));
  answer("post", "/v1/price-rules/preview", aPreview());
  answer("get", "/v1/audit", { items: [{ id: "1", at: new Date().toISOString(), actor: "budi@motekar.id", action: "price_rule.put", subject: "shopee", details: {}, changes: [] }] });
  const sent: unknown[] = [];
  answer("put", "/v1/price-rules/{channel}", async ({ request }) => {
    sent.push([await request.json(), request.headers.get("If-Match")]);
    if (request.headers.get("If-Match") === '"3"') {
      stored = aRule({ method: "markup", markup_percent: 18, rounding: "up500", guard_percent: 30 }, 4);
      return problem(412, "version_stale");
    }
    return aRule({}, 5);
  });
  const user = userEvent.setup();
  renderApp("/prices?sheet=rule&channel=shopee");
  const markup = await screen.findByLabelText("Tambahan (%)");
  await user.clear(markup);
  await user.type(markup, "20");
  await user.type(screen.getByLabelText(/Harga paling mahal/), "9000000");
  await user.click(screen.getByRole("button", { name: "Lihat dampak" }));
  await user.click(await screen.findByRole("button", { name: "Simpan" }));
  expect(await screen.findByText(/budi@motekar\.id menyimpan lebih dulu/)).toBeTruthy();
  expect(screen.getByText("Diambil dari sana: pembulatan.")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Lihat dampak" }).disabled).toBe(true);
  await user.click(screen.getByRole("button", { name: "Punya mereka: Harga dasar ditambah 18 %." }));
  expect(screen.getByLabelText<HTMLInputElement>("Tambahan (%)").value).toBe("18");
  await user.click(screen.getByRole("button", { name: "Lihat dampak" }));
  await user.click(await screen.findByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toEqual([{ method: "markup", markup_percent: 18, rounding: "up500", ceiling: 9_000_000, guard_percent: 30 }, '"4"']);
});

it("finds what was typed earlier again", async () => {
  const values = { method: "markup", markup_percent: "22,5", net_of: "base", net_margin_percent: "", fixed_price: "", rounding: "up1000", charm_ending: "", minimum_margin_percent: "20", ceiling: "5000000", guard_percent: "30" };
  await keepDraft({ kind: "price-rule", id: "shopee" }, 3, { typed: values, from: { ...values, markup_percent: "15" } });
  const user = userEvent.setup();
  renderApp("/prices?sheet=rule&channel=shopee");
  const markup = await screen.findByLabelText<HTMLInputElement>("Tambahan (%)");
  expect(markup.value).toBe("22,5");
  await user.click(screen.getByRole("button", { name: "Buang" }));
  await waitFor(() => expect(markup.value).toBe("15"));
});

it("lets a viewer try a rule and says why it cannot be saved", async () => {
  answer("post", "/v1/price-rules/preview", aPreview());
  renderApp("/prices?sheet=rule&channel=shopee&step=impact", { role: "viewer" });
  const impact = await sheet("Dampak: Ubah aturan Shopee");
  expect(await impact.findByText("1.200")).toBeTruthy();
  expect(impact.getByRole<HTMLButtonElement>("button", { name: "Simpan" }).disabled).toBe(true);
  expect(impact.getByText(/Hanya admin atau pemilik/)).toBeTruthy();
});

it("says what cannot be read", async () => {
  answer("get", "/v1/price-rules", () => problem(503, "store_unavailable"));
  renderApp("/prices");
  expect(await screen.findByText("store_unavailable (id)")).toBeTruthy();
});
