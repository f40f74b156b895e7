//! The store behind all storage ports, with counters and faults.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::{StoreError, ports::Page};
use domain::ProductId;
use futures::future::BoxFuture;

use super::{
    budget::Budgets, bulk::BulkTables, categories::CategoryTables, connections::ConnectionTables,
    fields::FieldTables, imports::ImportTable, life::Life, listings::ListingTables, matches::MatchTables,
    operations::OperationTables, pictures::PictureTable, plans::PlanTable, products::ProductTables,
    rules::RuleTables, runs::RunTables, sheets::SheetTable, titles::TitleTables,
};

/// The kinds of records, for tests that count writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Product,
    Observed,
    ListingState,
    ListingCard,
    Match,
    Prices,
    ImageReference,
    ImageLook,
    Import,
    ImportMark,
    Rule,
    Fees,
    FieldMapping,
    SkuRules,
    FieldReport,
    Repricing,
    BulkTask,
    CategoryTree,
    TitleRule,
    Verification,
    Plan,
    Run,
    Job,
    Sheet,
    SheetResult,
    Connection,
    Secret,
    Lock,
    Budget,
    Idempotency,
    Event,
    Audit,
    Notification,
    Preferences,
    DeadLetter,
}

/// All storage ports over one set of tables.
///
/// It counts every record that was really written, so that a test can check that nothing was written. A test can also
/// make it refuse the next writes of a kind.
#[derive(Debug, Default)]
pub struct Memory {
    state: Mutex<State>,
    interruptions: Mutex<Interruptions>,
}

/// What another worker does in the moment between a read and a write.
#[derive(Default)]
struct Interruptions(VecDeque<(Kind, usize, BoxFuture<'static, ()>)>);

impl std::fmt::Debug for Interruptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} interruptions", self.0.len())
    }
}

#[derive(Debug, Default)]
pub(super) struct State {
    life: Arc<Life>,
    writes: BTreeMap<Kind, u64>,
    refusals: BTreeMap<Kind, VecDeque<Option<StoreError>>>,
    /// When each product's card was last written, as a counter of writes.
    pub(super) catalogue_writes: BTreeMap<ProductId, u64>,
    pub(super) catalogue_clock: u64,
    pub(super) products: ProductTables,
    pub(super) listings: ListingTables,
    pub(super) matches: MatchTables,
    pub(super) imports: ImportTable,
    pub(super) rules: RuleTables,
    pub(super) fields: FieldTables,
    pub(super) pictures: PictureTable,
    pub(super) titles: TitleTables,
    pub(super) bulk: BulkTables,
    pub(super) categories: CategoryTables,
    pub(super) plans: PlanTable,
    pub(super) runs: RunTables,
    pub(super) sheets: SheetTable,
    pub(super) connections: ConnectionTables,
    pub(super) budgets: Budgets,
    pub(super) operations: OperationTables,
}

impl State {
    /// Records that a part of a product's card was written.
    pub(super) fn catalogue_moved(&mut self, product: Option<&ProductId>) {
        if let Some(product) = product {
            self.catalogue_clock += 1;
            self.catalogue_writes.insert(product.clone(), self.catalogue_clock);
        }
    }

    /// Must be called before a record of `kind` is written: counts it, or fails if a test set a fault.
    pub(super) fn write(&mut self, kind: Kind) -> Result<(), StoreError> {
        if let Some(Some(refusal)) = self.refusals.get_mut(&kind).and_then(VecDeque::pop_front) {
            return Err(refusal);
        }
        self.life.effect()?;
        *self.writes.entry(kind).or_insert(0) += 1;
        Ok(())
    }
}

impl Memory {
    pub fn new() -> Self {
        Self::default()
    }

