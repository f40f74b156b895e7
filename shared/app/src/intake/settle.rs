//! When every shop is pulled: what is gone, and on to the masters.

use std::collections::BTreeSet;

use domain::{ExternalId, ListingStatus};

use super::{At, details, is_pulled, matching};
use crate::{
    Ports, StoreError, WorkError,
    marketplace::FetchedPart,
    message::Severity,
    notices::tell,
    ports::{Import, ImportPhase, ListingState, PageMark, PageResult, PartOf, Versioned},
    publishing::{cards, push::audit_of_gone},
    shops::session,
    words::Notice,
};

/// Called after every mark, and by every repeat of a message that is marked (`result` is then absent).
///
/// Several workers may see the last slice done. All of them may look for what is gone, which repeats harmlessly; one
/// of them moves the phase and starts the matching. A repeat starts it again whatever the phase, because the worker
/// before it may have died between moving and sending; the batches' marks make the second start harmless.
pub(super) async fn settle(
    ports: &Ports,
    at: &At,
    result: Option<PageResult>,
    full: bool,
) -> Result<(), WorkError> {
    let repeated = !matches!(result, Some(PageResult::Counted(_)));
    let import = match result {
        Some(PageResult::Counted(import) | PageResult::Repeated(import)) => Some(import),
        None => ports.imports.get(&at.import).await?,
    };
    let Some(import) = import.filter(is_pulled) else { return Ok(()) };
    let starts = match import.phase {
        ImportPhase::Pulling => {
            if full {
                // Boxed: it makes cards of listings, for which it plans.
                Box::pin(gone_of_all(ports, &import)).await?;
            }
            begin_building(ports, &import).await? || repeated
        }
        ImportPhase::Building => repeated,
        ImportPhase::Finished | ImportPhase::Failed => false,
    };
    if starts { matching::next(ports, &import, None).await } else { Ok(()) }
}

/// Moves the import on; `true` for exactly one caller.
pub(super) async fn begin_building(ports: &Ports, import: &Import) -> Result<bool, StoreError> {
    let now = ports.clock.now();
    ports.imports.advance(&import.id, ImportPhase::Pulling, ImportPhase::Building, now, None).await
}

/// The import's shops in the order in which masters prefer them as a source.
pub(super) fn shops_in_order(ports: &Ports, import: &Import) -> Vec<At> {
    let of_channel = |channel: &domain::Channel| {
        let channel = channel.clone();
        import.shops.iter().filter(move |shop| shop.channel == channel).map(|shop| At {
            import: import.id.clone(),
            channel: shop.channel.clone(),
            shop: shop.shop.clone(),
        })
    };
    ports
        .marketplaces
        .all()
        .iter()
        .flat_map(|m| of_channel(&m.capabilities().channel).collect::<Vec<_>>())
        .collect()
}

async fn gone_of_all(ports: &Ports, import: &Import) -> Result<(), WorkError> {
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
            None => break,
        }
    }
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
        details::observe(ports, at, still_there, seen_at).await?;
        details::observe(ports, at, deleted, seen_at).await?;
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

async fn mark_gone(ports: &Ports, key: &domain::ListingKey) -> Result<bool, WorkError> {
    if let Some(awaiting) = ports.listings.get(key).await?.and_then(|listing| listing.state.value.awaiting) {
        audit_of_gone(ports, &awaiting).await?;
    }
    for _ in 0..4 {
        let Some(listing) = ports.listings.get(key).await? else { return Ok(false) };
        let Versioned { value, version } = listing.state;
        if value.gone {
            return Ok(false);
        }
        let state = ListingState { gone: true, channel_status: ListingStatus::Deleted, ..value };
        match ports.listings.put_state(&state, version).await {
            Err(StoreError::Conflict) => {}
            other => {
                other?;
                cards::refresh(ports, std::slice::from_ref(key)).await?;
                return Ok(true);
            }
        }
    }
    Err(StoreError::Conflict.into())
}
