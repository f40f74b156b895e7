//! A product's listing on one channel.

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
    /// The channel is reviewing it before buyers see it.
    UnderReview,
    /// Refused or taken down by the channel; the seller can correct it.
    Refused,
    /// Frozen by the channel: nobody can edit or delete it until the channel unfreezes it.
    Frozen,
    Draft,
    Deleted,
    /// The channel's word is not in its documents.
    Unknown,
}

/// The content of a listing in our terms, as it was observed or as it was before a push.
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
    /// The storefronts that show the listing, such as `tokopedia`, on a channel with several.
    pub storefronts: Vec<String>,
    pub status: ListingStatus,
    /// The status per storefront, if it differs from `status`.
    #[serde(default)]
    pub storefront_status: BTreeMap<String, ListingStatus>,
    /// The promotion that locks fields of the listing other than prices; price locks are in each offer.
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
    /// Its end, if the channel reports it.
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
    /// Its own weight, if the channel stores one per variant and it differs from the listing's.
    #[serde(default)]
    pub weight: Option<Grams>,
    #[serde(default)]
    pub image: Option<ListingImage>,
    /// A running promotion locks the price.
    #[serde(default)]
    pub price_locked: bool,
}

/// A channel's own copy of a picture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ListingImage {
    /// The channel's name for it. Equal references are the same picture.
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
    /// The hash of the whole content, without the addresses of images: channels serve one picture from many addresses.
    pub fn content_hash(&self) -> ContentHash {
        let mut bare = self.clone();
        for image in
            bare.images.iter_mut().chain(bare.offers.iter_mut().filter_map(|offer| offer.image.as_mut()))
        {
            image.url = None;
        }
        ContentHash::of(&bare)
    }

    /// The content of a listing that the channel shows only in a list: title and status from the list, everything else
    /// from `before`.
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
