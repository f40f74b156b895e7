import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { answer, problem, refuse } from "@/test/server";

const LIMITS = {} as Schema<"Limits">;
const channel = (name: string, more: Partial<Schema<"Channel">> = {}): Schema<"Channel"> => ({
  channel: name,
  name,
  storefronts: [],
  remote: true,
  audits_edits: false,
  html_description: false,
  uploads_images: true,
  webhook_url: `https://hooks.example/webhooks/${name}`,
  limits: LIMITS,
  ...more,
});
const connection = (more: Partial<Schema<"Connection">> = {}): Schema<"Connection"> => ({
  channel: "shopee",
  state: "connected",
  app_id: "2001887",
  secret_last4: "4b56",
  webhook_url: "https://hooks.example/webhooks/shopee",
  shops: [{ shop: "1470", name: "Motekar FPV", access_expires_at: "2026-11-30T15:00:00Z", last_refresh_at: "2026-11-30T11:00:00Z", authorization_expires_at: "2027-11-29T11:00:00Z" }],
  updated_at: "2026-11-30T11:00:00Z",
  version: 5,
  ...more,
});
const SECRET = "shpk-very-secret-0123456789abcdef";

function channels(...connections: Schema<"Connection">[]) {
  answer("get", "/v1/channels", { items: [channel("shopee"), channel("tiktok_shop"), channel("website", { remote: false })] });
  answer("get", "/v1/connections", { items: connections });
}

const part = async (name: string) => within(await screen.findByRole("article", { name }));

it("keeps a secret nowhere once it is saved", async () => {
  channels();
  let sent: unknown;
  answer("put", "/v1/connections/{channel}/credentials", async ({ request }) => {
    sent = await request.json();
    return connection({ state: "awaiting_authorization", shops: [], secret_last4: "cdef", version: 1 });
  });
  const user = userEvent.setup();
  const { queries, router } = renderApp("/settings");
  const shopee = await part("Shopee");
  await user.type(await shopee.findByLabelText("Partner ID"), "2001887");
  await user.type(shopee.getByLabelText("Partner Key"), ` ${SECRET} `);
  answer("get", "/v1/connections", { items: [connection({ state: "awaiting_authorization", shops: [], secret_last4: "cdef", version: 1 })] });
  await user.click(shopee.getByRole("button", { name: "Simpan & tes" }));
  expect(await shopee.findByText("2001887 · kunci ••••cdef")).toBeTruthy();
  expect(sent).toEqual({ app_id: "2001887", app_secret: SECRET });
  expect(shopee.getByRole("button", { name: "Izinkan di Shopee" })).toBeTruthy();

  const values = [...document.querySelectorAll("input")].map((input) => input.value);
  const caches = [queries.getMutationCache().getAll().map(({ state }) => state), queries.getQueryCache().getAll().map(({ state, queryKey }) => [state, queryKey])];
  const everywhere = [document.documentElement.outerHTML, values, caches, { ...localStorage }, { ...sessionStorage }, router.state.location.href, await indexedDB.databases()];
  expect(JSON.stringify(everywhere)).not.toContain("very-secret");
});

it("says at the field what is missing or refused, and keeps what was typed", async () => {
  channels();
  const user = userEvent.setup();
  renderApp("/settings");
  const shopee = await part("Shopee");
  await user.type(await shopee.findByLabelText("Partner Key"), "two words");
  await user.click(shopee.getByRole("button", { name: "Simpan & tes" }));
  expect(shopee.getByText("Tempel dulu nilainya dari konsol.")).toBeTruthy();
  expect(shopee.getByText("Ada spasi di tengahnya. Salin lagi dari konsol.")).toBeTruthy();

  answer("put", "/v1/connections/{channel}/credentials", () => problem(422, "app_id_malformed", { field: "app_id" }));
  await user.type(shopee.getByLabelText("Partner ID"), "x");
  await user.clear(shopee.getByLabelText("Partner Key"));
  await user.type(shopee.getByLabelText("Partner Key"), SECRET);
  await user.click(shopee.getByRole("button", { name: "Simpan & tes" }));
  expect(await shopee.findByText("app_id_malformed (id)")).toBeTruthy();
  expect(shopee.getByLabelText<HTMLInputElement>("Partner ID").value).toBe("x");
});

