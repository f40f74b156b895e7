//! What we want a listing to be.

use serde::{Deserialize, Serialize};

use crate::{
    Dimensions, Grams, ImageId, ListingDetails, ListingStatus, OfferId, PreOrderDays, Rupiah, Sku, VariantId,
};

/// What we want a listing to be. An absent field is not ours to set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub title: Option<String>,
    /// Already rendered into what the channel accepts.
    pub description: Option<String>,
    pub images: Option<Vec<TargetImage>>,
    pub weight: Option<Grams>,
    pub dimensions: Option<Dimensions>,
    /// `Some(None)` asks for an ordinary, in-stock listing.
    pub pre_order: Option<Option<PreOrderDays>>,
    /// Whether buyers are to see it; absent where that is left as it is.
    pub visibility: Option<ListingStatus>,
    /// Option axes, for offers that must be added.
    pub options: Vec<String>,
    pub offers: Vec<TargetOffer>,
    /// Offers that are to go: only an undo takes away what a push had added. A removal names the whole offer, so that
    /// one that was repriced or sold since is another plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<(OfferId, Option<VariantId>)>,
    /// Only of a listing that is to be created: what the channel asks beside the master's own fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<ListingDetails>,
}

/// A picture we want, with the channel's copy of it once there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetImage {
    pub id: ImageId,
    pub url: String,
    /// Absent until it was uploaded to this shop.
    pub reference: Option<String>,
}

/// What we want one offer to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetOffer {
    pub variant: VariantId,
    /// The offer that sells the variant; absent when it has to be added.
    pub offer: Option<OfferId>,
    pub sku: Option<Sku>,
    pub option_values: Vec<String>,
    pub price: PriceTarget,
    pub stock: Option<u32>,
    pub weight: Option<Grams>,
}

/// The price that the rules gave for an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PriceTarget {
    Quoted {
        price: Rupiah,
    },
    /// No price could be computed: nothing is pushed for this offer.
    Refused {
        reason: String,
    },
}

/// Whether buyers see a listing, as a person wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    Listed,
    /// Kept in the shop, hidden from buyers.
    Unlisted,
}

impl Visibility {
    /// The status of a listing that has it.
    pub const fn status(self) -> ListingStatus {
        match self {
            Self::Listed => ListingStatus::Live,
            Self::Unlisted => ListingStatus::Unlisted,
        }
    }

    /// The one that `status` is. Absent for all other statuses: there the channel decides what buyers see.
    pub const fn of(status: ListingStatus) -> Option<Self> {
        match status {
            ListingStatus::Live => Some(Self::Listed),
            ListingStatus::Unlisted => Some(Self::Unlisted),
            _ => None,
        }
    }
}
