//! Category trees in memory.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Categories, CategoryChoices, CategoryTree, KnownRules, Versioned},
};
use async_trait::async_trait;
use domain::Channel;
use jiff::Timestamp;

use super::memory::{Kind, Memory};

/// By channel; the rules by channel and category.
#[derive(Debug, Default)]
pub(super) struct CategoryTables {
    trees: BTreeMap<Channel, CategoryTree>,
    rules: BTreeMap<(Channel, String), KnownRules>,
    choices: BTreeMap<Channel, Versioned<CategoryChoices>>,
}

#[async_trait]
impl Categories for Memory {
    async fn read_at(&self, channel: &Channel) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.state().categories.trees.get(channel).map(|tree| tree.read_at))
    }

    async fn tree(&self, channel: &Channel) -> Result<Option<CategoryTree>, StoreError> {
        Ok(self.state().categories.trees.get(channel).cloned())
    }

    async fn put_tree(&self, channel: &Channel, tree: &CategoryTree) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::CategoryTree)?;
        state.categories.trees.insert(channel.clone(), tree.clone());
        Ok(())
    }

    async fn rules(&self, channel: &Channel, category: &str) -> Result<Option<KnownRules>, StoreError> {
        Ok(self.state().categories.rules.get(&(channel.clone(), category.to_owned())).cloned())
    }

    async fn put_rules(
        &self,
        channel: &Channel,
        category: &str,
        rules: &KnownRules,
    ) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::CategoryTree)?;
        state.categories.rules.insert((channel.clone(), category.to_owned()), rules.clone());
        Ok(())
    }

    async fn choices(&self, channel: &Channel) -> Result<Versioned<CategoryChoices>, StoreError> {
        let none = || Versioned { value: CategoryChoices::new(), version: 0 };
        Ok(self.state().categories.choices.get(channel).cloned().unwrap_or_else(none))
    }

    async fn put_choices(
        &self,
        channel: &Channel,
        choices: &CategoryChoices,
        expected: u64,
    ) -> Result<Versioned<CategoryChoices>, StoreError> {
        let mut state = self.state();
        let known = state.categories.choices.get(channel).map_or(0, |known| known.version);
        if known != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::CategoryTree)?;
        let stored = Versioned { value: choices.clone(), version: expected + 1 };
        state.categories.choices.insert(channel.clone(), stored.clone());
        Ok(stored)
    }
}
