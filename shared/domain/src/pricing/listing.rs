//! Checks the offers of one listing together: the channel's price limits, and the spread between variants.

use std::collections::BTreeMap;

use super::{NoPrice, QuoteOutcome};
use crate::{Limits, VariantId};

/// `quotes` with the channel's `limits` applied. A price outside the limits is refused. If the most expensive variant
/// in `listed` costs more than the allowed multiple of the cheapest, all of them are refused, because only a person can
/// decide which of them is wrong.
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
