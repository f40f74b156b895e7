import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { answer, refuse } from "@/test/server";

import { causeOf } from "./cause";

const letter = (id: string, more: Partial<Schema<"DeadLetter">> = {}): Schema<"DeadLetter"> => ({ id, queue: "sync", kind: "push", message: {}, receives: 5, sent_at: "2026-11-30T11:00:00Z", reason: "channel_unauthorized: the tokens are refused", ...more });

it("says the cause and what to do, and runs a message again", async () => {
  answer("get", "/v1/dead-letters", { items: [letter("a"), letter("b", { queue: "import", kind: null, reason: "message_unreadable: line 1" })] });
  let again = "";
  answer("post", "/v1/dead-letters/{queue}/{id}/redrive", ({ params }) => ((again = `${String(params["queue"])}/${String(params["id"])}`), undefined as never), { status: 204 });
  const user = userEvent.setup();
  renderApp("/dead-letters");
  const push = within(await screen.findByRole("article", { name: "menyinkronkan listing" }));
  expect(push.getByText("Kanal menolak izin toko.")).toBeTruthy();
  expect(push.getByText("Perbarui izin toko di Pengaturan, lalu jalankan lagi.")).toBeTruthy();
  expect(screen.getByRole("article", { name: "pesan yang tidak terbaca" })).toBeTruthy();
  await user.click(push.getByRole("button", { name: "Jalankan lagi" }));
  expect(await screen.findByText("Dijalankan lagi.")).toBeTruthy();
  expect(again).toBe("sync/a");
  expect(screen.queryByRole("article", { name: "menyinkronkan listing" })).toBeNull();
});

it("discards only after saying what that does", async () => {
  answer("get", "/v1/dead-letters", { items: [letter("a")] });
  let gone = false;
  answer("post", "/v1/dead-letters/{queue}/{id}/discard", () => ((gone = true), undefined as never), { status: 204 });
  const user = userEvent.setup();
  renderApp("/dead-letters");
  await user.click(await screen.findByRole("button", { name: "Buang" }));
  const dialog = within(await screen.findByRole("alertdialog"));
  expect(dialog.getByText(/tidak akan dilakukan/)).toBeTruthy();
  expect(gone).toBe(false);
  await user.click(dialog.getByRole("button", { name: "Buang" }));
  expect(await screen.findByText("Tidak ada pesan mati.")).toBeTruthy();
  expect(gone).toBe(true);
});

it("keeps a letter whose redrive was refused, with the reason", async () => {
  answer("get", "/v1/dead-letters", { items: [letter("a")] });
  refuse("post", "/v1/dead-letters/{queue}/{id}/redrive", 503, "queue_unavailable");
  const user = userEvent.setup();
  renderApp("/dead-letters");
  await user.click(await screen.findByRole("button", { name: "Jalankan lagi" }));
  expect(await screen.findByText("queue_unavailable (id)")).toBeTruthy();
});

it("keeps the queue in the address, and lets a member only look", async () => {
  const asked: (string | null)[] = [];
  answer("get", "/v1/dead-letters", ({ request }) => {
    asked.push(new URL(request.url).searchParams.get("queue"));
    return { items: [letter("a")] };
  });
  renderApp("/dead-letters?queue=sync", { role: "member" });
  expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Buang" })).disabled).toBe(true);
  expect(new Set(asked)).toEqual(new Set(["sync"]));
});

it("finds the cause behind a reason", () => {
  expect([undefined, "channel_rejected: 12", "run_missing: x", "never_seen: x"].map(causeOf)).toEqual(["none", "channel_rejected", "missing", "other"]);
});
