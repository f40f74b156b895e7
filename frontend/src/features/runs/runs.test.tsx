import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { renderApp } from "@/test/render";
import { aJob, aPlan, aRun } from "@/test/samples";
import { answer } from "@/test/server";

import { counted } from "./counts";
import { runQuery } from "./queries";
import { readBackOf } from "./read-back";

type Run = Schema<"Run">;

const finished = (more: Partial<Run> = {}) =>
  aRun({ state: "finished", counts: { succeeded: 1 }, done: 1, by_wave: [{ wave: 0, jobs: 1, counts: { succeeded: 1 } }], finished_at: "2026-11-30T11:01:00Z", ...more });

const guarded = (more: Partial<Run> = {}) =>
  aRun({
    state: "awaiting_approval",
    waves: [5, 43],
    jobs: 48,
    done: 5,
    counts: { succeeded: 5, waiting: 43 },
    by_wave: [
      { wave: 0, jobs: 5, counts: { succeeded: 5 } },
      { wave: 1, jobs: 43, counts: { waiting: 43 } },
    ],
    waits: [{ code: "approval", text: "Gelombang 1 selesai. Periksa hasilnya.", text_en: "" }],
    ...more,
  });

function open(run: Run, { jobs = [aJob()], role = "admin" as const, path = "" }: { jobs?: Schema<"Job">[]; role?: "admin" | "member" | "viewer"; path?: string } = {}) {
  answer("get", "/v1/runs/{id}", run);
  answer("get", "/v1/runs/{id}/jobs", { items: jobs, next: null });
  return renderApp(`/sync/runs/run_1${path}`, { role });
}

it("splits the bar into succeeded, audited, failed and left", () => {
  expect(counted({ waiting: 3, queued: 2, pushing: 1, accepted: 4, succeeded: 5, unchanged: 1, stale: 1, failed: 2, dropped: 7 })).toEqual({ left: 6, audited: 4, succeeded: 6, failed: 3, dropped: 7 });
});

it("calls nothing a success that the channel has not returned", async () => {
  open(finished({ counts: { accepted: 1 }, done: 0 }), { jobs: [aJob({ state: "accepted" })] });
  expect(await screen.findByText(/semua sudah jalan, 1 diperiksa kanal/)).toBeTruthy();
  expect(screen.queryByText(/tersinkron|berhasil/)).toBeNull();
});

it("shows the waves and lets the next one go with one press", async () => {
  open(guarded());
  const rail = await screen.findByRole("region", { name: "Gelombang" });
  expect(within(rail).getAllByRole("listitem").map((step) => step.textContent)).toEqual([expect.stringContaining("selesai"), expect.stringContaining("menunggu persetujuan")]);
  const sent: unknown[] = [];
  answer("post", "/v1/runs/{id}/approve", async ({ request }) => {
    sent.push(request.headers.get("Idempotency-Key"), await request.json());
    return guarded({ state: "running", wave: 1 });
  });
  await userEvent.click(screen.getByRole("button", { name: "Setujui gelombang 2" }));
  await waitFor(() => expect(sent).toEqual([expect.stringMatching(/^[\w-]{36}$/), { wave: 1 }]));
});

it("pauses, resumes and stops", async () => {
  open(aRun({ counts: { queued: 2, succeeded: 1 }, jobs: 3 }));
  answer("post", "/v1/runs/{id}/pause", () => {
    answer("get", "/v1/runs/{id}", aRun({ state: "paused", counts: { queued: 2, succeeded: 1 }, jobs: 3 }));
    return aRun({ state: "paused", counts: { queued: 2, succeeded: 1 }, jobs: 3 });
  });
  await userEvent.click(await screen.findByRole("button", { name: "Jeda" }));
  expect(await screen.findByRole("button", { name: "Lanjutkan" })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Hentikan" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Hentikan proses ini?" });
  expect(dialog.textContent).toContain("2 listing yang belum dimulai tidak dikerjakan");
  answer("post", "/v1/runs/{id}/cancel", () => {
    answer("get", "/v1/runs/{id}", aRun({ state: "cancelled", counts: { dropped: 2, succeeded: 1 }, jobs: 3, done: 3 }));
    return aRun({ state: "cancelled", counts: { dropped: 2, succeeded: 1 }, jobs: 3, done: 3 });
  });
  await userEvent.click(within(dialog).getByRole("button", { name: "Hentikan" }));
  expect(await screen.findByText("dihentikan")).toBeTruthy();
});

