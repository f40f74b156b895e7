//! What a change of rules or fees would do to a channel's prices, before it is saved. Nothing is written.
//!
//! Every active product of the channel is quoted twice, by what holds today and by the change. A product's variants
//! count together for the channel's spread, as in a listing that has them all.

use std::collections::BTreeMap;

use domain::{
    Channel, Limits, Product, ProductId, ProductStatus, VariantId,
    pricing::{FeeSchedule, FeeVersion, PriceRule, QuoteOutcome, Scope, in_force},
};
use jiff::civil::Date;

use super::{
    rules::{check_rule, check_schedule, never_superseded, newest_fees, today},
    target::{ChannelRules, limits_of},
};
use crate::{
    StoreError, UseCaseError,
    ports::{CatalogueQuery, CatalogueSort, Ports},
};

mod tally;
pub use tally::{BUCKETS, Example, Found, MonthNet};

/// Products read at once.
const PAGE: usize = 200;

/// A change to try. Parts that are absent stay as they are.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Where the rule or the schedule would hold.
    pub scope: Scope,
    pub rule: Option<PriceRule>,
    /// Tried as it holds from its day on, or on the day `on` where that is given.
    pub fees: Option<FeeSchedule>,
    /// Removes the scope's exception.
    pub removes: bool,
    /// What is planned until this day has begun; today when absent.
    pub on: Option<Date>,
}

/// What a person asks about a change.
#[derive(Debug, Clone, Default)]
pub struct Question {
    pub change: Change,
    /// Pieces sold in a month by folded SKU, where the person knows them.
    pub sold: BTreeMap<String, u64>,
    pub show: Show,
    /// Examples to leave out, and to give at most.
    pub offset: usize,
    pub limit: usize,
}

/// Which offers are shown as examples.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    #[default]
    Changed,
    /// Those that would have no price.
    Refused,
    UnderFloor,
    OverGuard,
}

/// Answers the question over the whole catalogue of the channel.
pub async fn what_if(ports: &Ports, channel: &Channel, question: &Question) -> Result<Found, UseCaseError> {
    let change = &question.change;
    if let Some(rule) = &change.rule {
        check_rule(rule).map_err(|invalid| invalid.within("rule"))?;
    }
    if let Some(fees) = &change.fees {
        check_schedule(fees).map_err(|invalid| invalid.within("fees"))?;
    }
    let current = ChannelRules::load(ports, channel).await?;
    let changed = with_change(ports, channel, change).await?;
    let limits = limits(ports, channel).await?;
    let mut found = Found::default();
    let mut query = query(ports, channel);
    loop {
        let page = ports.catalogue.search(&query).await?;
        let ids: Vec<ProductId> = page.cards.into_iter().map(|card| card.id).collect();
        for product in in_order(ports, &ids).await? {
            found.products += 1;
            let quotes = |rules: &ChannelRules| quotes(rules, &product, limits.as_ref());
            let (before, after) = (quotes(&current), quotes(&changed));
            for variant in &product.variants {
                let (Some(from), Some(to)) = (before.get(&variant.id), after.get(&variant.id)) else {
                    continue;
                };
                let guard = changed.book.rule_of(&product, variant).map(|rule| rule.value.guard);
                found.count(question, &product, variant, (from, to), guard);
            }
        }
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return Ok(found),
        }
    }
}

/// The rules as they would be.
async fn with_change(
    ports: &Ports,
    channel: &Channel,
    change: &Change,
) -> Result<ChannelRules, UseCaseError> {
    let day = change.on.unwrap_or_else(|| today(ports));
    let mut rules = ChannelRules::load_on(ports, channel, day).await?;
    let book = &mut rules.book;
    if change.removes {
        book.rules.remove(&change.scope);
    }
    if let Some(rule) = &change.rule {
        let version = book.rules.get(&change.scope).map_or(1, |(_, version)| version + 1);
        book.rules.insert(change.scope.clone(), (rule.clone(), version));
    }
    if let Some(fees) = &change.fees {
        let mut versions = ports.rules.fee_versions(channel).await?;
        never_superseded(&versions, &change.scope, fees, today(ports))
            .map_err(|invalid| invalid.within("fees"))?;
        let version = newest_fees(&versions, &change.scope).map_or(1, |newest| newest.version + 1);
        versions.push(FeeVersion { scope: change.scope.clone(), version, schedule: fees.clone() });
        // What is planned may give way to something else until the day that is asked for.
        let day = change.on.or_else(|| fees.valid_from.parse().ok()).map_or(day, |from: Date| from.max(day));
        if let Some(found) = in_force(&versions, &change.scope, day) {
            book.fees.insert(change.scope.clone(), (found.schedule.clone(), found.version));
        }
    }
    Ok(rules)
}

/// Of the channel's first shop: a seller has one.
async fn limits(ports: &Ports, channel: &Channel) -> Result<Option<Limits>, StoreError> {
    let Some(marketplace) = ports.marketplaces.get(channel) else { return Ok(None) };
    let connection = ports.connections.get(channel).await?;
    match connection.and_then(|connection| connection.value.shops.into_keys().next()) {
        Some(shop) => limits_of(ports, marketplace.as_ref(), &shop).await.map(Some),
        None => Ok(Some(marketplace.capabilities().limits.clone())),
    }
}

fn quotes(
    rules: &ChannelRules,
    product: &Product,
    limits: Option<&Limits>,
) -> BTreeMap<VariantId, QuoteOutcome> {
    if let Some(limits) = limits {
        rules.quotes(product, &BTreeMap::new(), limits)
    } else {
        let one = |variant: &domain::Variant| (variant.id.clone(), rules.quote(product, variant));
        product.variants.iter().map(one).collect()
    }
}

/// Everything active can be sold in the seller's own store; elsewhere what is listed there.
fn query(ports: &Ports, channel: &Channel) -> CatalogueQuery {
    let remote = ports.marketplaces.get(channel).is_some_and(|m| m.capabilities().remote);
    CatalogueQuery {
        status: Some(ProductStatus::Active),
        channel: remote.then(|| channel.clone()),
        sort: CatalogueSort::Title,
        limit: PAGE,
        ..CatalogueQuery::default()
    }
}

async fn in_order(ports: &Ports, ids: &[ProductId]) -> Result<Vec<Product>, StoreError> {
    let found = ports.products.get_many(ids).await?;
    let mut found: BTreeMap<_, _> = found.into_iter().map(|p| (p.value.id.clone(), p.value)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
