//! Which rule and which schedule applies, and what the offers of one listing say together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::*;
use crate::{Limits, Product, ProductId, Title, Variant, VariantId, capabilities::Range};

fn variant(name: &str, base: i64) -> Variant {
    Variant {
        id: VariantId::derived(&[name]),
        sku: None,
        option_values: vec![],
        base_price: Some(rp(base)),
        cost: None,
        stock: None,
        weight: None,
        image: None,
    }
}

fn product(category: Option<&str>, variants: Vec<Variant>) -> Product {
    let title = Title::parse("Frame FPV 5 inci").unwrap();
    let blank = Product::blank(ProductId::derived(&["frame"]), title, jiff::Timestamp::UNIX_EPOCH);
    Product { category: category.map(str::to_owned), variants, ..blank }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn version(scope: Scope, version: u64, valid_from: &str) -> FeeVersion {
    let schedule = FeeSchedule { valid_from: valid_from.to_owned(), ..schedule(vec![]) };
    FeeVersion { scope, version, schedule }
}

#[test]
fn the_most_specific_rule_wins() {
    let product = product(Some("  Frame  FPV "), vec![variant("a", 100_000), variant("b", 100_000)]);
    let (a, b) = (&product.variants[0], &product.variants[1]);
    let mut book = PriceBook::default();
    book.fees.insert(Scope::Channel, (schedule(vec![]), 1));
    let price = |book: &PriceBook, variant| book.quote(&product, variant).price().map(Rupiah::get);
    assert_eq!(price(&book, a), None);
    let scopes = [
        Scope::Channel,
        Scope::category("FRAME fpv").unwrap(),
        Scope::Product { product: product.id.clone() },
        Scope::Variant { product: product.id.clone(), variant: a.id.clone() },
    ];
    for (percent, scope) in [15, 20, 25, 30].into_iter().zip(scopes) {
        book.rules.insert(scope.clone(), (PriceRule::of_markup(BasisPoints::percent(percent)), 1));
        assert_eq!(price(&book, a), Some(100_000 + i64::from(percent) * 1_000));
        assert_eq!(book.rule_of(&product, a).unwrap().scope, &scope);
    }
    assert_eq!(price(&book, b), Some(125_000), "its own variant's rule is not its sister's");
}

#[test]
fn a_lone_exception_and_a_lone_category_schedule_hold_without_the_channels_own() {
    let product = product(Some("Frame"), vec![variant("a", 100_000)]);
    let a = &product.variants[0];
    let frame = Scope::category("frame").unwrap();
    let narrow = [
        frame.clone(),
        Scope::Product { product: product.id.clone() },
        Scope::Variant { product: product.id.clone(), variant: a.id.clone() },
    ];
    for scope in narrow {
        let mut book = PriceBook::default();
        book.rules.insert(scope.clone(), (PriceRule::of_markup(BasisPoints::percent(20)), 1));
        book.fees.insert(frame.clone(), (schedule(vec![percent("komisi", 1_000, None)]), 1));
        let QuoteOutcome::Quoted(quote) = book.quote(&product, a) else { panic!("{scope}: no price") };
        assert_eq!((quote.price, quote.keeps), (rp(120_000), rp(108_000)), "{scope}");
        assert_eq!((&quote.rule_scope, &quote.fee_scope), (&scope, &frame));
    }
    let mut other = PriceBook::default();
    other.rules.insert(Scope::category("motor").unwrap(), (PriceRule::base_prices(), 1));
    assert_eq!(other.quote(&product, a), QuoteOutcome::Refused { reason: NoPrice::RuleMissing });
}

#[test]
fn a_narrower_rule_without_a_floor_keeps_the_wider_ones_and_its_quote_recomputes_from_itself() {
    let mut product = product(Some("Frame"), vec![variant("a", 100_000)]);
    product.variants[0].cost = Some(rp(80_000));
    let fixed = |price| PriceRule { method: Method::Fixed { price: rp(price) }, ..PriceRule::base_prices() };
    let mut book = PriceBook::default();
    book.fees.insert(Scope::Channel, (schedule(vec![]), 1));
    let least = |percent| PriceRule { minimum_margin: Some(BasisPoints::percent(percent)), ..fixed(100_000) };
    book.rules.insert(Scope::Channel, (least(20), 1));
    let own = Scope::Product { product: product.id.clone() };
    let quote = |book: &PriceBook, product: &Product| book.quote(product, &product.variants[0]);
    book.rules.insert(own.clone(), (fixed(95_000), 1));
    let under = QuoteOutcome::Refused { reason: NoPrice::UnderFloor };
    assert_eq!(quote(&book, &product), under, "96,000 is the channel's floor");

    book.rules.insert(own.clone(), (fixed(96_000), 2));
    let QuoteOutcome::Quoted(stored) = quote(&book, &product) else { panic!("no price") };
    assert_eq!(stored.inherited_margin, Some(BasisPoints::percent(20)));
    let again = recompute(&stored, &fixed(96_000), &schedule(vec![]));
    assert_eq!(again, QuoteOutcome::Quoted(stored), "whatever became of the channel's rule");

    // The category's stands nearer than the channel's.
    book.rules.insert(Scope::category("frame").unwrap(), (least(30), 1));
    assert_eq!(quote(&book, &product), under);
    for (percent, price) in [(-10, 72_000), (-100, 1_000)] {
        let clearance = PriceRule { minimum_margin: Some(BasisPoints::percent(percent)), ..fixed(price) };
        book.rules.insert(own.clone(), (clearance, 3));
        assert_eq!(quote(&book, &product).price(), Some(rp(price)), "its own {percent} % holds");
    }
    product.variants[0].cost = None;
    assert_eq!(quote(&book, &product).price(), Some(rp(1_000)), "a lifted floor asks for no cost");
}

#[test]
fn the_narrowest_guard_of_a_products_variants_holds_for_its_push() {
    let product = product(None, vec![variant("a", 1), variant("b", 1)]);
    let mut book = PriceBook::default();
    assert_eq!(book.guard(&product), crate::plan::DEFAULT_GUARD);
    let guard = |percent| PriceRule { guard: BasisPoints::percent(percent), ..PriceRule::base_prices() };
    book.rules.insert(Scope::Channel, (guard(50), 1));
    assert_eq!(book.guard(&product), BasisPoints::percent(50));
    let scope = Scope::Variant { product: product.id.clone(), variant: product.variants[1].id.clone() };
    book.rules.insert(scope, (guard(5), 1));
    assert_eq!(book.guard(&product), BasisPoints::percent(5));
}

#[test]
fn of_the_schedules_that_have_begun_the_latest_holds() {
    let channel = || Scope::Channel;
    let versions = [
        version(channel(), 1, "2026-01-01"),
        version(channel(), 2, "2026-12-01"),
        version(channel(), 3, "2026-05-02"),
    ];
    let on = |today| in_force(&versions, &Scope::Channel, day(today)).map(|found| found.version);
    assert_eq!(on("2025-12-31"), None);
    assert_eq!(on("2026-05-01"), Some(1));
    assert_eq!(on("2026-05-02"), Some(3));
    assert_eq!(on("2026-11-30"), Some(3));
    assert_eq!(on("2026-12-01"), Some(2), "a correction of today leaves what is planned for December alone");
    let withdrawn = [versions.to_vec(), vec![version(channel(), 4, "2026-12-01")]].concat();
    assert_eq!(
        in_force(&withdrawn, &Scope::Channel, day("2027-01-01")).unwrap().version,
        4,
        "the same day again"
    );
}

#[test]
fn a_category_has_its_own_schedule_once_that_has_begun() {
    let frame = Scope::category("Frame").unwrap();
    let versions = [version(Scope::Channel, 1, "2026-01-01"), version(frame.clone(), 1, "2026-06-01")];
    let product = product(Some("frame"), vec![variant("a", 1)]);
    let scope = |today| {
        let book = PriceBook::default().with_fees(&versions, day(today));
        book.fees_of(&product).unwrap().scope.clone()
    };
    assert_eq!(scope("2026-05-31"), Scope::Channel);
    assert_eq!(scope("2026-06-01"), frame);
}

#[test]
fn a_scope_reads_back_from_its_text() {
    let product = ProductId::derived(&["p"]);
    let variant = VariantId::derived(&["v"]);
    for scope in [
        Scope::Channel,
        Scope::category("Kamera & VTX").unwrap(),
        Scope::Product { product: product.clone() },
        Scope::Variant { product, variant },
    ] {
        assert_eq!(Scope::parse(&scope.to_string()), Ok(scope));
    }
    for wrong in ["", "category:", "category: # ", "product:x", "variant:prd_12345678", "shop:1"] {
        assert!(Scope::parse(wrong).is_err(), "{wrong}");
    }
}

fn limits(spread: Option<u32>) -> Limits {
    let any = Range::new(0, u32::MAX);
    Limits {
        title: any,
        description: any,
        images: any,
        price: Range::new(rp(100), rp(1_000_000)),
        stock: any,
        variants: 50,
        options: 2,
        option_name: 20,
        option_value: 20,
        sku: 100,
        sku_without_spaces: false,
        pre_order_days: None,
        price_spread: spread,
        weight_required: false,
        dimensions_required: false,
    }
}

fn outcomes(prices: &[i64]) -> BTreeMap<VariantId, QuoteOutcome> {
    let rule = PriceRule::base_prices();
    let fees = schedule(vec![]);
    let one = |price: &i64| {
        let outcome = quote(Some(rp(*price)), None, Some((&rule, 1)), Some((&fees, 1)));
        (VariantId::derived(&[&price.to_string()]), outcome)
    };
    prices.iter().map(one).collect()
}

fn reasons(quotes: &BTreeMap<VariantId, QuoteOutcome>) -> BTreeSet<Option<NoPrice>> {
    let reason = |outcome: &QuoteOutcome| match outcome {
        QuoteOutcome::Refused { reason } => Some(*reason),
        QuoteOutcome::Quoted(_) => None,
    };
    quotes.values().map(reason).collect()
}

#[test]
fn variants_may_be_seven_times_apart_and_one_rupiah_more_gives_none_of_them_a_price() {
    let seven = listing_quotes(outcomes(&[10_000, 70_000]), |_| true, &limits(Some(7)));
    assert_eq!(reasons(&seven), BTreeSet::from([None]));
    let more = listing_quotes(outcomes(&[10_000, 30_000, 70_001]), |_| true, &limits(Some(7)));
    assert_eq!(reasons(&more), BTreeSet::from([Some(NoPrice::PriceSpread)]));
    assert_eq!(
        reasons(&listing_quotes(outcomes(&[10_000, 70_001]), |_| true, &limits(None))),
        BTreeSet::from([None])
    );
    let dear = VariantId::derived(&["70001"]);
    let apart = listing_quotes(outcomes(&[10_000, 70_001]), |id| *id != dear, &limits(Some(7)));
    assert_eq!(reasons(&apart), BTreeSet::from([None]), "a variant that is not listed there does not count");
}

#[test]
fn a_price_outside_the_channels_limits_is_none_and_does_not_count_for_the_spread() {
    let quotes = listing_quotes(outcomes(&[99, 10_000, 60_000, 1_000_001]), |_| true, &limits(Some(7)));
    assert_eq!(reasons(&quotes), BTreeSet::from([None, Some(NoPrice::OutsideLimits)]));
}
