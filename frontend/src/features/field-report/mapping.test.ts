import { expect, it } from "vitest";

import { bodyOf, rowsOf, withChange } from "./mapping";
import type { Mapped, Mapping } from "./queries";

const stored = (fields: Record<string, Mapped>, version = 1): Mapping => ({ channel: "shopee", version, fields, known: { title: "item_name", price: "original_price", category: "category_id" }, unmapped: [], read_only: ["category"] });
const title: Mapped = { channel_field: "item_name", owner: "master" };
const price: Mapped = { channel_field: "original_price", owner: "master" };
const category: Mapped = { channel_field: "category_id", owner: "channel" };
const mapping = stored({ title, price, category });

it("keeps only what differs from what is saved", () => {
  const asked = withChange(mapping, {}, "title", { ...title, owner: "ask" });
  expect(rowsOf(mapping, asked).filter(({ changed }) => changed).map(({ field, now }) => [field, now.owner])).toEqual([["title", "ask"]]);
  expect(withChange(mapping, asked, "title", title)).toEqual({});
});

it("saves the whole mapping with what was changed", () => {
  const changes = withChange(mapping, withChange(mapping, {}, "title", { ...title, owner: "ask" }), "price", { channel_field: null, owner: "master" });
  expect(bodyOf(mapping, changes)).toEqual({ title: { channel_field: "item_name", owner: "ask" }, price: { channel_field: null, owner: "master" }, category });
});

it("stands on what somebody else saved meanwhile, and names only what both moved", () => {
  const changes = withChange(mapping, withChange(mapping, {}, "title", { ...title, owner: "ask" }), "price", { ...price, owner: "ask" });
  const moved = stored({ title: { ...title, owner: "channel" }, price: { ...price, owner: "ask" }, category: { ...category } }, 2);
  const rows = rowsOf(moved, changes);
  expect(rows.map(({ field, changed, other }) => [field, changed, other?.owner])).toEqual([
    ["title", true, "channel"],
    // Another person saved the same value.
    ["price", false, undefined],
    ["category", false, undefined],
  ]);
});

it("shows a field that nothing is mapped to", () => {
  const gap = stored({ title });
  expect(rowsOf(gap, {}).find(({ field }) => field === "price")?.now.channel_field).toBeNull();
  expect(rowsOf(gap, {}).find(({ field }) => field === "category")?.readOnly).toBe(true);
});
