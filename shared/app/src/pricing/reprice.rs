//! Quoting offers again after a product, a rule or a fee schedule changed.
//!
//! Always by what is stored now, never by what a message remembers: messages repeat, reorder and grow old. Quotes with
//! the same figures write nothing, whatever versions they name, so a repeat costs reads alone.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, ContentHash, Limits, ListingKey, Product, ProductId, ShopId, VariantId,
    ids::RepricingId,
    pricing::{NoPrice, QuoteOutcome, same_figures},
};
use futures::{StreamExt, TryStreamExt, stream};

use crate::{
    Ports, StoreError, WorkError,
    catalogue::price_book::ChannelRules,
    message::{Envelope, PricingMessage},
    ports::{Listing, ListingPrices},
    shops::{directory::shops_of, limits::limits_of},
};

mod progress;
pub use progress::Repriced;
pub use progress::{begin, products_on};

/// Listings of a channel that one message looks at.
const PAGE: usize = 200;
/// Keys of one batched read.
const BATCH: usize = 100;
/// Look-ups under way at once.
const AT_ONCE: usize = 16;

/// Quotes every listing of these products again.
pub(crate) async fn products(ports: &Ports, ids: &[ProductId]) -> Result<Repriced, WorkError> {
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

/// A walk over a channel's listings, and where it is.
pub(crate) struct Walk<'a> {
    /// Of the message.
    pub id: &'a str,
    pub channel: Channel,
    pub rule_version: u64,
    pub repricing: Option<RepricingId>,
    pub number: u32,
}

/// One page of a channel's listings; the next follows as a message of its own. Counted and sent after the writes: a
/// crash repeats this page, it never skips it.
pub(crate) async fn page(
    ports: &Ports,
    walk: Walk<'_>,
    cursor: Option<String>,
) -> Result<Repriced, WorkError> {
    if let Some(id) = &walk.repricing
        && let Some(behind) = progress::counted_before(ports, id, walk.number).await?
    {
        if let Some(cursor) = behind.next {
            send(ports, &walk, cursor, behind.page).await?;
        }
        return Ok(Repriced::default());
    }
    let Walk { channel, rule_version, number, .. } = &walk;
    let shops = shops_of(ports, channel).await?;
    let (shop, inner) = match cursor.as_deref().and_then(|cursor| cursor.split_once('|')) {
        Some((shop, inner)) => (ShopId::parse(shop).ok(), Some(inner).filter(|inner| !inner.is_empty())),
        None => (shops.first().cloned(), None),
    };
    let Some(shop) = shop else {
        // Nothing is connected.
        counted(ports, &walk, Repriced::default(), None).await?;
        return Ok(Repriced::default());
    };
    let following = || shops.iter().find(|other| **other > shop).map(|other| format!("{other}|"));
    if !shops.contains(&shop) {
        // It was disconnected since the last page. The shops after it are still to be quoted.
        let next = following();
        if counted(ports, &walk, Repriced::default(), next.as_deref()).await?
            && let Some(cursor) = next
        {
            send(ports, &walk, cursor, number + 1).await?;
        }
        return Ok(Repriced::default());
    }
    let rows = ports.listings.of_shop(channel, &shop, inner, PAGE).await?;
    let keys: Vec<ListingKey> = rows
        .items
        .iter()
        .filter(|row| row.product.is_some() && !row.gone)
        .map(|row| row.key.clone())
        .collect();
    let ids: BTreeSet<&ProductId> = rows.items.iter().filter_map(|row| row.product.as_ref()).collect();
    let products = products_by_id(ports, ids.into_iter()).await?;
    let repriced = listings(ports, &products, &keys).await?;
    let next = match rows.next {
        Some(inner) => Some(format!("{shop}|{inner}")),
        None => following(),
    };
    tracing::info!(
        channel = %channel, shop = %shop, rule.version = rule_version, listings = repriced.listings,
        written = repriced.written, moved = repriced.moved, last = next.is_none(), "page of a channel quoted again"
    );
    if counted(ports, &walk, repriced, next.as_deref()).await?
        && let Some(cursor) = next
    {
        send(ports, &walk, cursor, number + 1).await?;
    }
    Ok(repriced)
}

async fn send(ports: &Ports, walk: &Walk<'_>, cursor: String, page: u32) -> Result<(), StoreError> {
    let Walk { id, channel, rule_version, repricing, .. } = walk;
    // Named after the first message and the place, so that two changes in a row walk the channel separately.
    let id = ContentHash::of_parts(&[id, &cursor]).short().to_string();
    let message = PricingMessage::Channel {
        channel: channel.clone(),
        cursor: Some(cursor),
        rule_version: *rule_version,
        repricing: repricing.clone(),
        page,
    };
    ports.outbox.pricing(&[Envelope { v: 1, id, message }]).await
}

/// Whether it is this message that goes on.
async fn counted(
    ports: &Ports,
    walk: &Walk<'_>,
    done: Repriced,
    next: Option<&str>,
) -> Result<bool, StoreError> {
    match &walk.repricing {
        Some(id) => progress::count(ports, id, walk.number, done, next).await,
        None => Ok(true),
    }
}

