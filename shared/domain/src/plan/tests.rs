use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{
    Grams, Limits, ListingContent, ListingStatus, Offer, Rupiah,
    capabilities::Range,
    diff::{Owners, base_of},
    listing::{ListingImage, Named, Promotion},
};

fn key() -> ListingKey {
    ListingKey::parse("shopee:1:2").unwrap()
}

fn limits() -> Limits {
    Limits {
        title: Range::new(5, 100),
        description: Range::new(0, 2000),
        images: Range::new(1, 9),
        price: Range::new(Rupiah::new(100), Rupiah::new(100_000_000)),
        stock: Range::new(0, 10_000),
        variants: 50,
        options: 2,
        option_name: 14,
        option_value: 20,
        sku: 100,
        sku_without_spaces: false,
        pre_order_days: Some(Range::new(3, 30)),
        price_spread: Some(7),
        weight_required: true,
        dimensions_required: false,
    }
}

fn offer(id: &str, price: i64) -> Offer {
    Offer {
        id: OfferId::parse(id).unwrap(),
        sku: None,
        option_values: vec![format!("{id} inch")],
        price: Some(Rupiah::new(price)),
        stock: Some(5),
        weight: None,
        image: None,
        price_locked: false,
    }
}

fn observed(prices: &[i64]) -> ListingContent {
    ListingContent {
        title: "Frame 5 inch".into(),
        description: "Kokoh".into(),
        images: vec![ListingImage { reference: "a".into(), url: None }],
        category: Some(Named { id: "7".into(), name: None }),
        attributes: vec![],
        brand: None,
        weight: Some(Grams::parse(250).unwrap()),
        dimensions: None,
        pre_order: None,
        shipping: vec![],
        storefronts: vec![],
        status: ListingStatus::Live,
        storefront_status: BTreeMap::new(),
        promotion: None,
        options: vec!["Ukuran".into()],
        offers: prices.iter().enumerate().map(|(i, price)| offer(&(i + 1).to_string(), *price)).collect(),
    }
}

fn target(prices: &[i64]) -> Target {
    Target {
        title: Some("Frame 5 inch".into()),
        options: vec!["Size".into()],
        offers: prices
            .iter()
            .enumerate()
            .map(|(i, price)| TargetOffer {
                variant: VariantId::derived(&[&i.to_string()]),
                offer: Some(OfferId::parse(&(i + 1).to_string()).unwrap()),
                sku: None,
                option_values: vec![format!("{} inch", i + 1)],
                price: PriceTarget::Quoted { price: Rupiah::new(*price) },
                stock: None,
                weight: None,
            })
            .collect(),
        ..Target::default()
    }
}

fn plan(target: &Target, observed: &ListingContent) -> PlannedListing {
    plan_under(0, target, observed)
}

fn plan_under(mapping: u64, target: &Target, observed: &ListingContent) -> PlannedListing {
    let (base, owners) = (base_of(observed), Owners::default());
    plan_listing(PlanInput {
        key: &key(),
        product: &ProductId::derived(&["p"]),
        target,
        observed,
        base: &base,
        owners: &owners,
        limits: &limits(),
        fields: None,
        guard: DEFAULT_GUARD,
        edits: crate::channel_status::edits(&[], observed.status),
        mapping,
        withheld: &Withheld::default(),
    })
}

#[test]
fn a_plan_is_another_one_after_the_mapping_has_changed() {
    let hash = |mapping| plan_under(mapping, &target(&[172_500]), &observed(&[150_000])).hash;
    assert_eq!(hash(2), hash(2));
    assert_ne!(hash(0), hash(1));
    assert_ne!(hash(1), hash(2));
}

/// The listing after a channel took every pushed change.
fn pushed(planned: &PlannedListing, before: &ListingContent) -> ListingContent {
    let mut after = before.clone();
    for change in planned.pushed() {
        match (&change.to, &change.offer) {
            (Value::Text(text), _) => after.title.clone_from(text),
            (Value::Money(price), Some(id)) => {
                after.offers.iter_mut().find(|offer| &offer.id == id).unwrap().price = Some(*price);
            }
            _ => {}
        }
    }
    after
}

#[test]
fn a_listing_that_says_what_we_want_needs_nothing() {
    assert!(plan(&target(&[150_000]), &observed(&[150_000])).changes.is_empty());
}

#[test]
fn fifteen_percent_more_is_pushed_and_thirty_one_is_stopped_by_the_guard() {
    let planned = plan(&target(&[172_500]), &observed(&[150_000]));
    assert_eq!(planned.pushed().count(), 1);
    let planned = plan(&target(&[131_000]), &observed(&[100_000]));
    assert!(planned.is_empty());
    assert!(matches!(planned.changes[0].blocked, Some(Blocker::PriceMove { .. })));
}

