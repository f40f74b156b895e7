//! What the pictures of pulled listings look like, so that matching can compare them.
//!
//! A slice of details whose listings show pictures that nobody looked at yet asks for them: it marks that it asks, then
//! sends a message, then goes on. The import counts both marks, and building waits until as many were looked at as
//! were asked for. Dying in between asks again under the same mark.
//!
//! Pictures never fail an import and never hold it up for long. One that cannot be had is remembered as such and asked
//! for again by an import at least [`AGAIN_AFTER`] later; a host that gives none of several is asked for no more of
//! them; and one message looks for at most [`PATIENCE`], leaving the rest to the next import. None of this is a call of
//! the shop's API. A picture that was looked at once is never fetched again, because a channel's name for a picture
//! means one picture.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ExternalId, ListingImage};
use futures::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};

use super::{
    at::{At, CHANGES},
    settle,
};
use crate::{
    Ports, StoreError, WorkError,
    marketplace::{FetchedListing, key_of},
    message::{Envelope, ImportMessage},
    ports::{Look, PageMark},
};

/// Pictures on their way at once, of one message.
const AT_ONCE: usize = 8;
/// Pictures between two writes; what was looked at before a crash is kept.
const CHUNK: usize = 24;
/// A host that gave none of so many is not asked for more.
const ENOUGH: usize = 3;
/// How long one message looks.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);
/// When a picture that could not be had is worth another try.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// A slice's pictures, each once: the channel's name and the address.
type Pictures = BTreeMap<String, String>;

/// A listing and the pictures that it shows.
#[derive(Debug)]
pub(super) struct Shown {
    listing: ExternalId,
    images: Vec<ListingImage>,
}

impl Shown {
    pub(super) fn of(fetched: &FetchedListing) -> Self {
        Self { listing: fetched.id.clone(), images: fetched.content.images.clone() }
    }
}

/// Asks for the pictures of a slice, if there is any that nobody looked at.
pub(super) async fn ask(ports: &Ports, at: &At, slice: &str, shown: Vec<Shown>) -> Result<(), WorkError> {
    if !ports.settings.hash_images {
        return Ok(());
    }
    let (listings, images): (Vec<_>, Vec<_>) = shown.into_iter().map(|s| (s.listing, s.images)).unzip();
    let asked = at.is_marked(ports, &format!("asked-{slice}")).await?;
    if !asked && due(ports, at, pictures(images.iter().flatten())).await?.is_empty() {
        return Ok(());
    }
    at.mark(ports, &PageMark::PicturesAsked { slice: slice.to_owned() }).await?;
    let message = ImportMessage::Pictures {
        import: at.import.clone(),
        channel: at.channel.clone(),
        shop: at.shop.clone(),
        slice: slice.to_owned(),
        listings,
    };
    Ok(ports.outbox.import(&[Envelope::derived(message)]).await?)
}

pub(super) async fn handle(
    ports: &Ports,
    at: &At,
    slice: String,
    listings: Vec<ExternalId>,
) -> Result<(), WorkError> {
    let full = !slice.starts_with(CHANGES);
    if at.is_marked(ports, &format!("pictures-{slice}")).await? {
        return settle::settle(ports, at, None, full).await;
    }
    let keys: Vec<_> = listings.iter().map(|id| key_of(&at.channel, &at.shop, id)).collect();
    let listings = ports.listings.get_many(&keys).await?;
    let pictures = pictures(listings.iter().flat_map(|listing| &listing.observed.content.images));
    let (hashed, missing) = look(ports, at, due(ports, at, pictures).await?).await?;
    let result = at.mark(ports, &PageMark::PicturesSeen { slice, hashed, missing }).await?;
    settle::settle(ports, at, Some(result), full).await
}

/// Pictures with an address; without one there is nothing to look at.
fn pictures<'a>(images: impl Iterator<Item = &'a ListingImage>) -> Pictures {
    images.filter_map(|image| Some((image.reference.clone(), image.url.clone()?))).collect()
}

/// Those that nobody looked at, or not for long.
async fn due(ports: &Ports, at: &At, pictures: Pictures) -> Result<Pictures, StoreError> {
    let names: Vec<String> = pictures.keys().cloned().collect();
    let known = ports.image_hashes.image_looks(&at.channel, &at.shop, &names).await?;
    let now = ports.clock.now();
    let is_due = |name: &String| match known.get(name) {
        None => true,
        Some(Look::Unreachable { at }) => now.duration_since(*at) >= AGAIN_AFTER,
        Some(Look::Hash { .. } | Look::Nothing) => false,
    };
    Ok(pictures.into_iter().filter(|(name, _)| is_due(name)).collect())
}

/// Looks at pictures; says how many have a hash now and how many were looked for in vain.
async fn look(ports: &Ports, at: &At, pictures: Pictures) -> Result<(u64, u64), StoreError> {
    let started = ports.clock.now();
    let (mut hashed, mut missing) = (0, 0);
    let mut silent = BTreeSet::new();
    let pictures: Vec<(String, String)> = pictures.into_iter().collect();
    for chunk in pictures.chunks(CHUNK) {
        let now = ports.clock.now();
        if now.duration_since(started) >= PATIENCE {
            tracing::warn!(channel = %at.channel, shop = %at.shop, "pictures come slowly; the rest waits for the next import");
            break;
        }
        let looks: Vec<_> = chunk
            .iter()
            .map(|(name, url)| look_at(ports, name, url, silent.contains(host(url)), now))
            .collect();
        let looks: BTreeMap<String, Look> = stream::iter(looks).buffer_unordered(AT_ONCE).collect().await;
        silent.extend(silent_hosts(chunk, &looks));
        let with_hash = looks.values().filter(|look| look.hash().is_some()).count();
        hashed += with_hash as u64;
        missing += (looks.len() - with_hash) as u64;
        ports.image_hashes.put_image_looks(&at.channel, &at.shop, &looks).await?;
    }
    Ok((hashed, missing))
}

/// Looks at one picture. One of a silent host counts as unreachable without being asked for.
async fn look_at(ports: &Ports, name: &str, url: &str, silent: bool, now: Timestamp) -> (String, Look) {
    let look = if silent {
        Look::Unreachable { at: now }
    } else {
        match ports.images.fetch(url).await {
            Ok(bytes) => {
                ports.image_hasher.hash(bytes).await.map_or(Look::Nothing, |hash| Look::Hash { hash })
            }
            Err(error) => {
                tracing::debug!(image.reference = name, %error, "a picture cannot be fetched");
                Look::Unreachable { at: now }
            }
        }
    };
    (name.to_owned(), look)
}

/// The hosts that gave none of at least [`ENOUGH`] pictures.
fn silent_hosts<'a>(chunk: &'a [(String, String)], looks: &BTreeMap<String, Look>) -> Vec<&'a str> {
    let mut asked: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, url) in chunk {
        let (all, in_vain) = asked.entry(host(url)).or_default();
        *all += 1;
        *in_vain += usize::from(matches!(looks.get(name), Some(Look::Unreachable { .. })));
    }
    let silent = |(_, (all, in_vain)): &(&str, (usize, usize))| *all >= ENOUGH && all == in_vain;
    asked.into_iter().filter(silent).map(|(host, _)| host).collect()
}

/// The part of an address up to its path.
fn host(url: &str) -> &str {
    let start = url.find("://").map_or(0, |colon| colon + 3);
    let end = url[start..].find('/').map_or(url.len(), |slash| start + slash);
    &url[..end]
}
