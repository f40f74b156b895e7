//! A check of the whole catalogue: prices, titles, links. It reads our records only and never asks a channel.
//!
//! It goes through every shop a page at a time, one message of the pricing queue for each. A page that comes again
//! replaces what it left; the sum is made at the end from the pages alone, so that nothing counts twice.

use std::collections::BTreeMap;

use domain::{Channel, ShopId, VerificationId};

use crate::{
    Ports, StoreError, UseCaseError, WorkError,
    message::{
        Envelope, PricingMessage,
        chain::{Turn, turn},
    },
    ports::{Verification, VerificationPlace},
    shops::directory::all_shops,
};

mod offence;
mod page;
mod prices;
mod summary;
mod title;

/// Listings of one page.
const PAGE: usize = 100;

/// Starts a check. Repeating it with the same `id` finds the one that the first call started.
pub async fn start(ports: &Ports, actor: &str, id: VerificationId) -> Result<Verification, UseCaseError> {
    let verification = if let Some(known) = ports.verifications.get(&id).await? {
        known
    } else {
        let new = Verification {
            id,
            started_by: actor.to_owned(),
            started_at: ports.clock.now(),
            finished_at: None,
            moved_on_at: None,
            version: 0,
            pages: 0,
            next: None,
            listings: 0,
            checks: BTreeMap::default(),
            origins: BTreeMap::default(),
            outdated: 0,
            risks: 0,
            risks_kept: 0,
        };
        match ports.verifications.put(&new).await {
            // Somebody else started the same in this moment.
            Err(StoreError::Conflict) => ports.verifications.get(&new.id).await?.unwrap_or(new),
            stored => stored?,
        }
    };
    if verification.finished_at.is_none() && verification.pages == 0 {
        let place =
            all_shops(ports).await?.into_iter().next().map(|(channel, shop)| place(channel, shop, None));
        send(ports, &verification.id, 0, place).await?;
    }
    Ok(verification)
}

/// Looks at one page, or sums up when there is no place left.
pub async fn page(
    ports: &Ports,
    id: &VerificationId,
    number: u32,
    place: Option<VerificationPlace>,
) -> Result<(), WorkError> {
    let Some(mut verification) = ports.verifications.get(id).await? else {
        // Its record has run out; there is nothing to add to.
        tracing::warn!(verification.id = %id, "a page of a check that is no more");
        return Ok(());
    };
    if verification.finished_at.is_some() {
        return Ok(());
    }
    match turn(verification.pages, number) {
        Turn::Now => {}
        Turn::Counted => return Ok(send(ports, id, verification.pages, verification.next).await?),
        Turn::Stray => return Ok(()),
    }
    let Some(place) = place else {
        return summary::up(ports, verification).await;
    };
    let rows = ports.listings.of_shop(&place.channel, &place.shop, place.cursor.as_deref(), PAGE).await?;
    let found = page::at(ports, &place, &rows.items).await?;
    let next = match rows.next {
        Some(cursor) => Some(VerificationPlace { cursor: Some(cursor), ..place }),
        None => after(&all_shops(ports).await?, &place),
    };
    verification.pages += 1;
    verification.next.clone_from(&next);
    verification.moved_on_at = Some(ports.clock.now());
    verification.listings += found.listings;
    match ports.verifications.put_page(&verification, number, &found).await {
        Ok(_) => {}
        // Another message of the same page was quicker: it goes on.
        Err(StoreError::Conflict) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    tracing::info!(
        verification.id = %id, page = number, listings = found.listings, offences = found.offences.len(),
        "page of the catalogue checked"
    );
    // Sent after the writes: a crash repeats this page, it never skips it.
    send(ports, id, number + 1, next).await?;
    Ok(())
}

async fn send(
    ports: &Ports,
    id: &VerificationId,
    page: u32,
    place: Option<VerificationPlace>,
) -> Result<(), StoreError> {
    let message = PricingMessage::Verify { verification: id.clone(), page, place };
    ports.outbox.pricing(&[Envelope::derived(message)]).await
}

fn place(channel: Channel, shop: ShopId, cursor: Option<String>) -> VerificationPlace {
    VerificationPlace { channel, shop, cursor }
}

fn after(shops: &[(Channel, ShopId)], place_now: &VerificationPlace) -> Option<VerificationPlace> {
    let now = (&place_now.channel, &place_now.shop);
    let next = shops.iter().find(|(channel, shop)| (channel, shop) > now)?;
    Some(place(next.0.clone(), next.1.clone(), None))
}
