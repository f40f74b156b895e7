// What a person typed is there after the network was cut, and after the session ended, in the middle of a form; and can be saved then.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import { openDoor, type Schema } from "@/api/client";
import { signIn } from "@/auth/cognito";
import { accessToken, end } from "@/auth/session";
import { aChannel, aPreview, aRule } from "@/features/prices/sample";
import { product } from "@/features/product/sample";
import { dropDraft } from "@/lib/draft";

import { renderApp } from "./render";
import { answer, breakOff, refuse, server } from "./server";

vi.mock("@/auth/cognito", async (original) => ({ ...(await original<object>()), signIn: vi.fn() }));

type Form = {
  name: string;
  path: string;
  /** The answers that it needs. */
  serve: () => void;
  /** Until its field can be typed into. */
  open: () => Promise<HTMLInputElement>;
  typed: string;
  /** What the field shows of it. */
  shown: string;
  save: () => Promise<void>;
  /** The call that saves it. */
  method: "patch" | "post" | "put";
  address: "/v1/products/{id}" | "/v1/stock/adjustments" | "/v1/price-rules/{channel}";
  answer: () => void;
};

const stock = (held: number): Schema<"Stock"> => ({ product_id: "prd_1", version: 1, variants: [{ variant_id: "var_1", sku: "FRM5", stock: held, observed: {} }] });
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const saved = vi.fn();

const FORMS: Form[] = [
  {
    name: "the price of a product",
    path: "/products/prd_1",
    serve: () => {
      answer("get", "/v1/products/{id}", { ...product, listings: [], history: { items: [] } });
      answer("post", "/v1/quotes", { channels: [] });
      answer("get", "/v1/channels", { items: [] });
    },
    open: () => screen.findByRole<HTMLInputElement>("textbox", { name: "Hitam, Harga dasar (Rp)" }),
    typed: "160000",
    shown: "160000",
    save: () => press("Simpan"),
    method: "patch",
    address: "/v1/products/{id}",
    answer: () =>
      answer("patch", "/v1/products/{id}", async ({ request }) => {
        saved(await request.json());
        return { ...product, version: 4 };
      }),
  },
  {
    name: "the stock of a product",
    path: "/stock?product=prd_1",
    serve: () => {
      answer("get", "/v1/products", { items: [], total: 0, by_status: {}, by_state: {}, under_floor: 0 });
      answer("get", "/v1/stock", stock(10));
    },
    open: async () => {
      await press("Ubah FRM5");
      return screen.findByLabelText<HTMLInputElement>(/Stok di SyncStore/);
    },
    typed: "12",
    shown: "12",
    save: () => press("Simpan"),
    method: "post",
    address: "/v1/stock/adjustments",
    answer: () =>
      answer("post", "/v1/stock/adjustments", async ({ request }) => {
        saved(await request.json());
        return stock(12);
      }),
  },
  {
    name: "a price rule",
    path: "/prices?sheet=rule&channel=shopee",
    serve: () => {
      answer("get", "/v1/channels", { items: [aChannel("shopee", 7)] });
      answer("get", "/v1/price-rules", { items: [aRule({ method: "markup", markup_percent: 15 })] });
      answer("get", "/v1/price-rules/{channel}/overrides", { items: [] });
      answer("get", "/v1/fee-schedules/{channel}/versions", { items: [] });
      answer("get", "/v1/fee-schedules/{channel}/presets", { items: [] });
      answer("get", "/v1/repricings", { items: [] });
      answer("get", "/v1/bulk-tasks", { items: [] });
      answer("get", "/v1/products", { items: [], total: 4, by_status: {}, by_state: {}, under_floor: 0 });
      answer("post", "/v1/price-rules/preview", aPreview());
    },
    open: () => screen.findByLabelText<HTMLInputElement>("Tambahan (%)"),
    typed: "17,5",
    shown: "17,5",
    save: async () => {
      if (screen.queryByRole("button", { name: "Lihat dampak" })) await press("Lihat dampak");
      await press("Simpan");
    },
    method: "put",
    address: "/v1/price-rules/{channel}",
    answer: () =>
      answer("put", "/v1/price-rules/{channel}", async ({ request }) => {
        saved(await request.json());
        return { ...aRule({ method: "markup", markup_percent: 17.5 }), version: 2 };
      }),
  },
];

beforeEach(async () => {
  await Promise.all([dropDraft({ kind: "product", id: "prd_1" }), dropDraft({ kind: "price-rule", id: "shopee" })]);
  server.use(http.get("*/config.json", () => HttpResponse.json({ stage: "test", cognito: { endpoint: "/sign-in-service", region: "r", pool_id: "r_p", client_id: "c" } })));
});

async function typeIn(form: Form): Promise<void> {
  form.serve();
  renderApp(form.path);
  const field = await form.open();
  await userEvent.clear(field);
  await userEvent.type(field, form.typed);
}

it.each(FORMS)("keeps $name when the network is cut, and saves it when it is back", async (form) => {
  await typeIn(form);
  breakOff(form.method, form.address);
  await form.save();
  expect((await screen.findAllByText(/^SyncStore tidak terjangkau/)).length).toBeGreaterThan(0);
  await stillTyped(form);
  form.answer();
  await form.save();
  await waitFor(() => expect(saved).toHaveBeenCalledOnce());
});

it.each(FORMS)("keeps $name when the session ends, and saves it after the password", async (form) => {
  vi.mocked(signIn).mockResolvedValue({ kind: "done", tokens: { access: "access-2", refresh: "refresh-2", expiresIn: 3600 } });
  await typeIn(form);
  // As it is wired when the dashboard starts.
  openDoor({ token: accessToken, refused: end });
  server.use(http.post("*/sign-in-service", () => HttpResponse.json({ __type: "NotAuthorizedException" }, { status: 400 })));
  refuse(form.method, form.address, 401, "token_expired");
  await form.save();
  const asked = await screen.findByRole("dialog", { name: "Sesi Anda berakhir" });
  await userEvent.type(await screen.findByLabelText("Email"), "sari@contoh.com");
  await userEvent.type(screen.getByLabelText("Kata sandi"), "Rahasia-123456");
  form.answer();
  await press("Masuk");
  await waitFor(() => expect(asked.isConnected).toBe(false));
  await stillTyped(form);
  await form.save();
  await waitFor(() => expect(saved).toHaveBeenCalled());
});

/** In the field; or behind the step that shows what it would do. */
async function stillTyped(form: Form): Promise<void> {
  const back = screen.queryByRole("button", { name: "Ubah lagi" });
  if (back) await userEvent.click(back);
  await waitFor(() => expect(screen.getAllByRole<HTMLInputElement>("textbox").map(({ value }) => value.replace(".", ""))).toContain(form.shown));
}
