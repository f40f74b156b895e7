import { expect, test } from "vitest";

import { EMPTY, mistakesOf, nameOf, productOf, type Typed } from "./form";

const WHOLE: Typed = { ...EMPTY, title: " Arm depan ", base_price: "Rp150.000", stock: "4", pre_order_days: "5", weight_g: "120", length_cm: "12,5", width_cm: "8", height_cm: "3", images: ["https://a.test/1"] };

test("a product without variants has one variant with the proposed SKU", () => {
  expect(productOf(WHOLE, ["ARMDEP-001"])).toEqual({
    title: "Arm depan",
    description: "",
    images: [{ url: "https://a.test/1" }],
    weight_g: 120,
    dimensions: { length_cm: 12.5, width_cm: 8, height_cm: 3 },
    pre_order_days: 5,
    options: [],
    variants: [{ sku: "ARMDEP-001", option_values: [], base_price: 150_000, stock: 4 }],
  });
});

test("each value of the option is a variant, and a typed SKU goes before the proposed one", () => {
  const product = productOf({ ...WHOLE, option: "Warna", values: "Merah, ,Hitam", skus: { "1": "SAYA" } }, ["A-MERA", "A-HITA"]);
  expect(product.options).toEqual(["Warna"]);
  expect(product.variants?.map(({ sku, option_values }) => [sku, option_values])).toEqual([["A-MERA", ["Merah"]], ["SAYA", ["Hitam"]]]);
});

test("what is missing or not a number is named before the API is asked", () => {
  expect(mistakesOf(WHOLE)).toEqual({});
  expect(mistakesOf(EMPTY)).toEqual({ title: "needed", base_price: "needed", weight_g: "needed" });
  expect(mistakesOf({ ...WHOLE, stock: "4,5", length_cm: "x", width_cm: "" })).toEqual({ stock: "whole", length_cm: "decimal", width_cm: "sides" });
  expect(mistakesOf({ ...WHOLE, option: "Warna" })).toEqual({ values: "values" });
  expect(mistakesOf({ ...WHOLE, values: "Merah" })).toEqual({ option: "option" });
});

test("an error of the API is shown at its field", () => {
  expect(["title", "variants[1].sku", "variants[0].base_price", "dimensions.width_cm", "images[0].url", "variants[0].option_values[0]", "other"].map(nameOf)).toEqual(["title", "sku", "base_price", "width_cm", "images", "values", undefined]);
});
