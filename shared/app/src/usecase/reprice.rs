//! Quoting offers again after a product, a rule or a fee schedule changed.
//!
//! Always by what is stored now, never by what a message remembers: messages repeat, reorder and grow old. Equal quotes
//! write nothing, so a repeat costs reads alone.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, ContentHash, ListingKey, Product, ProductId, ShopId,
    pricing::{NoPrice, QuoteOutcome},
};
use futures::{StreamExt, TryStreamExt, stream};

use super::{planning::OWN_SHOP, target::ChannelRules};
use crate::{
    Ports, StoreError, WorkError,
    message::{Envelope, PricingMessage},
    ports::{Listing, ListingPrices},
};

/// Listings of a channel that one message looks at.
const PAGE: usize = 200;
/// Keys of one batched read.
const BATCH: usize = 100;
/// Look-ups under way at once.
const AT_ONCE: usize = 16;

/// What one message did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repriced {
    /// Listings looked at.
    pub listings: u64,
    /// Listings whose quotes were written because they changed.
    pub written: u64,
}

/// Handles one message of the `pricing` queue.
pub async fn handle(ports: &Ports, envelope: Envelope<PricingMessage>) -> Result<Repriced, WorkError> {
    match envelope.message {
        PricingMessage::Product { product } => products(ports, &[product]).await,
        PricingMessage::Products { products: ids } => products(ports, &ids).await,
        PricingMessage::Channel { channel, cursor, rule_version } => {
            page(ports, &envelope.id, channel, cursor, rule_version).await
        }
    }
}

async fn products(ports: &Ports, ids: &[ProductId]) -> Result<Repriced, WorkError> {
    let products = products_by_id(ports, ids.iter()).await?;
    let keys: Vec<Vec<ListingKey>> = stream::iter(products.keys().cloned())
        .map(|id| async move { ports.listings.of_product(&id).await })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let repriced = listings(ports, &products, &keys.concat()).await?;
    tracing::info!(
        products = products.len(),
        listings = repriced.listings,
        written = repriced.written,
        "quoted again"
    );
    Ok(repriced)
}

/// One page of a channel's listings; the next follows as a message of its own. Sent after the writes: a crash repeats
/// this page, it never skips it.
async fn page(
    ports: &Ports,
    id: &str,
    channel: Channel,
    cursor: Option<String>,
    rule_version: u64,
) -> Result<Repriced, WorkError> {
    let shops = shops_of(ports, &channel).await?;
    let (shop, inner) = match cursor.as_deref().and_then(|cursor| cursor.split_once('|')) {
        Some((shop, inner)) => (ShopId::parse(shop).ok(), Some(inner).filter(|inner| !inner.is_empty())),
        None => (shops.first().cloned(), None),
    };
    // Nothing is connected, or the shop was disconnected since the last page.
    let Some(shop) = shop.filter(|shop| shops.contains(shop)) else { return Ok(Repriced::default()) };
    let rows = ports.listings.of_shop(&channel, &shop, inner, PAGE).await?;
    let keys: Vec<ListingKey> = rows
        .items
        .iter()
        .filter(|row| row.product.is_some() && !row.gone)
        .map(|row| row.key.clone())
        .collect();
    let ids: BTreeSet<&ProductId> = rows.items.iter().filter_map(|row| row.product.as_ref()).collect();
    let products = products_by_id(ports, ids.into_iter()).await?;
    let repriced = listings(ports, &products, &keys).await?;
    tracing::info!(
        channel = %channel, shop = %shop, rule.version = rule_version, listings = repriced.listings,
        written = repriced.written, last = rows.next.is_none(), "page of a channel quoted again"
    );
    let next = match rows.next {
        Some(inner) => Some(format!("{shop}|{inner}")),
        None => shops.iter().find(|other| **other > shop).map(|other| format!("{other}|")),
    };
    if let Some(cursor) = next {
        // Named after the first message and the place, so that two changes in a row walk the channel separately.
        let id = ContentHash::of_parts(&[id, &cursor]).short().to_string();
        let message = PricingMessage::Channel { channel, cursor: Some(cursor), rule_version };
        ports.outbox.pricing(&[Envelope { v: 1, id, message }]).await?;
    }
    Ok(repriced)
}

/// The shops of a channel in order.
async fn shops_of(ports: &Ports, channel: &Channel) -> Result<Vec<ShopId>, StoreError> {
    let remote = ports.marketplaces.get(channel).is_some_and(|m| m.capabilities().remote);
    if !remote {
        return Ok(ShopId::parse(OWN_SHOP).into_iter().collect());
    }
    let connection = ports.connections.get(channel).await?;
    Ok(connection.map(|connection| connection.value.shops.into_keys().collect()).unwrap_or_default())
}

async fn products_by_id<'a>(
    ports: &Ports,
    ids: impl Iterator<Item = &'a ProductId>,
) -> Result<BTreeMap<ProductId, Product>, StoreError> {
    let ids: Vec<ProductId> = ids.cloned().collect();
    let mut products = BTreeMap::new();
    for chunk in ids.chunks(BATCH) {
        let read = ports.products.get_many(chunk).await?;
        products.extend(read.into_iter().map(|product| (product.value.id.clone(), product.value)));
    }
    Ok(products)
}

/// Quotes every variant of each listing's product on the listing's channel, and writes what changed.
async fn listings(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
    keys: &[ListingKey],
) -> Result<Repriced, WorkError> {
    let mut rules: BTreeMap<Channel, ChannelRules> = BTreeMap::new();
    let mut repriced = Repriced::default();
    for chunk in keys.chunks(BATCH) {
        let mut changed = Vec::new();
        for listing in ports.listings.get_many(chunk).await? {
            let state = &listing.state.value;
            let Some(product) = state.product.as_ref().and_then(|id| products.get(id)) else { continue };
            let channel = &state.key.channel;
            if !rules.contains_key(channel) {
                rules.insert(channel.clone(), ChannelRules::load(ports, channel).await?);
            }
            repriced.listings += 1;
            changed.extend(rules.get(channel).and_then(|rules| requote(&listing, product, rules)));
        }
        if !changed.is_empty() {
            let written = ports.listings.put_prices(&changed).await?;
            repriced.written += written.into_iter().filter(|written| *written).count() as u64;
        }
    }
    Ok(repriced)
}

/// The listing's new quotes; `None` where they are the stored ones, or where there is nothing to say yet: a channel
/// without a rule would only fill the table with the same refusal.
fn requote(listing: &Listing, product: &Product, rules: &ChannelRules) -> Option<ListingPrices> {
    let quotes: BTreeMap<_, _> =
        product.variants.iter().map(|variant| (variant.id.clone(), rules.quote(variant))).collect();
    let hash = ContentHash::of(&quotes);
    let silent = || quotes.values().all(|q| *q == QuoteOutcome::Refused { reason: NoPrice::RuleMissing });
    match &listing.prices {
        Some(stored) if stored.hash == hash => None,
        None if silent() => None,
        _ => Some(ListingPrices { key: listing.state.value.key.clone(), quotes, hash }),
    }
}
