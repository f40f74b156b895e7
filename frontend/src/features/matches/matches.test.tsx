import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft } from "@/lib/draft";
import { aCandidate, aMatch, aMatchEntry, aMatchTask, aQueue } from "@/test/match-samples";
import { renderApp } from "@/test/render";
import { answer, breakOff, problem, refuse } from "@/test/server";

const one = aMatchEntry("tiktok_shop:2:1", [aCandidate("mat_a"), aCandidate("mat_b", { tier: "review", score_percent: 11 })], { title: "Dudukan satu Premium" });
const two = aMatchEntry("tiktok_shop:2:2", [aCandidate("mat_c", { score_percent: 70 })], { title: "Dudukan dua" });
const three = aMatchEntry("tiktok_shop:2:3", [aCandidate("mat_d", { tier: "review", score_percent: 30 })], { title: "Dudukan tiga" });

beforeEach(async () => {
  await dropDraft({ kind: "matches", id: "later" });
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/bulk-tasks", { items: [] });
});

const pair = (title: string) => screen.findByRole("article", { name: new RegExp(`^${title}, dibandingkan`) });
const press = (name: string | RegExp) => screen.findByRole("button", { name });

/** Notes every decision that reaches the API, and says yes to it. */
function decisions() {
  const seen: string[] = [];
  for (const verb of ["accept", "reject", "undo"] as const) {
    answer("post", `/v1/matches/{id}/${verb}`, ({ params, request }) => {
      seen.push(`${verb} ${String(params["id"])} ${request.headers.get("If-Match")}`);
      return aMatch(String(params["id"]), { version: Number(request.headers.get("If-Match")?.replaceAll('"', "")) + 1 });
    });
  }
  return seen;
}

it("goes through the pairs with one press each, and names the version that was seen", async () => {
  answer("get", "/v1/matches", aQueue([one, two, three]));
  const seen = decisions();
  const user = userEvent.setup();
  const { router } = renderApp("/matches");
  await pair("Dudukan satu Premium");
  expect(screen.getByText("1 dari 3")).toBeTruthy();
  await user.click(await press("Sama"));
  await pair("Dudukan dua");
  expect(screen.getByText("1 dari 2")).toBeTruthy();
  expect(screen.getByText("2 menunggu jawaban Anda")).toBeTruthy();
  expect(screen.getByRole("tab", { name: "Sudah diputuskan 1" })).toBeTruthy();
  await user.click(await press("Nanti"));
  await pair("Dudukan tiga");
  await user.click(await press("Bukan"));
  await waitFor(() => expect(seen).toEqual(['accept mat_a "1"', 'reject mat_d "1"']));
  // One was put off: it is offered again, and nothing else.
  await user.click(await press("Lihat yang ditunda"));
  await pair("Dudukan dua");
  expect(router.state.location.search).not.toHaveProperty("at");
});

it("shows the next candidate after a no, and the next pair once none is worth a look", async () => {
  answer("get", "/v1/matches", aQueue([one, two]));
  const seen = decisions();
  const user = userEvent.setup();
  renderApp("/matches");
  await pair("Dudukan satu Premium");
  // The other candidate is below the fold on a phone: that there is one is said at the top.
  expect(screen.getByText("calon 1 dari 2")).toBeTruthy();
  await user.keyboard("n");
  expect(await screen.findByRole("article", { name: "Dudukan satu Premium, dibandingkan dengan Shopee mat_b" })).toBeTruthy();
  expect(screen.queryByText(/^calon/)).toBeNull();
  await user.keyboard("n");
  await pair("Dudukan dua");
  await waitFor(() => expect(seen).toEqual(['reject mat_a "1"', 'reject mat_b "1"']));
});

it("works by keys: candidates by number, yes, undo", async () => {
  answer("get", "/v1/matches", aQueue([one, two]));
  const seen = decisions();
  const user = userEvent.setup();
  const { router } = renderApp("/matches");
  await pair("Dudukan satu Premium");
  await user.keyboard("2");
  expect(await screen.findByText("calon 2 dari 2")).toBeTruthy();
  expect(await screen.findByRole("article", { name: "Dudukan satu Premium, dibandingkan dengan Shopee mat_b" })).toBeTruthy();
  expect(router.state.location.search).toMatchObject({ at: "tiktok_shop:2:1", with: "mat_b" });
  await user.keyboard("y");
  await pair("Dudukan dua");
  await user.keyboard("u");
  await pair("Dudukan satu Premium");
  await waitFor(() => expect(seen).toEqual(['accept mat_b "1"', 'undo mat_b "2"']));
});