it("tests after saving where the shops are known, and says the cause of a failure", async () => {
  channels(connection());
  const user = userEvent.setup();
  renderApp("/settings?keys=shopee");
  const shopee = await part("Shopee");
  await user.type(await shopee.findByLabelText("Partner Key"), SECRET);
  answer("put", "/v1/connections/{channel}/credentials", connection({ version: 6 }));
  answer("post", "/v1/connections/{channel}/test", {
    passed: false,
    shops: [{ shop: "1470", passed: false, code: "channel_unauthorized", text: "Kanal menolak izin toko. Hubungkan ulang tokonya.", text_en: "…" }],
    connection: connection({ version: 7, state: "needs_authorization", problem: "1470: refused (channel_unauthorized)" }),
  });
  await user.click(shopee.getByRole("button", { name: "Simpan & tes" }));
  expect(await shopee.findByText("Kanal menolak izin toko. Hubungkan ulang tokonya.")).toBeTruthy();
  expect(shopee.getByText("channel_unauthorized")).toBeTruthy();
  expect(shopee.getByText("Tes gagal.")).toBeTruthy();
});

it("opens the channel's page in the tap and says when consent was not finished", async () => {
  const waiting = connection({ state: "awaiting_authorization", shops: [] });
  channels(waiting);
  answer("post", "/v1/connections/{channel}/authorization", { link: "https://shopee.example/auth?state=s" });
  const replace = vi.fn();
  const open = vi.spyOn(window, "open").mockReturnValue({ opener: window, location: { replace }, close: vi.fn() } as unknown as Window);
  const user = userEvent.setup();
  renderApp("/settings");
  const shopee = await part("Shopee");
  await user.click(await shopee.findByRole("button", { name: "Izinkan di Shopee" }));
  expect(open).toHaveBeenCalledWith("", "_blank");
  await waitFor(() => expect(replace).toHaveBeenCalledWith("https://shopee.example/auth?state=s"));
  expect(shopee.queryByText(/Izin belum selesai/)).toBeNull();
  expect(await shopee.findByText(/Izin belum selesai/, undefined, { timeout: 10_000 })).toBeTruthy();
  open.mockRestore();
}, 15_000);

it("goes on looking when the consent is used up and the shop is not there yet", async () => {
  channels(connection({ state: "awaiting_authorization", shops: [], updated_at: new Date().toISOString() }));
  renderApp("/settings");
  const shopee = await part("Shopee");
  await shopee.findByRole("button", { name: "Izinkan di Shopee" });
  answer("get", "/v1/connections", { items: [connection()] });
  expect(await shopee.findByText("Motekar FPV (1470)")).toBeTruthy();
});

it("waits for the consent and shows the shop by itself", async () => {
  channels(connection({ state: "awaiting_authorization", shops: [], authorization_pending_until: new Date(Date.now() + 600_000).toISOString() }));
  const { queries } = renderApp("/settings");
  const shopee = await part("Shopee");
  expect(await shopee.findByText(/Menunggu izin Anda/)).toBeTruthy();
  answer("get", "/v1/connections", { items: [connection()] });
  await queries.invalidateQueries({ queryKey: ["connections"] });
  expect(await shopee.findByText("Motekar FPV (1470)")).toBeTruthy();
  expect(shopee.getByText("Izin berlaku sampai 29 Nov 2027")).toBeTruthy();
  expect(await screen.findByText("Shopee terhubung.")).toBeTruthy();
});

it("cuts a connection only after saying what that does, and explains a change in between", async () => {
  channels(connection());
  let tag: string | null = null;
  answer("delete", "/v1/connections/{channel}", ({ request }) => {
    tag = request.headers.get("If-Match");
    return problem(412, "version_stale");
  });
  const user = userEvent.setup();
  renderApp("/settings");
  const shopee = await part("Shopee");
  await user.click(await shopee.findByRole("button", { name: "Putuskan" }));
  const dialog = within(await screen.findByRole("alertdialog", { name: "Putuskan Shopee?" }));
  expect(dialog.getByText(/tidak ada yang berubah di toko/)).toBeTruthy();
  await user.click(dialog.getByRole("button", { name: "Putuskan" }));
  expect(await dialog.findByText(/baru saja berubah/)).toBeTruthy();
  expect(tag).toBe('"5"');
});

it("lets an admin allow and test, and says that keys are the owner's", async () => {
  channels(connection());
  renderApp("/settings", { role: "admin" });
  const shopee = await part("Shopee");
  expect((await shopee.findByRole<HTMLButtonElement>("button", { name: "Ganti kunci" })).disabled).toBe(true);
  expect(shopee.getByRole<HTMLButtonElement>("button", { name: "Perbarui izin" }).disabled).toBe(false);
  expect(shopee.getByText("Hanya pemilik yang bisa melakukan ini. Peran Anda: Admin.")).toBeTruthy();
});

it("explains why the list cannot be shown", async () => {
  channels();
  refuse("get", "/v1/connections", 503, "store_unavailable");
  renderApp("/settings");
  expect(await screen.findByText("store_unavailable (id)")).toBeTruthy();
});
