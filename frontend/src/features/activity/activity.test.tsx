import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

const entry = (id: string, more: Partial<Schema<"AuditEntry">> = {}): Schema<"AuditEntry"> => ({ id, at: "2026-11-30T11:00:00Z", actor: "1", action: "price_rule.put", subject: "shopee", details: { version: 2 } as never, changes: [], ...more });

it("says who did what, in words, with the details folded", async () => {
  answer("get", "/v1/audit", { items: [entry("a"), entry("b", { actor: "d3d8bf59-6e60-4032-82cd-4846a2c177fc", action: "never.seen", subject: "prd_1" })] });
  renderApp("/activity");
  expect((await screen.findAllByText("Anda")).length).toBeGreaterThan(0);
  expect(screen.getByText("menyimpan aturan harga")).toBeTruthy();
  expect(screen.getAllByText("anggota tim d3d8").length).toBeGreaterThan(0);
  expect(screen.getByText("never.seen")).toBeTruthy();
});

it("keeps the filter in the address and asks the server by it", async () => {
  const asked: (string | null)[] = [];
  answer("get", "/v1/audit", ({ request }) => {
    asked.push(new URL(request.url).searchParams.get("subject"));
    return { items: [entry("a")] };
  });
  const user = userEvent.setup();
  const { router } = renderApp("/activity");
  await user.type(await screen.findByLabelText("Tentang"), "shopee{Enter}");
  expect(router.state.location.search).toEqual({ subject: "shopee" });
  await screen.findByRole("button", { name: "Tampilkan semua" });
  expect(new Set(asked)).toEqual(new Set([null, "shopee"]));
  await user.click(screen.getByRole("button", { name: "Tampilkan semua" }));
  expect(router.state.location.search).toEqual({});
});

it("asks by kind and day", async () => {
  let asked = new URLSearchParams();
  answer("get", "/v1/audit", ({ request }) => {
    asked = new URL(request.url).searchParams;
    return { items: [entry("a")] };
  });
  renderApp("/activity?kind=product&since=2026-11-29");
  await screen.findByText("menyimpan aturan harga");
  expect(asked.get("action")).toBe("product.");
  expect(asked.get("since")).toBe("2026-11-28T17:00:00.000Z");
});

it("asks for one person up to the end of a day, and keeps that in the address", async () => {
  let asked = new URLSearchParams();
  answer("get", "/v1/audit", ({ request }) => {
    asked = new URL(request.url).searchParams;
    return { items: [entry("a"), entry("b", { actor: "d3d8bf59-6e60-4032-82cd-4846a2c177fc" })] };
  });
  const user = userEvent.setup();
  const { router } = renderApp("/activity");
  await screen.findAllByText("menyimpan aturan harga");
  await user.selectOptions(screen.getByLabelText("Oleh"), "anggota tim d3d8");
  await user.type(screen.getByLabelText("Sampai"), "2026-11-30");
  await user.click(screen.getByRole("button", { name: "Saring" }));
  await waitFor(() => expect(asked.get("actor")).toBe("d3d8bf59-6e60-4032-82cd-4846a2c177fc"));
  expect(asked.get("until")).toBe("2026-11-30T17:00:00.000Z");
  expect(router.state.location.search).toEqual({ actor: "d3d8bf59-6e60-4032-82cd-4846a2c177fc", until: "2026-11-30" });
});

it("says what changed in words and money, and from where it was asked; nothing of it is JSON", async () => {
  const from = { markup: 1500, rounding: "none", ceiling: null };
  const to = { markup: 1750, rounding: "none", ceiling: 250_000 };
  const changes = [
    { field: "markup", from: 1500 as never, to: 1750 as never },
    { field: "ceiling", from: null as never, to: 250_000 as never },
  ];
  answer("get", "/v1/audit", { items: [entry("a", { details: { from, to, version: 3 } as never, changes, client: { address: "203.0.113.7", agent: "Firefox" } })] });
  renderApp("/activity");
  const line = (await screen.findByText("menyimpan aturan harga")).closest("details") as HTMLElement;
  expect(line.textContent).toContain("Tambahan: 15 % → 17,5 %");
  expect(line.textContent).toContain("Harga paling mahal: → Rp250.000");
  expect(line.textContent).toContain("203.0.113.7");
  expect(line.textContent).toContain("Firefox");
  expect(line.textContent).not.toMatch(/[{}]|markup|version/);
});

it("says when nothing matches", async () => {
  answer("get", "/v1/audit", { items: [] });
  renderApp("/activity?subject=x");
  expect(await screen.findByText("Tidak ada yang cocok dengan saringan ini.")).toBeTruthy();
});

it("names what an entry is about by its kind, or by its channel, and leads there", async () => {
  answer("get", "/v1/audit", {
    items: [
      entry("a", { action: "plan.create", subject: "pln_1", target: { kind: "plan", id: "pln_1" } }),
      entry("b", { action: "listing.edit", subject: "shopee:14701711:57", target: { kind: "listing", id: "shopee:14701711:57" } }),
    ],
  });
  renderApp("/activity");
  const line = async (text: string) => (await screen.findByText(text)).closest("details") as HTMLElement;
  expect((await line("membuat rencana")).querySelector("summary")?.textContent).toContain("Rencana pln_1");
  expect((await line("mengubah listing")).querySelector("summary")?.textContent).toContain("Shopee 57");
  expect(within(await line("mengubah listing")).getByRole("link", { name: "Buka", hidden: true }).getAttribute("href")).toBe("/listings/shopee:14701711:57");
});
