//! The category trees of channels, with their names.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::Channel;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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

#[async_trait]
pub trait Categories: Send + Sync {
    /// When the channel's tree was read; `None` if none is stored.
    async fn read_at(&self, channel: &Channel) -> Result<Option<Timestamp>, StoreError>;

    /// The channel's tree, in the channel's order.
    async fn tree(&self, channel: &Channel) -> Result<Option<CategoryTree>, StoreError>;

    /// Replaces the stored tree. A reader always gets the old or the new tree completely.
    async fn put_tree(&self, channel: &Channel, tree: &CategoryTree) -> Result<(), StoreError>;
}
