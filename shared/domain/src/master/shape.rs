//! Converts values that a channel allows into values that a product can have, and reports whether this changed them.

use std::collections::BTreeSet;

use super::Source;
use crate::{
    ImageId, ListingContent, ListingKey, OfferId, ProductId, ProductImage, Sku, Title, VariantId, identity,
    product::{ImageOrigin, MAX_DESCRIPTION, MAX_OPTIONS},
};

/// Option axes and each offer's values, in the order of the offers.
pub(super) struct Shape {
    pub options: Vec<String>,
    pub values: Vec<Vec<String>>,
    /// Whether the channel's own axes could not be kept.
    pub adapted: bool,
}

/// The axes of a listing. If two offers have the same values on them, one axis that distinguishes all offers is used.
pub(super) fn shape_of(content: &ListingContent) -> Shape {
    let visible = |texts: &[String]| texts.iter().map(|text| identity::visible(text)).collect::<Vec<_>>();
    let values: Vec<Vec<String>> = content.offers.iter().map(|offer| visible(&offer.option_values)).collect();
    let fits = content.options.len() <= MAX_OPTIONS
        && values.iter().all(|values| values.len() == content.options.len())
        && values.iter().map(|values| identity::keys(values)).collect::<BTreeSet<_>>().len() == values.len();
    if fits {
        return Shape { options: visible(&content.options), values, adapted: false };
    }
    let mut seen = BTreeSet::new();
    let values = content.offers.iter().map(|offer| {
        let words = visible(&offer.option_values).join(" / ");
        let name = [words, offer.sku.as_ref().map(Sku::to_string).unwrap_or_default()]
            .into_iter()
            .find(|name| !name.is_empty() && !seen.contains(&fold(name)))
            .unwrap_or_else(|| offer.id.to_string());
        seen.insert(fold(&name));
        vec![name]
    });
    Shape { values: values.collect(), options: vec!["Varian".to_owned()], adapted: true }
}

/// The values of `theirs` in the order of the axes `ours`, if both have the same axes in a different order.
pub(super) fn reordered(ours: &[String], theirs: &[String], values: &[String]) -> Vec<String> {
    let place = |name: &String| theirs.iter().position(|other| fold(other) == fold(name));
    let order: Option<Vec<usize>> = ours.iter().map(place).collect();
    match order {
        Some(order) if order.iter().collect::<BTreeSet<_>>().len() == values.len() => {
            order.into_iter().filter_map(|at| values.get(at).cloned()).collect()
        }
        _ => values.to_vec(),
    }
}

/// The common form of all spellings of a word.
pub(super) fn fold(text: &str) -> String {
    identity::key(text)
}

/// Whether the name means that there is no brand.
pub(super) fn is_no_brand(name: &str) -> bool {
    let letters: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    matches!(letters.as_str(), "" | "nobrand" | "unbranded" | "tidakadamerek" | "tanpamerek")
}

/// A valid title for a product, and whether it differs from the channel's.
pub(super) fn title_of(content: &ListingContent, key: &ListingKey) -> Option<(Title, bool)> {
    if let Ok(title) = Title::parse(&content.title) {
        return Some((title, false));
    }
    let line: String = content.title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let cut: String = line.trim().chars().take(Title::MAX).collect();
    let title = Title::parse(&cut).or_else(|_| Title::parse(key.external_id.as_str()));
    title.ok().map(|title| (title, true))
}

/// A valid description for a product, and whether it differs from the channel's.
pub(super) fn description_of(plain: &str) -> (String, bool) {
    if plain.chars().count() <= MAX_DESCRIPTION {
        return (plain.to_owned(), false);
    }
    (plain.chars().take(MAX_DESCRIPTION).collect(), true)
}

/// The product's copies of a source's pictures, without those that cannot be fetched.
pub(super) fn images_of<'a>(source: &'a Source<'a>) -> impl Iterator<Item = ProductImage> + 'a {
    source.content.images.iter().filter_map(|image| {
        let (channel, shop) = (source.key.channel.clone(), source.key.shop.clone());
        Some(ProductImage {
            id: image_id(source.key, &image.reference),
            url: image.url.clone()?,
            origin: Some(ImageOrigin { channel, shop, reference: image.reference.clone() }),
            copies: Vec::new(),
        })
    })
}

fn image_id(key: &ListingKey, reference: &str) -> ImageId {
    ImageId::derived(&[key.channel.as_str(), key.shop.as_str(), reference])
}

/// The id of the variant that `offer` of the listing always creates in this product.
pub(super) fn variant_id(product: &ProductId, key: &ListingKey, offer: &OfferId) -> VariantId {
    VariantId::derived(&[product.as_str(), &key.to_string(), offer.as_str()])
}
