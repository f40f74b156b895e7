//! What is ignored when SKUs are compared, and how SKUs are proposed: one item for each version.

use app::{
    StoreError,
    ports::{MatchingRules, Versioned},
};
use async_trait::async_trait;
use domain::{SkuPattern, matching::SkuRules};

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

    async fn sku_pattern(&self) -> Result<Option<Versioned<SkuPattern>>, StoreError> {
        self.newest_of(Query::prefix(keys::SKU_PATTERN, keys::RULE_VERSION)).await
    }

    async fn put_sku_pattern(
        &self,
        pattern: &SkuPattern,
        expected: u64,
    ) -> Result<Versioned<SkuPattern>, StoreError> {
        self.put_versioned(keys::sku_pattern, None, pattern, expected).await
    }
}
