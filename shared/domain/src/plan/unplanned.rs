//! Products and SKUs that a person named for a plan and that have nothing to push. The sentences are `app::words`.

use serde::{Deserialize, Serialize};

use crate::{Channel, ProductId};

/// A product or SKU that was named and for which nothing will be pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unplanned {
    /// As it was named: a product's id, or a SKU.
    pub named: String,
    pub product: ProductId,
    pub reason: NothingPlanned,
}

/// Why nothing will be pushed for it. `code` is stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum NothingPlanned {
    /// The product is archived.
    ProductArchived,
    /// The product's listings went to this one.
    ProductMerged { into: ProductId },
    /// Its listings on the asked channels were deleted there.
    ListingsGone { channels: Vec<Channel> },
    /// It has no listing on the asked channels.
    NotListed,
    /// What differs is blocked, or a person has to decide it; the plan's entries say why.
    NothingToPush,
    /// Its listings already have the wanted values.
    NothingDiffers,
}

impl NothingPlanned {
    /// Every code that [`NothingPlanned::code`] answers.
    pub const CODES: [&'static str; 6] = [
        "product_archived",
        "product_merged",
        "listings_gone",
        "not_listed",
        "nothing_to_push",
        "nothing_differs",
    ];

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ProductArchived => "product_archived",
            Self::ProductMerged { .. } => "product_merged",
            Self::ListingsGone { .. } => "listings_gone",
            Self::NotListed => "not_listed",
            Self::NothingToPush => "nothing_to_push",
            Self::NothingDiffers => "nothing_differs",
        }
    }
}
