//! How a repeat recognises the listing that an earlier try has made.

use domain::{ExternalId, ListingContent, Rupiah, Sku, identity};

use super::NewListing;
use crate::ChannelError;

/// Whether `there` is what `new` asked for: the same words, and the same variants at the same prices. Channels change white
/// space and layout.
pub fn is_made_of(there: &ListingContent, new: &NewListing) -> bool {
    let words = |text: &str| identity::seen(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let sorted = |mut offers: Vec<(Option<String>, Option<Rupiah>)>| {
        offers.sort();
        offers
    };
    let theirs =
        there.offers.iter().map(|offer| (offer.sku.as_ref().map(Sku::folded), offer.price)).collect();
    let ours =
        new.offers.iter().map(|offer| (offer.sku.as_ref().map(Sku::folded), Some(offer.price))).collect();
    words(&there.title) == words(&new.content.title)
        && identity::same_all(&there.options, &new.content.options)
        && sorted(theirs) == sorted(ours)
}

/// Another listing has one of our SKUs: a second one with that SKU would be the duplicate that must not exist, and changing
/// the first one was not requested.
pub fn sku_taken(id: &ExternalId, title: &str) -> ChannelError {
    ChannelError::Rejected {
        code: "sku_taken_in_shop".to_owned(),
        field: Some("sku".to_owned()),
        reason: format!("the shop's listing {id} \"{title}\" has a SKU of this product and is another one"),
    }
}
