import { expect, it } from "vitest";

import { flag, listOf, oneOf, ownPath, searchOf, text, whole } from "./search";

const read = searchOf({ q: text, sort: oneOf("title", "price"), page: whole, open: flag, channels: listOf(text), to: ownPath });

it("reads what fits and leaves out what does not", () => {
  expect(read({ q: "baling", sort: "price", page: 3, open: true, channels: ["shopee", "website"], to: "/products?q=a" })).toEqual({
    q: "baling",
    sort: "price",
    page: 3,
    open: true,
    channels: ["shopee", "website"],
    to: "/products?q=a",
  });
  expect(read({ q: {}, sort: "cost", page: -1, open: "yes", channels: [], to: "//evil.example", more: 1 })).toEqual({});
  expect(read({ to: "/\\evil.example", page: 1.5, channels: "shopee" })).toEqual({ channels: ["shopee"] });
});

it("overrides what does not fit, which the router would keep", () => {
  expect(Object.hasOwn(read({ to: "//evil.example" }), "to")).toBe(true);
});

it("takes a SKU of digits as the text that it is", () => {
  expect(read({ q: 5045 })).toEqual({ q: "5045" });
});
