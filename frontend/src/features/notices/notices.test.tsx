import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { preferences } from "@/test/preferences";
import { answer, refuse } from "@/test/server";

import { pageOf } from "@/ui/target";

const notice = (id: string, more: Partial<Schema<"Notification">> = {}): Schema<"Notification"> => ({ id, at: new Date().toISOString(), kind: "import_finished", subject: "imp_1", severity: "info", text: `Pesan ${id}`, text_en: `Message ${id}`, read: false, ...more });
const list = (...items: Schema<"Notification">[]) => ({ items, unread: items.filter((one) => !one.read).length });

it("shows what is unread and marks one as read at once", async () => {
  answer("get", "/v1/notifications", list(notice("a"), notice("b", { read: true, severity: "urgent" })));
  const marked: string[] = [];
  answer("post", "/v1/notifications/{id}/read", ({ params }) => {
    marked.push(String(params["id"]));
    answer("get", "/v1/notifications", list(notice("a", { read: true }), notice("b", { read: true })));
    return undefined as never;
  }, { status: 204 });
  const user = userEvent.setup();
  renderApp("/notices");
  expect(await within(await screen.findByRole("main")).findByText("1 belum dibaca")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Tandai dibaca" }));
  expect(await screen.findByText("Semua sudah dibaca")).toBeTruthy();
  await waitFor(() => expect(marked).toEqual(["a"]));
});

it("counts what is unread beside the page's name, and in the name of the phone's tab", async () => {
  answer("get", "/v1/notifications", list(notice("a"), notice("b"), notice("c", { read: true })));
  renderApp("/more");
  expect(await screen.findByRole("link", { name: /Lainnya.*2 belum dibaca/ })).toBeTruthy();
  expect(screen.getAllByRole("link", { name: /Pemberitahuan.*2 belum dibaca/ }).length).toBeGreaterThan(0);
});

it("puts back what the server refused to mark", async () => {
  answer("get", "/v1/notifications", list(notice("a")));
  refuse("post", "/v1/notifications/{id}/read", 503, "store_unavailable");
  const user = userEvent.setup();
  renderApp("/notices");
  await user.click(await screen.findByRole("button", { name: "Tandai dibaca" }));
  expect(await screen.findByText("store_unavailable (id)")).toBeTruthy();
  expect(within(screen.getByRole("main")).getByText("1 belum dibaca")).toBeTruthy();
});

it("lets a viewer read and says who may mark", async () => {
  answer("get", "/v1/notifications", list(notice("a")));
  renderApp("/notices", { role: "viewer" });
  expect(await screen.findByText("Pesan a")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Tandai dibaca" })).toBeNull();
  expect(screen.getByText(/Hanya anggota, admin, atau pemilik/)).toBeTruthy();
});

it("loads the next page, under the same day", async () => {
  answer("get", "/v1/notifications", ({ request }) => (new URL(request.url).searchParams.get("cursor") === "p2" ? list(notice("z")) : { ...list(notice("a")), next: "p2" }));
  const user = userEvent.setup();
  renderApp("/notices");
  await user.click(await screen.findByRole("button", { name: "Muat lagi" }));
  const today = within(screen.getByRole("region", { name: "Hari ini" }));
  expect(await today.findByText("Pesan z")).toBeTruthy();
});

it("marks all with one request", async () => {
  answer("get", "/v1/notifications", { items: [notice("a"), notice("b")], unread: 120 });
  let all = 0;
  answer("post", "/v1/notifications/read-all", () => {
    all += 1;
    answer("get", "/v1/notifications", { items: [notice("a", { read: true }), notice("b", { read: true })], unread: 0 });
    return undefined as never;
  }, { status: 204 });
  const user = userEvent.setup();
  renderApp("/notices");
  expect(await within(await screen.findByRole("main")).findByText("120 belum dibaca")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Tandai semua dibaca" }));
  expect(await screen.findByText("Semua sudah dibaca")).toBeTruthy();
  expect(all).toBe(1);
});

it("leads to the page of what a notice is about", () => {
  expect(pageOf({ kind: "run", id: "run_1" })).toBe("/sync/runs/run_1");
  expect(pageOf({ kind: "connection", id: "shopee" })).toBe("/settings");
  expect(pageOf(null)).toBeUndefined();
});

it("leaves out the kinds that the person muted, in the list and in the count; urgent ones stay", async () => {
  preferences({ notices: { muted: ["listing_drift"] } });
  const drift = { kind: "listing_drift", severity: "warning" } as const;
  answer("get", "/v1/notifications", ({ request }) => {
    const first = !new URL(request.url).searchParams.get("cursor");
    return first ? { items: [notice("a", drift), notice("b", { ...drift, severity: "urgent" })], next: "more", unread: 3 } : { items: [notice("c")], unread: 3 };
  });
  renderApp("/notices");
  const main = within(await screen.findByRole("main"));
  expect(await main.findByText("Pesan b")).toBeTruthy();
  await waitFor(() => expect(main.queryByText("Pesan a")).toBeNull());
  expect(await main.findByText("2 belum dibaca")).toBeTruthy();
  expect(main.getByText(/1 jenis tidak ditampilkan/)).toBeTruthy();
});

it("mutes a kind in the settings, and takes it back", async () => {
  const kept = preferences();
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/connections", { items: [] });
  const user = userEvent.setup();
  renderApp("/settings");
  const box = await screen.findByRole<HTMLInputElement>("checkbox", { name: "Listing diubah langsung di toko" });
  expect(box.checked).toBe(true);
  await user.click(box);
  await waitFor(() => expect(kept().notices.muted).toEqual(["listing_drift"]));
  expect(box.checked).toBe(false);
  await user.click(box);
  await waitFor(() => expect(kept().notices.muted).toEqual([]));
});

it("opens the product of the listing that a notice is about", async () => {
  answer("get", "/v1/notifications", list(notice("a", { read: true, target: { kind: "listing", id: "shopee:14701711:57" } })));
  answer("get", "/v1/listings/{key}", { product_id: "prd_9" } as Schema<"Listing">);
  refuse("get", "/v1/products/{id}", 404, "product_not_found");
  const user = userEvent.setup();
  const { router } = renderApp("/notices");
  await user.click(await screen.findByRole("link", { name: "Lihat" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/products/prd_9"));
});

it("says so where that listing belongs to no product yet, and where to look for one", async () => {
  answer("get", "/v1/listings/{key}", ({ params }) => ({ key: params["key"], observed: { title: "Frame 5" } }) as unknown as Schema<"Listing">);
  renderApp("/listings/shopee:14701711:57");
  expect(await screen.findByText("Listing ini belum menjadi bagian produk")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Cari listing yang sama di toko lain" }).getAttribute("href")).toMatch(/^\/matches\?listing=shopee/);
});
