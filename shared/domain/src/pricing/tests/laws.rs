//! What holds for every rule, schedule and price.

use proptest::{collection, option, prelude::*, sample::select};

use super::*;

pub fn roundings() -> impl Strategy<Value = Rounding> {
    prop_oneof![
        select(vec![
            Rounding::None,
            Rounding::Up100,
            Rounding::Up500,
            Rounding::Up1000,
            Rounding::Down100,
            Rounding::Down500,
            Rounding::Down1000,
            Rounding::Nearest100,
            Rounding::Nearest500,
            Rounding::Nearest1000,
        ]),
        (0_u16..1_000).prop_map(|ending| Rounding::Charm { ending }),
    ]
}

fn fees() -> impl Strategy<Value = Fee> {
    let percent =
        (1_i32..2_000, option::of(1_i64..80_000)).prop_map(|(rate, cap)| percent("persen", rate, cap));
    prop_oneof![4 => percent, 1 => (0_i64..3_000).prop_map(per_order)]
}

pub fn schedules() -> impl Strategy<Value = FeeSchedule> {
    collection::vec((fees(), any::<bool>()), 0..5)
        .prop_map(|fees| schedule(fees.into_iter().map(|(fee, enabled)| Fee { enabled, ..fee }).collect()))
}

fn methods() -> impl Strategy<Value = Method> {
    prop_oneof![
        3 => Just(Method::Markup),
        2 => Just(Method::KeepNet { target: NetTarget::Base }),
        1 => (0_i32..5_000).prop_map(|m| Method::KeepNet { target: NetTarget::Cost { margin: BasisPoints(m) } }),
        1 => (1_i64..3_000_000).prop_map(|price| Method::Fixed { price: rp(price) }),
    ]
}

pub fn rules() -> impl Strategy<Value = PriceRule> {
    let limits = (option::weighted(0.3, 0_i32..3_000), option::weighted(0.1, 1_i64..5_000_000));
    (methods(), -3_000_i32..10_000, roundings(), limits).prop_map(
        |(method, markup, rounding, (margin, ceiling))| PriceRule {
            method,
            rounding,
            minimum_margin: margin.map(BasisPoints),
            ceiling: ceiling.map(rp),
            ..PriceRule::of_markup(BasisPoints(markup))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_price_grows_with_the_base(
        base in 1_i64..3_000_000, more in 0_i64..5_000, cost in 1_i64..1_000_000, rule in rules(), fees in schedules(),
    ) {
        let (low, high) = (quoted(base, Some(cost), &rule, &fees), quoted(base + more, Some(cost), &rule, &fees));
        if let (Ok(low), Ok(high)) = (low, high) {
            prop_assert!(low.price <= high.price, "{} > {}", low.price, high.price);
        }
    }

    #[test]
    fn a_net_price_keeps_the_target_of_every_quantity_and_nothing_cheaper_does(
        base in 1_i64..3_000_000, fees in schedules(), rounding in roundings(),
    ) {
        let rule = PriceRule { rounding, ..PriceRule::of_net(NetTarget::Base) };
        let quote = quoted(base, None, &rule, &fees).unwrap();
        for quantity in 1..=10_u32 {
            let kept = keeps_of(&fees, quote.price, quantity).unwrap();
            prop_assert!(kept.get() >= base * i64::from(quantity), "{quantity}: {kept}");
        }
        let cheaper = quote.price.get() - 1;
        let below = (cheaper - 3_000).max(0)..=cheaper;
        for price in below.map(rp).filter(|price| price.get() > 0 && rounding.up(*price) == *price) {
            let enough = (1..=10_u32).all(|q| keeps_of(&fees, price, q).unwrap().get() >= base * i64::from(q));
            prop_assert!(!enough, "{price} would do, {} was asked", quote.price);
        }
    }

    #[test]
    fn rounding_twice_is_rounding_once(price in 1_i64..100_000_000, rounding in roundings()) {
        let once = rounding.apply(rp(price));
        prop_assert_eq!(rounding.apply(once), once);
        prop_assert!(once.get() > 0 && rounding.up(once) == once);
        prop_assert!((once.get() - price).abs() < 1_000 || price < 1_000);
    }

    #[test]
    fn no_price_is_under_its_floor_over_its_ceiling_or_out_of_range(
        base in 1_i64..3_000_000, cost in 1_i64..1_000_000, rule in rules(), fees in schedules(),
    ) {
        let Ok(quote) = quoted(base, Some(cost), &rule, &fees) else { return Ok(()) };
        if let Some(margin) = rule.minimum_margin {
            let floor = cost + rp(cost).percent(margin).unwrap().get();
            prop_assert!(quote.keeps.get() >= floor);
        }
        prop_assert!(rule.ceiling.is_none_or(|ceiling| quote.price <= ceiling));
        prop_assert!(Rupiah::price(quote.price.get()).is_ok());
        let taken: i64 = quote.fees.iter().map(|fee| fee.amount.get()).sum();
        prop_assert_eq!(quote.price.get() - taken, quote.keeps.get());
        prop_assert_eq!(quote.steps.last().unwrap().price, quote.price);
    }

    #[test]
    fn a_stored_quote_recomputes_equal_from_its_stored_versions(
        base in 1_i64..3_000_000, cost in option::of(1_i64..1_000_000), rule in rules(), fees in schedules(),
    ) {
        let Ok(quote) = quoted(base, cost, &rule, &fees) else { return Ok(()) };
        let again = recompute(&stored(&quote), &stored(&rule), &stored(&fees));
        prop_assert_eq!(again, QuoteOutcome::Quoted(quote));
    }
}

fn stored<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}
