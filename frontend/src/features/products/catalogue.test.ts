import { expect, it } from "vitest";

import type { Schema } from "@/api/client";

import { canAnswer, type Catalogue, find, merged, sketch } from "./catalogue";

const index = (more: Partial<Schema<"CatalogueIndex">> = {}): Schema<"CatalogueIndex"> => ({
  next: "n1",
  whole: true,
  count: 3,
  states: ["not_listed", "synced", "pending"],
  statuses: ["active", "archived"],
  prefixes: ["https://images.test/file"],
  id: ["a", "b", "c"],
  title: ["Dudukan Kamera—GoPro", "Frame 5 inch", "Café Frame"],
  skus: [["MTK-01 A"], ["FRM5-BLK", "FRM5-RED"], []],
  status: [0, 0, 1],
  price: [50_000, 150_000, null],
  thumbnail: [[0, "x_tn"], [-1, ""], [-1, ""]] as unknown as Schema<"CatalogueIndex">["thumbnail"],
  updated: [30, 20, 10],
  channels: { shopee: { state: [2, 1, 0], price: [60_000, 172_500, null] } },
  ...more,
});

const whole = merged(undefined, index());
const ids = (filter: Parameters<typeof find>[1], sort: "updated_at" | "title" | "price" = "updated_at", order: "asc" | "desc" = "desc", of: Catalogue = whole) => find(of, filter, { sort, order }).map((entry) => entry.id);

it.each([
  ["kam", ["a"]],
  ["gopro kamera", ["a"]],
  ["mtk01", ["a"]],
  ["mtk 01 a", ["a"]],
  ["CAFE", ["c"]],
  ["frm5", ["b"]],
  ["inch 5", ["b"]],
  ["rame", []],
  ["…", ["a", "b", "c"]],
])("finds %s as the server does", (q, found) => expect(ids({ q })).toEqual(found));

it("filters by state, channel and price", () => {
  expect(ids({ state: "pending" })).toEqual(["a"]);
  expect(ids({ state: "synced", channel: "shopee" })).toEqual(["b"]);
  expect(ids({ missing_on: "shopee" })).toEqual(["c"]);
  expect(ids({ price_min: 100_000 })).toEqual(["b"]);
  expect(ids({ status: "archived" })).toEqual(["c"]);
});

it("sorts as the server does", () => {
  expect(ids({}, "title", "asc")).toEqual(["c", "a", "b"]);
  expect(ids({}, "price", "desc")).toEqual(["b", "a", "c"]);
});

it("leaves to the server what it cannot know", () => {
  expect(canAnswer({ q: "x", status: "active" }, { sort: "title", order: "asc" })).toBe(true);
  expect(canAnswer({ attention: true }, { sort: "title", order: "asc" })).toBe(false);
  expect(canAnswer({}, { sort: "margin", order: "asc" })).toBe(false);
});

it("puts what changed over what was known", () => {
  const next = merged(whole, index({ next: "n2", whole: false, count: 1, id: ["b"], title: ["Frame 7 inch"], skus: [[]], status: [0], price: [1], thumbnail: [[-1, ""]] as never, updated: [40], channels: { shopee: { state: [1], price: [1] } } }));
  expect(ids({ q: "frame" }, "updated_at", "desc", next)).toEqual(["b", "c"]);
  expect(next.next).toBe("n2");
});

it("sketches a row without inventing what is kept", () => {
  const [entry] = whole.entries;
  if (!entry) throw new Error("no entry");
  expect(sketch(entry)).toMatchObject({ min_price: 50_000, thumbnail: "https://images.test/file/x_tn", states: { shopee: { state: "pending", live_min: 60_000 } } });
  expect(sketch(entry).keeps_min).toBeUndefined();
});
