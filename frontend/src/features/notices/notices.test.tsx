import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
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
