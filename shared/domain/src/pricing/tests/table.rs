//! Cases computed by hand; the arithmetic stands in each case's name.

use rstest::rstest;

use super::*;

const NONE: Rounding = Rounding::None;
const CHARM: Rounding = Rounding::Charm { ending: 900 };

fn marked(points: i32, rounding: Rounding) -> PriceRule {
    PriceRule { rounding, ..PriceRule::of_markup(BasisPoints(points)) }
}

fn floor(points: i32, rounding: Rounding, margin: i32) -> PriceRule {
    PriceRule { minimum_margin: Some(BasisPoints(margin)), ..marked(points, rounding) }
}

fn keep_base(rounding: Rounding) -> PriceRule {
    PriceRule { rounding, ..PriceRule::of_net(NetTarget::Base) }
}

fn keep_margin(margin: i32, rounding: Rounding) -> PriceRule {
    PriceRule { rounding, ..PriceRule::of_net(NetTarget::Cost { margin: BasisPoints(margin) }) }
}

fn fixed(price: i64) -> PriceRule {
    PriceRule { method: Method::Fixed { price: rp(price) }, ..marked(0, NONE) }
}

fn free() -> FeeSchedule {
    schedule(vec![])
}

fn of(rate: i32) -> FeeSchedule {
    schedule(vec![percent("komisi", rate, None)])
}

/// 8.25 % without a cap, and Rp1,250 an order.
fn shopee() -> FeeSchedule {
    schedule(vec![percent("administrasi", 825, None), per_order(1_250)])
}

/// 6.97 %, 5 % up to Rp40,000, 3 %, and Rp1,250 an order.
fn tiktok() -> FeeSchedule {
    let percents =
        [percent("komisi", 697, None), percent("dinamis", 500, Some(40_000)), percent("po", 300, None)];
    schedule(percents.into_iter().chain([per_order(1_250)]).collect())
}

