// A catalogue of the size of the seller's, as the API gives it: the index, and pages of the list.
import type { Schema } from "../src/api/client";
import { type Catalogue, find, merged, sketch } from "../src/features/products/catalogue";

export const SIZE = 4147;
const PAGE = 100;
const AT = Date.parse("2026-11-30T03:00:00Z") / 1000;

const KINDS = ["Dudukan Kamera", "Frame", "Pelindung Antena", "Pemegang Baterai", "Kaki Pendaratan", "Baling-baling", "Penutup Motor", "Dudukan GPS", "Tutup Lensa", "Kotak Penyimpanan", "Penjepit Kabel", "Pelindung Lengan"];
const MAKES = ["GoPro Hero 11", "DJI O3", "Caddx Ratel", "Mark4", "Apex", "iFlight Nazgul", "Source One", "Flywoo Explorer", "Walksnail Avatar", "RunCam Thumb", "BetaFPV Pavo", "GEPRC Cinelog"];
const MORE = ["30 derajat Presisi Tinggi", "bahan TPU 95A", "untuk drone FPV", "serat karbon 4 mm", "ringan dan kuat", "edisi balap", "gaya bebas", "tahan benturan"];
const SIZES = ["2 inch", "3 inch", "3.5 inch", "5 inch", "7 inch", "10 inch"];
const STATES: Schema<"SyncState">[] = ["synced", "pending", "drift", "conflict", "failed", "auditing", "not_listed"];

/** The same catalogue every time. */
const at = <T>(list: readonly T[], place: number): T => list[place % list.length] as T;
const titleOf = (one: number) => `${at(KINDS, one)} ${at(MAKES, Math.floor(one / 7))} ${at(SIZES, Math.floor(one / 3))} ${at(MORE, one * 5)} ${at(MORE, one * 3 + 1)} V${(one % 4) + 1}`;

const all = Array.from({ length: SIZE }, (_, one) => one);
const prices = all.map((one) => 15_000 + ((one * 7919) % 480) * 500);

export const index: Schema<"CatalogueIndex"> = {
  next: "n1",
  whole: true,
  count: SIZE,
  states: STATES,
  statuses: ["active", "archived"],
  prefixes: [],
  id: all.map((one) => `prd_${one}`),
  title: all.map(titleOf),
  skus: all.map((one) => Array.from({ length: (one % 5) + 1 }, (_, variant) => `MTK-${one}-${"ABCDE"[variant]}`)),
  status: all.map(() => 0),
  price: prices,
  thumbnail: all.map(() => [-1, ""]) as unknown as Schema<"CatalogueIndex">["thumbnail"],
  updated: all.map((one) => AT - one * 60),
  channels: {
    shopee: { state: all.map((one) => one % STATES.length), price: prices.map((price) => price + 2_000) },
    tiktok_shop: { state: all.map((one) => (one * 3) % STATES.length), price: prices.map((price) => price + 3_000) },
  },
};

export const catalogue: Catalogue = merged(undefined, index);

const ORDER = { sort: "updated_at", order: "desc" } as const;
export const found = (q: string) => find(catalogue, { status: "active", ...(q ? { q } : {}) }, ORDER);

/** A page of the list, as the server finds it. */
export function page(url: URL): Schema<"ProductList"> {
  const entries = found(url.searchParams.get("q") ?? "");
  const from = Number(url.searchParams.get("offset") ?? 0);
  const items = entries.slice(from, from + PAGE).map((entry): Schema<"ProductCard"> => {
    const card = sketch(entry);
    const states = Object.fromEntries(Object.entries(card.states).map(([channel, state]) => [channel, { ...state, target_min: state.live_min ?? null, target_max: state.live_max ?? null, keeps_min: 12_000 }]));
    return { ...card, states, max_price: card.min_price ?? null, keeps_min: 12_000, stock: 7, version: 1, category: "Suku Cadang Drone" };
  });
  return { items, total: entries.length, by_status: { active: SIZE }, by_state: { synced: 592, pending: 593 }, under_floor: 7 };
}
