//! What is ignored when SKUs are compared: one item for each version.

use app::{
    StoreError,
    ports::{MatchingRules, Versioned},
};
use async_trait::async_trait;
use domain::matching::SkuRules;

use crate::{Store, db::Query, keys};

#[async_trait]
impl MatchingRules for Store {
    async fn sku_rules(&self) -> Result<Option<Versioned<SkuRules>>, StoreError> {
        self.newest_of(Query::prefix(keys::SKU_RULES, keys::RULE_VERSION)).await
    }

    async fn put_sku_rules(
        &self,
        rules: &SkuRules,
        expected: u64,
    ) -> Result<Versioned<SkuRules>, StoreError> {
        self.put_versioned(keys::sku_rules, None, rules, expected).await
    }
}
