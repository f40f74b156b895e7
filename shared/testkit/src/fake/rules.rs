//! Price rules and fee schedules in memory: every version is kept.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{MatchingRules, Page, PriceOverride, Repricing, Repricings, Rules, Versioned},
};
use async_trait::async_trait;
use domain::{
    Channel, SkuPattern,
    ids::RepricingId,
    matching::SkuRules,
    pricing::{FeeSchedule, FeeVersion, PriceRule, Scope},
};

use super::memory::{Kind, Memory, page_newest};

#[derive(Debug, Default)]
pub(super) struct RuleTables {
    rules: History<PriceRule>,
    fees: History<FeeSchedule>,
    overrides: Scoped<Option<PriceRule>>,
    category_fees: Scoped<FeeSchedule>,
    repricings: BTreeMap<RepricingId, Versioned<Repricing>>,
    /// The versions from 1.
    skus: Vec<SkuRules>,
    /// The versions from 1.
    patterns: Vec<SkuPattern>,
}

/// By channel and scope, the versions from 1.
type Scoped<T> = BTreeMap<Channel, BTreeMap<Scope, Vec<T>>>;

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
impl MatchingRules for Memory {
    async fn sku_rules(&self) -> Result<Option<Versioned<SkuRules>>, StoreError> {
        let state = self.state();
        let version = state.rules.skus.len() as u64;
        Ok(state.rules.skus.last().map(|rules| Versioned { value: rules.clone(), version }))
    }

    async fn put_sku_rules(
        &self,
        rules: &SkuRules,
        expected: u64,
    ) -> Result<Versioned<SkuRules>, StoreError> {
        let mut state = self.state();
        if state.rules.skus.len() as u64 != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::SkuRules)?;
        state.rules.skus.push(rules.clone());
        Ok(Versioned { value: rules.clone(), version: expected + 1 })
    }

    async fn sku_pattern(&self) -> Result<Option<Versioned<SkuPattern>>, StoreError> {
        let state = self.state();
        let version = state.rules.patterns.len() as u64;
        Ok(state.rules.patterns.last().map(|pattern| Versioned { value: pattern.clone(), version }))
    }

    async fn put_sku_pattern(
        &self,
        pattern: &SkuPattern,
        expected: u64,
    ) -> Result<Versioned<SkuPattern>, StoreError> {
        let mut state = self.state();
        if state.rules.patterns.len() as u64 != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::SkuRules)?;
        state.rules.patterns.push(pattern.clone());
        Ok(Versioned { value: pattern.clone(), version: expected + 1 })
    }
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

    async fn price_overrides(&self, channel: &Channel) -> Result<Vec<PriceOverride>, StoreError> {
        let state = self.state();
        let scopes = state.rules.overrides.get(channel).into_iter().flatten();
        let mut found: Vec<_> =
            scopes.filter_map(|(scope, versions)| newest_override(scope, versions)).collect();
        found.sort_by_key(|found| found.scope.to_string());
        Ok(found)
    }

    async fn price_override(
        &self,
        channel: &Channel,
        scope: &Scope,
    ) -> Result<Option<PriceOverride>, StoreError> {
        let state = self.state();
        let versions = state.rules.overrides.get(channel).and_then(|scopes| scopes.get(scope));
        Ok(versions.and_then(|versions| newest_override(scope, versions)))
    }

    async fn price_override_at(
        &self,
        channel: &Channel,
        scope: &Scope,
        version: u64,
    ) -> Result<Option<PriceRule>, StoreError> {
        let index = usize::try_from(version).unwrap_or(0).checked_sub(1);
        let state = self.state();
        let versions = state.rules.overrides.get(channel).and_then(|scopes| scopes.get(scope));
        Ok(versions.and_then(|versions| versions.get(index?)?.clone()))
    }

    async fn put_price_override(
        &self,
        channel: &Channel,
        scope: &Scope,
        rule: Option<&PriceRule>,
        expected: u64,
    ) -> Result<PriceOverride, StoreError> {
        let mut state = self.state();
        let known =
            state.rules.overrides.get(channel).and_then(|scopes| scopes.get(scope)).map_or(0, Vec::len);
        if known as u64 != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Rule)?;
        let scopes = state.rules.overrides.entry(channel.clone()).or_default();
        scopes.entry(scope.clone()).or_default().push(rule.cloned());
        Ok(PriceOverride { scope: scope.clone(), rule: rule.cloned(), version: expected + 1 })
    }

    async fn fee_versions(&self, channel: &Channel) -> Result<Vec<FeeVersion>, StoreError> {
        let state = self.state();
        let own = state.rules.fees.get(channel).map(|versions| (Scope::Channel, versions));
        let scoped = state.rules.category_fees.get(channel).into_iter().flatten();
        let all = own.into_iter().chain(scoped.map(|(scope, versions)| (scope.clone(), versions)));
        let numbered = all.flat_map(|(scope, versions)| {
            let numbered = versions.iter().zip(1..);
            numbered.map(move |(schedule, version)| (scope.clone(), version, schedule.clone()))
        });
        Ok(numbered.map(|(scope, version, schedule)| FeeVersion { scope, version, schedule }).collect())
    }

    async fn put_category_fees(
        &self,
        channel: &Channel,
        category: &Scope,
        schedule: &FeeSchedule,
        expected: u64,
    ) -> Result<Versioned<FeeSchedule>, StoreError> {
        let mut state = self.state();
        let scopes = state.rules.category_fees.get(channel);
        if scopes.and_then(|scopes| scopes.get(category)).map_or(0, Vec::len) as u64 != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Fees)?;
        let scopes = state.rules.category_fees.entry(channel.clone()).or_default();
        scopes.entry(category.clone()).or_default().push(schedule.clone());
        Ok(Versioned { value: schedule.clone(), version: expected + 1 })
    }
}

fn newest_override(scope: &Scope, versions: &[Option<PriceRule>]) -> Option<PriceOverride> {
    let rule = versions.last()?.clone();
    Some(PriceOverride { scope: scope.clone(), rule, version: versions.len() as u64 })
}

#[async_trait]
impl Repricings for Memory {
    async fn create(&self, repricing: &Repricing) -> Result<bool, StoreError> {
        let mut state = self.state();
        if state.rules.repricings.contains_key(&repricing.id) {
            return Ok(false);
        }
        state.write(Kind::Repricing)?;
        let first = Versioned { value: repricing.clone(), version: 1 };
        state.rules.repricings.insert(repricing.id.clone(), first);
        Ok(true)
    }

    async fn get(&self, id: &RepricingId) -> Result<Option<Versioned<Repricing>>, StoreError> {
        Ok(self.state().rules.repricings.get(id).cloned())
    }

    async fn put(&self, repricing: &Repricing, expected: u64) -> Result<Versioned<Repricing>, StoreError> {
        let mut state = self.state();
        if state.rules.repricings.get(&repricing.id).map(|known| known.version) != Some(expected) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Repricing)?;
        let next = Versioned { value: repricing.clone(), version: expected + 1 };
        state.rules.repricings.insert(repricing.id.clone(), next.clone());
        Ok(next)
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Repricing>, StoreError> {
        let state = self.state();
        let all = state.rules.repricings.values().map(|known| &known.value);
        let ordered: BTreeMap<String, Repricing> =
            all.map(|one| (format!("{:.9}#{}", one.started_at, one.id), one.clone())).collect();
        Ok(page_newest(ordered.into_iter(), cursor, limit))
    }
}
