//! The model of SyncStore and its rules.
//!
//! Owns: products, listings, money, measures, price rules, field-wise diffs, plans, edits of products.
//! Refuses: I/O, clocks, randomness, async, and every word that belongs to one marketplace.
//! Time and ids are arguments. Compiles for `wasm32-unknown-unknown`.

use std::{collections::BTreeMap, fmt};

pub mod amount;
pub mod capabilities;
pub mod channel;
pub mod channel_status;
pub mod description;
pub mod diff;
pub mod edit;
mod field;
pub mod field_mapping;
pub mod field_report;
pub mod hash;
pub mod identity;
pub mod ids;
pub mod image_hash;
pub mod lines;
pub mod links;
pub mod listing;
pub mod listing_details;
pub mod master;
pub mod matching;
pub mod measure;
pub mod merge;
pub mod money;
pub mod picture;
pub mod plan;
pub mod pricing;
pub mod product;
pub mod sheet;
pub mod sku_pattern;
pub mod sync_state;
pub mod text;
pub mod titles;

pub use capabilities::{Capabilities, Limits};
pub use channel::{Channel, ExternalId, ListingKey, OfferId, ShopId};
pub use hash::ContentHash;
pub use ids::{
    ImageId, ImportId, JobId, MatchId, PlanId, ProductId, RunId, SheetId, VariantId, VerificationId,
};
pub use image_hash::ImageHash;
pub use listing::{ListingContent, ListingImage, ListingStatus, Offer};
pub use listing_details::{CategoryAttribute, CategoryRules, Lack, ListingDetails};
pub use measure::{Dimensions, Grams, Length, PreOrderDays};
pub use money::{BasisPoints, Rupiah};
pub use product::{Product, ProductImage, ProductStatus, Variant};
pub use sku_pattern::SkuPattern;
pub use sync_state::SyncState;
pub use text::{Sku, Title};

/// Why an outside value could not become one of ours. Every variant names the field in words a seller knows
/// and says what would be accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct Invalid {
    /// The field, as the API spells it, such as `title` or `variants[2].price`.
    pub field: String,
    /// A stable word for programs, such as `too_long`.
    pub code: &'static str,
    /// What is wrong and what is accepted, in English and for the log: the seller reads the words of the code.
    pub problem: String,
    /// What the words of the code name in braces, such as `max`.
    pub values: BTreeMap<&'static str, String>,
}

impl Invalid {
    /// An [`Invalid`] for `field`.
    pub fn new(field: impl Into<String>, code: &'static str, problem: impl Into<String>) -> Self {
        Self { field: field.into(), code, problem: problem.into(), values: BTreeMap::new() }
    }

    /// The same with a value that the words of its code name.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.insert(name, value.to_string());
        self
    }

    /// The same complaint seen from one level up: `price` inside `variants[2]` becomes `variants[2].price`.
    #[must_use]
    pub fn within(mut self, parent: &str) -> Self {
        self.field = format!("{parent}.{}", self.field);
        self
    }
}
