//! Listings: what was observed, what we hold about them, and their prices, each with its own writer.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{
    Channel, ContentHash, ListingContent, ListingKey, ListingStatus, OfferId, ProductId, Rupiah, ShopId,
    VariantId,
    diff::{FieldKey, Owners, Value},
    pricing::QuoteOutcome,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Page, Versioned};
use crate::StoreError;

/// What the channel last said. Written by import and sync.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    pub key: ListingKey,
    pub content: ListingContent,
    /// [`ListingContent::content_hash`].
    pub hash: ContentHash,
    /// The channel's own time of the last change.
    pub updated_at: Option<Timestamp>,
    /// When we read it.
    pub seen_at: Timestamp,
}

/// What we hold about a listing: its product, its links, what was agreed. Versioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingState {
    pub key: ListingKey,
    /// Absent until a master was made or matched.
    pub product: Option<ProductId>,
    /// Which variant each offer sells.
    #[serde(default)]
    pub links: BTreeMap<OfferId, VariantId>,
    /// What both sides last agreed on, field by field, as short hashes. Who may write it is in `docs/ARCHITECTURE.md`,
    /// "Who may write `base`".
    #[serde(default)]
    pub base: BTreeMap<FieldKey, ContentHash>,
    #[serde(default)]
    pub overrides: Overrides,
    #[serde(default)]
    pub owners: Owners,
    /// As last observed; in the row so that lists need not read the content.
    pub channel_status: ListingStatus,
    /// Not found in the shop any more.
    #[serde(default)]
    pub gone: bool,
    /// The job whose edit the channel is auditing.
    #[serde(default)]
    pub awaiting: Option<Awaiting>,
    /// Where the channel says nothing of a promotion, what it holds is known from a refusal.
    #[serde(default, alias = "price_lock", skip_serializing_if = "Option::is_none")]
    pub promotion_hold: Option<PromotionHold>,
    #[serde(default, skip_serializing_if = "Reported::is_empty")]
    pub reported: Reported,
    /// Since when the listing belongs to its product, or was read at all. What a person set before that was not said of
    /// this listing. Records of earlier versions do not know.
    #[serde(default, alias = "first_seen_at", skip_serializing_if = "Option::is_none")]
    pub known_since: Option<Timestamp>,
}

/// What was reported to the seller about a listing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// How many notifications there were. The number is part of a notification's name: the same edit made twice on the
    /// channel is two notifications, and a repeated message is one.
    pub count: u32,
    /// The fields that somebody edited on the channel, with their values, as they were last reported. Absent while
    /// nothing differs from what both sides agreed on.
    #[serde(default)]
    pub drift: Option<ContentHash>,
    /// As what the channel took the listing down; absent while it is not.
    #[serde(default, skip_serializing_if = "Occurrences::is_empty")]
    pub taken_down: Occurrences<Option<ListingStatus>>,
    /// The variants that were deleted on the channel.
    #[serde(default, skip_serializing_if = "Occurrences::is_empty")]
    pub deleted: Occurrences<BTreeSet<VariantId>>,
}

/// Something that can happen to a listing again and again. The count is part of a notification's name: what ends and
/// happens once more is reported once more, and what is found twice is reported once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrences<T> {
    /// How many were reported.
    pub count: u32,
    /// What was reported and is still so.
    pub current: T,
}

impl<T: Default + PartialEq> Occurrences<T> {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Reported {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A refusal to change a listing, because a promotion holds it. It is believed while what was refused reads as it did
/// then, and for a few days: see [`crate::pricing::price_locks`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionHold {
    pub met_at: Timestamp,
    /// The prices that could not be changed.
    #[serde(default)]
    pub offers: BTreeMap<OfferId, Option<Rupiah>>,
    /// Everything else that could not be changed, with the hash of what it said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldKey, ContentHash>,
}

/// A push that the channel took and has not shown yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaiting {
    pub run: domain::RunId,
    pub job: domain::JobId,
}

