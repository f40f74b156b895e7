import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { toast } from "sonner";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { answer, problem, refuse } from "@/test/server";

import type { ListingTitle, ProductTitles, Risk } from "./queries";
import { aRisk, aTitle, someTitles } from "./sample";

// Toasts stay after their page is unmounted.
beforeEach(() => void toast.dismiss());

const AT = "2026-11-30T03:00:00Z";
const check = (more: Partial<Schema<"Verification">> = {}): Schema<"Verification"> => ({ id: "vrf_1", passed: true, started_by: "1", started_at: AT, finished_at: AT, stalled: false, listings: 2, checks: [], titles: { master: 2 }, titles_outdated: 0, title_risks: 0, ...more });
const task = (more: Partial<Schema<"BulkTask">> = {}): Schema<"BulkTask"> => ({ id: "blk_1", kind: "titles_accept", started_by: "1", started_at: AT, pages: 1, looked_at: 120, counts: { accepted: 117, stale: 3 }, stalled: false, finished_at: null, ...more });

/** Answers for titles as the API gives them: after an acceptance, the accepted title is the target. */
function titles(products: ProductTitles[], { risks = [], total = products.length }: { risks?: Risk[]; total?: number } = {}) {
  const state = new Map(products.map((one) => [one.product_id, one]));
  const asked: Schema<"ProposeTitles">[] = [];
  const accepted: Schema<"AcceptTitles">[] = [];
  const change = (listing: string, more: (title: ListingTitle) => Partial<ListingTitle>) => {
    for (const [id, one] of state) state.set(id, { ...one, listings: one.listings.map((title) => (title.listing === listing ? { ...title, ...more(title), version: title.version + 1 } : title)) });
  };
  const find = (listing: string) => [...state.values()].flatMap((one) => one.listings).find((title) => title.listing === listing);
  const accept = ({ listing, title }: Schema<"TitleChoice">): Schema<"AcceptedTitle"> => {
    const now = find(listing);
    if (!now) return { listing, outcome: "not_found" };
    if (now.locked) return { listing, outcome: "locked" };
    if (now.proposal.title !== title) return { listing, outcome: "stale", proposed: now.proposal.title ?? null };
    change(listing, () => ({ target: title, origin: "accepted" }));
    return { listing, outcome: "accepted" };
  };
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/products", { items: [], total, by_status: {}, by_state: {}, under_floor: 0 });
  answer("get", "/v1/bulk-tasks", { items: [] });
  answer("get", "/v1/titles/risks", { items: risks });
  answer("get", "/v1/verification", check({ title_risks: risks.length }));
  answer("post", "/v1/titles/propose", async ({ request }) => {
    const body = (await request.json()) as Schema<"ProposeTitles">;
    asked.push(body);
    return { items: [...state.values()].filter((one) => !body.products || body.products.includes(one.product_id)) };
  });
  answer("post", "/v1/titles/accept", async ({ request }) => {
    const body = (await request.json()) as Schema<"AcceptTitles">;
    accepted.push(body);
    const items = (body.items ?? []).map(accept);
    const counts: Record<string, number> = {};
    for (const { outcome } of items) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return body.proposed ? { counts: { accepted: 40 } as never, items: [], task: task() } : { counts: counts as never, items };
  });
  answer("get", "/v1/products/{id}/titles", ({ params }) => state.get(String(params["id"])) ?? problem(404, "product_not_found"));
  answer("get", "/v1/listings/{key}", ({ params }) => {
    const key = String(params["key"]);
    const product = [...state.values()].find((one) => one.listings.some((title) => title.listing === key));
    return { key, product_id: product?.product_id ?? null, seen_at: AT, observed: { title: find(key)?.current ?? "" } } as never;
  });
  answer("put", "/v1/products/{id}/titles/{key}", async ({ request, params }) => {
    const key = String(params["key"]);
    if (request.headers.get("If-Match") !== `"${find(key)?.version}"`) return problem(412, "version_stale");
    const { title } = (await request.json()) as Schema<"LockTitle">;
    change(key, () => ({ target: title ?? "", origin: "locked", locked: true, target_similarity: 0.76 }));
    return find(key) as ListingTitle;
  });
  answer("delete", "/v1/products/{id}/titles/{key}", ({ request, params }) => {
    const key = String(params["key"]);
    if (request.headers.get("If-Match") !== `"${find(key)?.version}"`) return problem(412, "version_stale");
    change(key, () => ({ target: state.get(String(params["id"]))?.master ?? "", origin: "master", locked: false, target_similarity: 1 }));
    return find(key) as ListingTitle;
  });
  return { asked, accepted, find, change };
}

