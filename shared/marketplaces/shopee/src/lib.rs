//! Shopee, through its Open Platform API v2, for a local shop in Indonesia.
//!
//! Owns: signing, calling and reading Shopee; its limits; its pushes; its sandbox (feature `sandbox`).
//! Refuses: deciding what to push, keeping tokens, waiting for call budgets: those come with
//! [`ShopSession`](app::marketplace::ShopSession). Shopee's words stay in [`wire`]; [`mapping`] alone knows both
//! languages.

use std::sync::Mutex;

use domain::Capabilities;

mod addresses;
mod capabilities;
mod check;
mod client;
mod config;
mod facts;
mod mapping;
mod marketplace;
mod presets;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod thumbnail;
mod webhook;
mod wire;

pub use capabilities::capabilities;
pub use client::{
    logistics::ShippingChannel,
    notices::LostNotices,
    promotions::{Promotion, ViolationReport},
    sign,
};
pub use config::{AuthLink, Config, PRODUCTION, PRODUCTION_PORTAL};
pub use presets::{fee_presets, preset_titles};

/// The channel's name in SyncStore.
pub const CHANNEL: &str = "shopee";

/// Shopee as a [`Marketplace`](app::Marketplace).
#[derive(Debug)]
pub struct Shopee {
    http: reqwest::Client,
    config: Config,
    capabilities: Capabilities,
    facts: Mutex<facts::Facts>,
}

impl Shopee {
    pub fn new(http: reqwest::Client, config: Config) -> Self {
        Self { http, config, capabilities: capabilities(), facts: Mutex::default() }
    }
}
