import { screen, waitFor } from "@testing-library/react";
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
