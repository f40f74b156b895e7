//! Price rules and fee schedules in memory: every version stays.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Rules, Versioned},
};
use async_trait::async_trait;
use domain::{
    Channel,
    pricing::{FeeSchedule, PriceRule},
};

use super::memory::{Kind, Memory};

#[derive(Debug, Default)]
pub(super) struct RuleTables {
    rules: History<PriceRule>,
    fees: History<FeeSchedule>,
}

/// By channel, the versions from 1.
type History<T> = BTreeMap<Channel, Vec<T>>;

fn newest<T: Clone>(history: &History<T>, channel: &Channel) -> Option<Versioned<T>> {
    let versions = history.get(channel)?;
    Some(Versioned { value: versions.last()?.clone(), version: versions.len() as u64 })
}

fn at<T: Clone>(history: &History<T>, channel: &Channel, version: u64) -> Option<T> {
    let index = usize::try_from(version.checked_sub(1)?).ok()?;
    history.get(channel)?.get(index).cloned()
}

fn put<T: Clone>(history: &mut History<T>, channel: &Channel, value: &T) -> Versioned<T> {
    let versions = history.entry(channel.clone()).or_default();
    versions.push(value.clone());
    Versioned { value: value.clone(), version: versions.len() as u64 }
}

#[async_trait]
impl Rules for Memory {
    async fn price_rule(&self, channel: &Channel) -> Result<Option<Versioned<PriceRule>>, StoreError> {
        Ok(newest(&self.state().rules.rules, channel))
    }

    async fn price_rule_at(&self, channel: &Channel, version: u64) -> Result<Option<PriceRule>, StoreError> {
        Ok(at(&self.state().rules.rules, channel, version))
    }

    async fn put_price_rule(
        &self,
        channel: &Channel,
        rule: &PriceRule,
        expected: u64,
    ) -> Result<Versioned<PriceRule>, StoreError> {
        let mut state = self.state();
        if newest(&state.rules.rules, channel).map_or(0, |rule| rule.version) != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Rule)?;
        Ok(put(&mut state.rules.rules, channel, rule))
    }

    async fn fee_schedule(&self, channel: &Channel) -> Result<Option<Versioned<FeeSchedule>>, StoreError> {
        Ok(newest(&self.state().rules.fees, channel))
    }

    async fn fee_schedule_at(
        &self,
        channel: &Channel,
        version: u64,
    ) -> Result<Option<FeeSchedule>, StoreError> {
        Ok(at(&self.state().rules.fees, channel, version))
    }

    async fn put_fee_schedule(
        &self,
        channel: &Channel,
        schedule: &FeeSchedule,
        expected: u64,
    ) -> Result<Versioned<FeeSchedule>, StoreError> {
        let mut state = self.state();
        if newest(&state.rules.fees, channel).map_or(0, |fees| fees.version) != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Fees)?;
        Ok(put(&mut state.rules.fees, channel, schedule))
    }
}
