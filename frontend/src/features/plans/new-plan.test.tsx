import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { dropDraft, keepDraft, readDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { aPlan } from "@/test/samples";
import { answer } from "@/test/server";

const NAME = { kind: "plan", id: "new" };

beforeEach(() => dropDraft(NAME));

it("brings back what was chosen and typed for a new plan after a reload, and forgets it once the plan is made", async () => {
  answer("get", "/v1/plans", { items: [] });
  answer("get", "/v1/channels", { items: [{ channel: "shopee" }, { channel: "tiktok_shop" }] as never });
  const open = async () => within(await screen.findByRole("dialog", { name: "Rencana baru" }));
  const { unmount } = renderApp("/sync?tab=plans&new=true");
  const sheet = await open();
  await userEvent.click(await sheet.findByRole("checkbox", { name: "Shopee" }));
  await userEvent.click(sheet.getByRole("checkbox", { name: "Semua kolom" }));
  await userEvent.click(sheet.getByRole("checkbox", { name: "Semua produk aktif" }));
  await userEvent.type(sheet.getByRole("textbox", { name: /^SKU/ }), "FRM5-BLK");
  unmount();
  renderApp("/sync?tab=plans&new=true");
  const again = await open();
  await waitFor(() => expect(again.getByRole<HTMLTextAreaElement>("textbox", { name: /^SKU/ }).value).toBe("FRM5-BLK"));
  expect((await again.findByRole<HTMLInputElement>("checkbox", { name: "Shopee" })).checked).toBe(false);
  let body: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    body = await request.json();
    return aPlan({ id: "pln_2" });
  });
  await userEvent.click(again.getByRole("button", { name: "Buat rencana" }));
  await waitFor(() => expect(body).toEqual({ channels: ["tiktok_shop"], fields: ["price"], skus: ["FRM5-BLK"] }));
  await waitFor(async () => expect(await readDraft(NAME)).toBeUndefined());
});

it("lets a person begin with an empty form in place of what was kept", async () => {
  answer("get", "/v1/plans", { items: [] });
  answer("get", "/v1/channels", { items: [{ channel: "shopee" }] as never });
  await keepDraft(NAME, null, { off: null, only: ["price"], skus: "FRM5-BLK" });
  renderApp("/sync?tab=plans&new=true");
  const sheet = within(await screen.findByRole("dialog", { name: "Rencana baru" }));
  await userEvent.click(await sheet.findByRole("button", { name: "Mulai dari awal" }));
  expect(sheet.queryByRole("textbox", { name: /^SKU/ })).toBeNull();
  expect(sheet.queryByText("Isian terakhir dipulihkan.")).toBeNull();
  await waitFor(async () => expect(await readDraft(NAME)).toBeUndefined());
});