const two = [someTitles(), someTitles({ product_id: "prd_2", master: "Rangka 5 inch", listings: [aTitle({ listing: "tiktok_shop:2:8", channel: "tiktok_shop", current: "Rangka 5 inch", target: "Rangka 5 inch", proposal: { title: "Frame 5 inch Drone FPV", similarity: 0.75, in_band: true, explanations: [], removed: [], added: [] } })] })];

it("shows each proposal with what changes, how like it is and how long", async () => {
  titles([someTitles()]);
  const { container } = renderApp("/titles");
  await screen.findByRole("link", { name: "Dudukan Kamera 25 derajat TPU 95A" });
  expect([...container.querySelectorAll("ins")].map((one) => one.textContent)).toEqual(["Ditambahkan: Drone FPV"]);
  expect(screen.getByText(/77 % mirip judul produk/)).toBeTruthy();
  expect(screen.getByText("43/255 karakter")).toBeTruthy();
});

it("accepts one as it was shown, and takes it back", async () => {
  const { accepted, find } = titles([someTitles()]);
  renderApp("/titles");
  await userEvent.click(await screen.findByRole("button", { name: /^Terima usulan Shopee/ }));
  expect(await screen.findByText("Tidak ada usulan baru")).toBeTruthy();
  expect(accepted[0]).toEqual({ items: [{ listing: "shopee:1:9", title: "Dudukan Kamera Drone FPV 25 derajat TPU 95A" }] });
  await userEvent.click(await screen.findByText("Urungkan"));
  expect(await screen.findByRole("button", { name: /^Terima usulan Shopee/ })).toBeTruthy();
  expect(find("shopee:1:9")?.origin).toBe("master");
});

it("does not undo what somebody decided again since", async () => {
  const { find, change } = titles([someTitles()]);
  renderApp("/titles");
  await userEvent.click(await screen.findByRole("button", { name: /^Terima usulan Shopee/ }));
  const undo = await screen.findByText("Urungkan");
  change("shopee:1:9", () => ({ target: "Judul orang lain", origin: "locked", locked: true }));
  await userEvent.click(undo);
  expect(await screen.findByText(/1 judul tidak diurungkan/)).toBeTruthy();
  expect(find("shopee:1:9")?.target).toBe("Judul orang lain");
});

it("says that a proposal has changed, and shows the new one", async () => {
  const { change } = titles([someTitles()]);
  renderApp("/titles");
  const button = await screen.findByRole("button", { name: /^Terima usulan Shopee/ });
  change("shopee:1:9", ({ proposal }) => ({ proposal: { ...proposal, title: "Holder Kamera 25 derajat TPU 95A" } }));
  await userEvent.click(button);
  expect(await screen.findByText("1 usulan sudah berubah; lihat yang baru.")).toBeTruthy();
  expect(await screen.findByRole("button", { name: "Terima usulan Shopee: Holder Kamera 25 derajat TPU 95A" })).toBeTruthy();
});

it("accepts the ticked ones in one request", async () => {
  const { accepted } = titles(two);
  renderApp("/titles");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Rangka 5 inch" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Pilih Dudukan Kamera 25 derajat TPU 95A" }));
  await userEvent.click(screen.getByRole("button", { name: "Terima 2 usulan" }));
  expect(await screen.findByText("2 usulan diterima")).toBeTruthy();
  expect(accepted).toHaveLength(1);
  expect(accepted[0]?.items).toHaveLength(2);
});

