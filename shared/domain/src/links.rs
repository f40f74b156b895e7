//! Which offer of a listing sells which variant, after the channel deleted or replaced offers.

use std::collections::{BTreeMap, BTreeSet};

use crate::{ListingContent, Offer, OfferId, Product, Sku, Variant, VariantId, identity};

/// The links to offers that are there: an offer that replaced a deleted one of the same variant has its link, and what
/// was deleted and not replaced has none.
pub fn present(
    links: &BTreeMap<OfferId, VariantId>,
    observed: &ListingContent,
    product: &Product,
) -> BTreeMap<OfferId, VariantId> {
    let mut present: BTreeMap<OfferId, VariantId> = links
        .iter()
        .filter(|(offer, _)| observed.offer(offer).is_some())
        .map(|(offer, variant)| (offer.clone(), variant.clone()))
        .collect();
    for variant in vanished(links, observed) {
        let replaced = product.variant(&variant).and_then(|variant| replacement(variant, &present, observed));
        if let Some(offer) = replaced {
            present.insert(offer.id.clone(), variant);
        }
    }
    present
}

/// The `links` of a product that was built again, together with those links of `before` that show that a variant was
/// deleted here. Without them the next plan would add the variant again.
pub fn with_deleted(
    mut links: BTreeMap<OfferId, VariantId>,
    before: &BTreeMap<OfferId, VariantId>,
    observed: &ListingContent,
    product: &Product,
) -> BTreeMap<OfferId, VariantId> {
    let sold: BTreeSet<VariantId> = links.values().cloned().collect();
    let deleted = before.iter().filter(|(offer, variant)| {
        observed.offer(offer).is_none() && !sold.contains(*variant) && product.variant(variant).is_some()
    });
    links.extend(deleted.map(|(offer, variant)| (offer.clone(), variant.clone())));
    links
}

/// The variants that were sold here and whose offers are all deleted, also those that another offer replaced.
pub fn vanished(links: &BTreeMap<OfferId, VariantId>, observed: &ListingContent) -> BTreeSet<VariantId> {
    let is_there = |(offer, _): &(&OfferId, &VariantId)| observed.offer(offer).is_some();
    let (there, gone): (Vec<_>, Vec<_>) = links.iter().partition(is_there);
    let there: BTreeSet<&VariantId> = there.into_iter().map(|(_, variant)| variant).collect();
    gone.into_iter().map(|(_, variant)| variant).filter(|variant| !there.contains(variant)).cloned().collect()
}

/// The only free offer that sells the variant: by its SKU, or by its option values where one of the two has no SKU.
fn replacement<'a>(
    variant: &Variant,
    present: &BTreeMap<OfferId, VariantId>,
    observed: &'a ListingContent,
) -> Option<&'a Offer> {
    let free = || observed.offers.iter().filter(|offer| !present.contains_key(&offer.id));
    let sku = variant.sku.as_ref().map(Sku::folded);
    let of = |offer: &&Offer| offer.sku.as_ref().map(Sku::folded);
    let by_sku = free().filter(|offer| sku.is_some() && of(offer) == sku);
    let by_options = free().filter(|offer| {
        (sku.is_none() || of(offer).is_none())
            && !variant.option_values.is_empty()
            && identity::same_all(&offer.option_values, &variant.option_values)
    });
    only(by_sku).or_else(|| only(by_options))
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
