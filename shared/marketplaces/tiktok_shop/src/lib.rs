//! TikTok Shop, whose listings also appear on Tokopedia.
//!
//! Owns: the channel's address, signature, words, limits and errors, in Indonesia, and a stand-in of its HTTP API.
//! Refuses: storing anything, deciding what to push, and every other channel's words. What is uncertain in the
//! channel's documents is marked where it is handled; `README.md` lists it.

use domain::Capabilities;

mod addresses;
mod capabilities;
mod check;
mod client;
mod config;
mod mapping;
mod marketplace;
mod presets;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod thumbnail;
mod webhook;
mod wire;

pub use capabilities::capabilities;
pub use client::{logistics::StockOnHand, sign};
pub use config::Config;
pub use presets::{fee_presets, preset_titles};
pub use wire::{account::Prerequisite, notice::Webhook};

/// The channel's name in SyncStore.
pub const CHANNEL: &str = "tiktok_shop";

/// TikTok Shop as a [`Marketplace`](app::Marketplace). Holds no state of a shop.
#[derive(Debug, Clone)]
pub struct TiktokShop {
    http: reqwest::Client,
    config: Config,
    capabilities: Capabilities,
}

impl TiktokShop {
    /// A client that sends through `http`, whose time-outs hold for every call.
    pub fn new(http: reqwest::Client, config: Config) -> Self {
        Self { http, config, capabilities: capabilities() }
    }
}
