//! What a change of rules or fees would do to a channel's prices, before it is saved. Nothing is written.
//!
//! Every active product of the channel is quoted twice, by what holds today and by the change. A product's variants
//! count together for the channel's spread, as in a listing that has them all. Beside it stands what both readings of the
//! shops' prices would do under the change. A small catalogue is answered at once, a large one by a bulk task.

use std::collections::BTreeMap;

use domain::{
    Channel, Limits, Product, ProductId, ProductStatus, VariantId,
    ids::BulkTaskId,
    pricing::{
        FeeSchedule, FeeVersion, PriceRule, QuoteOutcome, Scope, check_rule, check_schedule, in_force,
    },
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::rules::{never_superseded, newest_fees};
use crate::{
    StoreError, UseCaseError,
    catalogue::{
        bulk::{self, Done, Inline},
        master_builder::sources::{self, Context, Gathered},
        price_book::ChannelRules,
    },
    ports::{BulkKind, BulkTask, CatalogueQuery, CatalogueSort, Ports},
    shops::limits::limits_of,
};

mod readings;
mod tally;
pub use readings::{Effect, Moves, PriceExample, ReadingExample, Readings};
pub use tally::{BUCKETS, Example, Found, MonthNet};

/// Products of one page.
const PAGE: usize = 100;
/// Pages that a request looks at itself at most.
const INLINE_PAGES: u32 = 10;
/// Look-ups under way at once.
const AT_ONCE: usize = 16;

/// A change to try. Parts that are absent stay as they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    #[default]
    Changed,
    /// Those that would have no price.
    Refused,
    UnderFloor,
    OverGuard,
}

/// What was found so far, and the task that finds the rest.
#[derive(Debug)]
pub struct Answer {
    pub found: Found,
    /// Absent when all was looked at.
    pub task: Option<BulkTask>,
}

#[derive(Debug, Serialize, Deserialize)]
struct PreviewWish {
    channel: Channel,
    question: Question,
}

/// Answers the question over the whole catalogue of the channel.
pub async fn what_if(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    channel: &Channel,
    question: &Question,
) -> Result<Answer, UseCaseError> {
    let trial = Trial::read(ports, channel, question).await?;
    let mut inline = Inline::new(ports, INLINE_PAGES);
    let (mut found, mut cursor) = (Found::default(), None);
    while inline.goes_on(ports) {
        cursor = trial.step(ports, &mut found, cursor).await?;
        if cursor.is_none() {
            return Ok(Answer { found, task: None });
        }
    }
    let wish = bulk::wish(&PreviewWish { channel: channel.clone(), question: question.clone() })?;
    let so_far = (cursor, Some(bulk::wish(&found)?));
    let task = bulk::begin(ports, actor, id, BulkKind::PricePreview, wish, so_far).await?;
    Ok(Answer { found, task: Some(task) })
}

/// One page of the rest.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let PreviewWish { channel, question } = bulk::wished(task)?;
    let mut found = found(task)?.unwrap_or_default();
    let before = found.products;
    let trial = Trial::read(ports, &channel, &question).await?;
    let next = trial.step(ports, &mut found, task.cursor.clone()).await?;
    let result = Some(bulk::wish(&found)?);
    Ok(Done { looked_at: found.products - before, next, result, ..Done::default() })
}

/// What a task has found so far.
pub fn found(task: &BulkTask) -> Result<Option<Found>, StoreError> {
    let unreadable = |error| StoreError::Corrupt(format!("bulk task {}: {error}", task.id));
    task.result.clone().map(serde_json::from_value).transpose().map_err(unreadable)
}

/// What holds today and what is tried, read once for a page or more.
struct Trial<'a> {
    question: &'a Question,
    current: ChannelRules,
    changed: ChannelRules,
    limits: Option<Limits>,
    /// Every channel's rules, this one's as they are tried.
    context: Context,
    query: CatalogueQuery,
}

impl<'a> Trial<'a> {
    async fn read(ports: &Ports, channel: &Channel, question: &'a Question) -> Result<Self, UseCaseError> {
        let change = &question.change;
        if let Some(rule) = &change.rule {
            check_rule(rule).map_err(|invalid| invalid.within("rule"))?;
        }
        if let Some(fees) = &change.fees {
            check_schedule(fees).map_err(|invalid| invalid.within("fees"))?;
        }
        let changed = with_change(ports, channel, change).await?;
        let context = Context::read(ports).await?.with_book(channel, changed.book.clone());
        Ok(Self {
            question,
            current: ChannelRules::load(ports, channel).await?,
            changed,
            limits: limits(ports, channel).await?,
            context,
            query: query(ports, channel),
        })
    }

    /// Looks at one page of products; returns where the next begins.
    async fn step(
        &self,
        ports: &Ports,
        found: &mut Found,
        cursor: Option<String>,
    ) -> Result<Option<String>, UseCaseError> {
        let page = ports.catalogue.search(&CatalogueQuery { cursor, ..self.query.clone() }).await?;
        let ids: Vec<ProductId> = page.cards.into_iter().map(|card| card.id).collect();
        let products = in_order(ports, &ids).await?;
        let gathered: Vec<Vec<Gathered>> = stream::iter(ids_of(&products))
            .map(|id| async move { sources::of_product(ports, &id).await })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        for (product, gathered) in products.iter().zip(&gathered) {
            self.count(found, product);
            found.readings.count(&self.context, product, gathered);
        }
        Ok(page.next)
    }

    fn count(&self, found: &mut Found, product: &Product) {
        found.products += 1;
        let quotes = |rules: &ChannelRules| quotes(rules, product, self.limits.as_ref());
        let (before, after) = (quotes(&self.current), quotes(&self.changed));
        for variant in &product.variants {
            let (Some(from), Some(to)) = (before.get(&variant.id), after.get(&variant.id)) else { continue };
            let guard = self.changed.book.rule_of(product, variant).map(|rule| rule.value.guard);
            found.count(self.question, product, variant, (from, to), guard);
        }
    }
}

fn ids_of(products: &[Product]) -> Vec<ProductId> {
    products.iter().map(|product| product.id.clone()).collect()
}

/// The rules as they would be.
async fn with_change(
    ports: &Ports,
    channel: &Channel,
    change: &Change,
) -> Result<ChannelRules, UseCaseError> {
    let day = change.on.unwrap_or_else(|| ports.today());
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
        never_superseded(&versions, &change.scope, fees, ports.today())
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
