//! Listing cards: the state of each listing in short form, for lists, tabs and search.
//!
//! A card is derived from the listing's records and its plan, and written only if it differs. Only the mark of the last
//! push is stored nowhere else. A card is written at the version at which it was read, and it is read before the
//! records from which it is made. So of two writers, the one that succeeds last has read the newer records. Code that
//! changes data of a card calls this last, so that a repeat after a crash calls it again.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{
    ContentHash, JobId, ListingKey, Product, ProductId, RunId,
    plan::PriceTarget,
    pricing::{NoPrice, QuoteOutcome},
};
use jiff::Timestamp;

use super::{
    planning::plan_listings,
    state::{Standing, standing},
};
use crate::{
    Ports, StoreError, UseCaseError,
    ports::{
        CardMaker, Job, JobState, Listing, ListingCard, PlanEntry, PlanRequest, PriceSpan, PushMark,
        PushPhase, Versioned,
    },
};

/// Listings of one batched read.
const BATCH: usize = 100;
/// How often a card is made again because another writer changed it meanwhile.
const TRIES: usize = 6;

/// Makes cards by planning their listings.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlannedCards;

#[async_trait]
impl CardMaker for PlannedCards {
    async fn refresh(&self, ports: &Ports, keys: &[ListingKey]) -> Result<(), StoreError> {
        refresh(ports, keys).await
    }
}

/// Makes the cards of these listings again.
pub(crate) async fn refresh(ports: &Ports, keys: &[ListingKey]) -> Result<(), StoreError> {
    // Boxed, because the future of planning is large.
    Box::pin(update(ports, keys, &|_, mark| mark)).await
}

/// Makes the cards of those listings again whose card is from another observation than this one, or that have no card.
pub(crate) async fn refresh_observed(
    ports: &Ports,
    observed: &[(ListingKey, ContentHash)],
) -> Result<(), StoreError> {
    let keys: Vec<ListingKey> = observed.iter().map(|(key, _)| key.clone()).collect();
    let cards = ports.catalogue.listing_cards(&keys).await?;
    let known: BTreeMap<ListingKey, ListingCard> =
        cards.into_iter().map(|card| (card.value.key.clone(), card.value)).collect();
    let is_as_seen = |key: &ListingKey, hash: &ContentHash| {
        known.get(key).is_some_and(|card| card.observed == *hash && card.state != domain::SyncState::Gone)
    };
    let moved: Vec<ListingKey> =
        observed.iter().filter(|(key, hash)| !is_as_seen(key, hash)).map(|(key, _)| key.clone()).collect();
    refresh(ports, &moved).await
}

/// Marks listings whose jobs are about to be sent to the workers.
pub(crate) async fn sent(
    ports: &Ports,
    run: &RunId,
    jobs: &BTreeMap<ListingKey, JobId>,
) -> Result<(), StoreError> {
    let keys: Vec<ListingKey> = jobs.keys().cloned().collect();
    let at = ports.clock.now();
    update(ports, &keys, &|key, before| {
        let job = jobs.get(key)?.clone();
        // The job ended after its row was read. The repeated message finds that and reports nothing new.
        if before.as_ref().is_some_and(|before| before.job == job && before.phase == PushPhase::Over) {
            return before;
        }
        Some(mark_after(before, PushMark { run: run.clone(), job, phase: PushPhase::AtWork, code: None, at }))
    })
    .await
}

/// Records the progress of a job. A repeat changes nothing, and a job older than the last one is ignored.
pub(crate) async fn job_moved(ports: &Ports, job: &Job) -> Result<(), StoreError> {
    let phase = match job.state {
        JobState::Pushing => PushPhase::AtWork,
        JobState::Accepted => PushPhase::Audited,
        JobState::Failed => PushPhase::Failed,
        JobState::Waiting | JobState::Queued => PushPhase::Waiting,
        JobState::Succeeded | JobState::Unchanged | JobState::Stale | JobState::Dropped => PushPhase::Over,
    };
    let code =
        job.failure.as_ref().filter(|_| phase == PushPhase::Failed).map(|failure| failure.code.clone());
    let at = job.attempts.last().map(|attempt| attempt.at);
    let now = ports.clock.now();
    update(ports, std::slice::from_ref(&job.key()), &|_, before| {
        // A repeat can report an end from long ago, so a newer mark stays.
        let known = before.as_ref().filter(|before| before.job != job.id);
        if let (Some(known), Some(at)) = (known, at)
            && known.at > at
        {
            return before;
        }
        let mark = PushMark { run: job.run.clone(), job: job.id.clone(), phase, code: code.clone(), at: now };
        Some(mark_after(before, mark))
    })
    .await
}

/// The mark after `new`: the existing one, if it is equal.
fn mark_after(before: Option<PushMark>, new: PushMark) -> PushMark {
    match before {
        Some(before) if PushMark { at: new.at, ..before.clone() } == new => before,
        _ => new,
    }
}

