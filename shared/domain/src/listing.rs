//! A product as it stands on one channel.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ContentHash, Dimensions, Grams, OfferId, PreOrderDays, Rupiah, Sku, diff::Field};

/// Whether buyers see a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListingStatus {
    Live,
    /// Hidden by the seller.
    Unlisted,
    /// The channel looks at it before buyers do.
    UnderReview,
    /// Refused or taken down by the channel; the seller can correct it.
    Refused,
    /// Held by the channel: nobody can edit or delete it until the channel frees it.
    Frozen,
    Draft,
    Deleted,
    /// A word of the channel that no document names.
    Unknown,
}

/// What a listing says, in our words: what was observed there, or what was there before a push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingContent {
    pub title: String,
    /// As the channel keeps it: plain text, or limited HTML.
    pub description: String,
    pub images: Vec<ListingImage>,
    pub category: Option<Named>,
    pub attributes: Vec<Attribute>,
    pub brand: Option<Named>,
    pub weight: Option<Grams>,
    pub dimensions: Option<Dimensions>,
    pub pre_order: Option<PreOrderDays>,
    /// Delivery options that are switched on.
    pub shipping: Vec<Named>,
    /// Where a channel has several storefronts, those the listing is in, such as `tokopedia`.
    pub storefronts: Vec<String>,
    pub status: ListingStatus,
    /// Per storefront, where it differs from `status`.
    #[serde(default)]
    pub storefront_status: BTreeMap<String, ListingStatus>,
    /// What a promotion on the channel holds beside prices, which each offer says for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<Promotion>,
    /// Option axes in order. Empty for a listing without variants.
    pub options: Vec<String>,
    /// At least one. A listing without variants has one, [`OfferId::only`] or the channel's own id.
    pub offers: Vec<Offer>,
}

/// A promotion on the channel: these fields cannot be changed while it lasts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    pub fields: BTreeSet<Field>,
    /// Its end, where the channel tells.
    pub until: Option<Timestamp>,
}

/// A variant of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub sku: Option<Sku>,
    /// One value for each of [`ListingContent::options`].
    pub option_values: Vec<String>,
    /// The seller's own price, never a promotion's.
    pub price: Option<Rupiah>,
    pub stock: Option<u32>,
    /// Where the channel keeps one per variant and it differs from the listing's.
    #[serde(default)]
    pub weight: Option<Grams>,
    #[serde(default)]
    pub image: Option<ListingImage>,
    /// A running promotion holds the price.
    #[serde(default)]
    pub price_locked: bool,
}

/// A channel's own copy of a picture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ListingImage {
    /// The channel's name for it; two equal references are the same picture.
    pub reference: String,
    pub url: Option<String>,
}

/// Something the channel numbers: a category, a brand, a delivery option.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Named {
    pub id: String,
    pub name: Option<String>,
}

/// A property of the product that the channel asks for, such as a material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    pub id: String,
    pub name: Option<String>,
    pub values: Vec<AttributeValue>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeValue {
    pub id: Option<String>,
    pub name: Option<String>,
    pub unit: Option<String>,
}

impl ListingContent {
    /// The hash of all of it. Image addresses do not count: channels serve one picture from many.
    pub fn content_hash(&self) -> ContentHash {
        let mut bare = self.clone();
        for image in
            bare.images.iter_mut().chain(bare.offers.iter_mut().filter_map(|offer| offer.image.as_mut()))
        {
            image.url = None;
        }
        ContentHash::of(&bare)
    }

    /// What is known of a listing that the channel shows in a list only: its title and state as told there, everything
    /// else as it was `before`.
    #[must_use]
    pub fn listed_over(&self, before: &Self) -> Self {
        Self {
            title: self.title.clone(),
            status: self.status,
            storefronts: self.storefronts.clone(),
            storefront_status: self.storefront_status.clone(),
            ..before.clone()
        }
    }

    pub fn offer(&self, id: &OfferId) -> Option<&Offer> {
        self.offers.iter().find(|offer| &offer.id == id)
    }
}
