//! What a shop has, and what it can have.

use async_trait::async_trait;
use domain::{CategoryRules, ExternalId, Limits, Sku, listing::Named};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{FetchedListing, FetchedPart, ListingPage, ShopSession};
use crate::ChannelError;

/// A category that a listing can be put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: String,
    pub parent: Option<String>,
    pub name: String,
    pub is_leaf: bool,
}

/// A place that stock is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warehouse {
    pub id: String,
    pub name: Option<String>,
    pub is_default: bool,
}

/// Reads the listings of one channel.
#[async_trait]
pub trait ListingReader: Send + Sync {
    /// The names of the shop's listings, in pages. `changed_since` narrows to later changes.
    async fn list(
        &self,
        session: &dyn ShopSession,
        cursor: Option<&str>,
        changed_since: Option<Timestamp>,
    ) -> Result<ListingPage, ChannelError>;

    /// Whole listings. At most [`Capabilities::detail_batch`](domain::Capabilities::detail_batch); unknown ids are left out.
    async fn fetch(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<Vec<FetchedListing>, ChannelError>;

    /// [`fetch`](ListingReader::fetch) that keeps what came when something stops it, such as a used-up call budget or the end
    /// of the worker's time. An error is one of the whole batch, of which nothing came.
    async fn fetch_part(
        &self,
        session: &dyn ShopSession,
        ids: &[ExternalId],
    ) -> Result<FetchedPart, ChannelError> {
        Ok(FetchedPart { listings: self.fetch(session, ids).await?, ..FetchedPart::default() })
    }

    /// The listing with one of these SKUs, if the shop has one: what saves us from creating a duplicate.
    async fn find_by_sku(
        &self,
        session: &dyn ShopSession,
        skus: &[Sku],
    ) -> Result<Option<ExternalId>, ChannelError>;

    /// The limits of the shop in a category.
    async fn limits(&self, session: &dyn ShopSession, category: Option<&str>)
    -> Result<Limits, ChannelError>;

    async fn categories(&self, session: &dyn ShopSession) -> Result<Vec<Category>, ChannelError>;

    /// What the channel requires of every listing in a category. A channel without categories requires nothing.
    async fn category_rules(
        &self,
        _session: &dyn ShopSession,
        _category: &str,
    ) -> Result<CategoryRules, ChannelError> {
        Ok(CategoryRules { takes_pre_order: true, ..CategoryRules::default() })
    }

    /// Brands that a listing of the category can have, by the beginning of their names; at most a hundred.
    async fn brands(
        &self,
        _session: &dyn ShopSession,
        _category: &str,
        _name: &str,
    ) -> Result<Vec<Named>, ChannelError> {
        Ok(Vec::new())
    }

    /// The id of the category that the channel itself would put a title in, where it says one.
    async fn recommend_category(
        &self,
        _session: &dyn ShopSession,
        _title: &str,
    ) -> Result<Option<String>, ChannelError> {
        Ok(None)
    }

    async fn warehouses(&self, session: &dyn ShopSession) -> Result<Vec<Warehouse>, ChannelError>;
}