it("decides on what was taken back without being refused as stale", async () => {
  answer("get", "/v1/matches", aQueue([two]));
  const seen = decisions();
  const user = userEvent.setup();
  renderApp("/matches");
  await pair("Dudukan dua");
  await user.keyboard("y");
  // The queue as the server will have it by then.
  answer("get", "/v1/matches", aQueue([aMatchEntry("tiktok_shop:2:2", [aCandidate("mat_c", { version: 3 })], { title: "Dudukan dua" })]));
  await user.click(await press("Batalkan"));
  await pair("Dudukan dua");
  await waitFor(() => expect(seen).toHaveLength(2));
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>("button", { name: "Sama" }).disabled).toBe(false));
  await user.keyboard("n");
  await waitFor(() => expect(seen).toEqual(['accept mat_c "1"', 'undo mat_c "2"', 'reject mat_c "3"']));
});

it("brings a pair back when the server refuses, and says why", async () => {
  answer("get", "/v1/matches", aQueue([one, two]));
  refuse("post", "/v1/matches/{id}/accept", 409, "match_does_not_fit");
  const user = userEvent.setup();
  renderApp("/matches");
  await pair("Dudukan satu Premium");
  await user.click(await press("Sama"));
  await pair("Dudukan dua");
  const refused = within(await screen.findByRole("region", { name: "Belum tersimpan: Dudukan satu Premium" }));
  expect(refused.getByText("match_does_not_fit (id)")).toBeTruthy();
  expect(refused.getByText("request-1")).toBeTruthy();
  await user.click(refused.getByRole("button", { name: "Lihat pasangan ini" }));
  await pair("Dudukan satu Premium");
  expect(screen.queryByRole("region", { name: /Belum tersimpan/ })).toBeNull();
});

it("says the same again after the network was gone", async () => {
  answer("get", "/v1/matches", aQueue([two]));
  breakOff("post", "/v1/matches/{id}/accept");
  const user = userEvent.setup();
  renderApp("/matches");
  await pair("Dudukan dua");
  await user.click(await press("Sama"));
  const refused = within(await screen.findByRole("region", { name: "Belum tersimpan: Dudukan dua" }));
  const seen = decisions();
  await user.click(refused.getByRole("button", { name: "Coba lagi" }));
  await waitFor(() => expect(seen).toEqual(['accept mat_c "1"']));
  expect(await screen.findByText("Semua sudah dijawab")).toBeTruthy();
});

it("keeps its place in the address, also beyond the first page", async () => {
  answer("get", "/v1/matches", ({ request }) => (new URL(request.url).searchParams.get("cursor") ? aQueue([three], { counts: aQueue([one, two, three]).counts }) : aQueue([one, two], { next: "more", counts: aQueue([one, two, three]).counts })));
  renderApp("/matches?at=tiktok_shop:2:3");
  await pair("Dudukan tiga");
  expect(screen.getByText("3 dari 3")).toBeTruthy();
});

it("refuses every candidate of a listing at once", async () => {
  answer("get", "/v1/matches", aQueue([one, two]));
  let asked: unknown;
  answer("post", "/v1/matches/reject", async ({ request }) => {
    asked = await request.json();
    return { decided: 2, failed: 0, results: [{ id: "mat_a", decided: true, version: 2 }, { id: "mat_b", decided: true, version: 2 }] };
  });
  const user = userEvent.setup();
  renderApp("/matches");
  await pair("Dudukan satu Premium");
  await user.click(await press("Tidak ada yang sama"));
  await pair("Dudukan dua");
  await waitFor(() => expect(asked).toEqual({ ids: ["mat_a", "mat_b"] }));
});

