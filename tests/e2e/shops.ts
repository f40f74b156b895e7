/** The sandboxes' shops as their own server keeps them: what a seller would check in the marketplace's console. */

import { createHmac } from "node:crypto";

export type ChannelName = "shopee" | "tiktok_shop";

const BASES: Record<ChannelName, string> = {
  shopee: process.env.SHOPEE_SANDBOX_URL ?? "",
  tiktok_shop: process.env.TIKTOK_SANDBOX_URL ?? "",
};

export async function sandbox(channel: ChannelName, path: string, method = "GET", body?: unknown): Promise<any> {
  const answer = await fetch(`${BASES[channel]}/_sandbox/${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${channel} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  return text === "" ? undefined : JSON.parse(text);
}

export interface Listed {
  title: string;
  sku: string;
  price: number;
}

/** Listings of this run, apart from those of the specs before it. */
let numbers = Date.now() % 1_000_000_000;

/** Puts listings without variants into a shop; their ids there. */
export async function listAll(channel: ChannelName, all: readonly Listed[]): Promise<string[]> {
  const seeds = all.map((one) => seed(channel, one));
  await sandbox(channel, "seed", "POST", seeds);
  return seeds.map(({ id }) => id);
}

function seed(channel: ChannelName, { title, sku, price }: Listed) {
  const tiktok = channel === "tiktok_shop";
  const id = `${tiktok ? "17" : "57"}${numbers++}`;
  const picture = `gambar-${sku.toLowerCase()}`;
  const content = {
    title,
    description: tiktok ? `<p>${title}, dicetak sendiri.</p>` : `${title}, dicetak sendiri.`,
    images: [{ reference: picture, url: `${BASES[channel]}/_sandbox/images/${picture}` }],
    category: { id: tiktok ? "1047688" : "101933", name: "Aksesori" },
    attributes: [],
    brand: null,
    weight: 120,
    dimensions: null,
    pre_order: 5,
    shipping: [tiktok ? { id: "7129000000000000008", name: "Pengiriman Reguler" } : { id: "8003", name: "J&T Express" }],
    storefronts: tiktok ? ["tiktok_shop", "tokopedia"] : [],
    status: "live",
    options: [],
    offers: [{ id: tiktok ? `${id}1` : "only", sku, option_values: [], price, stock: 10 }],
  };
  return { id, content };
}

/** The listing with this SKU, by its id in the shop. */
export async function listingOf(channel: ChannelName, sku: string): Promise<string> {
  const { items, products } = await sandbox(channel, channel === "shopee" ? "items" : "products");
  for (const one of (items ?? products) as (number | string | { id: string })[]) {
    const id = typeof one === "object" ? one.id : String(one);
    const found = channel === "shopee" ? (await sandbox(channel, `items/${id}`)).sku : (await sandbox(channel, `products/${id}`)).product.skus[0].seller_sku;
    if (found === sku) return id;
  }
  throw new Error(`${channel} has no listing with the SKU ${sku}`);
}

/** The title that the shop itself shows for the listing. */
export async function liveTitle(channel: ChannelName, id: string): Promise<string> {
  return channel === "shopee" ? (await sandbox(channel, `items/${id}`)).name : (await sandbox(channel, `products/${id}`)).product.title;
}

/** The price that the shop itself shows for the listing. */
export async function livePrice(channel: ChannelName, id: string): Promise<number> {
  if (channel === "shopee") {
    const item = await sandbox(channel, `items/${id}`);
    return item.models[0]?.price ?? item.price;
  }
  const { product } = await sandbox(channel, `products/${id}`);
  return Number(product.skus[0].price.sale_price ?? product.skus[0].price.tax_exclusive_price);
}

/** What the next calls to the shop's server meet: `{ match, kind, times, skip, every }`. */
export async function fault(channel: ChannelName, what: { match: string; kind: string; times?: number; every?: number; skip?: number }): Promise<void> {
  await sandbox(channel, "faults", "POST", what);
}

/** What a person changes in the marketplace's own console. */
export async function editByHand(channel: ChannelName, id: string, change: Record<string, unknown>): Promise<void> {
  await sandbox(channel, "edit", "POST", channel === "shopee" ? { item_id: Number(id), ...change } : { product_id: id, ...change });
}

/** What Shopee tells SyncStore of by itself, signed as it signs: to the address that the shop's console names. */
export async function shopeePush(code: number, shop: string, consoleAddress: string): Promise<void> {
  const { app_id, app_secret } = (await sandbox("shopee", "health")).credentials;
  const data = { shop_id: Number(shop), shop_id_list: [Number(shop)] };
  const body = JSON.stringify({ code, partner_id: Number(app_id), timestamp: Math.floor(Date.now() / 1_000), data });
  const signature = createHmac("sha256", app_secret).update(`${consoleAddress}|${body}`).digest("hex");
  const answer = await fetch(`${process.env.WEBHOOK_URL}/webhooks/shopee`, { method: "POST", headers: { Authorization: signature, "Content-Type": "application/json" }, body });
  if (!answer.ok) throw new Error(`push ${code}: ${answer.status} ${await answer.text()}`);
}
