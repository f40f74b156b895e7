//! The offers of one listing together: what the channel takes, and how far apart variants may be.

use std::collections::BTreeMap;

use super::{NoPrice, QuoteOutcome};
use crate::{Limits, VariantId};

/// `quotes` as far as a channel with `limits` takes them. A price outside its limits is none. Where the dearest of the
/// variants in `listed` would cost more times the cheapest than allowed, none of them has a price: which of them is
/// wrong, only a person can tell.
pub fn listing_quotes(
    mut quotes: BTreeMap<VariantId, QuoteOutcome>,
    listed: impl Fn(&VariantId) -> bool,
    limits: &Limits,
) -> BTreeMap<VariantId, QuoteOutcome> {
    for outcome in quotes.values_mut() {
        if outcome.price().is_some_and(|price| !limits.price.contains(&price)) {
            *outcome = QuoteOutcome::Refused { reason: NoPrice::OutsideLimits };
        }
    }
    let prices = quotes.iter().filter(|(id, _)| listed(id)).filter_map(|(_, outcome)| outcome.price());
    let (least, most) = prices.fold((None, None), |(least, most), price| {
        (
            Some(least.map_or(price, |l: crate::Rupiah| l.min(price))),
            Some(most.map_or(price, |m: crate::Rupiah| m.max(price))),
        )
    });
    let (Some(times), Some(least), Some(most)) = (limits.price_spread, least, most) else { return quotes };
    if least.checked_mul(i64::from(times)).is_some_and(|limit| most > limit) {
        for (_, outcome) in quotes.iter_mut().filter(|(id, outcome)| listed(id) && outcome.price().is_some())
        {
            *outcome = QuoteOutcome::Refused { reason: NoPrice::PriceSpread };
        }
    }
    quotes
}
