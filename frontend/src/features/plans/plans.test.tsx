import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { renderApp } from "@/test/render";
import { aChange, anEntry, aPlan, aRun, HASH } from "@/test/samples";
import { answer } from "@/test/server";

import { type Change, type Entry, type Plan, planFile } from "./queries";

/** Filters the entries like the API, as far as these tests need it. */
function answerEntries(entries: readonly Entry[]): URL[] {
  const asked: URL[] = [];
  answer("get", "/v1/plans/{id}/entries", ({ request }) => {
    const url = new URL(request.url);
    asked.push(url);
    const decision = url.searchParams.get("decision");
    const blocked = url.searchParams.get("blocked");
    const fits = (change: Change) => (!decision || change.decision === decision) && (blocked === null || Boolean(change.blocked) === (blocked === "true"));
    return { items: entries.filter((entry) => entry.changes.some(fits)), next: null };
  });
  return asked;
}

const open = (plan: Plan, entries: readonly Entry[] = [anEntry()], role: "owner" | "admin" | "member" | "viewer" = "admin") => {
  answer("get", "/v1/plans/{id}", plan);
  const asked = answerEntries(entries);
  return { asked, ...renderApp("/sync/plans/pln_1", { role }) };
};

it("shows a change with its move and what the seller keeps", async () => {
  open(aPlan());
  const section = await screen.findByRole("region", { name: "Akan disinkronkan" });
  const text = (await within(section).findByRole("listitem", { name: "Dudukan Kamera" })).textContent;
  expect(text).toContain("Harga");
  expect(text).toContain("Rp150.000");
  expect(text).toContain("Rp172.500");
  expect(text).toContain("+15 %");
  expect(text).toContain("Anda terima Rp157.019");
});

it("marks only the changed words of a text", async () => {
  const title = aChange({ field: "title", offer: null, money: null, from: { kind: "text", value: "Dudukan kamera 25 derajat" }, to: { kind: "text", value: "Dudukan kamera 30 derajat" } });
  const { container } = open(aPlan(), [anEntry({ changes: [title] })]);
  await waitFor(() => expect(container.querySelectorAll("del, ins")).toHaveLength(2));
  expect([...container.querySelectorAll("del, ins")].map((one) => one.textContent)).toEqual(["Dihapus: 25", "Ditambahkan: 30"]);
});

it("shows what is held back first, with the remedy", async () => {
  const held = aChange({ pushed: false, blocked: { code: "price_move", text: "Harga berubah 69%. Periksa, lalu naikkan batas bila benar.", text_en: "", details: {} } });
  open(aPlan({ blocked: 1, changes: 1, by_code: { price_move: 1 } }), [anEntry({ changes: [held] }), anEntry({ listing: "shopee:1:2", product_id: "prd_2", title: "Alat" })]);
  const sections = await screen.findAllByRole("region", { name: /Ditahan|Akan disinkronkan/ });
  expect(sections.map((section) => section.getAttribute("aria-label"))).toEqual(["Ditahan", "Akan disinkronkan"]);
  expect(await within(sections[0] as HTMLElement).findByText(/naikkan batas bila benar/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Buat lagi dengan batas lain" })).toBeTruthy();
});

it("is approved with one press, by the hash that was seen", async () => {
  open(aPlan());
  answer("get", "/v1/runs/{id}", aRun());
  answer("get", "/v1/runs/{id}/jobs", { items: [], next: null });
  let sent: { body: unknown; key: string | null } | undefined;
  answer("post", "/v1/runs", async ({ request }) => {
    sent = { body: await request.json(), key: request.headers.get("Idempotency-Key") };
    return aRun();
  });
  await userEvent.click(await screen.findByRole("button", { name: "Setujui" }));
  expect(await screen.findByText("Proses sinkron")).toBeTruthy();
  expect(sent).toEqual({ body: { plan_id: "pln_1", plan_hash: HASH }, key: expect.stringMatching(/^[\w-]{36}$/) });
});

it("tells a member why he cannot approve", async () => {
  open(aPlan(), undefined, "member");
  const button = await screen.findByRole("button", { name: "Setujui" });
  expect((button as HTMLButtonElement).disabled).toBe(true);
  expect(screen.getByText(/Hanya admin atau pemilik yang bisa melakukan ini. Peran Anda: Anggota/)).toBeTruthy();
});

it("refuses a stale plan, and makes it again with one press", async () => {
  const { router } = open(aPlan({ freshness: "stale" }));
  let body: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    body = await request.json();
    return aPlan({ id: "pln_2" });
  });
  expect(await screen.findByText("Rencana ini sudah tidak cocok dengan keadaan sekarang")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Setujui" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Buat lagi" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync/plans/pln_2"));
  expect(body).toEqual({ products: ["prd_1"], channels: ["shopee"] });
});

it("keeps the guard that was chosen when it makes a plan again", async () => {
  open(aPlan({ freshness: "stale", guard_percent: 45.5 }));
  let body: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    body = await request.json();
    return aPlan({ id: "pln_2" });
  });
  await userEvent.click(await screen.findByRole("button", { name: "Buat lagi" }));
  await waitFor(() => expect(body).toEqual({ products: ["prd_1"], channels: ["shopee"], guard_percent: 45.5 }));
});