#[test]
fn a_price_without_a_known_one_to_move_from_is_stopped_and_a_new_offers_is_not() {
    for current in [None, Some(Rupiah::ZERO)] {
        let mut shop = observed(&[100_000]);
        shop.offers[0].price = current;
        let planned = plan(&target(&[100_000]), &shop);
        assert_eq!(planned.changes[0].blocked, Some(Blocker::UnknownCurrentPrice));
        assert!(planned.is_empty());
    }
    let mut wish = target(&[100_000, 110_000]);
    wish.offers[1].offer = None;
    assert_eq!(plan(&wish, &observed(&[100_000])).pushed().count(), 1);
}

#[test]
fn variants_more_than_seven_times_apart_stop_every_price_of_the_listing() {
    let planned = plan(&target(&[10_000, 71_000]), &observed(&[10_000, 70_000]));
    assert!(matches!(planned.changes[0].blocked, Some(Blocker::PriceSpread { most: 7, .. })));
}

#[test]
fn a_price_held_by_a_promotion_waits() {
    let mut shop = observed(&[100_000]);
    shop.offers[0].price_locked = true;
    assert_eq!(
        plan(&target(&[115_000]), &shop).changes[0].blocked,
        Some(Blocker::InPromotion { field: Field::Price, until: None })
    );
}

#[test]
fn a_plan_that_was_stored_when_only_prices_were_known_to_be_held_is_still_read() {
    let stored = serde_json::json!({ "code": "price_locked" });
    let read: Blocker = serde_json::from_value(stored).unwrap();
    assert_eq!(read, Blocker::InPromotion { field: Field::Price, until: None });
    assert_eq!(read.code(), "in_promotion");
}

#[test]
fn what_a_promotion_holds_is_not_pushed_and_the_rest_is() {
    let mut shop = observed(&[100_000]);
    let until = "2026-12-05T10:00:00Z".parse().ok();
    shop.promotion = Some(Promotion { fields: [Field::Title].into(), until });
    let mut target = target(&[115_000]);
    target.title = Some("Judul lain yang cukup panjang untuk kanal".to_owned());
    let planned = plan(&target, &shop);
    let blocked: Vec<_> =
        planned.changes.iter().map(|change| (change.field, change.blocked.clone())).collect();
    let held = Blocker::InPromotion { field: Field::Title, until };
    assert_eq!(blocked, [(Field::Title, Some(held)), (Field::Price, None)]);
}

#[test]
fn a_refused_quote_pushes_nothing_and_says_why() {
    let mut wish = target(&[1]);
    wish.offers[0].price = PriceTarget::Refused { reason: "base_price_missing".into() };
    let planned = plan(&wish, &observed(&[150_000]));
    assert!(planned.is_empty());
    assert!(matches!(planned.changes[0].blocked, Some(Blocker::NoPrice { .. })));
}

#[test]
fn a_title_below_the_channels_minimum_is_stopped_alone() {
    let mut wish = target(&[172_500]);
    wish.title = Some("abc".into());
    let planned = plan(&wish, &observed(&[150_000]));
    assert_eq!(planned.pushed().map(|c| c.field).collect::<Vec<_>>(), [Field::Price]);
}

#[test]
fn a_missing_variant_is_added_and_an_unknown_offer_is_left_alone() {
    let mut wish = target(&[100_000, 110_000]);
    wish.offers[1].offer = None;
    let planned = plan(&wish, &observed(&[100_000, 110_000]));
    assert_eq!(planned.unlinked, [OfferId::parse("2").unwrap()]);
    assert!(matches!(&steps(&planned, &wish)[..], [Step::AddVariants { offers, .. }] if offers.len() == 1));
}

#[test]
fn nothing_is_added_where_the_option_axes_differ() {
    let mut wish = target(&[100_000, 110_000]);
    wish.offers[1].offer = None;
    let mut shop = observed(&[100_000]);
    shop.options.clear();
    let planned = plan(&wish, &shop);
    assert!(planned.changes.iter().any(|c| matches!(c.blocked, Some(Blocker::VariantAxesDiffer { .. }))));
}

#[test]
fn a_deleted_listing_is_not_edited() {
    let mut shop = observed(&[150_000]);
    shop.status = ListingStatus::Deleted;
    assert!(plan(&target(&[172_500]), &shop).is_empty());
}

proptest! {
    #[test]
    fn planning_the_result_of_a_push_changes_nothing(from in proptest::collection::vec(1_000_i64..5_000, 1..6), by in 0_i32..3000) {
        let shop = observed(&from);
        let prices: Vec<i64> = from.iter().map(|p| p + Rupiah::new(*p).percent(BasisPoints(by)).unwrap().get()).collect();
        let wish = target(&prices);
        let planned = plan(&wish, &shop);
        let after = pushed(&planned, &shop);
        prop_assert!(plan(&wish, &after).is_empty());
    }

    #[test]
    fn the_same_state_gives_the_same_hash_and_another_price_another(price in 115_000_i64..120_000) {
        let shop = observed(&[100_000]);
        prop_assert_eq!(plan(&target(&[price]), &shop).hash, plan(&target(&[price]), &shop).hash);
        prop_assert_ne!(plan(&target(&[price]), &shop).hash, plan(&target(&[price + 1]), &shop).hash);
    }
}