    /// The life of whoever writes here.
    pub fn life(&self) -> Arc<Life> {
        self.state().life.clone()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records written since the start or the last [`Memory::forget_writes`], by kind; kinds without a write are left
    /// out.
    pub fn writes(&self) -> BTreeMap<Kind, u64> {
        self.state().writes.clone()
    }

    pub fn writes_of(&self, kind: Kind) -> u64 {
        self.state().writes.get(&kind).copied().unwrap_or(0)
    }

    /// Sets all counts to zero.
    pub fn forget_writes(&self) {
        self.state().writes.clear();
    }

    /// Lets `happens` come between the read and the write of a run or a lease: before the put of `kind` that follows
    /// `writes` others. Puts of `happens` itself are counted only for what is set after it.
    pub fn before_put(&self, kind: Kind, writes: usize, happens: impl Future<Output = ()> + Send + 'static) {
        let mut waiting = self.interruptions.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.0.push_back((kind, writes, Box::pin(happens)));
    }

    /// Whether everything that was to come in between has.
    pub fn all_interrupted(&self) -> bool {
        self.interruptions.lock().unwrap_or_else(PoisonError::into_inner).0.is_empty()
    }

    /// Called by versioned puts before they look at what is stored.
    pub(super) async fn interrupt(&self, kind: Kind) {
        let due = {
            let mut waiting = self.interruptions.lock().unwrap_or_else(PoisonError::into_inner);
            let place = waiting.0.iter().position(|(of, ..)| *of == kind);
            match place.and_then(|place| Some((place, waiting.0.get_mut(place)?))) {
                Some((place, (_, 0, _))) => waiting.0.remove(place),
                Some((_, (_, writes, _))) => {
                    *writes -= 1;
                    None
                }
                None => None,
            }
        };
        if let Some((_, _, happens)) = due {
            happens.await;
        }
    }

    /// The next write of `kind` fails with `error` and changes nothing. Several faults happen in the order in which
    /// they were set.
    pub fn refuse_next(&self, kind: Kind, error: StoreError) {
        self.refuse_after(kind, 0, error);
    }

    /// Like [`Memory::refuse_next`], after `writes` successful writes of `kind`: for a worker that dies at a later
    /// write.
    pub fn refuse_after(&self, kind: Kind, writes: usize, error: StoreError) {
        let mut state = self.state();
        let refusals = state.refusals.entry(kind).or_default();
        refusals.extend(std::iter::repeat_n(None, writes));
        refusals.push_back(Some(error));
    }

    /// Removes all faults; returns whether one had not happened yet.
    pub fn forget_refusals(&self) -> bool {
        let refusals = std::mem::take(&mut self.state().refusals);
        refusals.values().flatten().any(Option::is_some)
    }
}

/// The page after `cursor` of items that are already in order. The cursor names the last item that was returned, so
/// that items added or removed elsewhere neither repeat nor hide an item.
pub(super) fn page<T, K: Ord + ToString>(
    items: impl IntoIterator<Item = (K, T)>,
    after: Option<&K>,
    limit: usize,
) -> Page<T> {
    let mut rest =
        items.into_iter().skip_while(|(key, _)| after.is_some_and(|after| key <= after)).peekable();
    let (mut page, mut last) = (Vec::new(), None);
    while page.len() < limit.max(1)
        && let Some((key, item)) = rest.next()
    {
        page.push(item);
        last = Some(key);
    }
    let next = rest.peek().and(last).map(|key| key.to_string());
    Page { items: page, next }
}

/// Like [`page`], with the newest first: `items` are in ascending order and are returned from the end.
pub(super) fn page_newest<T>(
    items: impl DoubleEndedIterator<Item = (String, T)>,
    cursor: Option<&str>,
    limit: usize,
) -> Page<T> {
    let mut rest =
        items.rev().skip_while(|(key, _)| cursor.is_some_and(|cursor| key.as_str() >= cursor)).peekable();
    let (mut page, mut last) = (Vec::new(), None);
    while page.len() < limit.max(1)
        && let Some((key, item)) = rest.next()
    {
        page.push(item);
        last = Some(key);
    }
    let next = rest.peek().and(last);
    Page { items: page, next }
}

/// The error for an invalid cursor.
pub(super) fn bad_cursor() -> StoreError {
    StoreError::Corrupt("the cursor is not one of ours".to_owned())
}
