//! Pushes as Shopee sends them, signed.

use std::collections::BTreeMap;

use app::{
    marketplace::{AppCredentials, ShopTokens},
    ports::ConnectionSecret,
};
use domain::{Channel, ShopId};
use jiff::Timestamp;
use serde_json::json;

pub const PATH: &str = "/webhooks/shopee";
const ADDRESS: &str = "https://hooks.bench.test/webhooks/shopee";
const KEY: &str = "bench-partner-key";
const SHOP: &str = "14701711";

pub fn channel() -> anyhow::Result<Channel> {
    Channel::parse(shopee::CHANNEL).map_err(|problem| anyhow::anyhow!("{problem}"))
}

pub fn shop() -> anyhow::Result<ShopId> {
    ShopId::parse(SHOP).map_err(|problem| anyhow::anyhow!("{problem}"))
}

/// The secret of a connected shop, with which [`signed`] pushes are valid.
pub fn secret(now: Timestamp) -> anyhow::Result<ConnectionSecret> {
    let day = jiff::SignedDuration::from_hours(24);
    let tokens = ShopTokens {
        access_token: "bench-access".into(),
        refresh_token: "bench-refresh".into(),
        access_expires_at: now + day,
        refresh_expires_at: None,
        cipher: None,
        generation: 1,
    };
    let credentials =
        AppCredentials { app_id: "1000016".to_owned(), app_secret: KEY.into(), service_id: None };
    Ok(ConnectionSecret {
        credentials,
        webhook_url: ADDRESS.to_owned(),
        shops: BTreeMap::from([(shop()?, tokens)]),
    })
}

/// A price push and its signature; each `nth` is about a different listing.
pub fn signed(nth: usize, now: Timestamp) -> (String, String) {
    let body = json!({
        "data": {
            "item_id": 25_000_000_000_usize + nth, "model_id": 0, "update_field": "original_price",
            "old_value": 150_000, "new_value": 155_000, "update_time": now.as_second()
        },
        "shop_id": SHOP.parse::<u64>().unwrap_or_default(),
        "code": 22,
        "timestamp": now.as_second()
    })
    .to_string();
    let signature = shopee::sign::sign_push(&KEY.into(), ADDRESS, body.as_bytes());
    (body, signature)
}
