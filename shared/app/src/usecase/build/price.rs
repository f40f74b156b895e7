//! The base price that stands behind a channel's price.

use std::cmp::Ordering;

use domain::{
    Rupiah,
    pricing::{FeeSchedule, PriceRule, QuoteOutcome, quote},
};

/// The base price whose quote is `observed`: the roundest where several are, the nearest below where none is. Without
/// a rule the observed price itself. `None` for a price that no base can have.
pub(super) fn base_of(observed: Rupiah, rule: Option<&PriceRule>) -> Option<Rupiah> {
    Rupiah::price(observed.get()).ok()?;
    let Some(rule) = rule else { return Some(observed) };
    let rule = bare(rule);
    let highest = last(|base| compare(base, &rule, observed) != Ordering::Greater)?;
    let below = last(|base| compare(base, &rule, observed) == Ordering::Less).unwrap_or(0);
    // With `below + 1 ..= highest` empty no base gives the price, and `highest` is the nearest below.
    let base = if below < highest { roundest(below + 1, highest) } else { highest };
    Rupiah::price(base).ok()
}

/// Whether `base` is what `observed` was made of.
pub(super) fn agrees(base: Rupiah, observed: Rupiah, rule: Option<&PriceRule>) -> bool {
    match rule {
        Some(rule) => compare(base.get(), &bare(rule), observed) == Ordering::Equal,
        None => base == observed,
    }
}

/// The rule's arithmetic alone: floors and ceilings say whether a price may be asked, not what it was made of.
fn bare(rule: &PriceRule) -> PriceRule {
    PriceRule { minimum_margin: None, ceiling: None, ..rule.clone() }
}

/// How the channel price of `base` compares to `observed`. Prices grow with their base, so this can be searched.
fn compare(base: i64, rule: &PriceRule, observed: Rupiah) -> Ordering {
    let fees = FeeSchedule { fees: Vec::new(), source: String::new(), valid_from: String::new() };
    let base = Rupiah::new(base);
    match quote(Some(base), None, Some((rule, 0)), Some((&fees, 0))) {
        QuoteOutcome::Quoted(quote) => quote.price.cmp(&observed),
        // Out of range: nothing is left of it, or it is above every price.
        QuoteOutcome::Refused { .. } => {
            let marked_up = base.percent(rule.markup).and_then(|extra| base.checked_add(extra));
            if marked_up.is_some_and(|price| price <= observed) { Ordering::Less } else { Ordering::Greater }
        }
    }
}

/// The largest base price for which `holds`, which holds up to some base and for none above.
fn last(holds: impl Fn(i64) -> bool) -> Option<i64> {
    let (mut low, mut high) = (0, Rupiah::MAX_PRICE.get());
    while low < high {
        let middle = high - (high - low) / 2;
        if holds(middle) { low = middle } else { high = middle - 1 }
    }
    (low > 0).then_some(low)
}

/// The number within the bounds with the most zeros at its end: what a seller would have typed.
fn roundest(low: i64, high: i64) -> i64 {
    let mut step = 1;
    while high / (step * 10) * (step * 10) >= low {
        step *= 10;
    }
    // Of equally round numbers the lowest: the cautious one.
    let first = (low + step - 1) / step * step;
    if first <= high { first } else { low }
}

#[cfg(test)]
mod tests {
    use domain::{BasisPoints, pricing::Rounding};
    use proptest::prelude::*;

    use super::*;

    fn rule(markup: i32, rounding: Rounding) -> PriceRule {
        let guard = BasisPoints::percent(30);
        PriceRule { markup: BasisPoints(markup), rounding, minimum_margin: None, ceiling: None, guard }
    }

    #[test]
    fn the_base_of_a_marked_up_price_is_found() {
        let rule = rule(1500, Rounding::None);
        assert_eq!(base_of(Rupiah::new(172_500), Some(&rule)), Some(Rupiah::new(150_000)));
        assert_eq!(base_of(Rupiah::new(172_500), None), Some(Rupiah::new(172_500)));
        assert!(agrees(Rupiah::new(150_000), Rupiah::new(172_500), Some(&rule)));
    }

    #[test]
    fn of_many_bases_the_roundest_is_taken() {
        let rule = rule(1500, Rounding::Up1000);
        assert_eq!(base_of(Rupiah::new(173_000), Some(&rule)), Some(Rupiah::new(150_000)));
    }

    #[test]
    fn where_no_base_gives_the_price_the_nearest_below_is_taken() {
        let rule = rule(2000, Rounding::Up1000);
        let base = base_of(Rupiah::new(99_950), Some(&rule)).unwrap();
        assert!(!agrees(base, Rupiah::new(99_950), Some(&rule)));
        assert!(agrees(base, Rupiah::new(99_000), Some(&rule)), "{base}");
    }

    #[test]
    fn a_price_that_is_none_has_no_base() {
        assert_eq!(base_of(Rupiah::ZERO, None), None);
        assert_eq!(base_of(Rupiah::new(1), Some(&rule(100_000, Rounding::None))), None);
    }

    proptest! {
        #[test]
        fn a_quoted_price_leads_back_to_a_base_with_the_same_quote(
            base in 1_000_i64..5_000_000, markup in -5_000_i32..20_000, rounding in 0_usize..4,
        ) {
            let rounding = [Rounding::None, Rounding::Up100, Rounding::Up500, Rounding::Up1000][rounding];
            let rule = rule(markup, rounding);
            let fees = FeeSchedule { fees: vec![], source: String::new(), valid_from: String::new() };
            let QuoteOutcome::Quoted(quoted) =
                quote(Some(Rupiah::new(base)), None, Some((&rule, 1)), Some((&fees, 1))) else { panic!("quoted") };
            let found = base_of(quoted.price, Some(&rule)).unwrap();
            prop_assert!(agrees(found, quoted.price, Some(&rule)));
        }
    }
}
