//! What promotions lock. While one runs, Shopee lets nobody change an item's name, description, pictures, pre-order,
//! axes or visibility; prices are held from before it starts.

use std::collections::BTreeSet;

use app::marketplace::FetchedListing;
use domain::{diff::Field, listing};

use crate::Promotion;

const HELD: [Field; 6] =
    [Field::Title, Field::Description, Field::Images, Field::PreOrder, Field::Visibility, Field::Variants];

/// Bundles, add-on deals and vouchers lock nothing. The names of the kinds vary; a lock that this does not
/// recognise shows when the push is refused.
fn holds(promotion: &Promotion) -> bool {
    let kind = promotion.kind.to_ascii_lowercase();
    !["bundle", "add-on", "add on", "add_on", "voucher"].iter().any(|free| kind.contains(free))
}

/// Marks what `promotions` lock in a listing.
pub(crate) fn mark(found: &mut FetchedListing, promotions: &[Promotion]) {
    let mine: Vec<&Promotion> =
        promotions.iter().filter(|promotion| promotion.listing == found.id && holds(promotion)).collect();
    if mine.is_empty() {
        return;
    }
    for offer in &mut found.content.offers {
        let named = |promotion: &&&Promotion| promotion.offer.as_ref().is_none_or(|named| *named == offer.id);
        offer.price_locked |= mine.iter().any(|promotion| named(&promotion));
    }
    let ongoing = mine.iter().any(|promotion| promotion.ongoing);
    let fields: BTreeSet<Field> = if ongoing { HELD.into() } else { BTreeSet::new() };
    let until = mine.iter().filter_map(|promotion| promotion.ends_at).max();
    found.content.promotion = Some(listing::Promotion { fields, until });
}