it("accepts all that is nearly certain with one press, and takes all of it back", async () => {
  const sure = [1, 2, 3].map((at) => aMatchEntry(`tiktok_shop:2:${at}`, [aCandidate(`mat_${at}`, { score_percent: 97 })]));
  answer("get", "/v1/matches", aQueue([...sure, two]));
  const seen: unknown[] = [];
  answer("post", "/v1/matches/accept", async ({ request }) => {
    seen.push(await request.json());
    answer("get", "/v1/matches", aQueue([two]));
    return {
      accepted: 2,
      failed: 1,
      results: [
        { id: "mat_1", accepted: true, version: 2 },
        { id: "mat_2", accepted: true, version: 2 },
        { id: "mat_3", accepted: false, code: "match_does_not_fit", detail: "Variannya tidak bisa digabung.", detail_en: "They do not fit." },
      ],
    };
  });
  answer("post", "/v1/matches/undo", async ({ request }) => {
    seen.push(await request.json());
    return { decided: 2, failed: 0, results: [{ id: "mat_1", decided: true, version: 3 }, { id: "mat_2", decided: true, version: 3 }] };
  });
  const user = userEvent.setup();
  renderApp("/matches");
  await user.click(await press("Terima semua 3"));
  const strip = within(await screen.findByRole("region", { name: "2 pasangan diterima" }));
  expect(strip.getByText("1 tidak bisa diputuskan dan tetap di antrean:")).toBeTruthy();
  expect(strip.getByText(/Variannya tidak bisa digabung\./)).toBeTruthy();
  await user.click(strip.getByRole("button", { name: "Batalkan semuanya" }));
  await screen.findByRole("region", { name: "2 keputusan dibatalkan" });
  expect(seen).toEqual([{ suggested_from_percent: 95 }, { ids: ["mat_1", "mat_2"] }]);
});

it("counts what is nearly certain to the end before it offers all of it", async () => {
  const sure = Array.from({ length: 20 }, (_, at) => aMatchEntry(`tiktok_shop:2:${at}`, [aCandidate(`mat_${at}`, { score_percent: 97 })]));
  const counts = { waiting: 30, open: { suggested: 30 }, decided: {} };
  answer("get", "/v1/matches", ({ request }) => {
    const asked = new URL(request.url).searchParams;
    return asked.get("tier") === "suggested" ? aQueue([...sure, ...sure.slice(0, 5).map((entry, at) => ({ ...entry, listing: { ...entry.listing, key: `tiktok_shop:2:x${at}` } })), two], { counts }) : aQueue(sure, { next: "more", counts });
  });
  renderApp("/matches");
  expect(await press("Terima semua 25")).toBeTruthy();
});

it("says exactly what is accepted: suggested pairs, not those that match by themselves", async () => {
  const automatic = aMatchEntry("tiktok_shop:2:1", [aCandidate("mat_1", { tier: "auto", score_percent: 99 }), aCandidate("mat_2", { score_percent: 96 })]);
  const suggested = aMatchEntry("tiktok_shop:2:2", [aCandidate("mat_3", { score_percent: 97 })]);
  const counts = { waiting: 3, open: { auto: 1, suggested: 2 }, decided: {} };
  answer("get", "/v1/matches", ({ request }) => {
    const asked = new URL(request.url).searchParams;
    const tier = asked.get("tier");
    if (asked.get("cursor")) return aQueue([], { counts });
    if (tier === "auto") return aQueue([automatic], { counts });
    if (tier === "suggested") return aQueue([suggested, two], { counts });
    return aQueue([automatic, suggested], { next: "more", counts });
  });
  renderApp("/matches");
  expect(await press("Terima semua 2")).toBeTruthy();
  expect(screen.getByText("2 pasangan yang disarankan, yakin ≥ 95 %")).toBeTruthy();
  expect(screen.getByText("Yang cocok otomatis tidak ikut diterima di sini: 1 listing.")).toBeTruthy();
});

it("shows how far a decision on many is that another visit began", async () => {
  answer("get", "/v1/matches", aQueue([two]));
  answer("get", "/v1/bulk-tasks", { items: [aMatchTask()] });
  let looks = 0;
  answer("get", "/v1/bulk-tasks/{id}", () => aMatchTask((looks += 1) > 1 ? { finished_at: "2026-11-30T11:01:00Z", counts: { accepted: 12 } } : {}));
  renderApp("/matches");
  expect(await screen.findByText("Menerima pasangan… 10 selesai")).toBeTruthy();
  expect(await screen.findByText("12 pasangan diterima")).toBeTruthy();
});

it("says that a viewer cannot take back what the queue decided, and lets a member do it", async () => {
  answer("get", "/v1/matches", aQueue([two]));
  answer("get", "/v1/bulk-tasks", { items: [aMatchTask({ finished_at: "2026-11-30T11:01:00Z" })] });
  const first = renderApp("/matches?decision=accepted", { role: "viewer" });
  expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Batalkan semuanya" })).disabled).toBe(true);
  expect(screen.getByText(/Batalkan semuanya: Hanya anggota, admin, atau pemilik yang bisa melakukan ini\./)).toBeTruthy();
  first.unmount();
  renderApp("/matches?decision=accepted", { role: "member" });
  expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Batalkan semuanya" })).disabled).toBe(false);
  expect(screen.queryByText(/^Batalkan semuanya: Hanya/)).toBeNull();
});

