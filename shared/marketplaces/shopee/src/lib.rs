//! Shopee, through its Open Platform API v2, for a local shop in Indonesia.
//!
//! Owns: signing, calling and reading Shopee; its limits; its pushes; its sandbox (feature `sandbox`).
//! Refuses: deciding what to push, keeping tokens, waiting for call budgets: those come with
//! [`ShopSession`](app::marketplace::ShopSession). Shopee's words stay in [`wire`]; [`mapping`] alone knows both
//! languages.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{Capabilities, Channel, Limits, ShopId};
use jiff::Timestamp;

mod addresses;
mod auth;
mod check;
mod client;
mod config;
mod create;
mod edits;
mod facts;
mod fees;
mod listings;
mod lost;
mod mapping;
mod marketplace;
mod media;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod shop;
mod thumbnail;
mod titles;
mod webhook;
mod wire;

pub use client::sign;
pub use config::{AuthLink, Config, PRODUCTION, PRODUCTION_PORTAL};
pub use fees::fee_presets;
pub use lost::LostNotices;
pub use shop::{AttributeField, BrandPage, Promotion, ShippingChannel, ViolationReport};
pub use titles::preset_titles;

/// The channel's name in SyncStore.
pub const CHANNEL: &str = "shopee";

/// Shopee as a [`Marketplace`](app::Marketplace).
#[derive(Debug)]
pub struct Shopee {
    http: reqwest::Client,
    config: Config,
    capabilities: Capabilities,
    facts: Mutex<Facts>,
}

/// What a shop rarely changes: read once, kept at most a day, and only in this process.
#[derive(Debug, Default)]
struct Facts {
    limits: HashMap<(ShopId, Option<String>), (Timestamp, Limits)>,
    locations: HashMap<ShopId, (Timestamp, Vec<String>)>,
}

impl Shopee {
    pub fn new(http: reqwest::Client, config: Config) -> Self {
        Self { http, config, capabilities: capabilities(), facts: Mutex::default() }
    }

    fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What Shopee can do, known without asking it.
pub fn capabilities() -> Capabilities {
    #[expect(clippy::expect_used, reason = "a constant that the tests read")]
    let channel = Channel::parse(CHANNEL).expect("a valid channel name");
    Capabilities {
        channel,
        name: "Shopee".to_owned(),
        storefronts: Vec::new(),
        remote: true,
        audits_edits: false,
        html_description: false,
        uploads_images: true,
        detail_batch: 50,
        offers_per_call: 50,
        limits: mapping::limits::preset(),
        fields: wire::fields::NAMES.map(|(field, name)| (field, name.to_owned())).into(),
        statuses: mapping::status::table(),
    }
}
