//! What an undo takes away, and what it leaves alone.

use app::ports::PromotionHold;
use app::{
    ports::JobState,
    publishing::{observe::observe, undo::make_undo_plan},
};
use domain::{
    Product, ProductStatus,
    diff::{Decision, Field},
    plan::Blocker,
};
use testkit::build::*;

use crate::desk::Desk;

/// A run that changed the description, on a channel that tidies it.
#[tokio::test]
async fn the_undo_of_a_tidied_description_restores_it() {
    let desk = Desk::new().await;
    desk.shopee.tidy_descriptions(true);
    let product = desk.listed("1").await;
    let before = desk.live("1").description;
    desk.edited(&product, |product| product.description = "Baru sekali.  \n\nDicetak dari TPU. \n".into())
        .await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!(desk.live("1").description, "Baru sekali.\n\nDicetak dari TPU.");
    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    assert_eq!(undo.blocked, 0, "the channel's tidying is no edit");
    desk.start(&undo).await;
    desk.deliver_all().await;
    assert_eq!(desk.live("1").description, before);
}

/// A listing of two variants to which a push has added a third.
async fn added(desk: &Desk) -> (Product, app::ports::Run) {
    let product = desk.listed_with_two("1").await;
    desk.edited(&product, |product| {
        let mut third = product.variants[0].clone();
        third.id = domain::VariantId::derived(&["third"]);
        third.sku = Some(a_sku("THIRD-1"));
        third.option_values = vec!["Ketiga".to_owned()];
        product.variants.push(third);
        product.status = ProductStatus::Active;
    })
    .await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!(desk.live("1").offers.len(), 3);
    (product, run)
}

#[tokio::test]
async fn a_variant_that_was_added_is_taken_away_again() {
    let desk = Desk::new().await;
    let (_, run) = added(&desk).await;
    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    desk.start(&undo).await;
    desk.deliver_all().await;
    assert_eq!(desk.live("1").offers.len(), 2);
}

#[tokio::test]
async fn a_variant_that_was_repriced_or_sold_since_is_named_and_left() {
    for sold in [true, false] {
        for after_the_plan in [true, false] {
            let desk = Desk::new().await;
            let (_, run) = added(&desk).await;
            let edit = || {
                desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| {
                    let third = content.offers.iter_mut().find(|o| o.option_values == ["Ketiga"]).unwrap();
                    if sold {
                        third.stock = Some(third.stock.unwrap_or(0) + 7);
                    } else {
                        third.price = third.price.map(|price| rupiah(price.get() + 1_000));
                    }
                });
            };
            if !after_the_plan {
                edit();
                observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
            }
            let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
            if after_the_plan {
                edit();
                let undone = desk.start(&undo).await;
                desk.deliver_all().await;
                assert_eq!(desk.only_job(&undone).await.state, JobState::Stale);
            } else {
                assert!(undo.blocked > 0, "it is named");
                if undo.listings_changed > 0 {
                    desk.start(&undo).await;
                    desk.deliver_all().await;
                }
            }
            assert_eq!(desk.live("1").offers.len(), 3, "sold: {sold}, after the plan: {after_the_plan}");
        }
    }
}

/// Deleted by the seller and made again by hand, with everything equal but the channel's own id.
#[tokio::test]
async fn a_variant_that_was_made_again_by_hand_is_not_taken_away() {
    let desk = Desk::new().await;
    let (_, run) = added(&desk).await;
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| {
        content.offers.last_mut().unwrap().id = an_offer_id("999");
    });
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    let entries = desk.ports.plans.entries(&undo.id, None, 10).await.unwrap().items;
    let changes = entries.into_iter().flat_map(|(_, entry)| entry.planned.changes);
    let added: Vec<_> = changes.filter(|change| change.field == Field::Variants).collect();
    assert_eq!(
        added.iter().map(|change| &change.blocked).collect::<Vec<_>>(),
        [&Some(Blocker::ChangedSince)]
    );
    // The prices that the run pushed to the other two are restored.
    desk.start(&undo).await;
    desk.deliver_all().await;
    assert_eq!(desk.live("1").offers.len(), 3);
}

/// A promotion began after the push: its refusal is known from another try.
#[tokio::test]
async fn an_undo_knows_what_a_promotion_holds_and_sends_only_the_rest() {
    let desk = Desk::new().await;
    desk.shop_record().await;
    let product = desk.listed("1").await;
    let before = desk.live("1").title;
    desk.edited(&product, |product| {
        product.title = domain::Title::parse("Dudukan Kamera Baru untuk Drone FPV Lima Inci").unwrap();
    })
    .await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    let pushed = desk.price("1");
    desk.fakes.clock.advance(std::time::Duration::from_secs(1));
    let stored = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap();
    let offers = stored.observed.content.offers.iter().map(|offer| (offer.id.clone(), offer.price)).collect();
    let hold =
        PromotionHold { met_at: desk.ports.clock.now(), offers, fields: std::collections::BTreeMap::new() };
    let mut state = stored.state.value;
    state.promotion_hold = Some(hold);
    desk.ports.listings.put_state(&state, stored.state.version).await.unwrap();

    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    assert_eq!((undo.changes, undo.blocked), (1, 1));
    let entries = desk.ports.plans.entries(&undo.id, None, 10).await.unwrap().items;
    let changes = entries.into_iter().flat_map(|(_, entry)| entry.planned.changes);
    let price = changes.into_iter().find(|change| change.field == Field::Price).unwrap();
    let promoted = Some(Blocker::InPromotion { field: Field::Price, until: None });
    assert_eq!((price.decision, price.blocked), (Decision::Push, promoted));
    desk.shopee.forget_journal();
    let run = desk.start(&undo).await;
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!((desk.live("1").title, desk.price("1")), (before, pushed));
    assert_eq!(desk.shopee.calls_of(testkit::fake::Verb::Prices), 0);
}