/// The listing's own values where the seller wants them to differ from the master.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overrides {
    pub title: Option<String>,
    pub description: Option<String>,
    /// Who wrote `title`.
    #[serde(default, skip_serializing_if = "TitleFrom::is_hand")]
    pub title_from: TitleFrom,
}

impl Overrides {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a listing's own title comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TitleFrom {
    /// A person's own words: locked, nothing is proposed in their place.
    #[default]
    Hand,
    /// A proposal that a person accepted. It stays until another is accepted.
    Proposal {
        /// The master's title that it was made from.
        master: String,
        /// Of the channel's title rule; 0 for the preset.
        rule_version: u64,
    },
}

impl TitleFrom {
    pub fn is_hand(&self) -> bool {
        *self == Self::Hand
    }
}

/// The quotes of a listing's offers. Written by pricing alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingPrices {
    pub key: ListingKey,
    /// By variant of the product, also those without an offer here yet.
    pub quotes: BTreeMap<VariantId, QuoteOutcome>,
    /// Of `quotes`: equal means nothing to write.
    pub hash: ContentHash,
}

/// All parts of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub state: Versioned<ListingState>,
    pub observed: Observed,
    pub prices: Option<ListingPrices>,
}

/// A listing in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingRow {
    pub key: ListingKey,
    pub product: Option<ProductId>,
    pub gone: bool,
}

/// What writing an observation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upsert {
    Created,
    Changed,
    /// Nothing was written, or the channel's later time alone.
    Unchanged,
}

/// A read of many keys takes any number of them: the implementation divides them into requests, several at a time.
#[async_trait]
pub trait Listings: Send + Sync {
    async fn get(&self, key: &ListingKey) -> Result<Option<Listing>, StoreError>;

    /// Those of `keys` that exist, in any order.
    async fn get_many(&self, keys: &[ListingKey]) -> Result<Vec<Listing>, StoreError>;

    async fn of_product(&self, product: &ProductId) -> Result<Vec<ListingKey>, StoreError>;

    /// The listings of a shop in key order.
    async fn of_shop(
        &self,
        channel: &Channel,
        shop: &ShopId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ListingRow>, StoreError>;

    /// The listings of a shop that belong to no product yet, in key order.
    async fn unlinked(
        &self,
        channel: &Channel,
        shop: &ShopId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ListingKey>, StoreError>;

    /// Stores what was observed; where the hash is the stored one it writes nothing but a later `updated_at`. A listing seen for the first time
    /// gets a state with [`domain::diff::base_of`] as its base; one that was gone is back. Answers in the order of
    /// `observed`.
    async fn observe(&self, observed: &[Observed]) -> Result<Vec<Upsert>, StoreError>;

    /// The values that both sides agreed on and that the channel has moved away from, as [`domain::diff::agreed`]
    /// keeps them. [`Listings::observe`] is their only writer.
    async fn agreed(
        &self,
        keys: &[ListingKey],
    ) -> Result<BTreeMap<ListingKey, BTreeMap<FieldKey, Value>>, StoreError>;

    async fn put_state(
        &self,
        state: &ListingState,
        expected: u64,
    ) -> Result<Versioned<ListingState>, StoreError>;

    /// Stores quotes; writes nothing where the hash is the stored one. Returns whether it wrote.
    async fn put_prices(&self, prices: &[ListingPrices]) -> Result<Vec<bool>, StoreError>;

    /// The shop's own copies of our pictures, by picture.
    async fn image_references(
        &self,
        channel: &Channel,
        shop: &ShopId,
        images: &[domain::ImageId],
    ) -> Result<BTreeMap<domain::ImageId, String>, StoreError>;

    /// Remembers an upload.
    async fn put_image_reference(
        &self,
        channel: &Channel,
        shop: &ShopId,
        image: &domain::ImageId,
        reference: &str,
    ) -> Result<(), StoreError>;
}
