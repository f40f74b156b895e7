import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { dropDraft, readDraft } from "@/lib/draft";
import { renderApp } from "@/test/render";
import { answer, refuse } from "@/test/server";

const DRAFT = { kind: "new-product", id: "new" };
const ADDRESS = "https://api.test/v1/images/a";

beforeEach(() => dropDraft(DRAFT));

async function filled() {
  answer("post", "/v1/products/sku-proposals", { skus: ["ARMDEP-001"] });
  const user = userEvent.setup();
  const app = renderApp("/products/new");
  await user.type(await screen.findByLabelText(/Judul/), "Arm depan");
  await user.type(screen.getByLabelText(/Harga dasar/), "150000");
  await user.type(screen.getByLabelText(/Berat paket/), "120");
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("SKU").value).toBe("ARMDEP-001"));
  return { user, ...app };
}

it("uploads a photo, proposes the SKU, keeps a draft, and saves once", async () => {
  answer("post", "/v1/images", { id: "a", url: ADDRESS });
  const sent: unknown[] = [];
  answer("post", "/v1/products", async ({ request }) => {
    sent.push(await request.json());
    return { id: "prd_9", title: "Arm depan" } as Schema<"Product">;
  });
  const { user, container } = await filled();
  const photos = container.querySelector<HTMLInputElement>("[data-photos]");
  if (!photos) throw new Error("no field for photos");
  await user.upload(photos, new File(["RIFF"], "a.jpg", { type: "image/jpeg" }));
  expect((await screen.findByRole("img", { name: "Foto 1 dari 1" })).getAttribute("src")).toBe(ADDRESS);
  expect((await readDraft<{ title: string; images: string[] }>(DRAFT))?.values).toMatchObject({ title: "Arm depan", images: [ADDRESS] });
  await user.click(screen.getByRole("button", { name: "Simpan produk" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ title: "Arm depan", weight_g: 120, images: [{ url: ADDRESS }], variants: [{ sku: "ARMDEP-001", base_price: 150_000 }] });
  await waitFor(async () => expect(await readDraft(DRAFT)).toBeUndefined());
});

it("names what is missing without asking the API", async () => {
  const user = userEvent.setup();
  renderApp("/products/new");
  await user.click(await screen.findByRole("button", { name: "Simpan produk" }));
  expect(await screen.findAllByText("Isi dulu kolom ini.")).toHaveLength(3);
});

it("shows the API's refusal at its field", async () => {
  refuse("post", "/v1/products", 409, "sku_taken", { field: "variants[0].sku" });
  const { user } = await filled();
  await user.click(screen.getByRole("button", { name: "Simpan produk" }));
  expect(await screen.findByText("sku_taken (id)")).toBeTruthy();
  expect(screen.getByLabelText("SKU").getAttribute("aria-invalid")).toBe("true");
});
