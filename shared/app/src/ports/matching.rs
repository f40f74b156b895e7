//! The seller's rules for SKUs: what is ignored in them, and how they are proposed; with versions that are never overwritten.

use async_trait::async_trait;
use domain::{SkuPattern, matching::SkuRules};

use super::Versioned;
use crate::StoreError;

/// One record for all shops. Stored versions count from 1 and stay.
#[async_trait]
pub trait MatchingRules: Send + Sync {
    async fn sku_rules(&self) -> Result<Option<Versioned<SkuRules>>, StoreError>;

    /// `expected` is 0 for the first; `Conflict` when another version is the newest.
    async fn put_sku_rules(&self, rules: &SkuRules, expected: u64)
    -> Result<Versioned<SkuRules>, StoreError>;

    /// How SKUs of new products are proposed.
    async fn sku_pattern(&self) -> Result<Option<Versioned<SkuPattern>>, StoreError>;

    /// `expected` is 0 for the first; `Conflict` when another version is the newest.
    async fn put_sku_pattern(
        &self,
        pattern: &SkuPattern,
        expected: u64,
    ) -> Result<Versioned<SkuPattern>, StoreError>;
}
