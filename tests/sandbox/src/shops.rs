//! The two shops: their invented credentials and the settings of each stand-in.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use app::ports::Clock;
use axum::Router;
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};
use testkit::{catalogue::SeedCatalogue, fake::png};
use url::Url;

use crate::{Options, keep::Sandbox};

pub const SHOPEE_PARTNER_ID: u64 = 1_000_016;
pub const SHOPEE_PARTNER_KEY: &str = "sandbox-partner-key-4f2a9c71e0d84b56";
pub const SHOPEE_SHOP_ID: u64 = 14_701_711;
pub const TIKTOK_APP_KEY: &str = "68xu9ks5p4i8";
pub const TIKTOK_APP_SECRET: &str = "sandbox-app-secret-1f2e3d4c5b6a7988";
pub const TIKTOK_SHOP_ID: &str = "7494049642642441621";
pub const TIKTOK_SHOP_CIPHER: &str = "GCP_sandboxAAAAABh00qsWgtvOiGFNqyubMt3";

/// The side of a picture, in pixels.
const SIDE: u16 = 600;

/// A stand-in, ready to be served.
pub struct Shop {
    pub channel: &'static str,
    pub router: Router,
    /// As the body of `PUT /v1/connections/{channel}/credentials`.
    pub credentials: Value,
    pub sandbox: Arc<dyn Sandbox>,
}

impl std::fmt::Debug for Shop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shop").field("channel", &self.channel).finish_non_exhaustive()
    }
}

/// The catalogue that both shops start with.
pub fn catalogue(options: &Options) -> SeedCatalogue {
    if options.empty {
        return SeedCatalogue::default();
    }
    let mut made =
        testkit::catalogue::generate(options.seed, &base(options.shopee_port), &base(options.tiktok_port));
    made.keep_shopee(options.shopee_listings);
    made
}

pub fn shopee(options: &Options, catalogue: &SeedCatalogue) -> Result<Shop> {
    let partner_key = SHOPEE_PARTNER_KEY.to_owned();
    let public_base = Url::parse(&base(options.shopee_port)).context("the address is well formed")?;
    let mut told =
        shopee::sandbox::Options::new(SHOPEE_PARTNER_ID, partner_key.into(), SHOPEE_SHOP_ID, public_base);
    told.calls_per_second = limit(options.shopee_calls_per_second);
    told.picture = pictures(catalogue);
    told.webhook_url = Some(webhook(options, "shopee")?);
    let sandbox = shopee::sandbox::Sandbox::new(told);
    Ok(Shop {
        channel: "shopee",
        router: sandbox.router(),
        credentials: json!({ "app_id": SHOPEE_PARTNER_ID.to_string(), "app_secret": SHOPEE_PARTNER_KEY }),
        sandbox,
    })
}

pub fn tiktok(options: &Options, catalogue: &SeedCatalogue) -> Result<Shop> {
    let callback = joined(&options.api_base, "v1/connections/tiktok_shop/callback")?;
    let sandbox = tiktok_shop::sandbox::Sandbox::new(tiktok_shop::sandbox::Options {
        app_key: TIKTOK_APP_KEY.to_owned(),
        app_secret: TIKTOK_APP_SECRET.to_owned().into(),
        shop_id: TIKTOK_SHOP_ID.to_owned(),
        shop_cipher: TIKTOK_SHOP_CIPHER.to_owned(),
        seller_name: "Toko Contoh".to_owned(),
        calls_per_second: limit(options.tiktok_calls_per_second),
        clock: Arc::new(WallClock),
        picture: pictures(catalogue),
        public_base: Url::parse(&base(options.tiktok_port)).context("the address is well formed")?,
        access_token_ttl: std::time::Duration::from_hours(7 * 24),
        audit_delay: std::time::Duration::from_secs(2),
        webhook_url: Some(webhook(options, "tiktok_shop")?),
        redirect_url: Some(callback),
    });
    Ok(Shop {
        channel: "tiktok_shop",
        router: sandbox.router(),
        credentials: json!({ "app_id": TIKTOK_APP_KEY, "app_secret": TIKTOK_APP_SECRET }),
        sandbox,
    })
}

/// This machine's clock.
#[derive(Debug)]
pub struct WallClock;

impl Clock for WallClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "a stand-in plays the outside world, which has its own clock"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Draws what a picture shows according to the catalogue. The pictures of one product are similar in both shops,
/// although their names are different.
pub fn pictures(catalogue: &SeedCatalogue) -> Arc<dyn Fn(&str) -> Bytes + Send + Sync> {
    let scenes = catalogue.pictures.clone();
    Arc::new(move |reference| match scenes.get(reference) {
        Some(scene) => Bytes::from(scene.png(SIDE)),
        None => picture(reference),
    })
}

/// The picture of a reference that was not uploaded and is not in the catalogue.
pub fn picture(reference: &str) -> Bytes {
    Bytes::from(png(reference, SIDE))
}

fn base(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

fn limit(calls_per_second: u32) -> Option<u32> {
    (calls_per_second > 0).then_some(calls_per_second)
}

fn webhook(options: &Options, channel: &str) -> Result<Url> {
    joined(&options.webhook_base, &format!("webhooks/{channel}"))
}

/// `path` below `base`, with or without a slash at the end of `base`.
fn joined(base: &Url, path: &str) -> Result<Url> {
    let text = format!("{}/{path}", base.as_str().trim_end_matches('/'));
    Url::parse(&text).with_context(|| format!("{text} is no address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pushes_go_below_the_webhook_base_to_the_letter() {
        for base in ["http://127.0.0.1:8788", "http://127.0.0.1:8788/"] {
            let url = joined(&Url::parse(base).unwrap(), "webhooks/shopee").unwrap();
            assert_eq!(url.as_str(), "http://127.0.0.1:8788/webhooks/shopee");
        }
    }
}
