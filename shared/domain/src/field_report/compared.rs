//! What comes of comparing a field, and whether there is anything to compare.

use super::{Verdict, value::brand};
use crate::{ListingContent, diff::Field};

/// What is true of one field of two listings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Compared {
    pub verdict: Verdict,
    /// Both stand there to the letter.
    pub identical: bool,
}

/// Whether the listing says anything in `field`.
pub(super) fn has(field: Field, content: &ListingContent) -> bool {
    match field {
        Field::Title => !content.title.trim().is_empty(),
        Field::Description => !content.description.trim().is_empty(),
        Field::Images => !content.images.is_empty(),
        Field::Weight => content.weight.is_some(),
        Field::Dimensions => content.dimensions.is_some(),
        Field::PreOrder => content.pre_order.is_some(),
        Field::Category => content.category.is_some(),
        Field::Attributes => !content.attributes.is_empty(),
        Field::Brand => brand(content).is_some(),
        Field::Shipping => !content.shipping.is_empty(),
        Field::Storefronts => !content.storefronts.is_empty(),
        Field::Visibility => true,
        Field::Variants => !content.options.is_empty(),
        Field::Price | Field::Stock | Field::Sku => any_offer_has(field, content),
    }
}

fn any_offer_has(field: Field, content: &ListingContent) -> bool {
    content.offers.iter().any(|offer| match field {
        Field::Price => offer.price.is_some(),
        Field::Stock => offer.stock.is_some(),
        Field::Sku => offer.sku.is_some(),
        _ => false,
    })
}
