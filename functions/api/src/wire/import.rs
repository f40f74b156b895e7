//! Imports and their progress.

use app::ports;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::enums::ImportPhase;

/// Which channels to pull.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewImport {
    #[schema(example = json!(["shopee", "tiktok_shop"]))]
    pub channels: Vec<String>,
    /// Listings that a shop does not list any more are gone, however many they are. Otherwise a shop that lists
    /// nothing, or lacks more than half of its listings, loses none of them and the seller is asked.
    #[serde(default)]
    pub accept_gone: bool,
}

/// One pull of one or more shops.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Import {
    pub id: String,
    pub phase: ImportPhase,
    pub shops: Vec<ShopProgress>,
    /// Products made of listings that belonged to none.
    pub masters_created: u64,
    /// Listings that joined a product.
    pub masters_joined: u64,
    /// Pairs of listings that are surely one product.
    pub matches_auto: u64,
    /// Pairs that wait for a yes.
    pub matches_suggested: u64,
    /// Pairs among which a person looks.
    pub matches_review: u64,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    pub failure: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShopProgress {
    pub channel: String,
    pub shop: String,
    /// The last list page was read.
    pub listed: bool,
    /// As the shop says, where it does.
    pub total: Option<u64>,
    pub pages: u64,
    /// Listings named by the list pages, each once.
    pub found: u64,
    /// Slices of details that were asked for and that are done.
    pub slices: u64,
    pub slices_done: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Named by a list page, and not there when asked for.
    pub missing: u64,
    /// Known before and not in the shop any more.
    pub gone: u64,
}

impl From<&ports::Import> for Import {
    fn from(import: &ports::Import) -> Self {
        let shop = |shop: &ports::ShopProgress| ShopProgress {
            channel: shop.channel.to_string(),
            shop: shop.shop.to_string(),
            listed: shop.listed,
            total: shop.total,
            pages: shop.pages,
            found: shop.found,
            slices: shop.slices,
            slices_done: shop.slices_done,
            created: shop.created,
            changed: shop.changed,
            unchanged: shop.unchanged,
            missing: shop.missing,
            gone: shop.gone,
        };
        Self {
            id: import.id.to_string(),
            phase: import.phase.into(),
            shops: import.shops.iter().map(shop).collect(),
            masters_created: import.masters_created,
            masters_joined: import.masters_joined,
            matches_auto: import.matches_auto,
            matches_suggested: import.matches_suggested,
            matches_review: import.matches_review,
            started_at: import.started_at,
            finished_at: import.finished_at,
            failure: import.failure.clone(),
        }
    }
}
