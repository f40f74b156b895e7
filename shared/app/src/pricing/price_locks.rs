//! What a promotion holds of a listing, where the channel shows it only by refusing.
//!
//! A refusal is remembered with the listing and believed until something says otherwise: the prices there moved, the
//! channel reported that the shop's promotions changed, a price went through, or [`BELIEVED`] has passed.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, ContentHash, ListingContent, Offer, ShopId,
    diff::{Field, FieldKey, base_of},
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Ports, StoreError,
    ports::{Listing, ListingState},
};

/// The channel's report of a promotion's end may be lost: after this long a price is tried again.
const BELIEVED: SignedDuration = SignedDuration::from_hours(72);

/// From when on a lock of this shop is believed.
pub async fn believed_since(
    ports: &Ports,
    channel: &Channel,
    shop: &ShopId,
) -> Result<Timestamp, StoreError> {
    let long_ago = ports.clock.now() - BELIEVED;
    let connection = ports.connections.get(channel).await?;
    let changed = connection.and_then(|connection| connection.value.shops.get(shop)?.promotions_changed_at);
    Ok(changed.map_or(long_ago, |changed| changed.max(long_ago)))
}

/// `content` with everything marked that is held as far as is known; `None` where there is none.
pub(crate) fn marked(
    state: &ListingState,
    content: &ListingContent,
    believed_since: Timestamp,
) -> Option<ListingContent> {
    let lock = state.promotion_hold.as_ref().filter(|lock| lock.met_at > believed_since)?;
    let holds = |offer: &Offer| lock.offers.get(&offer.id) == Some(&offer.price);
    let now = base_of(content);
    let same = |(key, then): &(&FieldKey, &ContentHash)| now.get(*key) == Some(*then);
    let fields: BTreeSet<Field> = lock.fields.iter().filter(same).map(|(key, _)| key.field).collect();
    if fields.is_empty() && !content.offers.iter().any(holds) {
        return None;
    }
    let mut marked = content.clone();
    if !fields.is_empty() {
        marked.promotion.get_or_insert_default().fields.extend(fields);
    }
    for offer in marked.offers.iter_mut().filter(|offer| holds(offer)) {
        offer.price_locked = true;
    }
    Some(marked)
}

/// Marks what is held in what was observed, for a person to see.
pub async fn mark(ports: &Ports, listings: &mut [Listing]) -> Result<(), StoreError> {
    let mut since: BTreeMap<(Channel, ShopId), Timestamp> = BTreeMap::new();
    for listing in listings.iter_mut().filter(|listing| listing.state.value.promotion_hold.is_some()) {
        let state = &listing.state.value;
        let place = (state.key.channel.clone(), state.key.shop.clone());
        let since = if let Some(known) = since.get(&place) {
            *known
        } else {
            let asked = believed_since(ports, &place.0, &place.1).await?;
            *since.entry(place).or_insert(asked)
        };
        if let Some(content) = marked(state, &listing.observed.content, since) {
            listing.observed.content = content;
        }
    }
    Ok(())
}
