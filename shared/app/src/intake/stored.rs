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
    publishing::cards,
};

/// Stores what was read; what is as before writes nothing. What the channel shows a part of is completed by what is
/// known, and the seller gets a notice of listings that were taken down since.
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
    let seen: Vec<taken_down::Seen<'_>> = observed
        .iter()
        .filter(|seen| taken.contains(&seen.key))
        .map(|seen| (&seen.key, before.get(&seen.key), &seen.content))
        .collect();
    taken_down::tell(ports, &seen).await?;
    // One that is new belongs to no product yet. One that is as it was may have been stored by a worker that died here.
    let known = observed.iter().zip(&upserts).filter(|(_, upsert)| **upsert != Upsert::Created);
    let known: Vec<_> = known.map(|(seen, _)| (seen.key.clone(), seen.hash.clone())).collect();
    cards::refresh_observed(ports, &known).await?;
    Ok(upserts)
}
