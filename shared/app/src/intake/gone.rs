//! What a shop lists no more.

use std::collections::BTreeSet;

use domain::{ExternalId, ListingStatus};

use super::{
    at::{At, shops_in_order},
    stored::store,
};
use crate::{
    Ports, StoreError, WorkError, conflict,
    marketplace::FetchedPart,
    message::Severity,
    notices::tell,
    ports::{Import, ListingRow, ListingState, PageMark, PartOf, Versioned},
    publishing::{cards, push::audit_of_gone},
    shops::session,
    words::Notice,
};

/// How often a listing is marked when others write it at the same time.
const TRIES: usize = 4;

pub(super) async fn gone_of_all(ports: &Ports, import: &Import) -> Result<(), WorkError> {
    for at in shops_in_order(ports, import) {
        if at.is_marked(ports, "gone").await? {
            continue;
        }
        let count = Box::pin(gone_of(ports, import, &at)).await?;
        at.mark(ports, &PageMark::Gone { count }).await?;
    }
    Ok(())
}

/// Fewer vanished listings than this are never too many to believe.
const FEW: usize = 20;

/// A shop that lists nothing, or suddenly lacks more than half of what it had.
fn is_implausible(listed: usize, known: usize, vanished: usize) -> bool {
    listed == 0 || (vanished > FEW && vanished * 2 > known)
}

async fn tell_missing(ports: &Ports, at: &At, vanished: usize, known: usize) -> Result<(), StoreError> {
    let (channel, shop) = (&at.channel, &at.shop);
    tracing::warn!(channel = %channel, shop = %shop, vanished, known, "too many listings vanished to believe it");
    let notice = Notice::ListingsMissing { channel, shop, vanished, known };
    let message = tell::notice(&notice, &format!("{}/{channel}/{shop}", at.import), Severity::Warning);
    ports.outbox.notify(&[message]).await
}

/// Known listings that no list page named. A page can slip a listing when others are deleted while the shop is being
/// listed, so each is asked for once more before it is called gone.
async fn gone_of(ports: &Ports, import: &Import, at: &At) -> Result<u64, WorkError> {
    let listed: BTreeSet<ExternalId> =
        ports.imports.listed(&at.import, &at.channel, &at.shop).await?.into_iter().collect();
    let (mut vanished, known) = vanished_of(ports, at, &listed).await?;
    // What an earlier delivery has looked for is not looked for again.
    let done = at.part(ports, PartOf::Gone).await?;
    if vanished.is_empty() {
        return Ok(0);
    }
    if done.is_none() && !import.accepts_gone && is_implausible(listed.len(), known, vanished.len()) {
        tell_missing(ports, at, vanished.len(), known).await?;
        return Ok(0);
    }
    let mut number = done.as_ref().map_or(0, |part| part.number);
    if let Some(last) = done.and_then(|part| part.listings.into_iter().next()) {
        vanished.retain(|row| row.key.external_id > last);
    }
    vanished.sort_by(|one, other| one.key.external_id.cmp(&other.key.external_id));
    let marketplace = at.marketplace(ports)?;
    let session = session::open(ports, &at.channel, &at.shop).await?;
    let mut count = 0;
    let mut chunks = vanished.chunks(marketplace.capabilities().detail_batch.max(1));
    while let Some(chunk) = chunks.next() {
        let ids: Vec<ExternalId> = chunk.iter().map(|row| row.key.external_id.clone()).collect();
        let seen_at = ports.clock.now();
        let part = marketplace.fetch_part(&session, &ids).await?;
        // Up to the first one without an answer.
        let answered = ids.iter().take_while(|id| !part.left.contains(id)).count();
        let FetchedPart { listings, stopped, unreadable, .. } = part;
        let (still_there, deleted): (Vec<_>, Vec<_>) =
            listings.into_iter().partition(|listing| listing.content.status != ListingStatus::Deleted);
        // What cannot be read is there.
        let there: BTreeSet<ExternalId> = still_there
            .iter()
            .map(|listing| &listing.id)
            .chain(unreadable.iter().map(|(id, _)| id))
            .cloned()
            .collect();
        store(ports, at, still_there, seen_at).await?;
        store(ports, at, deleted, seen_at).await?;
        let mut gone = 0;
        for row in chunk[..answered].iter().filter(|row| !there.contains(&row.key.external_id)) {
            gone += u64::from(mark_gone(ports, &row.key).await?);
        }
        if stopped.is_none() && chunks.len() == 0 {
            count = gone;
        } else if let Some(last) = ids[..answered].last() {
            number += 1;
            at.mark(ports, &PageMark::GoneUpTo { part: number, last: last.clone(), count: gone }).await?;
        }
        if let Some(error) = stopped {
            return Err(error.into());
        }
    }
    Ok(count)
}

/// The listings of a shop that are not `listed`, and how many the shop has.
async fn vanished_of(
    ports: &Ports,
    at: &At,
    listed: &BTreeSet<ExternalId>,
) -> Result<(Vec<ListingRow>, usize), StoreError> {
    let (mut vanished, mut known) = (Vec::new(), 0);
    let mut cursor = None;
    loop {
        let page = ports.listings.of_shop(&at.channel, &at.shop, cursor.as_deref(), 500).await?;
        for row in page.items.into_iter().filter(|row| !row.gone) {
            known += 1;
            if !listed.contains(&row.key.external_id) {
                vanished.push(row);
            }
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok((vanished, known)),
        }
    }
}

async fn mark_gone(ports: &Ports, key: &domain::ListingKey) -> Result<bool, WorkError> {
    if let Some(awaiting) = ports.listings.get(key).await?.and_then(|listing| listing.state.value.awaiting) {
        audit_of_gone(ports, &awaiting).await?;
    }
    let marked = conflict::retry(TRIES, || async {
        let Some(listing) = ports.listings.get(key).await? else { return Ok(false) };
        let Versioned { value, version } = listing.state;
        if value.gone {
            return Ok(false);
        }
        let state = ListingState { gone: true, channel_status: ListingStatus::Deleted, ..value };
        ports.listings.put_state(&state, version).await.map(|_| true)
    });
    let marked = marked.await?;
    if marked {
        cards::refresh(ports, std::slice::from_ref(key)).await?;
    }
    Ok(marked)
}
