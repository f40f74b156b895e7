// The npm TikTok Shop SDK calls the TikTok Shop sandbox. It ignores its own base URL setting, so `fetch` redirects its
// two hosts to the sandbox. Everything else, including signatures, comes from the SDK.
import { ok, strictEqual } from "node:assert";
import { TikTokShopSDK } from "tiktok-shop-sdk";
import { authorise, check, control, finish, refuses } from "./check.mjs";

const base = process.env.TIKTOK_SANDBOX_URL;
const real = globalThis.fetch;
globalThis.fetch = (input, init) =>
  real(String(input).replace(/^https:\/\/(open-api\.tiktokglobalshop|auth\.tiktok-shops)\.com/, base), init);

const { credentials } = await control(base, "health");
const config = { appKey: credentials.app_id, appSecret: credentials.app_secret };
const shop = new TikTokShopSDK(config);
let refreshToken;

await check("the authorise page brings a code that opens the shop", async () => {
  const redirect = encodeURIComponent("http://127.0.0.1:9/callback");
  const query = await authorise(`${base}/oauth/authorize?app_key=${config.appKey}&state=s1&redirect_uri=${redirect}`);
  strictEqual(query.get("state"), "s1");
  const { data } = await shop.auth.getAccessToken({ auth_code: query.get("code") });
  ok(data.access_token_expire_in > Date.now() / 1000, "absolute seconds");
  refreshToken = data.refresh_token;
  shop.setAccessToken(data.access_token);
});

await check("the authorised shop has a cipher", async () => {
  const { data } = await shop.shop.getAuthorizedShops();
  strictEqual(data.shops.length, 1);
  strictEqual(data.shops[0].region, "ID");
  shop.setShopCipher(data.shops[0].cipher);
});

const found = [];
await check("all 500 products are found in pages of 100", async () => {
  let token;
  do {
    const query = { page_size: 100, ...(token ? { page_token: token } : {}) };
    const { data } = await shop.product.searchProducts({ query, body: { status: "ALL" } });
    found.push(...data.products);
    token = data.next_page_token;
  } while (token);
  strictEqual(new Set(found.map((product) => product.id)).size, 500);
});

let product;
await check("a product comes whole, with pictures, attributes and stock", async () => {
  const live = found.find((one) => one.status === "ACTIVATE" && one.skus.length === 1);
  ({ data: product } = await shop.product.getProduct({ product_id: live.id }));
  ok(product.main_images.length >= 1 && product.description.length > 0);
  ok(product.package_weight.unit === "KILOGRAM");
  ok(product.skus[0].inventory[0].warehouse_id);
});

await check("a price that is set is the price that is read", async () => {
  const amount = String(Number(product.skus[0].price.sale_price ?? product.skus[0].price.tax_exclusive_price) + 1000);
  await shop.product.updateProductPrice({
    product_id: product.id,
    body: { skus: [{ id: product.skus[0].id, price: { amount, currency: "IDR" } }] },
  });
  const { data } = await shop.product.getProduct({ product_id: product.id });
  strictEqual(data.skus[0].price.sale_price ?? data.skus[0].price.tax_exclusive_price, amount);
});

await check("stock that is set is the stock that is read", async () => {
  const inventory = product.skus[0].inventory.map(({ warehouse_id }) => ({ warehouse_id, quantity: 7 }));
  await shop.product.updateProductInventory({ product_id: product.id, body: { skus: [{ id: product.skus[0].id, inventory }] } });
  const { data } = await shop.product.getProduct({ product_id: product.id });
  strictEqual(data.skus[0].inventory[0].quantity, 7);
});

await check("categories answer for both storefronts", async () => {
  const { data } = await shop.product.getCategories({ locale: "id-ID" });
  ok(data.categories.some((category) => category.is_leaf));
});

await check("a refresh brings a new pair", async () => {
  const { data } = await shop.auth.refreshAccessToken({ refresh_token: refreshToken });
  ok(data.access_token);
  shop.setAccessToken(data.access_token);
  await shop.shop.getAuthorizedShops();
});

await check("a wrong secret is refused as a wrong signature", async () => {
  const forger = new TikTokShopSDK({ ...config, appSecret: "wrong" });
  forger.setAccessToken(shop.accessToken);
  await refuses(forger.shop.getAuthorizedShops(), /sign|106001/i);
});

await check("an unknown token is refused", async () => {
  const stranger = new TikTokShopSDK(config);
  stranger.setAccessToken("TTP_nobody");
  await refuses(stranger.shop.getAuthorizedShops(), /token|105/i);
});

finish();
