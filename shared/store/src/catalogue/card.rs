//! Cards: the part of a product or a listing that the catalogue index contains.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{CatalogueCard, ListingCard, Versioned},
};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{Channel, ProductId, ProductStatus, Rupiah};
use jiff::Timestamp;

use super::written_now;
use crate::{
    body::{self, unreadable},
    db::{Item, n, number, s, text, version},
    keys,
};

/// Adds a card and its index keys to a product's item.
pub(crate) fn index(item: &mut Item, card: &CatalogueCard) {
    let list = |texts: Vec<&str>| AttributeValue::L(texts.into_iter().map(s).collect());
    let status = match card.status {
        ProductStatus::Active => "active",
        ProductStatus::Archived => "archived",
    };
    let attributes = [
        ("cpk", Some(s(keys::catalogue_partition(keys::catalogue_shard(&card.id))))),
        ("csk", Some(s(keys::catalogue_place(written_now(), &card.id)))),
        ("id", Some(s(card.id.as_str()))),
        ("title", Some(s(&card.title))),
        ("skus", Some(list(card.skus.iter().map(String::as_str).collect()))),
        ("status", Some(s(status))),
        ("channels", Some(list(card.channels.iter().map(Channel::as_str).collect()))),
        ("category", card.category.as_ref().map(s)),
        ("min_price", card.min_price.map(|price| n(price.get()))),
        ("max_price", card.max_price.map(|price| n(price.get()))),
        ("updated_at", Some(s(card.updated_at.to_string()))),
        ("version", Some(n(card.version))),
        ("image", card.image.as_ref().map(s)),
        ("attention", Some(list(card.attention.iter().map(String::as_str).collect()))),
        ("stock", card.stock.map(n)),
        ("variants", Some(n(card.variants))),
    ];
    for (name, value) in attributes {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    }
}

/// A card with the time at which it was written.
#[derive(Debug)]
pub(super) struct Placed {
    pub written: Timestamp,
    pub found: Found,
}

/// What one entry of the index contains.
#[derive(Debug)]
pub(super) enum Found {
    Product(CatalogueCard),
    Listing(Versioned<ListingCard>),
    Nothing,
}

/// Reads an entry of the index: the card of a product or of a listing.
pub(super) fn read_placed(item: &Item) -> Result<Placed, StoreError> {
    let place = text(item, "csk").and_then(|place| place.split_once('#')?.0.parse().ok());
    let written = place.ok_or_else(|| unreadable(item, "csk is no place"))?;
    let found = if item.contains_key(LISTING) {
        Found::Listing(read_listing_card(item)?)
    } else if !item.contains_key("id") {
        // An index that was created before listings had cards projects only the keys of a listing's card.
        Found::Nothing
    } else {
        Found::Product(read_card(item)?)
    };
    Ok(Placed { written, found })
}

/// The attribute that a listing's card is stored in.
const LISTING: &str = "listing";

/// The item of a listing's card.
pub(super) fn listing_item(card: &ListingCard, version: u64) -> Result<Item, StoreError> {
    let mut item = keys::listing_card(&card.key).into_item();
    // The shard follows from the listing's own key: a listing that moves to another product stays in its shard, so its
    // newest card is always found there.
    item.insert("cpk".to_owned(), s(keys::catalogue_partition(keys::listing_shard(&card.key))));
    item.insert("csk".to_owned(), s(keys::listing_place(written_now(), &card.key)));
    item.insert("version".to_owned(), n(version));
    item.insert(LISTING.to_owned(), body::pack(card)?);
    Ok(item)
}

pub(super) fn read_listing_card(item: &Item) -> Result<Versioned<ListingCard>, StoreError> {
    Ok(Versioned { value: body::unpack_from(item, LISTING)?, version: version(item)? })
}

fn read_card(item: &Item) -> Result<CatalogueCard, StoreError> {
    let missing = |name: &str| unreadable(item, &format!("{name} is missing"));
    let wrong = |problem: &dyn std::fmt::Display| unreadable(item, &problem.to_string());
    let texts = |name: &str| -> Vec<String> {
        let list = item.get(name).and_then(|value| value.as_l().ok()).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|value| value.as_s().ok().cloned()).collect()
    };
    let channels: Result<_, _> = texts("channels").iter().map(|channel| Channel::parse(channel)).collect();
    Ok(CatalogueCard {
        id: ProductId::parse(text(item, "id").ok_or_else(|| missing("id"))?)
            .map_err(|problem| wrong(&problem))?,
        title: text(item, "title").ok_or_else(|| missing("title"))?.to_owned(),
        skus: texts("skus"),
        status: match text(item, "status") {
            Some("active") => ProductStatus::Active,
            Some("archived") => ProductStatus::Archived,
            other => return Err(unreadable(item, &format!("no such status: {other:?}"))),
        },
        channels: channels.map_err(|problem: domain::Invalid| wrong(&problem))?,
        category: text(item, "category").map(str::to_owned),
        min_price: number(item, "min_price").map(Rupiah::new),
        max_price: number(item, "max_price").map(Rupiah::new),
        image: text(item, "image").map(str::to_owned),
        attention: texts("attention").into_iter().collect(),
        stock: number(item, "stock"),
        // An item that was written before this attribute existed: count the variants that have a SKU.
        variants: number(item, "variants").unwrap_or_else(|| texts("skus").len().max(1)),
        listed: BTreeMap::new(),
        updated_at: text(item, "updated_at")
            .ok_or_else(|| missing("updated_at"))?
            .parse()
            .map_err(|problem: jiff::Error| wrong(&problem))?,
        version: version(item)?,
    })
}