it("says why a plan of more than 1,000 products is chosen anew, and keeps its channels, fields and guard", async () => {
  answer("get", "/v1/plans", { items: [] });
  answer("get", "/v1/channels", { items: [{ channel: "shopee" }, { channel: "tiktok_shop" }] as never });
  const many = Array.from({ length: 1001 }, (_, at) => anEntry({ listing: `shopee:1:${at}`, product_id: `prd_${at}` }));
  const { router } = open(aPlan({ freshness: "stale", fields: ["price"], guard_percent: 45.5 }));
  // The page itself reads 100 at a time.
  answer("get", "/v1/plans/{id}/entries", ({ request }) => ({ items: new URL(request.url).searchParams.get("limit") === "200" ? many : [anEntry()], next: null }));
  await userEvent.click(await screen.findByRole("button", { name: "Buat lagi" }));
  const sheet = within(await screen.findByRole("dialog", { name: "Rencana baru" }));
  expect(router.state.location.search).toEqual({ tab: "plans", new: true, again: "pln_1" });
  expect(sheet.getByText(/lebih dari 1\.000 produk/).textContent).toContain("Batas perubahan harga: 45,5 %.");
  await waitFor(() => expect(sheet.getByRole<HTMLInputElement>("checkbox", { name: "TikTok Shop/Tokopedia" }).checked).toBe(false));
  let body: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    body = await request.json();
    return aPlan({ id: "pln_2" });
  });
  await userEvent.click(sheet.getByRole("button", { name: "Buat rencana" }));
  await waitFor(() => expect(body).toEqual({ channels: ["shopee"], fields: ["price"], guard_percent: 45.5, filter: { status: "active" } }));
});

it("never undoes a whole run where a part of it was meant: a stale undo leads to the run", async () => {
  for (const plan of [aPlan({ undoes: "run_1", freshness: "stale" }), aPlan({ undoes: "run_1", state: "failed", hash: null, freshness: null }), aPlan({ undoes: "run_1", freshness: "used", run_id: "run_2" })]) {
    const { unmount } = open(plan);
    let undone = false;
    answer("post", "/v1/runs/{id}/undo", () => {
      undone = true;
      return plan;
    });
    const note = (await screen.findByText(/^Rencana ini (sudah tidak cocok|gagal dibuat|sudah dijalankan)/)).closest<HTMLElement>('[role="alert"]');
    if (!note) throw new Error("no alert");
    expect(screen.queryByRole("button", { name: "Buat lagi" })).toBeNull();
    if (plan.freshness !== "used") {
      expect(within(note).getByText(/tidak mencatat apakah seluruhnya, satu gelombang, atau satu listing/)).toBeTruthy();
      expect(within(note).getByRole("link", { name: "Buka prosesnya" }).getAttribute("href")).toBe("/sync/runs/run_1");
    }
    expect(undone).toBe(false);
    unmount();
  }
});