it("groups failures by code with one remedy and one retry", async () => {
  answer("get", "/v1/runs/{id}/failures", {
    items: [
      { code: "channel_unavailable", jobs: 3, remedy: { action: "retry", retries: true, text: "Coba lagi.", text_en: "" } },
      { code: "stale", jobs: 1, remedy: { action: "new_plan", retries: false, text: "Buat rencana baru.", text_en: "" } },
    ],
    next: null,
  });
  const { router } = open(finished({ counts: { failed: 3, stale: 1 }, jobs: 4, done: 4, failures: { channel_unavailable: 3, stale: 1 } }));
  const group = await screen.findByRole("region", { name: "Gagal" });
  expect(await within(group).findByText("Kanal tidak menjawab")).toBeTruthy();
  expect(within(group).getAllByRole("button", { name: /^Ulangi/ })).toHaveLength(1);
  let body: unknown;
  answer("post", "/v1/runs/{id}/retry", async ({ request }) => {
    body = await request.json();
    return aRun();
  });
  await userEvent.click(within(group).getByRole("button", { name: "Ulangi 3 listing" }));
  await waitFor(() => expect(body).toEqual({ code: "channel_unavailable" }));
  await userEvent.click(within(group).getAllByRole("button", { name: "Lihat" })[1] as HTMLElement);
  expect(router.state.location.search).toMatchObject({ code: "stale" });
});

it("leads to the imports where only reading the shop again helps, and to the connections where the consent is gone", async () => {
  answer("get", "/v1/runs/{id}/failures", {
    items: [
      { code: "listing_gone", jobs: 1, remedy: { action: "import", retries: false, text: "Baca tokonya lagi.", text_en: "" } },
      { code: "channel_unauthorized", jobs: 1, remedy: { action: "reconnect", retries: false, text: "Hubungkan lagi.", text_en: "" } },
    ],
    next: null,
  });
  open(finished({ counts: { failed: 2 }, jobs: 2, done: 2, failures: { listing_gone: 1, channel_unauthorized: 1 } }));
  expect((await screen.findByRole("link", { name: "Buka impor" })).getAttribute("href")).toBe("/imports");
  expect(screen.getByRole("link", { name: "Buka koneksi" }).getAttribute("href")).toBe("/settings");
});

