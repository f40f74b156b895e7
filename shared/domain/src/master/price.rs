//! Finds the base prices that give a channel's price.
//!
//! It does not depend on how a rule computes. It only needs that a higher base never gives a lower price. So all bases
//! of one price form a range, which a binary search finds.

use std::cmp::Ordering;

use crate::{
    Product, Rupiah, VariantId,
    pricing::{FeeSchedule, Method, PriceBook, PriceRule, QuoteOutcome, quote},
};

/// How a channel makes its prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pricing<'a> {
    pub rule: &'a PriceRule,
    /// The fees, for rules that depend on them; absent if no schedule is stored.
    pub fees: Option<&'a FeeSchedule>,
}

impl<'a> Pricing<'a> {
    /// How the channel of `book` makes the price of a variant, with the most specific exception that is known. `None`
    /// if it has no rule for it, or if the rule depends on fees and no schedule is stored.
    pub fn of(book: &'a PriceBook, product: Option<&Product>, variant: Option<&VariantId>) -> Option<Self> {
        let rule = book.rule_for(product, variant)?.value;
        let fees = book.fees_for(product).map(|fees| fees.value);
        let waits = fees.is_none() && matches!(rule.method, Method::KeepNet { .. });
        (!waits).then_some(Self { rule, fees })
    }
}

/// A range of base prices, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bases {
    low: i64,
    high: i64,
    /// How far their quotes are from the channel's price, in rupiah; 0 if each of them gives exactly that price.
    pub off: i64,
}

impl Bases {
    /// The base prices whose quote is `observed`, or the closest ones if no base gives it. Without a rule, it is the
    /// observed price itself. `None` for an invalid price, or if the rule does not depend on the base.
    pub fn of(observed: Rupiah, pricing: Option<Pricing<'_>>) -> Option<Self> {
        Self::within(observed, pricing, 0)
    }

    /// Like [`Bases::of`], with every base whose quote is at most `slack` rupiah from `observed`, because a seller who
    /// rounds by hand may be off by one.
    pub fn within(observed: Rupiah, pricing: Option<Pricing<'_>>, slack: i64) -> Option<Self> {
        let price = Rupiah::price(observed.get()).ok()?.get();
        let Some(pricing) = pricing else { return Some(Self { low: price, high: price, off: 0 }) };
        let asking = Asking::new(pricing)?;
        let below = asking.last(price, Ordering::is_lt);
        let high = asking.last(price, Ordering::is_le);
        let exact = high > below;
        let nearest = if exact {
            0
        } else {
            let distance = |base: i64| asking.price(base).map(|quote| (quote.get() - price).abs());
            [distance(below), distance(below + 1)].into_iter().flatten().min()?
        };
        let bases = if exact && slack == 0 {
            Self { low: below + 1, high, off: 0 }
        } else {
            let reach = nearest.max(slack);
            let low = asking.last(price - reach, Ordering::is_lt) + 1;
            let high = asking.last(price + reach, Ordering::is_le);
            Self { low: low.max(asking.least()), high: high.min(asking.most()), off: reach }
        };
        // A rule that gives the same price for every base says nothing about the base.
        let all = asking.price(bases.low - 1).is_none() && asking.price(bases.high + 1).is_none();
        (!all).then_some(bases)
    }

    /// Whether every base gives exactly the channel's price.
    pub fn is_exact(self) -> bool {
        self.off == 0
    }

    /// The intersection of both ranges; `None` if it is empty.
    #[must_use]
    pub fn and(self, other: Self) -> Option<Self> {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        (low <= high).then_some(Self { low, high, off: self.off.max(other.off) })
    }

    /// The base with the most zeros at its end, which a seller most likely typed; of equally round ones, the lowest.
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

/// Computes the price of a rule for any base price.
struct Asking<'a> {
    rule: PriceRule,
    fees: Option<&'a FeeSchedule>,
    /// A base price that has a quote. Bases without a quote are too small below it, and too large above it.
    quoted: i64,
}

