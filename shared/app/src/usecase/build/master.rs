//! A master of its own, out of one listing.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ListingKey, Offer, OfferId, Product, ProductId, ProductStatus, Sku, Variant, VariantId,
    diff::{Field, Owner},
    pricing::PriceRule,
};
use jiff::Timestamp;

use super::{Claims, price, shape};
use crate::ports::{Listing, ListingState, NewMaster, Versioned};

/// The ids that a listing's own master may have, in the order in which they are tried. Repeating the work finds the
/// first; the others serve a listing that was unlinked from the product it made, which keeps its id.
pub(super) fn ids(key: &ListingKey) -> impl Iterator<Item = ProductId> {
    let key = key.to_string();
    (0..8).map(move |time: u8| match time {
        0 => ProductId::derived(&[&key]),
        later => ProductId::derived(&[&key, &later.to_string()]),
    })
}

/// The master that `listing` makes. SKUs in `claims` belong to others: their variants stay without one and the product
/// says so; the listing keeps what it says. `None` for a listing that no product can hold.
pub(super) fn own(
    id: &ProductId,
    listing: &Listing,
    description: &str,
    claims: &Claims,
    rule: Option<&PriceRule>,
    now: Timestamp,
) -> Option<NewMaster> {
    let (key, content) = (&listing.observed.key, &listing.observed.content);
    let mut state: ListingState = listing.state.value.clone();
    let mut attention = BTreeSet::new();
    let mut note = |flag: &str, holds: bool| {
        if holds {
            attention.insert(flag.to_owned());
        }
        holds
    };

    let (title, adapted) = shape::title_of(content, key)?;
    if note("title_adapted", adapted) {
        // Pushing ours would cut theirs: the channel keeps its own until a person decides.
        state.owners.0.insert(Field::Title, Owner::Channel);
    }
    let (description, cut) = shape::description_of(description);
    if note("description_cut", cut) {
        state.owners.0.insert(Field::Description, Owner::Channel);
    }
    let (images, missing) = shape::images_of(content, key);
    if note("images_missing", missing) {
        state.owners.0.insert(Field::Images, Owner::Channel);
    }
    let shape = shape::shape_of(content);
    note("options_unclear", shape.adapted);

    let mut skus = BTreeSet::new();
    let mut variants = Vec::new();
    let mut links: BTreeMap<OfferId, VariantId> = BTreeMap::new();
    for (offer, option_values) in content.offers.iter().zip(shape.values) {
        let free = offer.sku.as_ref().is_some_and(|sku| {
            let folded = sku.folded();
            !claims.contains_key(&folded) && skus.insert(folded)
        });
        note("sku_missing", offer.sku.is_none());
        note("sku_duplicate", offer.sku.is_some() && !free);
        let base_price = offer.price.and_then(|observed| price::base_of(observed, rule));
        note("base_price_missing", base_price.is_none());
        if let (Some(base), Some(observed)) = (base_price, offer.price) {
            note("base_price_inexact", !price::agrees(base, observed, rule));
        }
        let variant = Variant {
            id: shape::variant_id(id, key, &offer.id),
            sku: offer.sku.clone().filter(|_| free),
            option_values,
            base_price,
            cost: None,
            stock: None,
            weight: offer.weight,
            image: image_of(offer, &images, key),
        };
        links.insert(offer.id.clone(), variant.id.clone());
        variants.push(variant);
    }

    let product = Product {
        id: id.clone(),
        title,
        description,
        images,
        category: content.category.as_ref().and_then(|category| category.name.clone()),
        brand: content.brand.as_ref().and_then(|brand| brand.name.clone()),
        weight: content.weight,
        dimensions: content.dimensions,
        pre_order: content.pre_order,
        options: shape.options,
        variants,
        status: ProductStatus::Active,
        channels: BTreeSet::from([key.channel.clone()]),
        sources: SOURCED.iter().map(|field| ((*field).to_owned(), key.clone())).collect(),
        attention,
        merged_into: None,
        created_at: now,
        updated_at: now,
    };
    product.check().ok()?;
    state.product = Some(id.clone());
    state.links = links;
    Some(NewMaster { product, listings: vec![Versioned { value: state, version: listing.state.version }] })
}

/// The fields of a product that come from a listing.
const SOURCED: [&str; 10] = [
    "title",
    "description",
    "images",
    "category",
    "brand",
    "weight",
    "dimensions",
    "pre_order",
    "variants",
    "base_price",
];

/// The offer's own picture, where it is one of the product's.
pub(super) fn image_of(
    offer: &Offer,
    images: &[domain::ProductImage],
    key: &ListingKey,
) -> Option<domain::ImageId> {
    let id = shape::image_id(offer.image.as_ref()?, key);
    images.iter().any(|image| image.id == id).then_some(id)
}

/// The folded SKU of an offer.
pub(super) fn folded(offer: &Offer) -> Option<String> {
    offer.sku.as_ref().map(Sku::folded)
}