it("makes the undo plan from the run and leads to it", async () => {
  const { router } = open(finished());
  answer("post", "/v1/runs/{id}/undo", aPlan({ id: "pln_undo", undoes: "run_1" }));
  answer("get", "/v1/plans/{id}", aPlan({ id: "pln_undo", undoes: "run_1" }));
  answer("get", "/v1/plans/{id}/entries", { items: [], next: null });
  await userEvent.click(await screen.findByRole("button", { name: "Batalkan perubahan" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/sync/plans/pln_undo"));
  expect(await screen.findByRole("button", { name: "Setujui" })).toBeTruthy();
});

it("offers the undo in a toast when a run ends that was seen at work", async () => {
  const { queries } = open(aRun());
  expect(await screen.findByText("menyinkronkan")).toBeTruthy();
  answer("get", "/v1/runs/{id}", finished());
  await queries.invalidateQueries({ queryKey: ["runs", "one", "run_1"] });
  expect(await screen.findByText("1 listing berhasil disinkronkan", {}, { timeout: 3000 })).toBeTruthy();
  answer("post", "/v1/runs/{id}/undo", aPlan({ id: "pln_undo", undoes: "run_1" }));
  answer("get", "/v1/plans/{id}", aPlan({ id: "pln_undo", undoes: "run_1" }));
  answer("get", "/v1/plans/{id}/entries", { items: [], next: null });
  await userEvent.click(screen.getByRole("button", { name: "Batalkan" }));
  expect(await screen.findByText("Rencana pembatalan")).toBeTruthy();
});

it("lets a viewer look and says why he cannot steer", async () => {
  open(aRun(), { role: "viewer" });
  expect(((await screen.findByRole("button", { name: "Hentikan" })) as HTMLButtonElement).disabled).toBe(true);
  expect(screen.getByText(/Hanya admin atau pemilik/)).toBeTruthy();
});

it("opens one listing at its own address, with what was read back", async () => {
  const content: Schema<"ListingContent"> = { title: "Dudukan Kamera", description: "", images: [], shipping: [], storefronts: [], storefront_status: {}, status: "live", attributes: [], options: [], offers: [{ id: "0", option_values: [], price: 172_500, price_locked: false }] };
  answer("get", "/v1/runs/{id}/jobs/{job}", aJob({ state: "succeeded", read_back: content, ended_at: "2026-11-30T11:01:00Z", attempts: [{ at: "2026-11-30T11:00:30Z", code: "", reason: "", calls: 2 }] }));
  open(finished(), { path: "?job=job_1" });
  const sheet = await screen.findByRole("dialog", { name: "Dudukan Kamera" });
  expect(await within(sheet).findByText("Terbaca kembali dari kanal")).toBeTruthy();
  expect(within(sheet).getAllByText("Rp172.500")).toHaveLength(2);
});

it("asks often while jobs move, seldom while it waits, and not at all once it is over", () => {
  const every = (run: Run | undefined) => (runQuery("run_1").refetchInterval as (query: { state: { data: Run | undefined } }) => number | false)({ state: { data: run } });
  expect([every(aRun()), every(guarded()), every(finished({ counts: { accepted: 1 }, done: 0 })), every(finished()), every(undefined)]).toEqual([1500, 10_000, 15_000, false, false]);
  expect(runQuery("run_1").refetchIntervalInBackground).toBe(false);
});

it("reads back only what the channel said", () => {
  const content = { title: "A", offers: [{ id: "0", option_values: [], price_locked: false }] } as unknown as Schema<"ListingContent">;
  expect(readBackOf({ field: "price", offer: "0" }, content)).toBeUndefined();
  expect(readBackOf({ field: "title" }, content)).toEqual({ kind: "text", value: "A" });
});

it("tries the failed listings of one wave, or of one channel, again", async () => {
  const run = finished({
    waves: [5, 43],
    jobs: 48,
    counts: { succeeded: 44, failed: 4 },
    by_wave: [
      { wave: 0, jobs: 5, counts: { succeeded: 4, failed: 1 } },
      { wave: 1, jobs: 43, counts: { succeeded: 40, failed: 3 } },
    ],
    by_channel: { shopee: { succeeded: 22, failed: 1 }, tiktok_shop: { succeeded: 22, failed: 3 } },
    failures: { channel_unavailable: 4 },
  });
  answer("get", "/v1/runs/{id}/failures", { items: [] });
  open(run);
  const asked: unknown[] = [];
  answer("post", "/v1/runs/{id}/retry", async ({ request }) => {
    asked.push(await request.json());
    return run;
  });
  await userEvent.click(await screen.findByRole("button", { name: "Pilihan gelombang 2" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Ulangi 3 listing yang gagal" }));
  await userEvent.click(screen.getByRole("button", { name: "Ulangi satu kanal" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "TikTok Shop/Tokopedia: 3 listing" }));
  await waitFor(() => expect(asked).toEqual([{ wave: 1 }, { channel: "tiktok_shop" }]));
});
