//! The base prices that can stand behind a channel's price.
//!
//! Knows nothing of how a rule computes: only that a higher base never gives a lower price, so that the bases of one
//! price lie side by side and can be searched for.

use std::cmp::Ordering;

use crate::{
    Product, Rupiah, VariantId,
    pricing::{FeeSchedule, PriceBook, PriceRule, QuoteOutcome, quote},
};

/// How a channel makes its prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pricing<'a> {
    pub rule: &'a PriceRule,
    /// For rules that look at what the channel takes; absent where none is stored.
    pub fees: Option<&'a FeeSchedule>,
}

impl<'a> Pricing<'a> {
    /// How the channel of `book` makes the price of a variant, by the narrowest exception that can be known; nothing
    /// where it has no rule for it.
    pub fn of(book: &'a PriceBook, product: Option<&Product>, variant: Option<&VariantId>) -> Option<Self> {
        let rule = book.rule_for(product, variant)?.value;
        Some(Self { rule, fees: book.fees_for(product).map(|fees| fees.value) })
    }
}

/// Base prices that lie side by side, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bases {
    low: i64,
    high: i64,
    /// The channel's price is the quote of each of them; else they are the nearest below.
    pub exact: bool,
}

impl Bases {
    /// The base prices whose quote is `observed`: the nearest below where there is none, the observed price itself
    /// without a rule. Nothing for a price that no base can have or that does not depend on the base.
    pub fn of(observed: Rupiah, pricing: Option<Pricing<'_>>) -> Option<Self> {
        let price = Rupiah::price(observed.get()).ok()?.get();
        let Some(pricing) = pricing else { return Some(Self { low: price, high: price, exact: true }) };
        let asking = Asking::new(pricing)?;
        let high = last(|base| asking.compare(base, observed) != Ordering::Greater)?;
        let below = last(|base| asking.compare(base, observed) == Ordering::Less).unwrap_or(0);
        // A rule that gives one price whatever the base says nothing about the base.
        let open = high == Rupiah::MAX_PRICE.get();
        if below >= high {
            return (!open).then_some(Self { low: high, high, exact: false });
        }
        (!open || below > 0).then_some(Self { low: below + 1, high, exact: true })
    }

    /// The base prices in both.
    #[must_use]
    pub fn and(self, other: Self) -> Option<Self> {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        (low <= high).then_some(Self { low, high, exact: self.exact && other.exact })
    }

    /// The one with the most zeros at its end: what a seller would have typed; of equally round ones the lowest.
    pub fn roundest(self) -> Rupiah {
        let mut step = 1;
        while self.high / (step * 10) * (step * 10) >= self.low {
            step *= 10;
        }
        Rupiah::new((self.low + step - 1) / step * step)
    }

    pub fn holds(self, base: Rupiah) -> bool {
        (self.low..=self.high).contains(&base.get())
    }
}

/// A rule that can be asked what it makes of any base price.
struct Asking<'a> {
    rule: PriceRule,
    fees: Option<&'a FeeSchedule>,
    /// A base price that has a quote: those below it without one are too small, those above too large.
    quoted: i64,
}

impl<'a> Asking<'a> {
    fn new(pricing: Pricing<'a>) -> Option<Self> {
        // Floors and ceilings say whether a price may be asked, not what it was made of.
        let rule = PriceRule { minimum_margin: None, ceiling: None, ..pricing.rule.clone() };
        let mut asking = Self { rule, fees: pricing.fees, quoted: 0 };
        let steps = (0..=26).map(|power| 1_i64 << power).chain([Rupiah::MAX_PRICE.get()]);
        asking.quoted = steps.into_iter().find(|base| asking.price(*base).is_some())?;
        Some(asking)
    }

    fn price(&self, base: i64) -> Option<Rupiah> {
        let none = FeeSchedule::none();
        let fees = self.fees.unwrap_or(&none);
        match quote(Some(Rupiah::new(base)), None, Some((&self.rule, 0)), Some((fees, 0))) {
            QuoteOutcome::Quoted(quote) => Some(quote.price),
            QuoteOutcome::Refused { .. } => None,
        }
    }

    /// How the channel's price of `base` compares to `observed`.
    fn compare(&self, base: i64, observed: Rupiah) -> Ordering {
        self.price(base).map_or_else(|| base.cmp(&self.quoted), |price| price.cmp(&observed))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{BasisPoints, pricing::Rounding};

    fn rule(markup: i32, rounding: Rounding) -> PriceRule {
        PriceRule { markup: BasisPoints(markup), rounding, ..PriceRule::base_prices() }
    }

    fn base_of(price: i64, rule: Option<&PriceRule>) -> Option<(i64, bool)> {
        let bases = Bases::of(Rupiah::new(price), rule.map(|rule| Pricing { rule, fees: None }))?;
        Some((bases.roundest().get(), bases.exact))
    }

    #[test]
    fn the_base_of_a_marked_up_price_is_found() {
        assert_eq!(base_of(172_500, Some(&rule(1500, Rounding::None))), Some((150_000, true)));
        assert_eq!(base_of(172_500, None), Some((172_500, true)));
    }

    #[test]
    fn of_many_bases_the_roundest_is_taken() {
        assert_eq!(base_of(173_000, Some(&rule(1500, Rounding::Up1000))), Some((150_000, true)));
    }

    #[test]
    fn where_no_base_gives_the_price_the_nearest_below_is_taken() {
        let rule = rule(2000, Rounding::Up1000);
        let (base, exact) = base_of(99_950, Some(&rule)).unwrap();
        assert!(!exact);
        assert_eq!(base_of(99_000, Some(&rule)), Some((82_000, true)));
        assert!(base <= 82_500, "{base}");
    }

    #[test]
    fn a_price_that_is_none_has_no_base() {
        assert_eq!(base_of(0, None), None);
        assert_eq!(base_of(1, Some(&rule(100_000, Rounding::None))), None);
    }

    #[test]
    fn two_channels_agree_on_the_bases_that_explain_both_prices() {
        let of = |price, rule: &PriceRule| {
            Bases::of(Rupiah::new(price), Some(Pricing { rule, fees: None })).unwrap()
        };
        let (one, other) = (rule(1500, Rounding::Up1000), rule(2000, Rounding::Up500));
        // Rp150.000 is among the bases of both; the roundest alone of one of them need not be.
        let both = of(173_000, &one).and(of(180_000, &other)).unwrap();
        assert_eq!((both.roundest(), both.exact), (Rupiah::new(150_000), true));
        assert_eq!(of(173_000, &one).and(of(190_000, &other)), None);
    }

    proptest! {
        #[test]
        fn a_quoted_price_leads_back_to_bases_that_hold_its_base(
            base in 1_000_i64..5_000_000, markup in -5_000_i32..20_000, rounding in 0_usize..4,
        ) {
            let rounding = [Rounding::None, Rounding::Up100, Rounding::Up500, Rounding::Up1000][rounding];
            let rule = rule(markup, rounding);
            let fees = FeeSchedule::none();
            let QuoteOutcome::Quoted(quoted) =
                quote(Some(Rupiah::new(base)), None, Some((&rule, 1)), Some((&fees, 1))) else { panic!("quoted") };
            let bases = Bases::of(quoted.price, Some(Pricing { rule: &rule, fees: None })).unwrap();
            prop_assert!(bases.exact && bases.holds(Rupiah::new(base)));
            prop_assert!(bases.holds(bases.roundest()));
        }
    }
}
