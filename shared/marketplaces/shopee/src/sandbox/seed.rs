//! Listings in our words into the shop's own state.

use app::marketplace::FetchedListing;
use domain::{ListingStatus, Offer};
use serde_json::{Value, json};

use super::state::{Item, Model, State, Tier, TierOption};

pub(super) fn add(state: &mut State, listing: FetchedListing, now: i64) {
    let FetchedListing { id, content, updated_at, .. } = listing;
    let id = number(state, id.as_str());
    let updated = updated_at.map_or(now, jiff::Timestamp::as_second);
    for image in content.images.iter().chain(content.offers.iter().filter_map(|offer| offer.image.as_ref())) {
        state.images.entry(image.reference.clone()).or_insert(None);
    }
    let tiers = tiers(&content.options, &content.offers);
    let models: Vec<Model> = if content.options.is_empty() {
        Vec::new()
    } else {
        content.offers.iter().map(|offer| model(state, &tiers, offer)).collect()
    };
    let only = content.offers.first();
    let item = Item {
        id,
        category: content.category.as_ref().and_then(|category| category.id.parse().ok()).unwrap_or(101_933),
        category_name: content.category.and_then(|category| category.name),
        name: content.title,
        description: content.description,
        description_fields: Vec::new(),
        image_ratio: None,
        sku: only.filter(|_| models.is_empty()).and_then(sku).unwrap_or_default(),
        created: updated,
        updated,
        attributes: content.attributes.iter().map(attribute).collect(),
        images: content.images.into_iter().map(|image| image.reference).collect(),
        weight_grams: content.weight.map_or(0, domain::Grams::get),
        size: content
            .dimensions
            .map(|size| [size.length, size.width, size.height].map(domain::Length::to_whole_centimetres)),
        shipping: content
            .shipping
            .into_iter()
            .filter_map(|option| {
                let id = option.id.parse().ok()?;
                Some((id, option.name.unwrap_or_else(|| super::shop::delivery_name(id))))
            })
            .collect(),
        pre_order: content.pre_order.map(|days| u32::from(days.get())),
        status: status(content.status).to_owned(),
        brand: content.brand.map_or_else(
            || (0, "NoBrand".to_owned()),
            |brand| (brand.id.parse().unwrap_or(0), brand.name.unwrap_or_default()),
        ),
        price: only.and_then(|offer| offer.price).map_or(0, domain::Rupiah::get),
        stock: only.and_then(|offer| offer.stock).unwrap_or(0),
        promotion: only.filter(|_| models.is_empty()).and_then(promotion),
        promotion_ends: now + 86_400,
        tiers,
        models,
        violations: Vec::new(),
    };
    state.items.insert(id, item);
}

fn number(state: &mut State, text: &str) -> u64 {
    match text.parse() {
        Ok(id) if id > 0 => {
            state.reserve(id);
            id
        }
        _ => state.draw_id(),
    }
}

fn tiers(options: &[String], offers: &[Offer]) -> Vec<Tier> {
    let mut tiers: Vec<Tier> =
        options.iter().map(|name| Tier { name: name.clone(), options: Vec::new() }).collect();
    for offer in offers {
        for (position, (tier, value)) in tiers.iter_mut().zip(&offer.option_values).enumerate() {
            if !tier.options.iter().any(|option| option.name == *value) {
                let image = offer.image.as_ref().filter(|_| position == 0);
                tier.options.push(TierOption {
                    name: value.clone(),
                    image: image.map(|image| image.reference.clone()),
                });
            }
        }
    }
    tiers
}

fn model(state: &mut State, tiers: &[Tier], offer: &Offer) -> Model {
    let position = |(tier, value): (&Tier, &String)| {
        tier.options.iter().position(|option| option.name == *value).unwrap_or(0)
    };
    Model {
        id: number(state, offer.id.as_str()),
        index: tiers.iter().zip(&offer.option_values).map(position).collect(),
        sku: sku(offer).unwrap_or_default(),
        price: offer.price.map_or(0, domain::Rupiah::get),
        stock: offer.stock.unwrap_or(0),
        weight_grams: offer.weight.map(domain::Grams::get),
        promotion: promotion(offer),
    }
}

fn sku(offer: &Offer) -> Option<String> {
    offer.sku.as_ref().map(|sku| sku.as_str().to_owned())
}

/// A locked price is shown as a promotion ten percent below.
fn promotion(offer: &Offer) -> Option<i64> {
    offer.price.filter(|_| offer.price_locked).map(|price| price.get() - price.get() / 10)
}

fn attribute(attribute: &domain::listing::Attribute) -> Value {
    let value = |value: &domain::listing::AttributeValue| {
        let id = value.id.as_deref().and_then(|id| id.parse::<u64>().ok()).unwrap_or(0);
        json!({
            "value_id": id, "original_value_name": value.name.clone().unwrap_or_default(),
            "value_unit": value.unit.clone().unwrap_or_default()
        })
    };
    json!({
        "attribute_id": attribute.id.parse::<u64>().unwrap_or(0),
        "original_attribute_name": attribute.name.clone().unwrap_or_default(), "is_mandatory": false,
        "attribute_value_list": attribute.values.iter().map(value).collect::<Vec<_>>()
    })
}

fn status(status: ListingStatus) -> &'static str {
    match status {
        ListingStatus::Live => "NORMAL",
        ListingStatus::Unlisted | ListingStatus::Draft => "UNLIST",
        ListingStatus::UnderReview => "REVIEWING",
        ListingStatus::Refused | ListingStatus::Frozen | ListingStatus::Unknown => "BANNED",
        ListingStatus::Deleted => "SELLER_DELETE",
    }
}
