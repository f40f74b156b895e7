//! The meaning of a shop's prices: they were made by the channel's rule, or they are base prices themselves.
//!
//! A base price from a shop is computed back through its channel's rule. If there was no rule yet, the shop's price
//! itself is used as the base. After a rule is saved, the meaning of that base is open: no price is pushed there until
//! the base is read again, or a person declares that it is a base price.

use std::collections::BTreeMap;

use super::{Provenance, field, is_typed};
use crate::{Channel, ListingKey, Product, Rupiah, Variant, VariantId};

/// Whether the meaning of `variant`'s price on `channel` is open: its base price came from a shop before the channel
/// had a rule for it. A base price that a person typed is never open.
pub fn is_open(product: &Product, variant: &Variant, channel: &Channel) -> bool {
    let name = field::of(field::BASE_PRICE, &variant.id);
    !is_typed(product, &name, variant.base_price.is_some())
        && variant.base_price.is_some()
        && product.sources.get(&name).is_none_or(|known| !known.through.contains(channel))
}

/// Whether the shop keeps the price `live` in place of `quote`: no base price gives `live`, and it was accepted when
/// the base was read.
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
