//! Listings as a person looks at them: what the channel says beside what it should say, how that stands, and where to find
//! it.

use std::collections::BTreeMap;

use domain::{ContentHash, Limits, ListingKey};

use super::cards::{card_of, entries_of};
use crate::shops::limits::limits_of;
use crate::{
    Ports, StoreError,
    catalogue::categories,
    marketplace::Addresses,
    ports::{Listing, ListingCard, PlanEntry},
    pricing::price_locks,
};

/// A listing with everything that is derived from it.
#[derive(Debug, Clone)]
pub struct ShownListing {
    /// Its observed prices are marked where a promotion holds them.
    pub listing: Listing,
    /// How it stands, made for this look: never older than the listing beside it.
    pub card: ListingCard,
    /// Its plan over every field; absent where it belongs to no product.
    pub entry: Option<PlanEntry>,
    /// Where people find it.
    pub addresses: Addresses,
    /// What its shop takes; absent for a channel that is no more.
    pub limits: Option<Limits>,
}

impl ShownListing {
    /// Changes when anything of it reads differently.
    pub fn hash(&self) -> ContentHash {
        ContentHash::of(&(
            (
                &self.listing.state.value,
                self.listing.state.version,
                &self.listing.observed,
                &self.listing.prices,
            ),
            (&self.card, &self.entry, &self.limits),
        ))
    }
}

/// Derives what is shown of `listings`, in their order.
pub async fn shown(ports: &Ports, mut listings: Vec<Listing>) -> Result<Vec<ShownListing>, StoreError> {
    let keys: Vec<ListingKey> = listings.iter().map(|listing| listing.state.value.key.clone()).collect();
    let mut cards = BTreeMap::new();
    for card in ports.catalogue.listing_cards(&keys).await? {
        cards.insert(card.value.key.clone(), card.value);
    }
    // Boxed: planning is a large future.
    let mut entries = Box::pin(entries_of(ports, &listings)).await?;
    let now = ports.clock.now();
    let made: Vec<ListingCard> = listings
        .iter()
        .map(|listing| {
            let key = &listing.state.value.key;
            let before = cards.get(key);
            let push = before.and_then(|card| card.push.clone());
            card_of(listing, entries.get(key), push, before, now)
        })
        .collect();
    price_locks::mark(ports, &mut listings).await?;
    categories::name(ports, &mut listings).await?;
    let mut limits = BTreeMap::new();
    for key in &keys {
        let place = (key.channel.clone(), key.shop.clone());
        if let (false, Some(marketplace)) =
            (limits.contains_key(&place), ports.marketplaces.get(&key.channel))
        {
            limits.insert(place, limits_of(ports, marketplace.as_ref(), &key.shop).await?);
        }
    }
    let all = listings.into_iter().zip(made).map(|(listing, card)| {
        let key = &listing.state.value.key;
        ShownListing {
            entry: entries.remove(key),
            addresses: ports.marketplaces.get(&key.channel).map(|m| m.addresses(key)).unwrap_or_default(),
            limits: limits.get(&(key.channel.clone(), key.shop.clone())).cloned(),
            card,
            listing,
        }
    });
    Ok(all.collect())
}
