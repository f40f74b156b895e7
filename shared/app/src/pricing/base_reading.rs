//! What the prices in the shops mean, decided once for the whole catalogue.
//!
//! A base price that was imported before its channel had a rule is the shop's own price. With the first rule there are
//! two readings: the shop's prices have the fees in them (bases are led back through the rules, live prices stay), or
//! they are base prices (live prices rise to what the rules make of them). A bulk task carries the choice out; what
//! each product said before is kept in its rows, so that it can be taken back. What a person typed is never touched.

use std::collections::BTreeSet;

use domain::{
    Product, Rupiah, VariantId,
    ids::BulkTaskId,
    master::{field, reading, take_fields},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    Ports, StoreError, UseCaseError,
    catalogue::{
        bulk,
        master_builder::sources::{self, Claims, Context, Gathered},
    },
    ports::{AuditEntry, BulkKind, BulkTask, Versioned},
};

mod apply;
mod undo;
mod walk;
pub(crate) use apply::page;
pub(crate) use undo::page as undo_page;

/// What the prices in the shops are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Fees and mark-ups are in them: bases are led back through the rules, and live prices stay.
    ShopPricesIncludeFees,
    /// They are base prices: live prices become what the rules make of them.
    ShopPricesAreBase,
}

impl Reading {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ShopPricesIncludeFees => "shop_prices_include_fees",
            Self::ShopPricesAreBase => "shop_prices_are_base",
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct ReadingWish {
    reading: Reading,
}

#[derive(Debug, Serialize, Deserialize)]
struct UndoWish {
    task: BulkTaskId,
}

/// Records the choice; the queue carries it out for every product with a listing in a connected shop.
pub async fn choose(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    reading: Reading,
) -> Result<BulkTask, UseCaseError> {
    let wish = bulk::wish(&ReadingWish { reading })?;
    start(ports, actor, id, BulkKind::BaseReading, wish).await
}

/// Takes a reading back: every base price that still is what the reading made of it becomes what it was.
pub async fn undo(ports: &Ports, actor: &str, task: &BulkTaskId) -> Result<BulkTask, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "bulk_task", id: task.to_string() };
    let known = ports.bulk_tasks.get(task).await?.ok_or_else(missing)?.value;
    if known.kind != BulkKind::BaseReading {
        let reason = format!("{task} does something that is undone record by record, or not at all");
        return Err(UseCaseError::Refused { code: "bulk_task_without_undo", reason });
    }
    let id = BulkTaskId::derived(&["undo", task.as_str()]);
    let wish = bulk::wish(&UndoWish { task: task.clone() })?;
    start(ports, actor, id, BulkKind::BaseReadingUndo, wish).await
}

/// One reading at a time: two would each take the other's bases for what was there before.
async fn start(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    kind: BulkKind,
    wish: serde_json::Value,
) -> Result<BulkTask, UseCaseError> {
    make_room(ports, &id, kind).await?;
    let task =
        bulk::begin(ports, actor, id, kind, wish, (None, None)).await.map_err(|error| match error {
            StoreError::Conflict => running(),
            error => error.into(),
        })?;
    audit_start(ports, &task).await?;
    Ok(task)
}

fn running() -> UseCaseError {
    let reason = "base prices are being read already; wait until that has finished".to_owned();
    UseCaseError::Refused { code: "base_reading_running", reason }
}

/// Ends a task that has stalled: a message of it that is sent again later finds its end and changes nothing.
async fn make_room(ports: &Ports, id: &BulkTaskId, kind: BulkKind) -> Result<(), UseCaseError> {
    let Some(what) = kind.works_alone_at() else { return Ok(()) };
    let Some(holder) = ports.bulk_tasks.alone_at(what).await?.filter(|holder| holder != id) else {
        return Ok(());
    };
    let now = ports.clock.now();
    let known = ports.bulk_tasks.get(&holder).await?;
    let Some(Versioned { value, version }) = known.filter(|known| known.value.is_stalled(now)) else {
        return Err(running());
    };
    match ports.bulk_tasks.put(&BulkTask { finished_at: Some(now), ..value }, version).await {
        // It has moved on.
        Err(StoreError::Conflict) => Err(running()),
        ended => ended.map(drop).map_err(Into::into),
    }
}

/// Named and dated after the task, and appended by the request and by the first page: once, whoever of them dies.
async fn audit_start(ports: &Ports, task: &BulkTask) -> Result<(), StoreError> {
    let action = if task.kind == BulkKind::BaseReading { "base_reading.choose" } else { "base_reading.undo" };
    let entry = AuditEntry::of_task(task, "start", action, &task.id, json!({ "wish": task.wish }));
    ports.audit.append(&entry).await
}

/// `before` with its imported base prices read in this way; nothing where its listings cannot be one product any more.
pub(crate) fn read(
    context: &Context,
    reading: Reading,
    before: &Product,
    gathered: &[Gathered],
) -> Result<Product, domain::Invalid> {
    let start = match reading {
        Reading::ShopPricesIncludeFees => before.clone(),
        Reading::ShopPricesAreBase => reading::with_bases(before, &asked(before, gathered)),
    };
    let all: Vec<&Gathered> = gathered.iter().collect();
    // SKUs and pictures are no matter of prices: only the part about base prices is taken.
    let built = sources::build(context, &before.id, Some(&start), &all, &Claims::new())?;
    Ok(take_fields(&start, &built.product, &BTreeSet::from([field::BASE_PRICE.to_owned()])))
}

/// What the shops ask for each variant whose base price nobody typed: the base price stays where a shop asks just
/// that, else the newer edit's price.
fn asked(product: &Product, gathered: &[Gathered]) -> std::collections::BTreeMap<VariantId, Rupiah> {
    let mut newest: Vec<&Gathered> = gathered.iter().collect();
    newest.sort_by_key(|source| std::cmp::Reverse(source.listing.observed.updated_at));
    let imported = product.variants.iter().filter(|variant| {
        let name = field::of(field::BASE_PRICE, &variant.id);
        !domain::master::is_typed(product, &name, variant.base_price.is_some())
    });
    let of = |variant: &domain::Variant| {
        let mut prices = newest.iter().flat_map(|source| {
            let links = &source.listing.state.value.links;
            let offers = source.listing.observed.content.offers.iter();
            offers.filter(|offer| links.get(&offer.id) == Some(&variant.id)).filter_map(|offer| offer.price)
        });
        let first = prices.next()?;
        let stands = variant.base_price.filter(|base| first == *base || prices.any(|price| price == *base));
        Rupiah::price(stands.unwrap_or(first).get()).ok()
    };
    imported.filter_map(|variant| Some((variant.id.clone(), of(variant)?))).collect()
}
