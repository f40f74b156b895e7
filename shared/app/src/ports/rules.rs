//! Price rules and fee schedules, versioned and never overwritten.

use async_trait::async_trait;
use domain::{
    Channel,
    pricing::{FeeSchedule, FeeVersion, PriceRule, Scope},
};

use super::Versioned;
use crate::StoreError;

/// An exception of a channel's price rule: the newest version of one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceOverride {
    /// Never [`Scope::Channel`].
    pub scope: Scope,
    /// Absent if the exception was removed; its version keeps counting.
    pub rule: Option<PriceRule>,
    pub version: u64,
}

/// Stored versions count from 1 and stay readable, so that every quote can be recomputed. Each scope has its own
/// versions.
#[async_trait]
pub trait Rules: Send + Sync {
    async fn price_rule(&self, channel: &Channel) -> Result<Option<Versioned<PriceRule>>, StoreError>;
    async fn price_rule_at(&self, channel: &Channel, version: u64) -> Result<Option<PriceRule>, StoreError>;
    /// `expected` is 0 for the first.
    async fn put_price_rule(
        &self,
        channel: &Channel,
        rule: &PriceRule,
        expected: u64,
    ) -> Result<Versioned<PriceRule>, StoreError>;

    /// Every exception of the channel, removed ones included, in the order of their scopes.
    async fn price_overrides(&self, channel: &Channel) -> Result<Vec<PriceOverride>, StoreError>;
    /// The newest version of one scope's exception.
    async fn price_override(
        &self,
        channel: &Channel,
        scope: &Scope,
    ) -> Result<Option<PriceOverride>, StoreError>;
    /// One version of an exception; `None` if it was a removal or does not exist.
    async fn price_override_at(
        &self,
        channel: &Channel,
        scope: &Scope,
        version: u64,
    ) -> Result<Option<PriceRule>, StoreError>;
    /// Stores an exception, or its removal. `expected` is 0 for the first of a scope.
    async fn put_price_override(
        &self,
        channel: &Channel,
        scope: &Scope,
        rule: Option<&PriceRule>,
        expected: u64,
    ) -> Result<PriceOverride, StoreError>;

    /// The newest schedule of the channel itself, whether or not it has begun.
    async fn fee_schedule(&self, channel: &Channel) -> Result<Option<Versioned<FeeSchedule>>, StoreError>;
    async fn fee_schedule_at(
        &self,
        channel: &Channel,
        version: u64,
    ) -> Result<Option<FeeSchedule>, StoreError>;
    /// `expected` is 0 for the first.
    async fn put_fee_schedule(
        &self,
        channel: &Channel,
        schedule: &FeeSchedule,
        expected: u64,
    ) -> Result<Versioned<FeeSchedule>, StoreError>;

    /// Every version of the channel's schedules and of its categories', by scope and version.
    async fn fee_versions(&self, channel: &Channel) -> Result<Vec<FeeVersion>, StoreError>;
    /// Stores a category's schedule. `expected` is 0 for the first of a category.
    async fn put_category_fees(
        &self,
        channel: &Channel,
        category: &Scope,
        schedule: &FeeSchedule,
        expected: u64,
    ) -> Result<Versioned<FeeSchedule>, StoreError>;
}
