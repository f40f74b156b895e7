//! One slice of whole listings.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ExternalId, ListingKey};
use jiff::Timestamp;

use super::{
    At,
    pictures::{self, Shown},
    settle,
};
use crate::{
    ChannelError, Marketplace, Ports, WorkError,
    marketplace::{FetchedListing, ShopSession, key_of},
    message::Severity,
    ports::{Listing, Observed, PageMark, Upsert},
    publishing::cards,
    usecase::{observe::tell_deleted_in, session, standing, tell},
    words::Notice,
};

pub(super) async fn handle(
    ports: &Ports,
    at: &At,
    slice: String,
    listings: Vec<ExternalId>,
) -> Result<(), WorkError> {
    let full = !slice.starts_with(super::CHANGES);
    if at.is_marked(ports, &format!("slice-{slice}")).await? {
        return settle::settle(ports, at, None, full).await;
    }
    let marketplace = at.marketplace(ports)?;
    let session = session::open(ports, &at.channel, &at.shop).await?;
    // Taken before the call: what is read cannot be older than this.
    let seen_at = ports.clock.now();
    let fetched = fetch(ports, at, marketplace.as_ref(), &session, &listings).await?;
    let found: BTreeSet<&ExternalId> = fetched.iter().map(|listing| &listing.id).collect();
    let missing = listings.iter().filter(|id| !found.contains(id)).count() as u64;
    let shown: Vec<Shown> = fetched.iter().map(Shown::of).collect();
    let keys: Vec<_> = fetched.iter().map(|one| key_of(&at.channel, &at.shop, &one.id)).collect();
    let upserts = observe(ports, at, fetched, seen_at).await?;
    let changed = keys.into_iter().zip(&upserts).filter(|(_, upsert)| **upsert == Upsert::Changed);
    let changed: Vec<_> = changed.map(|(key, _)| key).collect();
    tell_deleted_in(ports, &changed).await?;
    pictures::ask(ports, at, &slice, shown).await?;
    let count = |wanted: Upsert| upserts.iter().filter(|upsert| **upsert == wanted).count() as u64;
    let mark = PageMark::Pulled {
        slice,
        created: count(Upsert::Created),
        changed: count(Upsert::Changed),
        unchanged: count(Upsert::Unchanged),
        missing,
    };
    let result = at.mark(ports, &mark).await?;
    settle::settle(ports, at, Some(result), full).await
}

/// Stores what was read; what is as before writes nothing. What the channel shows a part of is completed by what is
/// known, and the seller is told of listings that were taken down since.
pub(super) async fn observe(
    ports: &Ports,
    at: &At,
    fetched: Vec<FetchedListing>,
    seen_at: Timestamp,
) -> Result<Vec<Upsert>, WorkError> {
    let key = |listing: &FetchedListing| key_of(&at.channel, &at.shop, &listing.id);
    let taken: Vec<ListingKey> = fetched
        .iter()
        .filter(|listing| listing.partial || listing.content.status.is_taken_down())
        .map(key)
        .collect();
    let before: BTreeMap<ListingKey, Listing> = if taken.is_empty() {
        BTreeMap::new()
    } else {
        let known = ports.listings.get_many(&taken).await?;
        known.into_iter().map(|listing| (listing.observed.key.clone(), listing)).collect()
    };
    let observed: Vec<Observed> = fetched
        .into_iter()
        .map(|listing| {
            let key = key(&listing);
            let listing = listing.completed(before.get(&key).map(|before| &before.observed.content));
            Observed {
                hash: listing.content.content_hash(),
                content: listing.content,
                updated_at: listing.updated_at,
                seen_at,
                key,
            }
        })
        .collect();
    if observed.is_empty() {
        return Ok(Vec::new());
    }
    let upserts = ports.listings.observe(&observed).await?;
    let seen: Vec<standing::Seen<'_>> = observed
        .iter()
        .filter(|seen| taken.contains(&seen.key))
        .map(|seen| (&seen.key, before.get(&seen.key), &seen.content))
        .collect();
    standing::tell(ports, &seen).await?;
    // One that is new belongs to no product yet. One that is as it was may have been stored by a worker that died here.
    let known = observed.iter().zip(&upserts).filter(|(_, upsert)| **upsert != Upsert::Created);
    let known: Vec<_> = known.map(|(seen, _)| (seen.key.clone(), seen.hash.clone())).collect();
    cards::refresh_observed(ports, &known).await?;
    Ok(upserts)
}

/// Fetches the slice. A listing that the channel cannot give stops neither its slice nor the import: the others are
/// asked for one by one, and the seller is told once.
async fn fetch(
    ports: &Ports,
    at: &At,
    marketplace: &dyn Marketplace,
    session: &dyn ShopSession,
    ids: &[ExternalId],
) -> Result<Vec<FetchedListing>, ChannelError> {
    let error = match marketplace.fetch(session, ids).await {
        Err(error) if concerns_a_listing(&error) => error,
        answer => return answer,
    };
    let (mut fetched, mut unreadable) = (Vec::new(), Vec::new());
    if ids.len() == 1 {
        unreadable.push((&ids[0], error));
    } else {
        for id in ids {
            match marketplace.fetch(session, std::slice::from_ref(id)).await {
                Ok(one) => fetched.extend(one),
                Err(error) if concerns_a_listing(&error) => unreadable.push((id, error)),
                Err(error) => return Err(error),
            }
        }
    }
    for (id, error) in &unreadable {
        tracing::warn!(channel = %at.channel, listing.id = %id, %error, "a listing cannot be read");
    }
    if let Some((id, error)) = unreadable.first() {
        let (channel, shop) = (&at.channel, &at.shop);
        let name = &marketplace.capabilities().name;
        let message = tell::notice(
            &Notice::ListingUnreadable { channel: name, listing: id.as_str(), why: error.told() },
            &format!("{}/{channel}/{shop}", at.import),
            Severity::Warning,
        );
        tell::once(ports, message).await?;
    }
    Ok(fetched)
}

/// The failure is about what was asked for, not about the shop or the network.
fn concerns_a_listing(error: &ChannelError) -> bool {
    matches!(
        error,
        ChannelError::Rejected { .. }
            | ChannelError::Unexpected { .. }
            | ChannelError::Invalid(_)
            | ChannelError::NotFound { .. }
    )
}
