import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { answer, problem, refuse } from "@/test/server";

import type { Rule } from "./queries";
import { changed, merge, mistakes, move, whole } from "./rule";
import { aRule } from "./sample";

const base = whole(aRule);

describe("a rule that two people edit", () => {
  it("joins what each changed", () => {
    const mine = { ...base, banned: ["ori"] };
    const theirs = { ...base, enabled: false };
    expect(merge(base, mine, theirs)).toEqual({ rule: { ...base, banned: ["ori"], enabled: false }, clashes: [] });
  });

  it("asks only where both moved to different things", () => {
    const mine = { ...base, banned: ["ori"], swaps: [] };
    const theirs = { ...base, banned: ["murah"], swaps: [] };
    expect(merge(base, mine, theirs)).toEqual({ rule: mine, clashes: ["banned"] });
  });

  it("knows what changed and what cannot be saved", () => {
    expect(changed(base, { ...base, pattern: move(base.pattern, 0, 1) })).toEqual(["pattern"]);
    expect(mistakes({ ...base, keywords: [{ text: " ", when: [] }], swaps: [{ from: "a", to: "b".repeat(61) }] })).toEqual(["keywords[0].text", "swaps[0].to"]);
  });
});

/** One channel's rule that is stored with versions. */
function rules(rule: Rule = aRule) {
  const stored = { channel: "shopee", version: 3, rule };
  const sent: Rule[] = [];
  answer("get", "/v1/channels", { items: [{ channel: "shopee" } as Schema<"Channel">, { channel: "website" } as Schema<"Channel">] });
  answer("get", "/v1/bulk-tasks", { items: [] });
  refuse("get", "/v1/verification", 404, "verification_not_found");
  const send = () => Response.json(structuredClone(stored), { headers: { ETag: `"${stored.version}"` } });
  answer("get", "/v1/title-rules/{channel}", send);
  answer("put", "/v1/title-rules/{channel}", async ({ request }) => {
    if (request.headers.get("If-Match") !== `"${stored.version}"`) return problem(412, "version_stale");
    stored.rule = (await request.json()) as Rule;
    stored.version += 1;
    sent.push(stored.rule);
    return send();
  });
  return { stored, sent };
}

beforeEach(() => dropDraft({ kind: "title-rule", id: "shopee" }));

it("edits keywords, swaps and order, and saves a new version", async () => {
  const { sent } = rules();
  renderApp("/titles?tab=rules");
  await userEvent.click(await screen.findByText("Drone FPV"));
  const text = screen.getByRole("textbox", { name: "Kata kunci" });
  await userEvent.clear(text);
  await userEvent.type(text, "Drone Balap");
  await userEvent.click(screen.getByRole("button", { name: "Sisipkan {category}" }));
  await userEvent.click(screen.getByRole("button", { name: "Pilihan untuk Jenis barang" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Turunkan" }));
  await userEvent.click(screen.getByRole("button", { name: "Tambah pengganti" }));
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  expect(await screen.findAllByText("1 sampai 60 karakter.")).toHaveLength(2);
  expect(sent).toEqual([]);
  await userEvent.type(screen.getByRole("textbox", { name: "Kata di judul produk, penggantian ke-2" }), "Rangka");
  await userEvent.type(screen.getByRole("textbox", { name: "Diganti dengan, penggantian ke-2" }), "Frame");
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  expect(await screen.findByText("Versi 4")).toBeTruthy();
  expect(sent[0]).toMatchObject({ pattern: ["fit", "kind"], swaps: [...base.swaps, { from: "Rangka", to: "Frame" }] });
  expect(sent[0]?.keywords?.[0]?.text).toBe("Drone Balap {category}");
});

it("joins with what somebody else saved, and asks where both moved", async () => {
  const { stored, sent } = rules();
  renderApp("/titles?tab=rules&rule=shopee");
  await userEvent.type(await screen.findByRole("textbox", { name: "Kata terlarang" }), "ori");
  await userEvent.click(screen.getByRole("checkbox", { name: "Buat usulan judul untuk kanal ini" }));
  stored.rule = { ...aRule, banned: ["murah"] };
  stored.version = 4;
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  const asking = await screen.findByText("Orang lain menyimpan aturan ini lebih dulu");
  const box = asking.closest('[role="alert"]') as HTMLElement;
  expect(within(box).getByText("Kata terlarang")).toBeTruthy();
  await userEvent.click(within(box).getByRole("button", { name: "Pakai yang tersimpan" }));
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(sent[0]).toMatchObject({ enabled: false, banned: ["murah"] }));
});

it("keeps what was typed over a reload", async () => {
  rules();
  const first = renderApp("/titles?tab=rules&rule=shopee");
  await userEvent.type(await screen.findByRole("textbox", { name: "Kata terlarang" }), "ori");
  first.unmount();
  await new Promise((wait) => setTimeout(wait, 400));
  renderApp("/titles?tab=rules&rule=shopee");
  expect(await screen.findByDisplayValue("ori")).toBeTruthy();
  expect(screen.getByText("1 perubahan belum disimpan")).toBeTruthy();
});

it("shows a refusal at its field", async () => {
  rules();
  refuse("put", "/v1/title-rules/{channel}", 422, "keyword_banned", { field: "keywords[1].text", detail: "Kata promosi tidak boleh jadi kata kunci." });
  renderApp("/titles?tab=rules&rule=shopee");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Buat usulan judul untuk kanal ini" }));
  await userEvent.click(screen.getByRole("button", { name: "Simpan" }));
  expect((await screen.findAllByText("Kata promosi tidak boleh jadi kata kunci.")).length).toBe(2);
});

it("lets a member look and says who may change it", async () => {
  rules();
  renderApp("/titles?tab=rules&rule=shopee", { role: "member" });
  expect(await screen.findByText(/Hanya admin atau pemilik/)).toBeTruthy();
  expect(((await screen.findByRole("checkbox", { name: "Buat usulan judul untuk kanal ini" })) as HTMLInputElement).closest("fieldset")?.disabled).toBe(true);
});
