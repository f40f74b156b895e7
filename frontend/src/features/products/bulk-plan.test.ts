import { expect, it } from "vitest";

import { planOf } from "./bulk-plan";

const ids = (count: number) => Array.from({ length: count }, (_, at) => `prd_${at}`);

it("names up to a thousand products", () => {
  expect(planOf({ selection: { filter: {} }, field: "base_price", ids: ids(1000), left: [] })).toEqual({ exact: true, wish: { selection: { ids: ids(1000) } } });
});

it("plans more of them by the filter, without those that the edit left as they are", () => {
  const selection = { filter: { status: "active", channel: "shopee" }, except: ["prd_x"] } as const;
  expect(planOf({ selection: { ...selection, except: ["prd_x"] }, field: "base_price", ids: ids(1001), left: ["prd_y"] })).toEqual({ exact: true, wish: { selection: { filter: selection.filter, except: ["prd_x", "prd_y"] } } });
});

it.each([
  ["base_price", { status: "active", price_min: 100_000 }, ["price"]],
  ["cost", { status: "active", under_floor: true }, ["price"]],
  ["title", { status: "active", q: "frame" }, ["title"]],
  ["category", { status: "active", category: "Frame" }, ["category"]],
  ["stock", { status: "active", state: "synced" }, ["stock"]],
  ["brand", { status: "active", updated_before: "2026-11-30T00:00:00Z" }, ["brand"]],
] as const)("does not trust a filter that an edit of %s moves", (field, filter, fields) => {
  expect(planOf({ selection: { filter, except: [] }, field, ids: ids(1001), left: [] })).toEqual({ exact: false, wish: { selection: { filter: { status: "active" } }, fields } });
});

it("trusts a filter by a field that the edit leaves alone", () => {
  expect(planOf({ selection: { filter: { status: "active", category: "Frame", q: "frame" } }, field: "stock", ids: ids(1001), left: [] }).exact).toBe(true);
});
