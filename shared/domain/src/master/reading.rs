//! What the prices of a shop mean: made by the rule of its channel, or base prices themselves.
//!
//! A base price that came from a shop is led back through its channel's rule. Where there was no rule yet, the shop's
//! price itself counts as the base, and nobody knows what it means until a rule is saved: no price is pushed there
//! before the base is read again or a person says that it is one.

use std::collections::BTreeMap;

use super::{Provenance, field, is_typed};
use crate::{Channel, ListingKey, Product, Rupiah, Variant, VariantId};

/// Whether nobody knows yet what the price of `variant` on `channel` means: its base price came from a shop before the
/// channel had a rule for it. What a person typed is never in question.
pub fn is_open(product: &Product, variant: &Variant, channel: &Channel) -> bool {
    let name = field::of(field::BASE_PRICE, &variant.id);
    !is_typed(product, &name, variant.base_price.is_some())
        && variant.base_price.is_some()
        && product.sources.get(&name).is_none_or(|known| !known.through.contains(channel))
}

/// Whether `live` stands in the shop for `quote`: no base price gives it, and it was agreed to when the base was read.
pub fn is_agreed(
    product: &Product,
    variant: &VariantId,
    listing: &ListingKey,
    live: Rupiah,
    quote: Rupiah,
) -> bool {
    let known = product.sources.get(&field::of(field::BASE_PRICE, variant));
    known.is_some_and(|known| {
        known.agreed.iter().any(|one| &one.listing == listing && one.price == live && one.quote == quote)
    })
}

/// `product` with these base prices, as if a person had typed them.
#[must_use]
pub fn with_bases(product: &Product, bases: &BTreeMap<VariantId, Rupiah>) -> Product {
    let mut made = product.clone();
    for variant in &mut made.variants {
        if let Some(base) = bases.get(&variant.id) {
            variant.base_price = Some(*base);
            made.sources.insert(field::of(field::BASE_PRICE, &variant.id), Provenance::typed());
        }
    }
    made
}