it("accepts all of a filter through the queue, with its progress", async () => {
  const { accepted, asked } = titles(two, { total: 120 });
  let now = task();
  answer("get", "/v1/bulk-tasks/{id}", () => now);
  answer("get", "/v1/bulk-tasks/{id}/rows", { items: [{ key: "shopee:1:77", outcome: "stale", details: {} }] });
  const { router } = renderApp("/titles?channel=shopee&q=kamera");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Rangka 5 inch" }));
  await userEvent.click(screen.getByRole("button", { name: "Pilih semua 120" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Pilih Rangka 5 inch" }));
  await userEvent.click(screen.getByRole("button", { name: "Terima semua usulan" }));
  const asking = await screen.findByRole("alertdialog", { name: "Terima usulan dari 119 produk?" });
  await userEvent.click(within(asking).getByRole("button", { name: "Terima semua usulan" }));
  await waitFor(() => expect(accepted[0]).toEqual({ proposed: { selection: { filter: { status: "active", q: "kamera", channel: "shopee" }, except: ["prd_2"] }, channels: ["shopee"], outdated: false } }));
  expect(await screen.findByText(/120 usulan dikerjakan/)).toBeTruthy();
  expect(screen.getByText("40 usulan sudah diterima; sisanya dikerjakan antrean.")).toBeTruthy();
  expect(router.state.location.search).toMatchObject({ task: "blk_1" });
  const before = asked.length;
  now = task({ finished_at: AT });
  expect(await screen.findByText("Selesai: 120 usulan dilihat.")).toBeTruthy();
  // The remaining proposals are read again.
  await waitFor(() => expect(asked.length).toBeGreaterThan(before));
  expect(await screen.findByRole("link", { name: "Shopee Listing 77" })).toBeTruthy();
});

it("offers all of what is loaded only, where the API has no such filter", async () => {
  titles([someTitles({ listings: [aTitle({ locked: true, origin: "locked", target: "Judul sendiri" })] }), ...two.slice(1)], { total: 120 });
  renderApp("/titles?show=locked");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Dudukan Kamera 25 derajat TPU 95A" }));
  expect(screen.queryByRole("button", { name: /Pilih semua/ })).toBeNull();
  expect(screen.queryByText("Rangka 5 inch")).toBeNull();
});

it("unlocks the ticked ones, and locks them again on undo", async () => {
  const { find } = titles([someTitles({ listings: [aTitle({ locked: true, origin: "locked", target: "Judul sendiri" })] })]);
  renderApp("/titles?show=locked");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Dudukan Kamera 25 derajat TPU 95A" }));
  await userEvent.click(screen.getByRole("button", { name: "Kembalikan ke judul produk" }));
  expect(await screen.findByText("1 judul kembali mengikuti produk")).toBeTruthy();
  expect(find("shopee:1:9")?.origin).toBe("master");
  await userEvent.click(await screen.findByText("Urungkan"));
  await waitFor(() => expect(find("shopee:1:9")).toMatchObject({ origin: "locked", target: "Judul sendiri" }));
});

it("edits a proposal by hand with its length, locks it, and keeps what was typed", async () => {
  await dropDraft({ kind: "title", id: "shopee:1:9" });
  const { find } = titles([someTitles({ listings: [aTitle({ max_length: 60 })] })]);
  const { router } = renderApp("/titles");
  await userEvent.click(await screen.findByRole("button", { name: /^Ubah judul Shopee/ }));
  const box = await screen.findByRole("textbox", { name: "Judul untuk kanal ini" });
  expect(router.state.location.search).toMatchObject({ title: "shopee:1:9" });
  expect(screen.getByRole("button", { name: "Terima usulan" })).toBeTruthy();
  expect(await screen.findByText(/terbaca/)).toBeTruthy();
  await userEvent.type(box, " Hitam dan Merah Tua Sekali");
  expect(screen.getByText("70 karakter. Toko ini menerima 5 sampai 60.")).toBeTruthy();
  expect(screen.getByText(/Terlalu panjang/)).toBeTruthy();
  await userEvent.clear(box);
  await userEvent.type(box, "Holder Kamera 25 derajat TPU 95A");
  await userEvent.click(screen.getByRole("button", { name: "Simpan dan kunci" }));
  expect(await screen.findByText(/76 % mirip judul produk/)).toBeTruthy();
  expect(find("shopee:1:9")).toMatchObject({ origin: "locked", target: "Holder Kamera 25 derajat TPU 95A" });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("keeps what was typed when somebody else was first, and shows what it is now", async () => {
  await dropDraft({ kind: "title", id: "shopee:1:9" });
  const { change } = titles([someTitles()]);
  renderApp("/titles?title=shopee:1:9");
  const box = await screen.findByRole("textbox", { name: "Judul untuk kanal ini" });
  await userEvent.clear(box);
  await userEvent.type(box, "Punya saya 25");
  change("shopee:1:9", () => ({ target: "Punya orang lain", origin: "locked", locked: true }));
  await userEvent.click(screen.getByRole("button", { name: "Simpan dan kunci" }));
  expect(await screen.findByText(/baru saja diubah orang lain/)).toBeTruthy();
  expect(await screen.findByRole("button", { name: "Buka kunci" })).toBeTruthy();
  expect((box as HTMLTextAreaElement).value).toBe("Punya saya 25");
  await userEvent.click(screen.getByRole("button", { name: "Simpan dan kunci" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("shows beside what a title stands too near, and leads to either side", async () => {
  titles(two, { risks: [aRisk(), aRisk({ kind: "other_shop", other_listing: "tiktok_shop:2:8", other_title: "Rangka 5 inch", similarity: 0.81 })] });
  const { router } = renderApp("/titles?tab=risks");
  expect(await screen.findByText("Dua produk berbeda di toko yang sama")).toBeTruthy();
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Jenis" }), "Dengan kanal lain");
  expect(screen.queryByText("Dua produk berbeda di toko yang sama")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Ubah judul TikTok Shop/Tokopedia: Rangka 5 inch" }));
  expect(await screen.findByRole("dialog", { name: "Judul di TikTok Shop/Tokopedia" })).toBeTruthy();
  expect(router.state.location.search).toMatchObject({ tab: "risks", kind: "other_shop", title: "tiktok_shop:2:8" });
});

it("filters by risk, and says the reason", async () => {
  titles(two, { risks: [aRisk()] });
  renderApp("/titles?show=risk");
  expect(await screen.findByText(/92 % mirip “Dudukan Kamera 25 derajat TPU 95A Hitam” di toko yang sama/)).toBeTruthy();
  expect(screen.queryByText("Rangka 5 inch")).toBeNull();
});

it("says what the check found, in plain words", async () => {
  titles(two);
  const line: Schema<"VerificationCheck"> = { check: "titles", text: "Judul di dalam 70–80 %", text_en: "In band", passed: 100, explained: 3, reasons: { short_title: 3 }, failed: 1 };
  answer("get", "/v1/verification", check({ checks: [line], passed: false }));
  answer("get", "/v1/verification/rows", { items: [{ check: "titles", listing: "shopee:1:9", product_id: "prd_1", reason: "number_lost", details: "25" }] });
  renderApp("/titles?tab=check");
  expect(await screen.findByText(/judul produk terlalu pendek/)).toBeTruthy();
  expect(await screen.findByText("ada angka atau ukuran yang hilang")).toBeTruthy();
});

it("starts the first check", async () => {
  titles(two);
  refuse("get", "/v1/verification", 404, "verification_not_found");
  let key: string | null = null;
  answer("post", "/v1/verification", ({ request }) => {
    key = request.headers.get("Idempotency-Key");
    const running = check({ finished_at: null, passed: null });
    answer("get", "/v1/verification", running);
    return running;
  });
  renderApp("/titles?tab=risks");
  await userEvent.click(await screen.findByRole("button", { name: "Periksa sekarang" }));
  expect(await screen.findByText("Sedang memeriksa: 2 listing dilihat")).toBeTruthy();
  expect(key).toMatch(/^[0-9a-f-]{36}$/);
});

it("plans the titles of the filter, and leads to the plan", async () => {
  titles(two);
  let sent: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    sent = await request.json();
    return { id: "pln_9" } as never;
  });
  answer("get", "/v1/plans/{id}", problem(404, "plan_not_found") as never);
  const { router } = renderApp("/titles?channel=shopee");
  await userEvent.click(await screen.findByRole("button", { name: "Sinkronkan judul" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync/plans/pln_9"));
  expect(sent).toEqual({ filter: { status: "active", channel: "shopee" }, fields: ["title"], channels: ["shopee"] });
});

it("lets a viewer look and says why he cannot decide", async () => {
  titles([someTitles()]);
  renderApp("/titles", { role: "viewer" });
  expect(((await screen.findByRole("button", { name: /^Terima usulan Shopee/ })) as HTMLButtonElement).disabled).toBe(true);
  expect(screen.getByText(/Hanya anggota, admin, atau pemilik/)).toBeTruthy();
});

it("explains an error with its code", async () => {
  titles([]);
  refuse("post", "/v1/titles/propose", 503, "store_unavailable");
  renderApp("/titles");
  expect(await screen.findByText("store_unavailable (id)")).toBeTruthy();
});