#[rstest]
// Mark-up: base + base × rate.
#[case::m01_150000_plus_15_percent_22500_is_172500(150_000, None, marked(1500, NONE), free(), Ok((172_500, 172_500)))]
#[case::m02_150000_plus_20_percent_30000_is_180000(150_000, None, marked(2000, NONE), free(), Ok((180_000, 180_000)))]
#[case::m03_50000_plus_15_percent_7500_is_57500(50_000, None, marked(1500, NONE), free(), Ok((57_500, 57_500)))]
#[case::m04_50000_plus_20_percent_10000_is_60000(50_000, None, marked(2000, NONE), free(), Ok((60_000, 60_000)))]
#[case::m05_own_store_150000_plus_0_is_150000(150_000, None, marked(0, NONE), free(), Ok((150_000, 150_000)))]
#[case::m06_15_percent_of_33333_is_4999_95_half_up_5000(33_333, None, marked(1500, NONE), free(), Ok((38_333, 38_333)))]
#[case::m07_minus_10_percent_of_99999_is_minus_9999_9_half_up_minus_10000(99_999, None, marked(-1000, NONE), free(), Ok((89_999, 89_999)))]
#[case::m08_plus_15_percent_less_commission_15_percent_of_172500_25875_keeps_146625_not_150000(150_000, None, marked(1500, NONE), of(1500), Ok((172_500, 146_625)))]
#[case::m09_6_97_percent_of_179999_is_12545_9303_so_12546(179_999, None, marked(0, NONE), of(697), Ok((179_999, 167_453)))]
// Fees, caps and fixed fees.
#[case::f01_172500_less_14231_25_and_1250_keeps_157019(150_000, None, marked(1500, NONE), shopee(), Ok((172_500, 157_019)))]
#[case::f02_120000_less_8364_6000_3600_1250_keeps_100786(100_000, None, marked(2000, NONE), tiktok(), Ok((120_000, 100_786)))]
#[case::f03_1200000_less_83640_cap_40000_36000_1250_keeps_1039110(1_000_000, None, marked(2000, NONE), tiktok(), Ok((1_200_000, 1_039_110)))]
#[case::f04_5_percent_of_800000_is_just_the_cap_40000(800_000, None, marked(0, NONE), schedule(vec![percent("dinamis", 500, Some(40_000))]), Ok((800_000, 760_000)))]
#[case::f05_a_fee_for_the_order_1250_of_a_price_of_1000_leaves_minus_250(1_000, None, marked(0, NONE), schedule(vec![per_order(1_250)]), Ok((1_000, -250)))]
// Rounding.
#[case::r01_50001_plus_7500_15_is_57501_up_to_57600(50_001, None, marked(1500, Rounding::Up100), free(), Ok((57_600, 57_600)))]
#[case::r02_172500_up_to_1000_is_173000(150_000, None, marked(1500, Rounding::Up1000), free(), Ok((173_000, 173_000)))]
#[case::r03_172500_down_to_1000_is_172000(150_000, None, marked(1500, Rounding::Down1000), free(), Ok((172_000, 172_000)))]
#[case::r04_172500_is_as_near_to_172000_as_to_173000_half_goes_up(150_000, None, marked(1500, Rounding::Nearest1000), free(), Ok((173_000, 173_000)))]
#[case::r05_57499_nearest_500_is_57500(49_999, None, marked(1500, Rounding::Nearest500), free(), Ok((57_500, 57_500)))]
#[case::r06_172500_charm_900_is_172900(150_000, None, marked(1500, CHARM), free(), Ok((172_900, 172_900)))]
#[case::r07_172900_charm_900_stays(172_900, None, marked(0, CHARM), free(), Ok((172_900, 172_900)))]
#[case::r08_172901_charm_900_is_173900(172_901, None, marked(0, CHARM), free(), Ok((173_900, 173_900)))]
#[case::r09_345_down_to_500_would_be_0_so_500(300, None, marked(1500, Rounding::Down500), free(), Ok((500, 500)))]
// Floors: cost + margin must be left after fees.
#[case::l01_cost_140000_plus_10_percent_154000_and_157019_is_left(150_000, Some(140_000), floor(1500, NONE, 1000), shopee(), Ok((172_500, 157_019)))]
#[case::l02_cost_143000_plus_10_percent_157300_and_only_157019_is_left(
    150_000,
    Some(143_000),
    floor(1500, NONE, 1000),
    shopee(),
    Err(NoPrice::UnderFloor)
)]
#[case::l03_172500_down_172000_keeps_156560_under_157000_so_up_173000_keeps_157477(150_000, Some(157_000), floor(1500, Rounding::Down1000, 0), shopee(), Ok((173_000, 157_477)))]
#[case::l04_172499_nearest_172000_keeps_156560_under_157000_so_up_173000(149_999, Some(157_000), floor(1500, Rounding::Nearest1000, 0), shopee(), Ok((173_000, 157_477)))]
#[case::l05_a_floor_without_a_cost_gives_no_price(
    150_000,
    None,
    floor(1500, NONE, 1000),
    shopee(),
    Err(NoPrice::CostMissing)
)]
// Keep my net.
#[case::n01_150000_of_0_85_is_176470_59_so_176471_keeps_150000(150_000, None, keep_base(NONE), of(1500), Ok((176_471, 150_000)))]
#[case::n02_151250_of_0_9175_is_164850_14_at_164850_13600_125_is_taken_keeps_150000(150_000, None, keep_base(NONE), shopee(), Ok((164_850, 150_000)))]
#[case::n03_164850_up_to_500_is_165000_less_13612_5_half_up_13613_and_1250_keeps_150137(150_000, None, keep_base(Rounding::Up500), shopee(), Ok((165_000, 150_137)))]
#[case::n04_rounding_down_to_164000_would_keep_149220_so_165000(150_000, None, keep_base(Rounding::Down1000), shopee(), Ok((165_000, 150_137)))]
#[case::n05_capped_1000000_plus_40000_is_1040000(1_000_000, None, keep_base(NONE), schedule(vec![percent("dinamis", 500, Some(40_000))]), Ok((1_040_000, 1_000_000)))]
#[case::n06_just_under_the_cap_760000_of_0_95_is_800000(760_000, None, keep_base(NONE), schedule(vec![percent("dinamis", 500, Some(40_000))]), Ok((800_000, 760_000)))]
#[case::n07_one_rupiah_past_the_cap_760001_plus_40000_is_800001(760_001, None, keep_base(NONE), schedule(vec![percent("dinamis", 500, Some(40_000))]), Ok((800_001, 760_001)))]
#[case::n08_cost_100000_plus_25_percent_125000_of_0_9_is_138888_9_so_138889(150_000, Some(100_000), keep_margin(2500, NONE), of(1000), Ok((138_889, 125_000)))]
#[case::n09_margin_without_a_cost(
    150_000,
    None,
    keep_margin(2500, NONE),
    of(1000),
    Err(NoPrice::CostMissing)
)]
#[case::n10_fees_of_100_percent_keep_nothing(
    150_000,
    None,
    keep_base(NONE),
    of(10_000),
    Err(NoPrice::NetUnreachable)
)]
#[case::n11_60000000_of_0_5_is_120000000_above_every_price(
    60_000_000,
    None,
    keep_base(NONE),
    of(5_000),
    Err(NoPrice::NetUnreachable)
)]
#[case::n12_charm_900_of_164850_is_164900_less_13604_25_and_1250_keeps_150046(150_000, None, keep_base(CHARM), shopee(), Ok((164_900, 150_046)))]
// Fixed prices and limits.
#[case::x01_fixed_99999_stays_99999_less_8249_92_half_up_8250_and_1250(150_000, None, fixed(99_999), shopee(), Ok((99_999, 90_499)))]
#[case::x02_fixed_below_the_floor_90499_under_100000(150_000, Some(100_000), PriceRule { minimum_margin: Some(BasisPoints(0)), ..fixed(99_999) }, shopee(), Err(NoPrice::UnderFloor))]
#[case::x03_172500_over_a_ceiling_of_172499(150_000, None, PriceRule { ceiling: Some(rp(172_499)), ..marked(1500, NONE) }, free(), Err(NoPrice::OverCeiling))]
#[case::x04_172500_at_a_ceiling_of_172500(150_000, None, PriceRule { ceiling: Some(rp(172_500)), ..marked(1500, NONE) }, free(), Ok((172_500, 172_500)))]
#[case::x05_100000000_plus_15_percent_is_out_of_range(
    100_000_000,
    None,
    marked(1500, NONE),
    free(),
    Err(NoPrice::OutOfRange)
)]
fn by_hand(
    #[case] base: i64,
    #[case] cost: Option<i64>,
    #[case] rule: PriceRule,
    #[case] fees: FeeSchedule,
    #[case] expected: Result<(i64, i64), NoPrice>,
) {
    let found = quoted(base, cost, &rule, &fees).map(|quote| (quote.price.get(), quote.keeps.get()));
    assert_eq!(found, expected);
}

