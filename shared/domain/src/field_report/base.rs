//! The base prices that stand behind a channel's price.

use std::cmp::Ordering;

use crate::{
    Rupiah,
    capabilities::Range,
    pricing::{FeeSchedule, PriceRule, QuoteOutcome, quote},
};

/// Every base price that the rule turns into `price`; rounding makes it a range. Where no base gives the price, the
/// two bases around it: it was typed by hand, and nearer cannot be told. Without a rule the price itself. Absent for
/// a price that nothing can cost.
pub(super) fn bases_of(price: Rupiah, rule: Option<&PriceRule>) -> Option<Range<Rupiah>> {
    Rupiah::price(price.get()).ok()?;
    let Some(rule) = rule else { return Some(Range::new(price, price)) };
    // Floors and ceilings say whether a price may be asked, not what it was made of.
    let rule = PriceRule { minimum_margin: None, ceiling: None, ..rule.clone() };
    let highest = last(|base| compare(base, &rule, price) != Ordering::Greater);
    let below = last(|base| compare(base, &rule, price) == Ordering::Less);
    let (low, high) = if below < highest { (below + 1, highest) } else { (highest, highest + 1) };
    Some(Range::new(Rupiah::new(low), Rupiah::new(high)))
}

/// How the channel price of `base` compares to `price`. Prices grow with their base, so this can be searched.
fn compare(base: i64, rule: &PriceRule, price: Rupiah) -> Ordering {
    let base = Rupiah::new(base);
    match quote(Some(base), None, Some((rule, 0)), Some((&FeeSchedule::none(), 0))) {
        QuoteOutcome::Quoted(quote) => quote.price.cmp(&price),
        // Out of range: nothing is left of it, or it is above every price.
        QuoteOutcome::Refused { .. } => {
            let marked_up = base.percent(rule.markup).and_then(|extra| base.checked_add(extra));
            if marked_up.is_some_and(|marked| marked <= price) { Ordering::Less } else { Ordering::Greater }
        }
    }
}

/// The largest base price for which `holds`, which holds up to some base and for none above; 0 where it holds nowhere.
fn last(holds: impl Fn(i64) -> bool) -> i64 {
    let (mut low, mut high) = (0, Rupiah::MAX_PRICE.get());
    while low < high {
        let middle = high - (high - low) / 2;
        if holds(middle) { low = middle } else { high = middle - 1 }
    }
    low
}
