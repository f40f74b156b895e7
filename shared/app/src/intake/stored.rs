//! Storing what was read of a shop.

use std::collections::BTreeMap;

use domain::ListingKey;
use jiff::Timestamp;

use super::at::At;
use crate::{
    Ports, WorkError,
    marketplace::{FetchedListing, key_of},
    notices::taken_down,
    ports::{Listing, Observed, Upsert},
    publishing::{
        cards,
        observe::{may_report, report_in},
    },
};

/// Stores what was read; what is as before writes nothing. What the channel shows a part of is completed by what is
/// known, and the seller gets a notice of listings that were taken down or edited there since.
pub(super) async fn store(
    ports: &Ports,
    at: &At,
    fetched: Vec<FetchedListing>,
    seen_at: Timestamp,
) -> Result<Vec<Upsert>, WorkError> {
    if fetched.is_empty() {
        return Ok(Vec::new());
    }
    let key = |listing: &FetchedListing| key_of(&at.channel, &at.shop, &listing.id);
    let known = ports.listings.get_many(&fetched.iter().map(key).collect::<Vec<_>>()).await?;
    let before: BTreeMap<ListingKey, Listing> =
        known.into_iter().map(|listing| (listing.observed.key.clone(), listing)).collect();
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
    // Reported first, stored second: a worker that dies in between sends the same notification again.
    for Observed { key, content: now, .. } in &observed {
        let seen = taken_down::Seen { key, before: before.get(key), now, at: seen_at, is_told: false };
        taken_down::tell(ports, &seen).await?;
    }
    let upserts = ports.listings.observe(&observed).await?;
    // One that is new belongs to no product yet. One that is as it was may have been stored by a worker that died here.
    let known = observed.iter().zip(&upserts).filter(|(_, upsert)| **upsert != Upsert::Created);
    let known: Vec<_> = known.map(|(seen, _)| (seen.key.clone(), seen.hash.clone())).collect();
    let edited: Vec<ListingKey> = observed
        .iter()
        .filter(|seen| before.get(&seen.key).is_some_and(|b| may_report(&b.state.value, &seen.content)))
        .map(|seen| seen.key.clone())
        .collect();
    report_in(ports, &edited).await?;
    cards::refresh_observed(ports, &known).await?;
    Ok(upserts)
}
