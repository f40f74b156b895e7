// What a person typed is there after the network was cut, and after the session ended, in the middle of a form; and can be saved then.
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import { openDoor, type Schema } from "@/api/client";
import { signIn } from "@/auth/cognito";
import { accessToken, end } from "@/auth/session";
import { aChannel, aFeeVersion, aPreview, aRule } from "@/features/prices/sample";
import { product } from "@/features/product/sample";
import { aTitle, someTitles } from "@/features/titles/sample";
import { dropDraft } from "@/lib/draft";

import { renderApp } from "./render";
import { answer, breakOff, refuse, server } from "./server";

vi.mock("@/auth/cognito", async (original) => ({ ...(await original<object>()), signIn: vi.fn() }));

type Form = {
  name: string;
  path: string;
  /** The answers that it needs. */
  serve: () => void;
  /** The address of the form after a reload, if a press opens it. */
  again?: string;
  /** Until its field can be typed into. */
  open: () => Promise<HTMLInputElement>;
  typed: string;
  /** What the field shows of it. */
  shown: string;
  save: () => Promise<void>;
  /** The call that saves it. */
  method: "patch" | "post" | "put";
  address: "/v1/products/{id}" | "/v1/stock/adjustments" | "/v1/price-rules/{channel}" | "/v1/products/{id}/titles/{key}" | "/v1/fee-schedules/{channel}" | "/v1/products/bulk";
  answer: () => void;
};

const stock = (held: number): Schema<"Stock"> => ({ product_id: "prd_1", version: 1, variants: [{ variant_id: "var_1", sku: "FRM5", stock: held, observed: {} }] });
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const saved = vi.fn();

function servePrices(): void {
  answer("get", "/v1/channels", { items: [aChannel("shopee", 7)] });
  answer("get", "/v1/price-rules", { items: [aRule({ method: "markup", markup_percent: 15 })] });
  answer("get", "/v1/price-rules/{channel}/overrides", { items: [] });
  answer("get", "/v1/fee-schedules/{channel}/versions", { items: [aFeeVersion()] });
  answer("get", "/v1/fee-schedules/{channel}/presets", { items: [] });
  answer("get", "/v1/repricings", { items: [] });
  answer("get", "/v1/bulk-tasks", { items: [] });
  answer("get", "/v1/products", { items: [], total: 4, by_status: {}, by_state: {}, under_floor: 0 });
  answer("post", "/v1/price-rules/preview", aPreview());
}

async function saveImpact(): Promise<void> {
  if (screen.queryByRole("button", { name: "Lihat dampak" })) await press("Lihat dampak");
  await press("Simpan");
}

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
    serve: servePrices,
    open: () => screen.findByLabelText<HTMLInputElement>("Tambahan (%)"),
    typed: "17,5",
    shown: "17,5",
    save: saveImpact,
    method: "put",
    address: "/v1/price-rules/{channel}",
    answer: () =>
      answer("put", "/v1/price-rules/{channel}", async ({ request }) => {
        saved(await request.json());
        return { ...aRule({ method: "markup", markup_percent: 17.5 }), version: 2 };
      }),
  },
  {
    name: "the fees of a channel",
    path: "/prices?sheet=fees_edit&channel=shopee&version=1",
    serve: servePrices,
    open: () => screen.findByLabelText<HTMLInputElement>("Dari mana angkanya"),
    typed: "Pengumuman Shopee 1 Desember",
    shown: "Pengumuman Shopee 1 Desember",
    save: saveImpact,
    method: "put",
    address: "/v1/fee-schedules/{channel}",
    answer: () =>
      answer("put", "/v1/fee-schedules/{channel}", async ({ request }) => {
        saved(await request.json());
        return { channel: "shopee", schedule: aFeeVersion().schedule, version: 2, state: "planned", recomputing: false };
      }),
  },
  {
    name: "the title of a listing",
    path: "/products/prd_1?sheet=title&listing=shopee:1:9",
    serve: () => {
      answer("get", "/v1/products/{id}", { ...product, listings: [], titles: someTitles({ listings: [aTitle()] }), history: { items: [] } });
      answer("post", "/v1/quotes", { channels: [] });
      answer("get", "/v1/channels", { items: [] });
    },
    open: () => screen.findByLabelText<HTMLInputElement>("Judul untuk kanal ini"),
    typed: "Frame Drone FPV 5 inci Motekar",
    shown: "Frame Drone FPV 5 inci Motekar",
    save: () => press("Kunci judul ini"),
    method: "put",
    address: "/v1/products/{id}/titles/{key}",
    answer: () =>
      answer("put", "/v1/products/{id}/titles/{key}", async ({ request }) => {
        saved(await request.json());
        return aTitle({ target: "Frame Drone FPV 5 inci Motekar" });
      }),
  },
  {
    name: "one change of many products",
    path: "/products",
    serve: () => {
      answer("get", "/v1/channels", { items: [] });
      answer("get", "/v1/products/index", { next: "", whole: true, count: 0, states: [], statuses: [], prefixes: [], id: [], title: [], skus: [], status: [], price: [], thumbnail: [], updated: [], channels: {} });
      answer("get", "/v1/products", { items: [{ id: "1", title: "Frame 5", skus: [], status: "active", channels: [], attention: [], variants: 1, under_floor: false, state: "not_listed", states: {}, updated_at: "2026-11-30T03:00:00Z", version: 1 }], total: 1, by_status: { active: 1 }, by_state: {}, under_floor: 0 });
    },
    open: async () => {
      await userEvent.click(await screen.findByRole("checkbox", { name: "Pilih Frame 5" }));
      await press("Ubah");
      return screen.findByRole<HTMLInputElement>("textbox", { name: /Persen, misalnya/ });
    },
    again: "/products?sheet=bulk",
    typed: "7,5",
    shown: "7,5",
    save: () => press("Pratinjau"),
    method: "post",
    address: "/v1/products/bulk",
    answer: () =>
      answer("post", "/v1/products/bulk", async ({ request }) => {
        saved(await request.json());
        return { task: { id: "blk_1", kind: "products_edit_preview", counts: { changed: 1 }, looked_at: 1, pages: 1, stalled: false, started_at: "2026-11-30T11:00:00Z", finished_at: "2026-11-30T11:00:01Z", started_by: "1" }, selected: 1, items: [{ product_id: "1", outcome: "changed", title: "Frame 5", version: 2, changes: [] }] };
      }),
  },
];

