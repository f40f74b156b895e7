import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { aPlan } from "@/test/samples";
import { answer } from "@/test/server";

import { listing, product } from "./sample";

const stands = (status: Schema<"ListingStatus">): Schema<"Listing"> => ({ ...listing, observed: { ...listing.observed, status } });

function serve(one: Schema<"Listing">) {
  answer("get", "/v1/products/{id}", { ...product, listings: [one], history: { items: [] } });
  answer("post", "/v1/quotes", { channels: [] });
  answer("get", "/v1/connections", { items: [] });
  answer("get", "/v1/channels", { items: [] });
}

const menu = async () => {
  await userEvent.click(await screen.findByRole("button", { name: "Lainnya untuk Shopee" }));
  return screen.findAllByRole("menuitem");
};

beforeEach(() => dropDraft({ kind: "product", id: "prd_1" }));

it.each([
  ["live", "Sembunyikan", "unlisted", "Rencana menyembunyikan"],
  ["unlisted", "Tampilkan lagi", "listed", "Rencana menampilkan lagi"],
] as const)("makes the exact plan of a %s listing: %s", async (status, item, visibility, title) => {
  serve(stands(status));
  let sent: unknown;
  answer("post", "/v1/plans", async ({ request }) => {
    sent = await request.json();
    return aPlan({ visibility });
  });
  answer("get", "/v1/plans/{id}", aPlan({ visibility, fields: ["visibility"] }));
  answer("get", "/v1/plans/{id}/entries", { items: [] });
  renderApp("/products/prd_1", { role: "admin" });
  await menu();
  await userEvent.click(screen.getByRole("menuitem", { name: item }));
  expect(await screen.findByRole("heading", { name: title })).toBeTruthy();
  expect(sent).toEqual({ products: ["prd_1"], channels: ["shopee"], visibility });
});

it("asks before a deletion, says what is lost, and leads to its plan", async () => {
  serve(stands("live"));
  let sent: unknown;
  answer("post", "/v1/deletion-plans", async ({ request }) => {
    sent = await request.json();
    return aPlan({ deletes: true });
  });
  answer("get", "/v1/plans/{id}", aPlan({ deletes: true }));
  answer("get", "/v1/plans/{id}/entries", { items: [] });
  renderApp("/products/prd_1", { role: "admin" });
  await menu();
  await userEvent.click(screen.getByRole("menuitem", { name: "Hapus dari toko" }));
  const question = within(await screen.findByRole("alertdialog", { name: "Hapus listing ini dari Shopee?" }));
  expect(question.getByText(/Ulasan, jumlah terjual/)).toBeTruthy();
  expect(sent).toBeUndefined();
  await userEvent.click(question.getByRole("button", { name: "Buat rencana penghapusan" }));
  expect(await screen.findByRole("heading", { name: "Rencana penghapusan" })).toBeTruthy();
  expect(sent).toEqual({ listings: ["shopee:1:9"] });
  expect(screen.getByRole("button", { name: "Setujui dan hapus" })).toBeTruthy();
  expect(screen.getByText(/dihapus dari toko untuk selamanya/)).toBeTruthy();
});

it.each(["under_review", "refused", "draft"] as const)("neither hides nor shows a listing that is %s", async (status) => {
  serve(stands(status));
  renderApp("/products/prd_1", { role: "admin" });
  expect((await menu()).map((item) => item.textContent)).toEqual(["Hapus dari toko"]);
});

it("offers nothing for a frozen listing, and a member no deletion", async () => {
  serve(stands("frozen"));
  const { unmount } = renderApp("/products/prd_1", { role: "admin" });
  await screen.findAllByText("Shopee");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Lainnya untuk Shopee" })).toBeNull());
  unmount();
  serve(stands("live"));
  renderApp("/products/prd_1", { role: "member" });
  await menu();
  expect(screen.getByRole("menuitem", { name: "Hapus dari toko" }).getAttribute("aria-disabled")).toBe("true");
  expect(screen.getByRole("menuitem", { name: "Sembunyikan" }).getAttribute("aria-disabled")).toBeNull();
});

it("keeps what was hidden in the shop, in words of its own", async () => {
  serve({ ...stands("unlisted"), state: { ...listing.state, state: "drift", fields: ["visibility"], blocked: ["visibility_moved"] } });
  renderApp("/products/prd_1");
  expect(await screen.findByText(/Disembunyikan atau ditampilkan di toko/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Ikuti toko" }));
  const question = within(await screen.findByRole("alertdialog", { name: "Ikuti isi di Shopee?" }));
  expect(question.getByText(/^Listing tetap seperti sekarang di toko/)).toBeTruthy();
});
