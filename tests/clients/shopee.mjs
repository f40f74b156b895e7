// The npm Shopee SDK, which is not our code, makes the calls of a sync tool against the Shopee sandbox.
import { deepStrictEqual, ok, strictEqual } from "node:assert";
import sdk from "@congminh1254/shopee-sdk";
import { authorise, check, control, finish, refuses } from "./check.mjs";

const ShopeeSDK = sdk.ShopeeSDK ?? sdk.default ?? sdk;
const base = process.env.SHOPEE_SANDBOX_URL;
const { credentials, shop_id } = await control(base, "health");
const config = {
  partner_id: Number(credentials.app_id),
  partner_key: credentials.app_secret,
  shop_id: Number(shop_id),
  base_url: `${base}/api/v2`,
  base_auth_url: `${base}/auth`,
};
const shopee = new ShopeeSDK(config);

await check("the SDK's own authorise link brings a code that opens the shop", async () => {
  const link = shopee.getAuthorizationUrl("http://127.0.0.1:9/callback", { state: "s1" });
  const query = await authorise(link);
  strictEqual(query.get("state"), "s1");
  const token = await shopee.authenticateWithCode(query.get("code"), Number(query.get("shop_id")));
  ok(token.access_token && token.refresh_token && token.expire_in > 0);
});

await check("a code works once", async () => {
  const query = await authorise(shopee.getAuthorizationUrl("http://127.0.0.1:9/callback"));
  await shopee.authenticateWithCode(query.get("code"), Number(query.get("shop_id")));
  await refuses(shopee.auth.getAccessToken(query.get("code"), Number(query.get("shop_id"))), /code/i);
});

await check("a refresh token works once and the new pair goes on", async () => {
  const before = await shopee.getAuthToken();
  await shopee.refreshToken(Number(shop_id));
  ok((await shopee.getAuthToken()).refresh_token !== before.refresh_token);
  await refuses(shopee.auth.getRefreshToken(before.refresh_token, Number(shop_id)), /refresh/i);
});

await check("the shop says who it is, without a response wrapper", async () => {
  const info = await shopee.shop.getShopInfo();
  strictEqual(info.region, "ID");
  ok(info.expire_time > 0);
});

let ids = [];
await check("all 3,647 items are listed in pages of 100", async () => {
  let offset = 0;
  for (;;) {
    const { response } = await shopee.product.getItemList({ offset, page_size: 100, item_status: ["NORMAL", "UNLIST", "BANNED", "REVIEWING"] });
    ids.push(...response.item.map((item) => item.item_id));
    if (!response.has_next_page) break;
    offset = response.next_offset;
  }
  strictEqual(new Set(ids).size, 3647);
});

let item;
await check("fifty items come whole in one call", async () => {
  const { response } = await shopee.product.getItemBaseInfo({ item_id_list: ids.slice(0, 50) });
  strictEqual(response.item_list.length, 50);
  item = response.item_list.find((one) => !one.has_model && one.item_status === "NORMAL");
  strictEqual(typeof item.weight, "string");
  strictEqual(item.price_info[0].currency, "IDR");
});

await check("an item with variations has models with prices and stock", async () => {
  const { response } = await shopee.product.getItemBaseInfo({ item_id_list: ids.slice(0, 50) });
  const several = response.item_list.find((one) => one.has_model);
  const models = await shopee.product.getModelList({ item_id: several.item_id });
  ok(models.response.model.length > 1);
  ok(models.response.model[0].price_info[0].original_price > 0);
  ok(models.response.model[0].stock_info_v2.summary_info);
});

await check("a price that is set is the price that is read", async () => {
  const wanted = item.price_info[0].original_price + 1000;
  const set = await shopee.product.updatePrice({ item_id: item.item_id, price_list: [{ model_id: 0, original_price: wanted }] });
  deepStrictEqual(set.response.failure_list ?? [], []);
  const { response } = await shopee.product.getItemBaseInfo({ item_id_list: [item.item_id] });
  strictEqual(response.item_list[0].price_info[0].original_price, wanted);
});

await check("stock that is set is the stock that is read", async () => {
  await shopee.product.updateStock({ item_id: item.item_id, stock_list: [{ model_id: 0, seller_stock: [{ stock: 7 }] }] });
  const { response } = await shopee.product.getItemBaseInfo({ item_id_list: [item.item_id] });
  strictEqual(response.item_list[0].stock_info_v2.summary_info.total_available_stock, 7);
});

await check("a title that is set is the title that is read", async () => {
  const name = "Dudukan kamera yang diganti namanya oleh klien lain";
  await shopee.product.updateItem({ item_id: item.item_id, item_name: name });
  const { response } = await shopee.product.getItemBaseInfo({ item_id_list: [item.item_id] });
  strictEqual(response.item_list[0].item_name, name);
});

await check("a price below the limit is refused or fails in part, and nothing changes", async () => {
  const before = (await shopee.product.getItemBaseInfo({ item_id_list: [item.item_id] })).response.item_list[0];
  try {
    const set = await shopee.product.updatePrice({ item_id: item.item_id, price_list: [{ model_id: 0, original_price: 1 }] });
    strictEqual(set.response.failure_list.length, 1);
  } catch (error) {
    ok(/price/i.test(`${error.message} ${JSON.stringify(error.data ?? {})}`), error.message);
  }
  const after = (await shopee.product.getItemBaseInfo({ item_id_list: [item.item_id] })).response.item_list[0];
  deepStrictEqual(after.price_info, before.price_info);
});

await check("an item is hidden and shown again", async () => {
  await shopee.product.unlistItem({ item_list: [{ item_id: item.item_id, unlist: true }] });
  const hidden = await shopee.product.getItemBaseInfo({ item_id_list: [item.item_id] });
  strictEqual(hidden.response.item_list[0].item_status, "UNLIST");
  await shopee.product.unlistItem({ item_list: [{ item_id: item.item_id, unlist: false }] });
});

await check("limits, categories and logistics answer", async () => {
  ok((await shopee.product.getItemLimit({})).response.item_name_length_limit.max_limit > 0);
  ok((await shopee.product.getCategory({ language: "id" })).response.category_list.length > 0);
  ok((await shopee.logistics.getChannelList({})).response.logistics_channel_list.length > 0);
});

await check("a wrong key is refused as a wrong signature", async () => {
  const forger = new ShopeeSDK({ ...config, partner_key: "wrong" });
  await forger.tokenStorage.store(await shopee.getAuthToken());
  await refuses(forger.shop.getShopInfo(), /sign/i);
});

finish();
