import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { aConflict, aPlan, aTask } from "@/test/samples";
import { answer } from "@/test/server";

const title = aConflict({
  id: "shopee:1:2#title@bb",
  listing: "shopee:1:2",
  title: "Alat Pasang",
  field: "title",
  ours: { value: { kind: "text", value: "Alat pasang motor" } },
  theirs: { value: { kind: "text", value: "Alat pasang PROMO" } },
  base: { kind: "text", value: "Alat pasang" },
});

function open(conflicts = [aConflict(), title], role: "member" | "viewer" = "member", path = "/conflicts") {
  const sent: unknown[] = [];
  let left = conflicts;
  answer("get", "/v1/conflicts", ({ request }) => {
    const field = new URL(request.url).searchParams.get("field");
    const items = left.filter((one) => !field || one.field === field);
    return { items, total: items.length, next: null };
  });
  answer("post", "/v1/conflicts/resolve", async ({ request }) => {
    const wish = (await request.json()) as Schema<"NewResolution">;
    sent.push(wish);
    const { ids, filter } = wish.selection;
    left = left.filter((one) => (ids ? !ids.includes(one.id) : one.channel !== filter?.channel || one.field !== filter?.field));
    return aTask();
  });
  return { sent, ...renderApp(path, { role }) };
}

it("shows what both sides say, since when, and what they last agreed on", async () => {
  open();
  const ours = await screen.findByRole("region", { name: "Data Anda" });
  expect(ours.textContent).toContain("Rp132.250");
  expect(screen.getByRole("region", { name: "Di toko" }).textContent).toContain("Rp99.000");
  expect(screen.getByRole("region", { name: "Di toko" }).textContent).toContain("terbaca");
  expect(screen.getByRole("region", { name: "Terakhir disepakati" }).textContent).toContain("Rp104.000");
});

it("decides one with one press and goes on to the next", async () => {
  const { sent } = open();
  await userEvent.click(await screen.findByRole("button", { name: "Pakai data toko" }));
  expect(await screen.findByText("Alat Pasang")).toBeTruthy();
  expect(sent).toEqual([{ selection: { ids: ["shopee:1:1#price/0@aa"] }, to: "channel" }]);
});