it("looks again before it starts, and starts nothing when the plan went stale meanwhile", async () => {
  open(aPlan());
  await screen.findByRole("button", { name: "Setujui" });
  answer("get", "/v1/plans/{id}", aPlan({ freshness: "stale" }));
  let started = false;
  answer("post", "/v1/runs", () => {
    started = true;
    return aRun();
  });
  await userEvent.click(screen.getByRole("button", { name: "Setujui" }));
  expect(await screen.findByText("Rencana ini sudah tidak cocok dengan keadaan sekarang")).toBeTruthy();
  expect(started).toBe(false);
});

it("keeps what was looked at for exactly this hash", async () => {
  const first = open(aPlan({ hash: "e".repeat(64) }));
  await userEvent.click(await screen.findByRole("checkbox", { name: "Sudah dilihat: Dudukan Kamera" }));
  await waitFor(() => expect(screen.queryByText("Anda terima Rp157.019")).toBeNull());
  dispatchEvent(new Event("pagehide"));
  await new Promise((done) => setTimeout(done, 50));
  first.unmount();
  const second = open(aPlan({ hash: "e".repeat(64) }));
  expect(await screen.findByText(/1 produk sudah dilihat/)).toBeTruthy();
  second.unmount();
  open(aPlan({ hash: "f".repeat(64) }));
  expect(await screen.findByText("Anda terima Rp157.019")).toBeTruthy();
});

it("shows the progress of a plan that is still being made", async () => {
  open(aPlan({ state: "preparing", hash: null, freshness: null, looked_at: 40, to_look_at: 120 }));
  expect(await screen.findByText("Rencana sedang dibuat")).toBeTruthy();
  expect(screen.getByText("40 dari 120 produk")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Setujui" })).toBeNull();
});

it("says how many prices rise and fall, as the API counted them", async () => {
  open(aPlan());
  expect(await screen.findByText(/1 harga: 1 naik, 0 turun/)).toBeTruthy();
});

it("puts the parts of the CSV together", async () => {
  answer("get", "/v1/plans/{id}/entries.csv", ({ request }) => {
    const more = new URL(request.url).searchParams.get("cursor") === "2";
    return new Response(more ? "b\n" : "a\n", { headers: more ? {} : { Link: '</v1/plans/pln_1/entries.csv?cursor=2>; rel="next"' } });
  });
  expect(await (await planFile("pln_1", {})).text()).toBe("a\nb\n");
});

it("has its filters in the address and asks the API with them", async () => {
  const { asked, router } = open(aPlan({ by_channel: { shopee: counts(), tiktok_shop: counts() }, by_field: { price: counts(), title: counts() } }));
  await screen.findByText("Anda terima Rp157.019");
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Kanal" }), "shopee");
  await waitFor(() => expect(router.state.location.search).toMatchObject({ channel: "shopee" }));
  await waitFor(() => expect(asked.at(-1)?.searchParams.get("channel")).toBe("shopee"));
});

const counts = () => ({ listings: 1, listings_changed: 1, changes: 1, blocked: 0, conflicts: 0 });

it.each([
  [{ visibility: "unlisted" as const, fields: ["visibility" as const] }, "/v1/plans", { products: ["prd_1"], channels: ["shopee"], visibility: "unlisted" }],
  [{ deletes: true }, "/v1/deletion-plans", { listings: ["shopee:1:1"] }],
] as const)("makes a stale plan again as it was asked for: %o", async (more, path, body) => {
  open(aPlan({ ...more, fields: "fields" in more ? [...more.fields] : null, freshness: "stale" }), [anEntry({ listing: "shopee:1:1", product_id: "prd_1" })]);
  let sent: unknown;
  answer("post", path, async ({ request }) => {
    sent = await request.json();
    return aPlan({ id: "pln_2" });
  });
  await userEvent.click(await screen.findByRole("button", { name: "Buat lagi" }));
  await waitFor(() => expect(sent).toEqual(body));
});