it("lets a member take back what his own request decided, and what the queue did of it", async () => {
  const sure = [1, 2].map((at) => aMatchEntry(`tiktok_shop:2:${at}`, [aCandidate(`mat_${at}`, { score_percent: 97 })]));
  const done = { accepted: 2, failed: 0, results: [{ id: "mat_1", accepted: true, version: 2 }, { id: "mat_2", accepted: true, version: 2 }] };
  for (const task of [undefined, aMatchTask({ finished_at: "2026-11-30T11:01:00Z", counts: { accepted: 12 } })]) {
    answer("get", "/v1/matches", aQueue([...sure, two]));
    answer("get", "/v1/bulk-tasks", { items: [] });
    answer("post", "/v1/matches/accept", () => {
      answer("get", "/v1/matches", aQueue([two]));
      return { ...done, ...(task ? { task } : {}) };
    });
    const user = userEvent.setup();
    const { unmount } = renderApp("/matches", { role: "member" });
    await user.click(await press("Terima semua 2"));
    expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Batalkan semuanya" })).disabled).toBe(false);
    unmount();
  }
});

it("links by hand with a product that is searched for among those that have no listing on this channel", async () => {
  answer("get", "/v1/matches", aQueue([one, two]));
  const card: Schema<"ProductCard"> = { id: "prd_1", title: "Produk satu", attention: [], channels: ["shopee"], skus: [], state: "synced", states: {}, status: "active", under_floor: false, updated_at: "2026-11-30T11:00:00Z", variants: 1, version: 1 };
  const searched: string[] = [];
  answer("get", "/v1/products", ({ request }) => {
    const query = new URL(request.url).searchParams;
    searched.push(`${query.get("q")}, not on ${query.get("missing_on")}`);
    return { items: [card], total: 1, by_status: {}, by_state: {}, under_floor: 0 };
  });
  let asked: unknown;
  answer("post", "/v1/matches/link", async ({ request }) => {
    asked = await request.json();
    return { product_id: "prd_1", matches: [aMatch("mat_a", { decision: "linked_by_hand" })] };
  });
  const user = userEvent.setup();
  renderApp("/matches");
  await pair("Dudukan satu Premium");
  await user.keyboard("l");
  const sheet = within(await screen.findByRole("dialog", { name: "Hubungkan sendiri" }));
  await user.click(await sheet.findByRole("button", { name: /Produk satu/ }));
  expect(searched[0]).toBe("Dudukan satu Premium, not on tiktok_shop");
  await pair("Dudukan dua");
  await waitFor(() => expect(asked).toEqual({ listing: "tiktok_shop:2:1", to_product: "prd_1" }));
});

it("accepts and refuses many from the level that was chosen", async () => {
  answer("get", "/v1/matches", aQueue([one, two, aMatchEntry("tiktok_shop:2:9", [aCandidate("mat_z", { tier: "unlikely", score_percent: 2 })])]));
  const seen: unknown[] = [];
  answer("post", "/v1/matches/accept", async ({ request }) => {
    seen.push(await request.json());
    return { accepted: 2, failed: 0, results: [] };
  });
  answer("post", "/v1/matches/reject", async ({ request }) => {
    seen.push(await request.json());
    return { decided: 1, failed: 0, results: [] };
  });
  const user = userEvent.setup();
  const { router } = renderApp("/matches?sheet=many");
  const sheet = within(await screen.findByRole("dialog"));
  // The highest level that finds something comes first.
  expect(await sheet.findByRole("button", { name: "Terima 1 pasangan" })).toBeTruthy();
  await user.selectOptions(sheet.getByLabelText("Paling sedikit"), "70");
  await user.click(sheet.getByRole("button", { name: "Terima 2 pasangan" }));
  await waitFor(() => expect(router.state.location.search).not.toHaveProperty("sheet"));
  await user.click(await press("Sekaligus"));
  await user.click(await press("Tolak 1 listing"));
  await waitFor(() => expect(seen).toEqual([{ suggested_from_percent: 70 }, { filter: { tier: "unlikely" } }]));
});

