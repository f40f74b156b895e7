import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { answer, refuse } from "@/test/server";

const check = (more: Partial<Schema<"VerificationCheck">> = {}): Schema<"VerificationCheck"> => ({ check: "prices", text: "Harga sama dengan rinciannya", text_en: "Prices equal", passed: 100, explained: 34, reasons: { pending: 34 }, failed: 1, ...more });
const found = (more: Partial<Schema<"Verification">> = {}): Schema<"Verification"> => ({ id: "vrf_1", passed: false, started_by: "1", started_at: "2026-11-30T11:00:00Z", finished_at: "2026-11-30T11:00:10Z", stalled: false, listings: 135, checks: [check()], titles: { master: 100 }, titles_outdated: 0, title_risks: 2, ...more });

it("invites to the first check and shows how far it is", async () => {
  refuse("get", "/v1/verification", 404, "verification_not_found");
  answer("post", "/v1/verification", () => {
    answer("get", "/v1/verification", found({ finished_at: null, checks: [], listings: 40 }));
    return found({ finished_at: null, checks: [], listings: 0 });
  });
  const user = userEvent.setup();
  renderApp("/verification");
  await user.click(await screen.findByRole("button", { name: "Periksa sekarang" }));
  expect(await screen.findByText("40 listing diperiksa")).toBeTruthy();
});

it("lists what failed, with the reason in words and the way to the product", async () => {
  answer("get", "/v1/verification", found());
  let asked: string | null = null;
  answer("get", "/v1/verification/rows", ({ request }) => {
    asked = new URL(request.url).searchParams.get("check");
    return { items: [{ check: "prices", listing: "shopee:1:57", product_id: "prd_1", reason: "quote_differs", details: "172500, 172000" }] };
  });
  const user = userEvent.setup();
  const { router } = renderApp("/verification");
  const line = within(await screen.findByRole("region", { name: "Harga sama dengan rinciannya" }));
  expect(line.getByText("menunggu disinkronkan").previousElementSibling?.textContent).toBe("34");
  await user.click(line.getByRole("button", { name: "Lihat yang salah" }));
  expect(await line.findByText("harga tidak sama dengan hitungan ulang")).toBeTruthy();
  expect(asked).toBe("prices");
  expect(router.state.location.search).toEqual({ check: "prices" });
  expect(line.getByText("Buka produk").closest("a")?.getAttribute("href")).toBe("/products/prd_1");
});

it("says that a check hangs, and where its message lies", async () => {
  answer("get", "/v1/verification", found({ finished_at: null, stalled: true }));
  renderApp("/verification", { role: "viewer" });
  expect(await screen.findByText(/berhenti di tengah jalan/)).toBeTruthy();
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>("button", { name: "Periksa lagi" }).disabled).toBe(true));
});
