import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { setLanguage } from "@/lib/words";
import { renderApp } from "@/test/render";
import { answer, breakOff, refuse } from "@/test/server";

const quiet: Schema<"Dashboard"> = { connections: [], imports: [], products: { active: 12 }, attention: 0, runs: [], dead_letters: {}, activity: [], channels: [], needs: [], pushes: [], pushes_today: { failed: 0, succeeded: 0 }, states: {}, under_floor: 0, unread: 0 };

beforeEach(() => answer("get", "/v1/runs", { items: [] }));

it("says that nothing needs the seller", async () => {
  answer("get", "/v1/dashboard", quiet);
  renderApp("/");
  expect(await screen.findByText("Tidak ada yang perlu Anda lakukan.")).toBeTruthy();
});

it("names what needs the seller, with counts", async () => {
  answer("get", "/v1/dashboard", {
    ...quiet,
    needs: [
      { kind: "products", state: "conflict", count: 1204, path: "/v1/products?status=active&state=conflict" },
      { kind: "connection", channel: "shopee", count: 1, path: "/v1/connections/shopee" },
      { kind: "wave", run_id: "0199", count: 1, path: "/v1/runs/0199" },
      { kind: "dead_letters", queue: "sync", count: 2, path: "/v1/dead-letters?queue=sync" },
    ],
  });
  renderApp("/");
  await screen.findByText("1.204 produk berkonflik");
  const leads = (text: string) => screen.getByRole("link", { name: text }).getAttribute("href");
  expect(leads("1.204 produk berkonflik")).toBe("/conflicts");
  expect(leads("Shopee: izin perlu diperbarui")).toBe("/settings");
  expect(leads("Gelombang berikutnya menunggu persetujuan")).toBe("/sync/runs/0199");
  expect(leads("2 pesan mati · sinkron")).toBe("/dead-letters?queue=sync");
});

it("says of each channel whether it works, until when, when it was imported, and leads to its products by state", async () => {
  answer("get", "/v1/dashboard", {
    ...quiet,
    channels: [
      { channel: "shopee", name: "Shopee", remote: true, health: "well", consent_ends_at: "2027-08-01T00:00:00Z", imported_at: new Date(Date.now() - 3 * 3_600_000).toISOString(), products: { synced: 4010, failed: 12 } },
      { channel: "tiktok_shop", name: "TikTok Shop", remote: true, health: "refused", problem: "invalid refresh token", products: { not_listed: 7 } },
    ],
  });
  renderApp("/");
  const [shopee, tiktok] = within(await screen.findByRole("region", { name: "Kanal" })).getAllByRole("listitem");
  expect(shopee?.textContent).toContain("berjalan baik");
  expect(shopee?.textContent).toContain("izin sampai 1 Agu 2027");
  expect(shopee?.textContent).toContain("diimpor 3 jam lalu");
  const leads = (line: HTMLElement | undefined, name: RegExp) => within(line as HTMLElement).getByRole("link", { name }).getAttribute("href");
  expect(leads(shopee, /4\.010 tersinkron/)).toBe("/products?channel=shopee&state=synced");
  expect(leads(shopee, /12 gagal/)).toBe("/products?channel=shopee&state=failed");
  expect(tiktok?.textContent).toContain("perlu izin baru");
  expect(tiktok?.textContent).toContain("invalid refresh token");
  expect(leads(tiktok, /Izinkan lagi/)).toBe("/settings");
  expect(leads(tiktok, /7 belum ada/)).toBe("/products?missing_on=tiktok_shop");
});

it("shows the last five things that were done, each with its page", async () => {
  const done = (id: string): Schema<"AuditEntry"> => ({ id, at: new Date().toISOString(), actor: "1", action: "plan.create", subject: `pln_${id}`, target: { kind: "plan", id: `pln_${id}` }, details: {}, changes: [] });
  answer("get", "/v1/dashboard", { ...quiet, activity: ["1", "2", "3", "4", "5", "6"].map(done) });
  renderApp("/");
  const lines = within(await screen.findByRole("region", { name: "Aktivitas terakhir" })).getAllByRole("listitem");
  expect(lines).toHaveLength(5);
  expect(lines[0]?.textContent).toContain("Anda membuat rencana");
  expect(within(lines[0] as HTMLElement).getByRole("link").getAttribute("href")).toBe("/sync/plans/pln_1");
});

it("speaks English", async () => {
  setLanguage("en");
  answer("get", "/v1/dashboard", quiet);
  renderApp("/");
  expect(await screen.findByText("Nothing needs you.")).toBeTruthy();
});

it("explains an error with its code", async () => {
  refuse("get", "/v1/dashboard", 503, "store_unavailable");
  renderApp("/");
  expect(await screen.findByText("store_unavailable (id)")).toBeTruthy();
  expect(screen.getByText("request-1")).toBeTruthy();
});

it("says that the connection is gone and keeps showing what was read, until there is an answer again", async () => {
  answer("get", "/v1/dashboard", quiet);
  const { queries } = renderApp("/");
  await screen.findByText("Tidak ada yang perlu Anda lakukan.");
  breakOff("get", "/v1/dashboard");
  await queries.refetchQueries({ queryKey: ["dashboard"] });
  expect(await screen.findByText(/^Tidak ada sambungan/)).toBeTruthy();
  expect(screen.getByText("Tidak ada yang perlu Anda lakukan.")).toBeTruthy();
  answer("get", "/v1/dashboard", quiet);
  await queries.refetchQueries({ queryKey: ["dashboard"] });
  await waitFor(() => expect(screen.queryByText(/^Tidak ada sambungan/)).toBeNull());
});

it("sends who is not signed in to the sign-in page, and back afterwards", async () => {
  const { router } = renderApp("/more", { role: null });
  expect(await screen.findByRole("heading", { name: "Masuk" })).toBeTruthy();
  expect(router.state.location.search).toEqual({ to: "/more" });
});
