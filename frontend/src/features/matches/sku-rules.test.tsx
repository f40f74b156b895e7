import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { dropDraft, readDraft } from "@/lib/draft";
import { aQueue } from "@/test/match-samples";
import { renderApp } from "@/test/render";
import { answer, problem } from "@/test/server";

import { merged, rulesOf, typedOf } from "./sku-rules";

const RULES = { prefixes: ["TT-"], suffixes: ["-NEW"], replace: [{ from: "O", to: "0" }] };
const NAME = { kind: "sku-rules", id: "all" };

beforeEach(async () => {
  await dropDraft(NAME);
  answer("get", "/v1/channels", { items: [] });
  answer("get", "/v1/bulk-tasks", { items: [] });
  answer("get", "/v1/matches", aQueue([]));
});

it("writes rules one a line, and reads them back the same", () => {
  expect(typedOf(RULES)).toEqual({ prefixes: "TT-", suffixes: "-NEW", replace: "O → 0" });
  expect(rulesOf(typedOf(RULES))).toEqual(RULES);
  expect(rulesOf({ prefixes: " A-\n\nB- ", suffixes: "", replace: "O=0\nHITAM -> BLK\nX →" })).toEqual({ prefixes: ["A-", "B-"], suffixes: [], replace: [{ from: "O", to: "0" }, { from: "HITAM", to: "BLK" }, { from: "X", to: "" }] });
  expect(rulesOf({ prefixes: "", suffixes: "", replace: "HITAM BLK" })).toBeUndefined();
});

it("merges part by part what two people typed", () => {
  const base = typedOf(RULES);
  expect(merged(base, { ...base, prefixes: "A-" }, { ...base, suffixes: "-X", prefixes: "B-" })).toEqual({ typed: { ...base, prefixes: "A-", suffixes: "-X" }, clashes: ["prefixes"] });
});

const open = async () => {
  await userEvent.click(await screen.findByRole("button", { name: "Aturan SKU" }));
  return within(await screen.findByRole("dialog", { name: "Aturan SKU" }));
};

it("saves the rules at the version that was read, and keeps what was typed when somebody else was first", async () => {
  answer("get", "/v1/matching/sku-rules", { version: 3, rules: RULES }, { etag: '"3"' });
  const sent: [string | null, unknown][] = [];
  answer("put", "/v1/matching/sku-rules", async ({ request }) => {
    sent.push([request.headers.get("If-Match"), await request.json()]);
    if (sent.length > 1) return { version: 5, rules: RULES };
    answer("get", "/v1/matching/sku-rules", { version: 4, rules: { ...RULES, suffixes: ["-OLD"] } }, { etag: '"4"' });
    return problem(412, "version_stale");
  }, { etag: '"5"' });
  renderApp("/matches", { role: "admin" });
  const sheet = await open();
  const prefixes = await sheet.findByLabelText<HTMLTextAreaElement>("Awalan yang diabaikan");
  await userEvent.type(prefixes, "{Enter}SHP-");
  await waitFor(async () => expect(await readDraft(NAME)).toBeDefined());
  await userEvent.click(sheet.getByRole("button", { name: "Simpan" }));
  expect(await sheet.findByText(/Orang lain menyimpan lebih dahulu/)).toBeTruthy();
  expect(sheet.getByLabelText<HTMLTextAreaElement>("Akhiran yang diabaikan").value).toBe("-OLD");
  expect(prefixes.value).toBe("TT-\nSHP-");
  await userEvent.click(sheet.getByRole("button", { name: "Simpan" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent[1]).toEqual(['"4"', { ...RULES, prefixes: ["TT-", "SHP-"], suffixes: ["-OLD"] }]);
  await waitFor(async () => expect(await readDraft(NAME)).toBeUndefined());
});

it("shows the rules to a member, and who may change them", async () => {
  answer("get", "/v1/matching/sku-rules", { version: 3, rules: RULES }, { etag: '"3"' });
  renderApp("/matches", { role: "member" });
  const sheet = await open();
  expect((await sheet.findByLabelText<HTMLTextAreaElement>("Awalan yang diabaikan")).readOnly).toBe(true);
  expect(sheet.getByRole<HTMLButtonElement>("button", { name: "Simpan" }).disabled).toBe(true);
  expect(sheet.getByText(/Hanya admin atau pemilik/)).toBeTruthy();
});
