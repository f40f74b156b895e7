import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { answer } from "@/test/server";

const entry = (id: string, more: Partial<Schema<"AuditEntry">> = {}): Schema<"AuditEntry"> => ({ id, at: "2026-11-30T11:00:00Z", actor: "1", action: "price_rule.put", subject: "shopee", details: { version: 2 } as never, changes: [], ...more });

it("says who did what, in words, with the details folded", async () => {
  answer("get", "/v1/audit", { items: [entry("a"), entry("b", { actor: "d3d8bf59-6e60-4032-82cd-4846a2c177fc", action: "never.seen", subject: "prd_1" })] });
  renderApp("/activity");
  expect(await screen.findByText("Anda")).toBeTruthy();
  expect(screen.getByText("menyimpan aturan harga")).toBeTruthy();
  expect(screen.getByText("orang d3d8bf59")).toBeTruthy();
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
  expect(asked.get("since")).toBe("2026-11-29T00:00:00+07:00");
});

it("says when nothing matches", async () => {
  answer("get", "/v1/audit", { items: [] });
  renderApp("/activity?subject=x");
  expect(await screen.findByText("Tidak ada yang cocok dengan saringan ini.")).toBeTruthy();
});