impl<'a> Asking<'a> {
    fn new(pricing: Pricing<'a>) -> Option<Self> {
        // Floors and ceilings are removed: they decide whether a price is allowed, not how it is computed.
        let rule = PriceRule { minimum_margin: None, ceiling: None, ..pricing.rule.clone() };
        let mut asking = Self { rule, fees: pricing.fees, quoted: 0 };
        let steps = (0..=26).map(|power| 1_i64 << power).chain([Rupiah::MAX_PRICE.get()]);
        asking.quoted = steps.into_iter().find(|base| asking.price(*base).is_some())?;
        Some(asking)
    }

    fn price(&self, base: i64) -> Option<Rupiah> {
        let base = Rupiah::price(base).ok()?.get();
        let none = FeeSchedule::none();
        let fees = self.fees.unwrap_or(&none);
        match quote(Some(Rupiah::new(base)), None, Some((&self.rule, 0)), Some((fees, 0))) {
            QuoteOutcome::Quoted(quote) => Some(quote.price),
            QuoteOutcome::Refused { .. } => None,
        }
    }

    /// The largest base price for whose quote `wanted` is true, compared with `price`; 0 if there is none. `wanted`
    /// must be true up to some price and false above it.
    fn last(&self, price: i64, wanted: fn(Ordering) -> bool) -> i64 {
        last(|base| wanted(self.price(base).map_or(base.cmp(&self.quoted), |quote| quote.get().cmp(&price))))
    }

    /// The least base price with a quote.
    fn least(&self) -> i64 {
        last(|base| base < self.quoted && self.price(base).is_none()) + 1
    }

    /// The largest base price with a quote.
    fn most(&self) -> i64 {
        last(|base| base <= self.quoted || self.price(base).is_some())
    }
}

/// The largest base price for which `holds` is true; 0 if there is none. `holds` must be true up to some base and false
/// above it.
fn last(holds: impl Fn(i64) -> bool) -> i64 {
    let (mut low, mut high) = (0, Rupiah::MAX_PRICE.get());
    while low < high {
        let middle = high - (high - low) / 2;
        if holds(middle) { low = middle } else { high = middle - 1 }
    }
    low
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
        Some((bases.roundest().get(), bases.is_exact()))
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
    fn where_no_base_gives_the_price_the_nearest_is_taken() {
        let up = rule(2000, Rounding::Up1000);
        assert_eq!(base_of(99_000, Some(&up)), Some((82_000, true)));
        // 100,000 is nearer than 99,000.
        assert_eq!(base_of(99_950, Some(&up)), Some((83_000, false)));
        // 86,869 gives 99,899 and 86,870 gives 99,901. Both are equally near; the second is rounder.
        assert_eq!(base_of(99_900, Some(&rule(1500, Rounding::None))), Some((86_870, false)));
        // Below the first charm price, and above the highest price that half of a base can give.
        assert_eq!(base_of(500, Some(&rule(0, Rounding::Charm { ending: 900 }))), Some((100, false)));
        assert_eq!(base_of(80_000_000, Some(&rule(-5_000, Rounding::None))), Some((100_000_000, false)));
    }

    #[test]
    fn a_price_that_says_nothing_of_its_base_has_none() {
        assert_eq!(base_of(0, None), None);
        let fixed =
            PriceRule { method: Method::Fixed { price: Rupiah::new(90_000) }, ..PriceRule::base_prices() };
        assert_eq!(base_of(90_000, Some(&fixed)), None);
        assert_eq!(base_of(80_000, Some(&fixed)), None);
    }

    #[test]
    fn two_channels_agree_on_the_bases_that_explain_both_prices() {
        let of = |price, rule: &PriceRule| {
            Bases::of(Rupiah::new(price), Some(Pricing { rule, fees: None })).unwrap()
        };
        let (one, other) = (rule(1500, Rounding::Up1000), rule(2000, Rounding::Up500));
        // Rp150.000 is among the bases of both; the roundest alone of one of them need not be.
        let both = of(173_000, &one).and(of(180_000, &other)).unwrap();
        assert_eq!((both.roundest(), both.is_exact()), (Rupiah::new(150_000), true));
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
            prop_assert!(bases.is_exact() && bases.holds(Rupiah::new(base)));
            prop_assert!(bases.holds(bases.roundest()));
        }
    }
}
