//! Category trees in memory.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Categories, CategoryTree},
};
use async_trait::async_trait;
use domain::Channel;
use jiff::Timestamp;

use super::memory::{Kind, Memory};

/// By channel.
pub(super) type CategoryTables = BTreeMap<Channel, CategoryTree>;

#[async_trait]
impl Categories for Memory {
    async fn read_at(&self, channel: &Channel) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.state().categories.get(channel).map(|tree| tree.read_at))
    }

    async fn tree(&self, channel: &Channel) -> Result<Option<CategoryTree>, StoreError> {
        Ok(self.state().categories.get(channel).cloned())
    }

    async fn put_tree(&self, channel: &Channel, tree: &CategoryTree) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::CategoryTree)?;
        state.categories.insert(channel.clone(), tree.clone());
        Ok(())
    }
}