#[test]
fn every_step_of_a_floor_that_stops_rounding_down_is_told() {
    let quote = quoted(150_000, Some(157_000), &floor(1500, Rounding::Down1000, 0), &shopee()).unwrap();
    let steps: Vec<_> = quote.steps.iter().map(|step| (step.what.as_str(), step.price.get())).collect();
    assert_eq!(steps, [("base", 150_000), ("markup", 172_500), ("rounding", 172_000), ("floor", 173_000)]);
    assert_eq!(
        (quote.profit(), quote.margin()),
        (Some(rp(477)), Some(BasisPoints(30))),
        "477 of 157,000 is 0.303 %"
    );
}

#[test]
fn every_step_of_a_net_price_is_told_and_so_is_what_stays_over_the_base() {
    let quote = quoted(150_000, None, &keep_base(Rounding::Up500), &shopee()).unwrap();
    let steps: Vec<_> = quote.steps.iter().map(|step| (step.what.as_str(), step.price.get())).collect();
    assert_eq!(steps, [("base", 150_000), ("target", 150_000), ("net", 164_850), ("rounding", 165_000)]);
    assert_eq!((quote.over_base(), quote.margin()), (rp(137), None));
}

#[test]
fn fifteen_percent_against_a_commission_of_fifteen_percent_loses_3375_of_150000() {
    let quote = quoted(150_000, None, &marked(1500, NONE), &of(1500)).unwrap();
    assert_eq!(quote.over_base(), rp(-3_375));
}

#[test]
fn the_fee_of_an_order_counts_once_and_a_cap_once_for_each_item() {
    let fees = tiktok();
    // 3 × 1,000,000 less 209,100, 3 × 40,000, 90,000 and 1,250.
    assert_eq!(keeps_of(&fees, rp(1_000_000), 3), Some(rp(2_579_650)));
}

#[test]
fn a_programme_that_is_off_costs_nothing() {
    let mut fees = tiktok();
    fees.fees[2].enabled = false;
    assert_eq!(quoted(100_000, None, &marked(2000, NONE), &fees).unwrap().keeps, rp(104_386));
}

#[test]
fn what_is_missing_is_named() {
    let (rule, fees) = (marked(1500, NONE), free());
    let ask = |base, rule, fees| match quote(base, None, rule, fees) {
        QuoteOutcome::Refused { reason } => reason.as_str(),
        QuoteOutcome::Quoted(quote) => panic!("{quote:?}"),
    };
    assert_eq!(ask(None, Some((&rule, 1)), Some((&fees, 1))), "base_price_missing");
    assert_eq!(ask(Some(rp(1)), None, Some((&fees, 1))), "price_rule_missing");
    assert_eq!(ask(Some(rp(1)), Some((&rule, 1)), None), "fee_schedule_missing");
}
