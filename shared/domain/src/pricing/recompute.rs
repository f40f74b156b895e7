//! Computes a stored quote again from the versions that it names.

use super::{Chosen, FeeSchedule, Item, PriceRule, Quote, QuoteOutcome, quote_item};

/// Computes the quote from the stored rule and schedule that it names; the result is always equal to it. Quotes from
/// before costs were stored have no floor. A floor can only refuse a price, so it is left out for them.
pub fn recompute(stored: &Quote, rule: &PriceRule, fees: &FeeSchedule) -> QuoteOutcome {
    let bare;
    let rule = if stored.cost.is_none() && rule.minimum_margin.is_some() {
        bare = PriceRule { minimum_margin: None, ..rule.clone() };
        &bare
    } else {
        rule
    };
    quote_item(
        Item { base: Some(stored.base), cost: stored.cost, margin: stored.inherited_margin },
        Some(Chosen { value: rule, version: stored.rule_version, scope: &stored.rule_scope }),
        Some(Chosen { value: fees, version: stored.fee_version, scope: &stored.fee_scope }),
    )
}
