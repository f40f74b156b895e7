//! Removes from a product the values that leaving listings decided.

use std::collections::BTreeSet;

use super::{Origin, Provenance, Rule, field, provenance::variant_of};
use crate::{ListingKey, Product, Variant};

/// `product` without the values that the listings `leaving` decided, ready to be built from the others. Values that a
/// person typed stay. The title stays until the build finds another. From now on the options and variants come from the
/// listing `heir`.
pub fn forget(product: &Product, leaving: &BTreeSet<ListingKey>, heir: Option<&ListingKey>) -> Product {
    let mut left = product.clone();
    let said: Vec<(String, Rule)> = product
        .sources
        .iter()
        .filter(|(_, provenance)| provenance.from.listing().is_some_and(|key| leaving.contains(key)))
        .map(|(name, provenance)| (name.clone(), provenance.rule))
        .collect();
    for (name, rule) in said {
        let named = [field::OPTIONS, field::VARIANTS].contains(&name.as_str());
        // Earlier versions stored one entry for all variants.
        if !named || rule == Rule::Earlier {
            empty(&mut left, product, &name);
        }
        let entry = match heir {
            Some(heir) if named => {
                Some(Provenance::new(Origin::Listing(heir.clone()), Rule::MostVariants, Vec::new()))
            }
            _ if named => None,
            // The new entry is not a person's, so that the build decides.
            _ => left
                .sources
                .remove(&name)
                .map(|before| Provenance::new(before.from, Rule::NewerEdit, Vec::new())),
        };
        match entry {
            Some(entry) => left.sources.insert(name, entry),
            None => left.sources.remove(&name),
        };
    }
    left
}

fn empty(left: &mut Product, before: &Product, name: &str) {
    let of = variant_of(name);
    let mut variants: Vec<&mut Variant> = left.variants.iter_mut().collect();
    if let Some(id) = &of {
        variants.retain(|variant| &variant.id == id);
    } else {
        // The entry for all variants applies to variants without an entry of their own.
        let own =
            |field: &str, variant: &Variant| before.sources.contains_key(&field::of(field, &variant.id));
        let words = |variant: &Variant| {
            [field::SKU, field::WEIGHT, field::IMAGE].iter().any(|field| own(field, variant))
        };
        variants.retain(|variant| match name {
            field::BASE_PRICE => !own(field::BASE_PRICE, variant),
            field::VARIANTS => !words(variant),
            _ => false,
        });
    }
    match (field::bare(name), of.is_some()) {
        (field::DESCRIPTION, _) => left.description.clear(),
        (field::IMAGES, _) => left.images.clear(),
        (field::CATEGORY, _) => left.category = None,
        (field::BRAND, _) => left.brand = None,
        (field::DIMENSIONS, _) => left.dimensions = None,
        (field::PRE_ORDER, _) => left.pre_order = None,
        (field::WEIGHT, false) => left.weight = None,
        (field::WEIGHT, true) => variants.into_iter().for_each(|variant| variant.weight = None),
        (field::SKU, _) => variants.into_iter().for_each(|variant| variant.sku = None),
        (field::BASE_PRICE, _) => variants.into_iter().for_each(|variant| variant.base_price = None),
        (field::IMAGE, _) => variants.into_iter().for_each(|variant| variant.image = None),
        (field::VARIANTS, _) => {
            for variant in variants {
                (variant.sku, variant.weight, variant.image) = (None, None, None);
            }
        }
        _ => {}
    }
}