it("decides by the arrow keys, and leads to a plan when all is decided", async () => {
  const { sent, router } = open();
  await screen.findByText("Rp132.250");
  await userEvent.keyboard("{ArrowLeft}");
  await screen.findByText("Alat Pasang");
  await userEvent.keyboard("{ArrowRight}");
  expect(await screen.findByText("Semua konflik selesai")).toBeTruthy();
  expect(sent).toEqual([
    { selection: { ids: ["shopee:1:1#price/0@aa"] }, to: "master" },
    { selection: { ids: ["shopee:1:2#title@bb"] }, to: "channel" },
  ]);
  // The plan is of what was decided, not of everything.
  let finished = false;
  answer("get", "/v1/bulk-tasks/{id}", () => aTask(finished ? {} : { finished_at: null }));
  answer("get", "/v1/bulk-tasks/{id}/rows", ({ request }) =>
    (new URL(request.url).searchParams.get("cursor")
      ? { items: [{ key: "shopee:1:2#title@bb", outcome: "resolved", details: { product: "prd_2" } }, { key: "shopee:1:3#title@cc", outcome: "refused", details: { product: "prd_3" } }], next: null }
      : { items: [{ key: "shopee:1:1#price/0@aa", outcome: "resolved", details: { product: "prd_1" } }], next: "more" }) as never,
  );
  answer("get", "/v1/plans/{id}", aPlan());
  answer("get", "/v1/plans/{id}/entries", { items: [], next: null });
  let planned: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    planned = await request.json();
    return aPlan();
  });
  await userEvent.click(screen.getByRole("button", { name: "Buat rencana" }));
  expect(await screen.findByText(/masih dikerjakan di belakang/)).toBeTruthy();
  finished = true;
  await userEvent.click(screen.getByRole("button", { name: "Buat rencana" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync/plans/pln_1"));
  expect(planned).toEqual({ products: ["prd_1", "prd_2"] });
});

it("lets a person choose the plan where nobody knows any more what was decided", async () => {
  open([], "member", "/conflicts?decided=true");
  expect((await screen.findByRole("link", { name: "Buat rencana" })).getAttribute("href")).toBe("/sync?new=true");
});

it("decides all that are alike after a question", async () => {
  const { sent } = open([aConflict(), aConflict({ id: "shopee:1:3#price/0@cc", listing: "shopee:1:3" }), title]);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Juga untuk 1 konflik Harga lain di kanal ini" }));
  await userEvent.click(screen.getByRole("button", { name: "Pakai data saya" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Putuskan 2 konflik sekaligus?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Pakai data saya" }));
  expect(await screen.findByText("Alat Pasang")).toBeTruthy();
  expect(sent).toEqual([{ selection: { filter: { channel: "shopee", field: "price" } }, to: "master" }]);
});

it("takes a typed value, with points between the digits", async () => {
  const { sent } = open();
  await userEvent.click(await screen.findByRole("button", { name: "Tulis sendiri" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Harga dasar" }), "125.000");
  await userEvent.click(screen.getByRole("button", { name: "Pakai nilai ini" }));
  await waitFor(() => expect(sent).toEqual([{ selection: { ids: ["shopee:1:1#price/0@aa"] }, to: { value: { kind: "money", value: 125_000 } } }]));
});

it("says why a value is refused and stays", async () => {
  open();
  answer("post", "/v1/conflicts/resolve", aTask({ counts: { refused: 1 } }));
  answer("get", "/v1/bulk-tasks/{id}/rows", { items: [{ key: "shopee:1:1#price/0@aa", outcome: "refused", details: { code: "title_length", text: "Judul terlalu panjang.", text_en: "" } }], next: null } as never);
  await userEvent.click(await screen.findByRole("button", { name: "Pakai data toko" }));
  expect(await screen.findByText("Judul terlalu panjang.")).toBeTruthy();
  expect(screen.getByText("Rp132.250")).toBeTruthy();
});

it("shows the new values where one side moved meanwhile, and decides on them", async () => {
  const list = [aConflict(), title];
  const { sent } = open(list);
  await screen.findByText("Rp99.000");
  list[0] = aConflict({ id: "shopee:1:1#price/0@zz", theirs: { value: { kind: "money", value: 97_500 } } });
  answer("post", "/v1/conflicts/resolve", async ({ request }) => {
    sent.push(await request.json());
    return aTask(sent.length === 1 ? { counts: { refused: 1 } } : {});
  });
  answer("get", "/v1/bulk-tasks/{id}/rows", { items: [{ key: "shopee:1:1#price/0", outcome: "refused", details: { code: "conflict_moved", text: "Nilainya berubah lagi.", text_en: "" } }], next: null } as never);
  await userEvent.click(screen.getByRole("button", { name: "Pakai data toko" }));
  expect(await screen.findByText("Rp97.500")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Pakai data toko" }));
  expect(await screen.findByText("Alat Pasang")).toBeTruthy();
  expect(sent[1]).toEqual({ selection: { ids: ["shopee:1:1#price/0@zz"] }, to: "channel" });
});

it("takes a decision back from the toast", async () => {
  open();
  let undone: string | undefined;
  answer("post", "/v1/conflicts/resolve/{id}/undo", ({ params }) => {
    undone = String(params["id"]);
    return aTask({ id: "blk_2", kind: "conflicts_undo", counts: { restored: 1 } });
  });
  await userEvent.click(await screen.findByRole("button", { name: "Pakai data toko" }));
  await userEvent.click(await screen.findByText("Batalkan"));
  expect(await screen.findByText("Keputusan dibatalkan")).toBeTruthy();
  expect(undone).toBe("blk_1");
});

it("marks what each side changed since they agreed", async () => {
  const { container } = open([title]);
  await screen.findByText("Alat Pasang");
  expect([...container.querySelectorAll("ins")].map((one) => one.textContent)).toEqual(["Ditambahkan: motor", "Ditambahkan: PROMO"]);
});

it("keeps its place over a reload", async () => {
  open(undefined, "member", `/conflicts?at=${encodeURIComponent("shopee:1:2#title@bb")}`);
  expect(await screen.findByText("Alat Pasang")).toBeTruthy();
  expect(screen.getByText("2 dari 2")).toBeTruthy();
});

it("lets a viewer look and says why he cannot decide", async () => {
  open(undefined, "viewer");
  expect(((await screen.findByRole("button", { name: "Pakai data toko" })) as HTMLButtonElement).disabled).toBe(true);
  expect(screen.getByText(/Hanya anggota, admin, atau pemilik/)).toBeTruthy();
});

it("says when there is none", async () => {
  open([]);
  expect(await screen.findByText("Tidak ada konflik")).toBeTruthy();
});
