//! Values made comparable and shown to people.

use std::collections::{BTreeMap, BTreeSet};

use super::Side;
use crate::{
    ListingContent, ListingStatus, Offer,
    diff::Field,
    identity,
    listing::{Attribute, Named},
    matching::text,
};

/// What a channel writes where a product has no brand.
const NO_BRAND: [&str; 5] = ["no brand", "nobrand", "tanpa merek", "tidak ada merek", "unbranded"];

/// Case, accents, punctuation and spaces folded away: lower-case words with single spaces between them.
pub(super) fn folded(text: &str) -> String {
    let folded = text::fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Runs of white space as one space.
pub(super) fn spaced(text: &str) -> String {
    identity::seen(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The brand, unless the channel only says that there is none.
pub(super) fn brand(content: &ListingContent) -> Option<&Named> {
    content
        .brand
        .as_ref()
        .filter(|brand| brand.name.as_deref().is_none_or(|name| !NO_BRAND.contains(&folded(name).as_str())))
}

/// The folded names of what the channel numbers; none where one of them has no name.
pub(super) fn names<'a>(items: impl IntoIterator<Item = &'a Named>) -> Option<BTreeSet<String>> {
    items.into_iter().map(|item| item.name.as_deref().map(folded).filter(|name| !name.is_empty())).collect()
}

/// Attributes by folded name with their folded values; none where one has no name.
pub(super) fn attributes(items: &[Attribute]) -> Option<BTreeMap<String, BTreeSet<String>>> {
    items
        .iter()
        .map(|item| {
            let name = item.name.as_deref().map(folded).filter(|name| !name.is_empty())?;
            let value = |value: &crate::listing::AttributeValue| {
                let word = value.name.as_deref().or(value.id.as_deref()).map(folded)?;
                Some(value.unit.as_deref().map_or(word.clone(), |unit| format!("{word} {}", folded(unit))))
            };
            Some((name, item.values.iter().filter_map(value).collect()))
        })
        .collect()
}

/// What the listing says in `field`, for a person; absent where it says nothing. Amounts are rupiah, weights grams,
/// lengths centimetres.
pub(super) fn shown(field: Field, side: &Side<'_>) -> Option<String> {
    let content = side.content;
    let named = |named: &Named| named.name.clone().unwrap_or_else(|| named.id.clone());
    let listed = |items: Vec<String>| (!items.is_empty()).then(|| items.join(", "));
    match field {
        Field::Title => filled(&content.title),
        Field::Description => filled(side.description),
        Field::Images => {
            let pictures = content.images.iter().map(|image| image.url.as_ref().unwrap_or(&image.reference));
            listed(pictures.cloned().collect())
        }
        Field::Weight => content.weight.map(|weight| weight.get().to_string()),
        Field::Dimensions => content.dimensions.map(|size| {
            let sides = [size.length, size.width, size.height].map(crate::Length::to_centimetres);
            sides.join(" x ")
        }),
        Field::PreOrder => content.pre_order.map(|days| days.get().to_string()),
        Field::Category => content.category.as_ref().map(named),
        Field::Brand => brand(content).map(named),
        Field::Attributes => {
            let value = |value: &crate::listing::AttributeValue| {
                let word = value.name.clone().or_else(|| value.id.clone()).unwrap_or_default();
                value.unit.as_ref().map_or(word.clone(), |unit| format!("{word} {unit}"))
            };
            let attribute = |attribute: &Attribute| {
                let values: Vec<String> = attribute.values.iter().map(value).collect();
                format!("{}: {}", attribute.name.as_ref().unwrap_or(&attribute.id), values.join("|"))
            };
            listed(content.attributes.iter().map(attribute).collect())
        }
        Field::Shipping => listed(content.shipping.iter().map(named).collect()),
        Field::Storefronts => listed(content.storefronts.clone()),
        Field::Visibility => Some(status(content.status).to_owned()),
        Field::Variants => {
            let values = content.offers.iter().map(|offer| offer.option_values.join(" / "));
            if content.options.is_empty() { None } else { listed(values.collect()) }
        }
        Field::Price | Field::Stock | Field::Sku => shown_per_offer(field, content),
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

fn status(status: ListingStatus) -> &'static str {
    match status {
        ListingStatus::Live => "live",
        ListingStatus::Unlisted => "unlisted",
        ListingStatus::UnderReview => "under_review",
        ListingStatus::Refused => "refused",
        ListingStatus::Frozen => "frozen",
        ListingStatus::Draft => "draft",
        ListingStatus::Deleted => "deleted",
        ListingStatus::Unknown => "unknown",
    }
}

/// One line for all offers: the value alone for a single offer, else each with its option values.
fn shown_per_offer(field: Field, content: &ListingContent) -> Option<String> {
    let value = |offer: &Offer| match field {
        Field::Price => offer.price.map(|price| price.get().to_string()),
        Field::Stock => offer.stock.map(|stock| stock.to_string()),
        Field::Sku => offer.sku.as_ref().map(ToString::to_string),
        _ => None,
    };
    let one = |offer: &Offer| {
        let value = value(offer)?;
        let name = offer.option_values.join(" / ");
        Some(if name.is_empty() { value } else { format!("{name}: {value}") })
    };
    let all: Vec<String> = content.offers.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}
