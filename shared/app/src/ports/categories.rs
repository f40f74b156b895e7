//! The category trees of channels, with their names.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{CategoryRules, Channel, listing::Named};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Versioned;
use crate::{StoreError, marketplace::Category};

/// A channel's categories as they were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryTree {
    pub read_at: Timestamp,
    pub categories: Vec<Category>,
}

impl CategoryTree {
    /// Names by id. A category without a name is left out.
    pub fn names(self) -> BTreeMap<String, String> {
        let named = self.categories.into_iter().filter(|category| !category.name.trim().is_empty());
        named.map(|category| (category.id, category.name)).collect()
    }
}

/// What a channel requires of the listings in a category, as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRules {
    pub read_at: Timestamp,
    pub rules: CategoryRules,
}

/// The channel's category of each of the seller's own, by [`domain::identity::key`] of its name.
pub type CategoryChoices = BTreeMap<String, Named>;

#[async_trait]
pub trait Categories: Send + Sync {
    /// When the channel's tree was read; `None` if none is stored.
    async fn read_at(&self, channel: &Channel) -> Result<Option<Timestamp>, StoreError>;

    /// The channel's tree, in the channel's order.
    async fn tree(&self, channel: &Channel) -> Result<Option<CategoryTree>, StoreError>;

    /// Replaces the stored tree. A reader always gets the old or the new tree completely.
    async fn put_tree(&self, channel: &Channel, tree: &CategoryTree) -> Result<(), StoreError>;

    /// What the channel asks in one of its categories, where it was read.
    async fn rules(&self, channel: &Channel, category: &str) -> Result<Option<KnownRules>, StoreError>;

    async fn put_rules(
        &self,
        channel: &Channel,
        category: &str,
        rules: &KnownRules,
    ) -> Result<(), StoreError>;

    /// The seller's choices for one channel; version 0 before the first.
    async fn choices(&self, channel: &Channel) -> Result<Versioned<CategoryChoices>, StoreError>;

    /// Replaces the choices that were read at `expected`.
    async fn put_choices(
        &self,
        channel: &Channel,
        choices: &CategoryChoices,
        expected: u64,
    ) -> Result<Versioned<CategoryChoices>, StoreError>;
}