it("lists what was decided and takes it back", async () => {
  const decided = aMatchEntry("tiktok_shop:2:1", [aCandidate("mat_a", { decision: "accepted", before: "open", one_product: true, version: 4, decided_by: "1", decided_at: "2026-11-30T11:00:00Z" })], { title: "Dudukan satu" });
  answer("get", "/v1/matches", ({ request }) => {
    const decision = new URL(request.url).searchParams.get("decision");
    return aQueue(decision === "accepted" ? [decided] : [], { counts: { waiting: 0, open: {}, decided: { accepted: 1, linked_automatically: 3 } } });
  });
  const seen = decisions();
  const user = userEvent.setup();
  renderApp("/matches");
  await user.click(await screen.findByRole("tab", { name: /Sudah diputuskan/ }));
  await user.click(await press("Batalkan keputusan: Dudukan satu"));
  await waitFor(() => expect(seen).toEqual(['undo mat_a "4"']));
  expect(screen.getByRole("option", { name: "Dihubungkan otomatis (3)" })).toBeTruthy();
});

it("takes apart what was linked without a person", async () => {
  answer("get", "/v1/matches", aQueue([aMatchEntry("tiktok_shop:2:1", [aCandidate("mat_a", { decision: "linked_automatically", one_product: true })], { title: "Dudukan satu" })]));
  const seen = decisions();
  const user = userEvent.setup();
  renderApp("/matches?decision=linked_automatically");
  await user.click(await press("Bukan sama: Dudukan satu"));
  await waitFor(() => expect(seen).toEqual(['reject mat_a "1"']));
});

it("lets a viewer look and says who may decide", async () => {
  answer("get", "/v1/matches", aQueue([one]));
  renderApp("/matches", { role: "viewer" });
  await pair("Dudukan satu Premium");
  for (const name of ["Sama", "Bukan", "Nanti"]) expect(screen.getByRole<HTMLButtonElement>("button", { name }).disabled).toBe(true);
  expect(screen.getByText(/Hanya anggota, admin, atau pemilik/)).toBeTruthy();
});

it("compares: differing words, prices, evidence for and against in the seller's words", async () => {
  answer("get", "/v1/matches", aQueue([one]));
  renderApp("/matches");
  const shown = within(await pair("Dudukan satu Premium"));
  expect([...document.querySelectorAll("mark")].map((mark) => mark.textContent)).toContain("Dudukan satu Premium");
  expect(shown.getAllByText("Rp69.000")).toHaveLength(2);
  expect(shown.getByText(/Hanya di TikTok Shop\/Tokopedia: premium/)).toBeTruthy();
  expect(shown.getByText("meragukan:")).toBeTruthy();
});

it("invites to an import where nothing was ever compared, and shows a problem with its number", async () => {
  answer("get", "/v1/matches", aQueue([]));
  const { unmount } = renderApp("/matches");
  expect(await screen.findByText("Belum ada yang bisa dicocokkan")).toBeTruthy();
  unmount();
  answer("get", "/v1/matches", () => problem(503, "store_unavailable"));
  renderApp("/matches");
  expect(await screen.findByText("store_unavailable (id)")).toBeTruthy();
});

it("comes from a product's page with one listing, and links it by hand where it has no candidates", async () => {
  answer("get", "/v1/matches", ({ request }) => {
    expect(new URL(request.url).searchParams.get("listing")).toBe("tiktok_shop:2:1");
    return aQueue([]);
  });
  answer("get", "/v1/products", { items: [{ id: "prd_1", title: "Produk satu", attention: [], channels: ["shopee"], skus: [], state: "synced", states: {}, status: "active", under_floor: false, updated_at: "2026-11-30T11:00:00Z", variants: 1, version: 1 }], total: 1, by_status: {}, by_state: {}, under_floor: 0 });
  let asked: unknown;
  answer("post", "/v1/matches/link", async ({ request }) => {
    asked = await request.json();
    return { product_id: "prd_1", matches: [] };
  });
  answer("post", "/v1/matches/unlink", async ({ request }) => {
    asked = await request.json();
    return { product_id: "prd_2", matches: [] };
  });
  const user = userEvent.setup();
  renderApp("/matches?listing=tiktok_shop:2:1");
  expect(await screen.findByText("Tidak ada calon pasangan untuk listing ini")).toBeTruthy();
  await user.click(await press("Hubungkan sendiri"));
  await user.click(await press(/Produk satu/));
  await waitFor(() => expect(asked).toEqual({ listing: "tiktok_shop:2:1", to_product: "prd_1" }));
  // No pair was decided by that: the listing is taken out of the product again.
  await user.click(await press("Batalkan"));
  await waitFor(() => expect(asked).toEqual({ listing: "tiktok_shop:2:1" }));
});
