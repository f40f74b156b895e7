//! Progress of a repricing: one record, moved on by each page once.

use domain::{Channel, ids::RepricingId};

use crate::{
    Ports, StoreError,
    message::{
        Envelope, PricingMessage,
        chain::{Turn, turn},
    },
    ports::{CatalogueQuery, Repricing, RepricingCause, RepricingState},
};

/// What one message did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repriced {
    /// Listings looked at.
    pub listings: u64,
    /// Listings whose quotes were written because a figure changed.
    pub written: u64,
    /// Listings of which a price is another.
    pub moved: u64,
}

/// Records that a channel's listings are about to be quoted again, and sends the first page. `id` names the reason: the
/// same reason a second time sends nothing, unless the first page was never begun.
pub async fn begin(
    ports: &Ports,
    id: RepricingId,
    channel: &Channel,
    cause: RepricingCause,
    version: u64,
    products: Option<u64>,
) -> Result<bool, StoreError> {
    let repricing = Repricing {
        id: id.clone(),
        channel: channel.clone(),
        cause,
        version,
        state: RepricingState::Queued,
        pages: 0,
        listings: 0,
        written: 0,
        moved: 0,
        products,
        started_at: ports.clock.now(),
        next: None,
        moved_on_at: None,
        finished_at: None,
    };
    if !ports.repricings.create(&repricing).await? {
        // A crash between the record and the message leaves it queued: the message goes out again.
        let stored = ports.repricings.get(&id).await?;
        if stored.is_none_or(|stored| stored.value.state != RepricingState::Queued) {
            return Ok(false);
        }
    }
    // Prices are led back by another rule from now on.
    ports.report_moved().await?;
    let message = PricingMessage::Channel {
        channel: channel.clone(),
        cursor: None,
        rule_version: version,
        repricing: Some(id.clone()),
        page: 0,
    };
    ports.outbox.pricing(&[Envelope { v: 1, id: id.to_string(), message }]).await?;
    Ok(true)
}

/// How many products a person would call the channel's.
pub async fn products_on(ports: &Ports, channel: &Channel) -> Result<u64, StoreError> {
    let query = CatalogueQuery { channel: Some(channel.clone()), limit: 1, ..CatalogueQuery::default() };
    Ok(ports.catalogue.search(&query).await?.total as u64)
}

/// The place where the repricing goes on, when page `page` of it was counted before; `None` when it is the page's turn.
pub(super) async fn counted_before(
    ports: &Ports,
    id: &RepricingId,
    page: u32,
) -> Result<Option<Behind>, StoreError> {
    let Some(stored) = ports.repricings.get(id).await? else { return Ok(None) };
    let repricing = stored.value;
    Ok(match turn(repricing.pages, page) {
        Turn::Now => None,
        Turn::Counted => Some(Behind { page: repricing.pages, next: repricing.next }),
        Turn::Stray => Some(Behind { page, next: None }),
    })
}

/// Where a repricing is, for a message that comes late.
pub(super) struct Behind {
    pub(super) page: u32,
    /// Absent when it has ended.
    pub(super) next: Option<String>,
}

/// Counts page number `page`, after which the walk goes on at `next`. `false` when another message of the same page was
/// quicker: that one goes on.
pub(super) async fn count(
    ports: &Ports,
    id: &RepricingId,
    page: u32,
    done: Repriced,
    next: Option<&str>,
) -> Result<bool, StoreError> {
    let Some(stored) = ports.repricings.get(id).await? else { return Ok(true) };
    let mut repricing = stored.value;
    if turn(repricing.pages, page) != Turn::Now {
        return Ok(false);
    }
    repricing.pages += 1;
    repricing.listings += done.listings;
    repricing.written += done.written;
    repricing.moved += done.moved;
    repricing.state = if next.is_none() { RepricingState::Finished } else { RepricingState::Running };
    repricing.next = next.map(str::to_owned);
    repricing.moved_on_at = Some(ports.clock.now());
    repricing.finished_at = next.is_none().then(|| ports.clock.now());
    match ports.repricings.put(&repricing, stored.version).await {
        Ok(_) => Ok(true),
        Err(StoreError::Conflict) => Ok(false),
        Err(error) => Err(error),
    }
}
