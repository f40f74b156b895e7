//! Price rules and fee schedules, versioned and never overwritten.

use async_trait::async_trait;
use domain::{
    Channel,
    pricing::{FeeSchedule, PriceRule},
};

use super::Versioned;
use crate::StoreError;

/// Stored versions count from 1 and stay readable, so that every quote can be recomputed.
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
}
