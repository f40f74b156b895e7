//! The seller's rules for what is ignored in SKUs, with versions that are never overwritten.

use async_trait::async_trait;
use domain::matching::SkuRules;

use super::Versioned;
use crate::StoreError;

/// One record for all shops. Stored versions count from 1 and stay.
#[async_trait]
pub trait MatchingRules: Send + Sync {
    async fn sku_rules(&self) -> Result<Option<Versioned<SkuRules>>, StoreError>;

    /// `expected` is 0 for the first; `Conflict` when another version is the newest.
    async fn put_sku_rules(&self, rules: &SkuRules, expected: u64)
    -> Result<Versioned<SkuRules>, StoreError>;
}
