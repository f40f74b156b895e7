//! Cards: what the catalogue index carries of a product.

use app::{StoreError, ports::CatalogueCard};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{Channel, Product, ProductId, ProductStatus, Rupiah};

use super::written_now;
use crate::{
    body::unreadable,
    db::{Item, n, number, s, text, version},
    keys,
};

pub(crate) fn card_of(product: &Product, version: u64) -> CatalogueCard {
    let prices = || product.variants.iter().filter_map(|variant| variant.base_price);
    CatalogueCard {
        id: product.id.clone(),
        title: product.title.to_string(),
        skus: product.variants.iter().filter_map(|variant| Some(variant.sku.as_ref()?.to_string())).collect(),
        status: product.status,
        channels: product.channels.clone(),
        category: product.category.clone(),
        min_price: prices().min(),
        max_price: prices().max(),
        image: product.images.first().map(|image| image.url.clone()),
        attention: product.attention.clone(),
        updated_at: product.updated_at,
        version,
    }
}

/// Puts a card and its place in the index into a product's item.
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
    ];
    for (name, value) in attributes {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    }
}

/// A card out of the index.
pub(super) fn read_card(item: &Item) -> Result<CatalogueCard, StoreError> {
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
        updated_at: text(item, "updated_at")
            .ok_or_else(|| missing("updated_at"))?
            .parse()
            .map_err(|problem: jiff::Error| wrong(&problem))?,
        version: version(item)?,
    })
}