type Mark<'a> = &'a (dyn Fn(&ListingKey, Option<PushMark>) -> Option<PushMark> + Send + Sync);

async fn update(ports: &Ports, keys: &[ListingKey], mark: Mark<'_>) -> Result<(), StoreError> {
    let keys: BTreeSet<&ListingKey> = keys.iter().collect();
    let mut left: Vec<ListingKey> = keys.into_iter().cloned().collect();
    for _ in 0..TRIES {
        let mut lost = Vec::new();
        for chunk in left.chunks(BATCH) {
            // Boxed, because the future of planning is large and would be part of every caller's future.
            lost.extend(Box::pin(once(ports, chunk, mark)).await?);
        }
        left = lost;
        if left.is_empty() {
            return Ok(());
        }
    }
    Err(StoreError::Conflict)
}

/// Makes the cards of at most [`BATCH`] listings; returns those whose card another writer changed meanwhile.
async fn once(ports: &Ports, keys: &[ListingKey], mark: Mark<'_>) -> Result<Vec<ListingKey>, StoreError> {
    // The cards are read first; the records from which they are made are read after them.
    let cards = ports.catalogue.listing_cards(keys).await?;
    let cards: BTreeMap<ListingKey, Versioned<ListingCard>> =
        cards.into_iter().map(|card| (card.value.key.clone(), card)).collect();
    let listings = ports.listings.get_many(keys).await?;
    let entries = entries_of(ports, &listings).await?;
    let now = ports.clock.now();
    let mut writes = Vec::new();
    for listing in &listings {
        let key = &listing.state.value.key;
        let before = cards.get(key);
        if before.is_none() && listing.state.value.product.is_none() {
            continue;
        }
        let push = mark(key, before.and_then(|before| before.value.push.clone()));
        let card = card_of(listing, entries.get(key), push, before.map(|before| &before.value), now);
        if before.is_none_or(|before| !before.value.says_the_same(&card)) {
            writes.push((card, before.map_or(0, |before| before.version)));
        }
    }
    if writes.is_empty() {
        return Ok(Vec::new());
    }
    let written = ports.catalogue.put_listing_cards(&writes).await?;
    let lost = writes.into_iter().zip(written).filter(|(_, written)| !written);
    Ok(lost.map(|((card, _), _)| card.key).collect())
}

/// The plans of these listings over every field.
pub(crate) async fn entries_of(
    ports: &Ports,
    listings: &[Listing],
) -> Result<BTreeMap<ListingKey, PlanEntry>, StoreError> {
    let ids: BTreeSet<&ProductId> =
        listings.iter().filter_map(|listing| listing.state.value.product.as_ref()).collect();
    let ids: Vec<ProductId> = ids.into_iter().cloned().collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let products = ports.products.get_many(&ids).await?;
    let products: BTreeMap<ProductId, Product> =
        products.into_iter().map(|product| (product.value.id.clone(), product.value)).collect();
    let planned = plan_listings(ports, &products, listings.to_vec(), &PlanRequest::default()).await;
    let entries = planned.map_err(|error| match error {
        UseCaseError::Store(error) => error,
        other => StoreError::Corrupt(format!("a listing cannot be planned: {other}")),
    })?;
    Ok(entries.into_iter().map(|entry| (entry.planned.key.clone(), entry)).collect())
}

/// The card of a listing with its plan.
pub(crate) fn card_of(
    listing: &Listing,
    entry: Option<&PlanEntry>,
    push: Option<PushMark>,
    before: Option<&ListingCard>,
    now: Timestamp,
) -> ListingCard {
    let Standing { state, fields, blocked } =
        standing(listing, entry.map(|entry| &entry.planned), push.as_ref());
    let targets = entry.into_iter().flat_map(|entry| &entry.target.offers);
    let targets = targets.filter_map(|offer| match offer.price {
        PriceTarget::Quoted { price } => Some(price),
        PriceTarget::Refused { .. } => None,
    });
    let quotes = || listing.prices.iter().flat_map(|prices| prices.quotes.values());
    let with_price = || {
        quotes().filter_map(|outcome| match outcome {
            QuoteOutcome::Quoted(quote) => Some(quote),
            QuoteOutcome::Refused { .. } => None,
        })
    };
    let under_floor =
        quotes().any(|outcome| matches!(outcome, QuoteOutcome::Refused { reason: NoPrice::UnderFloor }));
    ListingCard {
        key: listing.state.value.key.clone(),
        product: listing.state.value.product.clone(),
        state,
        since: before.filter(|before| before.state == state).map_or(now, |before| before.since),
        fields,
        blocked,
        target: PriceSpan::of(targets),
        live: PriceSpan::of(listing.observed.content.offers.iter().filter_map(|offer| offer.price)),
        keeps_min: with_price().map(|quote| quote.keeps).min(),
        margin: with_price().filter_map(domain::pricing::Quote::margin).min(),
        under_floor,
        push,
        observed: listing.observed.hash.clone(),
        seen_at: listing.observed.seen_at,
    }
}
