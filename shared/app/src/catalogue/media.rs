//! The seller's own pictures: stored from a phone, read by their address, and removed when nothing uses them.
//!
//! A picture's address ends with the hash of its bytes, so it never means another picture. Publishing reads such a
//! picture from where it is kept and not over the network: no outgoing request needs an exception for our own address.

use std::collections::BTreeSet;

use bytes::Bytes;
use domain::{ContentHash, ProductId};
use jiff::SignedDuration;
use url::Url;

use crate::{
    ChannelError, StoreError, UseCaseError,
    ports::Ports,
    shops::{directory::shops_of, schedule::Ticked},
};

/// Where pictures are served, below the API's address.
pub const PATH: &str = "/v1/images/";
/// A picture that nothing has used for this long is removed.
const HOLD: SignedDuration = SignedDuration::from_hours(30 * 24);
/// A picture is not called unused before this: its product may not be saved yet.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// Products or listings that are read at once.
const PAGE: usize = 200;

/// Prepares and stores a photo; returns its name. A repeat stores nothing new and returns the same name.
///
/// # Errors
///
/// `Invalid` for the field `image`, as [`crate::ports::PicturePreparer::prepare`] says.
pub async fn store(ports: &Ports, photo: Bytes) -> Result<ContentHash, UseCaseError> {
    let picture = ports.picture_preparer.prepare(photo).await?;
    let name = ContentHash::of_bytes(&picture);
    ports.media.put(&name, picture).await?;
    Ok(name)
}

/// The picture with this name.
///
/// # Errors
///
/// `NotFound` if there is none.
pub async fn find(ports: &Ports, name: &str) -> Result<Bytes, UseCaseError> {
    let found = match ContentHash::parse(name) {
        Some(name) => ports.media.get(&name).await?,
        None => None,
    };
    found.ok_or_else(|| UseCaseError::NotFound { what: "picture", id: name.to_owned() })
}

/// The name of one of our own pictures in its address, whatever the host is: the stack's domain can change.
pub fn name_of(address: &str) -> Option<ContentHash> {
    ContentHash::parse(Url::parse(address).ok()?.path().strip_prefix(PATH)?)
}

/// The bytes of a product's picture: our own from where it is kept, any other over the network.
pub(crate) async fn fetch(ports: &Ports, address: &str) -> Result<Bytes, ChannelError> {
    if let Some(name) = name_of(address) {
        let unavailable = |error: StoreError| ChannelError::Unavailable { reason: error.to_string() };
        if let Some(own) = ports.media.get(&name).await.map_err(unavailable)? {
            return Ok(own);
        }
    }
    ports.images.fetch(address).await
}

/// Removes the pictures that nothing has used for 30 days. A picture is first marked as unused, and it loses the mark
/// when something uses it again, so that what was in use until yesterday is still there for an undo.
pub async fn remove_unused(ports: &Ports) -> Result<Ticked, StoreError> {
    let mut ticked = Ticked::default();
    let all = ports.media.all().await?;
    if all.is_empty() {
        return Ok(ticked);
    }
    let marks = ports.media.unused().await?;
    let used = used(ports).await?;
    let now = ports.clock.now();
    for (name, stored_at) in all {
        let is_old = |since, age| now.duration_since(since) >= age;
        match marks.get(&name) {
            Some(_) if used.contains(&name) => ports.media.mark_used(&name).await?,
            Some(since) if is_old(*since, HOLD) && is_old(stored_at, HOLD) => {
                ports.media.remove(&name).await?;
                ticked.acted += 1;
            }
            None if !used.contains(&name) && is_old(stored_at, FRESH) => {
                ports.media.mark_unused(&name).await?;
            }
            _ => {}
        }
    }
    Ok(ticked)
}

/// The own pictures that a product shows, whatever its status, or a listing that has no copy of its own.
async fn used(ports: &Ports) -> Result<BTreeSet<ContentHash>, StoreError> {
    let mut used = BTreeSet::new();
    let cards = ports.catalogue.index(None).await?.cards;
    let ids: Vec<ProductId> = cards.into_iter().map(|card| card.id).collect();
    for ids in ids.chunks(PAGE) {
        for product in ports.products.get_many(ids).await? {
            used.extend(product.value.images.iter().filter_map(|image| name_of(&image.url)));
        }
    }
    let local = ports.marketplaces.all().into_iter().filter(|one| !one.capabilities().remote);
    for channel in local.map(|one| one.capabilities().channel.clone()) {
        for shop in shops_of(ports, &channel).await? {
            let mut cursor = None;
            loop {
                let page = ports.listings.of_shop(&channel, &shop, cursor.as_deref(), PAGE).await?;
                let keys: Vec<_> = page.items.into_iter().map(|row| row.key).collect();
                for listing in ports.listings.get_many(&keys).await? {
                    let addresses =
                        listing.observed.content.images.iter().filter_map(|image| image.url.as_deref());
                    used.extend(addresses.filter_map(name_of));
                }
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
        }
    }
    Ok(used)
}