beforeEach(async () => {
  const drafts = [["product", "prd_1"], ["price-rule", "shopee"], ["fees", "shopee/1"], ["title", "shopee:1:9"], ["bulk-edit", "products"], ["stock", "var_1"]] as const;
  await Promise.all(drafts.map(([kind, id]) => dropDraft({ kind, id })));
  answer("get", "/v1/connections", { items: [] });
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

it.each(FORMS)("keeps $name when saving fails, over a reload, and saves it then", async (form) => {
  await typeIn(form);
  refuse(form.method, form.address, 503, "store_unavailable");
  await form.save();
  expect((await screen.findAllByText("store_unavailable (id)")).length).toBeGreaterThan(0);
  await stillTyped(form);
  cleanup();
  renderApp(form.again ?? form.path);
  await stillTyped(form);
  form.answer();
  await form.save();
  await waitFor(() => expect(saved).toHaveBeenCalledOnce());
});

it.each(["offline", "refused"])("keeps typed keys in the field and in no draft when saving them is %s", async (how) => {
  const put = vi.spyOn(IDBObjectStore.prototype, "put");
  answer("get", "/v1/channels", { items: [aChannel("shopee")] });
  answer("get", "/v1/connections", { items: [] });
  renderApp("/settings");
  const secret = await screen.findByLabelText<HTMLInputElement>("Partner Key");
  await userEvent.type(screen.getByLabelText("Partner ID"), "2001887");
  await userEvent.type(secret, "shpk-very-secret-0123456789");
  if (how === "offline") breakOff("put", "/v1/connections/{channel}/credentials");
  else refuse("put", "/v1/connections/{channel}/credentials", 503, "store_unavailable");
  await press("Simpan & tes");
  expect((await screen.findAllByText(how === "offline" ? /^SyncStore tidak terjangkau/ : "store_unavailable (id)")).length).toBeGreaterThan(0);
  expect(secret.value).toBe("shpk-very-secret-0123456789");
  expect(JSON.stringify([put.mock.calls, { ...localStorage }, { ...sessionStorage }])).not.toContain("very-secret");
  cleanup();
  renderApp("/settings");
  expect((await screen.findByLabelText<HTMLInputElement>("Partner Key")).value).toBe("");
});

/** In the field; or behind the step that shows what it would do. */
async function stillTyped(form: Form): Promise<void> {
  const back = screen.queryByRole("button", { name: "Ubah lagi" });
  if (back) await userEvent.click(back);
  await waitFor(() => expect(screen.queryAllByRole<HTMLInputElement>("textbox").map(({ value }) => value.replace(".", ""))).toContain(form.shown));
}
