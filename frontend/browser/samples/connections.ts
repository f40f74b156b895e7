import type { Answers, Sample } from "../open";

const limits = { title_min: 1, title_max: 255, description_min: 1, description_max: 5000, images_min: 1, images_max: 9, price_min: 99, price_max: 100_000_000, stock_max: 10_000_000, variants_max: 50, options_max: 2, option_name_max: 14, option_value_max: 20, sku_max: 100, sku_without_spaces: false, weight_required: true, dimensions_required: false };
const channel = (name: string, remote = true) => ({ channel: name, name, storefronts: [], remote, audits_edits: false, html_description: false, uploads_images: true, webhook_url: `https://abc123.lambda-url.ap-southeast-3.on.aws/webhooks/${name}`, limits });

export const channels: Answers = { "/v1/channels": { items: [channel("shopee"), channel("tiktok_shop"), channel("website", false)] } };

const shop = { shop: "14701711", name: "Motekar FPV, suku cadang cetak tiga dimensi untuk drone balap", region: "ID", authorization_expires_at: "2026-12-05T10:00:00Z", access_expires_at: "2026-11-30T15:00:00Z", last_refresh_at: "2026-11-30T11:00:00Z" };

export const connected: Answers = {
  "/v1/connections": {
    items: [
      { channel: "shopee", state: "connected", app_id: "2001887", secret_last4: "4b56", webhook_url: "https://abc123.lambda-url.ap-southeast-3.on.aws/webhooks/shopee", shops: [shop], updated_at: "2026-11-30T11:00:00Z", version: 5 },
      {
        channel: "tiktok_shop",
        state: "needs_authorization",
        app_id: "68xu9ks5p4i8",
        secret_last4: "7988",
        webhook_url: "https://abc123.lambda-url.ap-southeast-3.on.aws/webhooks/tiktok_shop",
        shops: [{ ...shop, shop: "7494049642642441621", name: null }],
        problem: "7494049642642441621: the channel refuses the shop's authorisation (channel_unauthorized)",
        updated_at: "2026-11-30T11:00:00Z",
        version: 7,
      },
    ],
  },
};

export const samples: Sample[] = [
  { name: "no keys", path: "/settings", answers: { ...channels, "/v1/connections": { items: [] } } },
  { name: "one connected, one refused", path: "/settings", answers: { ...channels, ...connected } },
  { name: "keys being changed", path: "/settings?keys=shopee", answers: { ...channels, ...connected } },
];
