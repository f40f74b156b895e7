// `make bench PART=dashboard` runs this; it measures and judges, and never fails for a missed target.
import { afterAll, beforeAll, inject, it } from "vitest";
import type { Browser } from "playwright-core";

import { launch } from "../browser/open";
import { lighthouse } from "./lighthouse";
import { products } from "./products";
import { write } from "./report";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  write();
});

it("Produk with 4,147 products", () => products(browser, inject("dist")));
it("Lighthouse", () => lighthouse(inject("dist")));