async fn products_by_id<'a>(
    ports: &Ports,
    ids: impl Iterator<Item = &'a ProductId>,
) -> Result<BTreeMap<ProductId, Product>, StoreError> {
    let ids: Vec<ProductId> = ids.cloned().collect();
    let read = ports.products.get_many(&ids).await?;
    Ok(read.into_iter().map(|product| (product.value.id.clone(), product.value)).collect())
}

/// Quotes every variant of each listing's product on the listing's channel, and writes what changed.
///
/// Other messages do the same at the same time, each with what it read. Whoever wrote looks again whether that still
/// holds: quotes of older rules or of an older product never stay, because either their writer finds them old and
/// does its page again, or the change came after the look and its own message writes later.
async fn listings(
    ports: &Ports,
    products: &BTreeMap<ProductId, Product>,
    keys: &[ListingKey],
) -> Result<Repriced, WorkError> {
    let mut rules: BTreeMap<(Channel, ShopId), (ChannelRules, Limits)> = BTreeMap::new();
    let mut repriced = Repriced::default();
    let (mut by_rules, mut by_products) = (BTreeSet::new(), BTreeSet::new());
    for chunk in keys.chunks(BATCH) {
        let (mut changed, mut moved) = (Vec::new(), Vec::new());
        for listing in ports.listings.get_many(chunk).await? {
            let state = &listing.state.value;
            let Some(product) = state.product.as_ref().and_then(|id| products.get(id)) else { continue };
            let place = (state.key.channel.clone(), state.key.shop.clone());
            let Some(marketplace) = ports.marketplaces.get(&place.0) else { continue };
            if !rules.contains_key(&place) {
                let loaded = ChannelRules::load(ports, &place.0).await?;
                let limits = limits_of(ports, marketplace.as_ref(), &place.1).await?;
                rules.insert(place.clone(), (loaded, limits));
            }
            repriced.listings += 1;
            let Some((rules, limits)) = rules.get(&place) else { continue };
            let quotes = rules.quotes(product, &state.links, limits);
            if let Some(new) = requote(&listing, quotes) {
                moved.push(
                    prices(&new.quotes)
                        != listing.prices.as_ref().map_or_else(Vec::new, |p| prices(&p.quotes)),
                );
                changed.push(new);
                by_rules.insert(place);
                by_products.insert(product.id.clone());
            }
        }
        if !changed.is_empty() {
            let written = ports.listings.put_prices(&changed).await?;
            repriced.written += written.iter().filter(|written| **written).count() as u64;
            repriced.moved +=
                written.iter().zip(moved).filter(|(written, moved)| **written && *moved).count() as u64;
        }
    }
    ports.refresh_cards(keys).await?;
    rules.retain(|place, _| by_rules.contains(place));
    let products: BTreeMap<&ProductId, &Product> =
        products.iter().filter(|(id, _)| by_products.contains(*id)).collect();
    if moved_meanwhile(ports, &rules, &products).await? {
        let reason = "a rule, a fee schedule or a product changed while listings were quoted by it";
        return Err(WorkError::Retry {
            after: Some(std::time::Duration::from_secs(1)),
            reason: reason.into(),
        });
    }
    Ok(repriced)
}

/// Whether quotes that were just written are by now made of something else. Asked once for each page that wrote.
async fn moved_meanwhile(
    ports: &Ports,
    rules: &BTreeMap<(Channel, ShopId), (ChannelRules, Limits)>,
    products: &BTreeMap<&ProductId, &Product>,
) -> Result<bool, StoreError> {
    let by_channel: BTreeMap<&Channel, &ChannelRules> =
        rules.iter().map(|((channel, _), (rules, _))| (channel, rules)).collect();
    for (channel, used) in by_channel {
        if ChannelRules::load(ports, channel).await?.book != used.book {
            return Ok(true);
        }
    }
    let now = products_by_id(ports, products.keys().copied()).await?;
    let differs =
        |(id, used): (&&ProductId, &&Product)| now.get(*id).is_none_or(|now| !asks_alike(now, used));
    Ok(products.iter().any(differs))
}

/// Whether both lead to the same quotes: a title or a stock that moved does not count.
fn asks_alike(one: &Product, two: &Product) -> bool {
    let of = |product: &Product| {
        let prices =
            product.variants.iter().map(|variant| (variant.id.clone(), variant.base_price, variant.cost));
        (product.category.clone(), product.merged_into.clone(), prices.collect::<Vec<_>>())
    };
    of(one) == of(two)
}

/// The prices alone: what a push could have to change.
fn prices(quotes: &BTreeMap<VariantId, QuoteOutcome>) -> Vec<(&VariantId, domain::Rupiah)> {
    quotes.iter().filter_map(|(variant, outcome)| Some((variant, outcome.price()?))).collect()
}

/// The listing's new quotes; `None` where they read as the stored ones, or where there is nothing to say yet: a
/// channel without a rule would only fill the table with the same refusal.
fn requote(listing: &Listing, quotes: BTreeMap<VariantId, QuoteOutcome>) -> Option<ListingPrices> {
    let silent = || quotes.values().all(|q| *q == QuoteOutcome::Refused { reason: NoPrice::RuleMissing });
    match &listing.prices {
        Some(stored) if same_figures(&stored.quotes, &quotes) => None,
        None if silent() => None,
        _ => {
            let hash = ContentHash::of(&quotes);
            Some(ListingPrices { key: listing.state.value.key.clone(), quotes, hash })
        }
    }
}
