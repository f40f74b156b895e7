//! Keeping the cards of a process fresh.
//!
//! The first search loads every shard of the catalogue index in parallel. A later search first refreshes: it reads from
//! each shard the cards that were written since `OVERLAP` before the last refresh. The overlap is needed because the
//! index lags by up to a second and a write can take a few seconds. The process's own writes go into its cards
//! immediately.

use std::{
    collections::VecDeque,
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::{Duration, Instant},
};

use app::{
    StoreError,
    ports::{CatalogueCard, CatalogueIndex, CataloguePage, CatalogueQuery, ListingCard, Versioned},
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use super::{
    Cards,
    card::{Found, Placed, read_placed},
};
use crate::{Store, db::Query, keys};

/// Each refresh reads cards written since this long before the start of the last refresh.
const OVERLAP: Duration = Duration::from_secs(10);
/// The least time between two refreshes, so that a page of results, its tabs and its next page share one.
const FRESH: Duration = Duration::from_millis(400);
/// The process's own writes are kept this long, because the index may not show them yet at the first load.
const REMEMBERED: Duration = Duration::from_secs(30);

/// The cards of a process, shared by the clones of its [`Store`].
#[derive(Debug, Default)]
pub struct Cache {
    held: RwLock<Held>,
    /// Only one refresh runs at a time. Searches that start meanwhile wait for it and then find fresh cards.
    looking: tokio::sync::Mutex<Option<Timestamp>>,
}

#[derive(Debug, Default)]
struct Held {
    /// `None` until the first search.
    cards: Option<Cards>,
    own: VecDeque<(Instant, Placed)>,
    /// When the last refresh began.
    looked: Option<Timestamp>,
}

impl Cache {
    /// Puts a card that this process wrote.
    pub(crate) fn put(&self, card: CatalogueCard) {
        self.put_found(Found::Product(card));
    }

    /// Puts a listing's card that this process wrote.
    pub(crate) fn put_listing(&self, card: Versioned<ListingCard>) {
        self.put_found(Found::Listing(card));
    }

    fn put_found(&self, found: Found) {
        let card = Placed { written: written_now(), found };
        let (mut held, now) = (self.write(), Instant::now());
        while held.own.front().is_some_and(|(at, _)| now.duration_since(*at) > REMEMBERED) {
            held.own.pop_front();
        }
        match &mut held.cards {
            Some(cards) => cards.put_placed(card),
            None => held.own.push_back((now, card)),
        }
    }

    pub(super) fn search(&self, query: &CatalogueQuery) -> Result<CataloguePage, StoreError> {
        match &self.read().cards {
            Some(cards) => cards.search(query),
            None => Cards::default().search(query),
        }
    }

    /// The cards written at or after `since`; all cards without it.
    pub(super) fn index(&self, since: Option<Timestamp>) -> CatalogueIndex {
        let held = self.read();
        let cards = held.cards.as_ref().map(|cards| cards.written_since(since)).unwrap_or_default();
        // Cards that were written before this refresh may appear in the index only after it, so the next one starts
        // earlier.
        let token = held.looked.map(|looked| keys::moment(looked - OVERLAP)).unwrap_or_default();
        CatalogueIndex { cards, token }
    }

    fn add(&self, found: Vec<Placed>, looked: Timestamp) {
        let mut held = self.write();
        held.looked = Some(looked);
        let own: Vec<_> = held.own.drain(..).map(|(_, card)| card).collect();
        let cards = held.cards.get_or_insert_default();
        for card in found.into_iter().chain(own) {
            cards.put_placed(card);
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    pub(super) async fn refresh_catalogue(&self) -> Result<(), StoreError> {
        let mut looked = self.catalogue.looking.lock().await;
        // This uses the wall clock, because the monotonic clock stops while a Lambda is frozen.
        let now = written_now();
        let age = looked.map(|looked| now.duration_since(looked));
        if age.is_some_and(|age| !age.is_negative() && age.unsigned_abs() < FRESH) {
            return Ok(());
        }
        let since = looked.map(|looked| keys::moment(looked - OVERLAP));
        let shards = (0..keys::CATALOGUE_SHARDS).map(|shard| {
            let query = Query::catalogue(keys::catalogue_partition(shard), since.clone());
            async move { self.query_map(&query, |item| read_placed(&item)).await }
        });
        let cards: Vec<Placed> =
            stream::iter(shards).buffer_unordered(keys::CATALOGUE_SHARDS.into()).try_concat().await?;
        self.catalogue.add(cards, now);
        *looked = Some(now);
        Ok(())
    }
}

/// The time that a token of [`Cache::index`] names.
pub(super) fn read_token(token: &str) -> Result<Timestamp, StoreError> {
    token.parse().map_err(|_| StoreError::Corrupt("cursor".to_owned()))
}

/// The wall clock. A card's position in the index is the real time of the write, not the time that the use case was
/// given. Otherwise a reader of new cards would miss a card with an older time.
#[expect(
    clippy::disallowed_methods,
    reason = "a position in an index between processes, not a fact of the domain"
)]
pub(crate) fn written_now() -> Timestamp {
    Timestamp::now()
}
