//! What differs and is still not pushed: what the channel moved by itself, products out of sale, deleted variants.

use app::{
    catalogue::{
        masters::{self, Which},
        products::{self, ProductEdit},
    },
    message::NotifyMessage,
    ports::{Job, JobState, Plan, PlanEntry, Run, Versioned},
    publishing::{
        observe::observe,
        planning::{PlanRequest, make_plan},
        run::{self, Waves},
        undo::make_undo_plan,
    },
    worker,
};
use domain::{
    ListingContent, Offer, OfferId, PreOrderDays, Product, ProductId, ProductStatus,
    diff::{Decision, Field},
    master,
    plan::Blocker,
};
use rstest::rstest;
use testkit::{Fault, build::*, fake::Verb};

use crate::desk::Desk;

const SECOND: std::time::Duration = std::time::Duration::from_secs(1);

/// What the channel says of the fields that it moves.
fn said(content: &ListingContent) -> (Option<u32>, Option<u16>) {
    (content.offers[0].stock, content.pre_order.map(PreOrderDays::get))
}

async fn plan_of(desk: &Desk, product: &Product, fields: Option<&[Field]>) -> Plan {
    let request = PlanRequest {
        products: vec![product.id.clone()],
        fields: fields.map(|fields| fields.iter().copied().collect()),
        ..PlanRequest::default()
    };
    make_plan(&desk.ports, "owner", request).await.unwrap()
}

async fn entry(desk: &Desk, plan: &Plan) -> PlanEntry {
    desk.ports.plans.entry(&plan.id, 0, &desk.key("1")).await.unwrap().unwrap()
}

async fn carry_out(desk: &Desk, plan: &Plan) -> Run {
    let run = run::start(&desk.ports, "owner", &plan.id, &plan.hash, Waves::Single).await.unwrap().value;
    desk.deliver_all().await;
    run
}

/// The channel sells, or adapts what it shows, and SyncStore hears of it.
async fn moves(desk: &Desk, change: impl FnOnce(&mut ListingContent)) {
    desk.fakes.clock.advance(SECOND);
    desk.shopee.edit(&desk.shop, &an_external_id("1"), change);
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    desk.fakes.clock.advance(SECOND);
}

async fn adjust(desk: &Desk, product: &Product, stock: u32) {
    desk.fakes.clock.advance(SECOND);
    let sku = product.variants[0].sku.clone().unwrap();
    products::set_stock(&desk.ports, "owner", &sku, Some(stock)).await.unwrap();
}

/// Ten pieces and the price are on the channel, agreed on.
async fn stocked(desk: &Desk) -> Product {
    let product = desk.listed("1").await;
    adjust(desk, &product, 10).await;
    carry_out(desk, &plan_of(desk, &product, None).await).await;
    assert_eq!(said(&desk.live("1")).0, Some(10), "an adjustment is pushed without being named");
    product
}

fn sell(content: &mut ListingContent) {
    content.offers[0].stock = Some(7);
}

fn adapt(content: &mut ListingContent) {
    content.pre_order = PreOrderDays::parse(9).ok();
}

#[rstest]
#[case::stock(Field::Stock, sell)]
#[case::pre_order(Field::PreOrder, adapt)]
#[tokio::test]
async fn what_the_channel_moved_by_itself_is_shown_and_not_put_back(
    #[case] field: Field,
    #[case] change: fn(&mut ListingContent),
) {
    let desk = Desk::new().await;
    let product = stocked(&desk).await;
    moves(&desk, change).await;
    let moved = said(&desk.live("1"));
    desk.base_price(&product, 160_000).await;
    let plan = plan_of(&desk, &product, None).await;
    assert_eq!((plan.changes, plan.blocked), (1, 1), "the price, and the field that is left");
    let left = entry(&desk, &plan).await.planned.changes.into_iter().find(|change| change.field == field);
    assert_eq!(left.unwrap().blocked, Some(Blocker::MovedByChannel { field }));
    carry_out(&desk, &plan).await;
    assert_eq!((desk.price("1"), said(&desk.live("1"))), (184_000, moved));
    // Whoever names the field wants it as the master has it.
    let named = plan_of(&desk, &product, Some(&[field])).await;
    assert_eq!((named.changes, named.blocked), (1, 0));
    carry_out(&desk, &named).await;
    assert_eq!(said(&desk.live("1")), (Some(10), Some(5)));
}

#[test]
fn every_field_is_either_an_edit_at_the_channel_or_tested_here() {
    let moving: Vec<Field> = Field::ALL.into_iter().filter(|field| field.moves_by_itself()).collect();
    assert_eq!(moving, [Field::PreOrder, Field::Stock]);
}

#[rstest]
#[case::another_number(20)]
#[case::the_same_number_counted_again(10)]
#[tokio::test]
async fn an_adjustment_after_the_sale_is_pushed(#[case] counted: u32) {
    let desk = Desk::new().await;
    let product = stocked(&desk).await;
    moves(&desk, sell).await;
    adjust(&desk, &product, counted).await;
    let plan = plan_of(&desk, &product, None).await;
    assert_eq!((plan.changes, plan.conflicts), (1, 0));
    carry_out(&desk, &plan).await;
    assert_eq!(said(&desk.live("1")).0, Some(counted));
    assert_eq!(plan_of(&desk, &product, None).await.changes, 0);
}

#[tokio::test]
async fn a_sale_after_the_adjustment_is_never_overwritten() {
    let desk = Desk::new().await;
    let product = stocked(&desk).await;
    adjust(&desk, &product, 20).await;
    let approved = plan_of(&desk, &product, None).await;
    moves(&desk, sell).await;
    let run = carry_out(&desk, &approved).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Stale, "sold between the plan and its job");
    let plan = plan_of(&desk, &product, None).await;
    assert_eq!((plan.changes, plan.conflicts), (0, 1));
    assert_eq!(said(&desk.live("1")).0, Some(7));
}

/// A product that was typed with its stock, whose listing is imported later: what is there was sold from, by then.
#[tokio::test]
async fn a_stock_that_was_typed_before_the_listing_was_known_is_not_pushed() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let sku = product.variants[0].sku.clone().unwrap();
    products::set_stock(&desk.ports, "owner", &sku, Some(12)).await.unwrap();
    // The listing that is there now was seen for the first time after that, as one that was listed again is.
    desk.fakes.clock.advance(SECOND);
    let key = desk.key("1");
    let Versioned { mut value, version } = desk.ports.listings.get(&key).await.unwrap().unwrap().state;
    value.known_since = Some(desk.ports.clock.now());
    desk.ports.listings.put_state(&value, version).await.unwrap();
    let there = said(&desk.live("1")).0;
    assert_ne!(there, Some(12));
    let plan = plan_of(&desk, &product, None).await;
    assert_eq!((plan.changes, plan.blocked), (1, 1), "the price, and the stock that is left");
    carry_out(&desk, &plan).await;
    assert_eq!(said(&desk.live("1")).0, there);
    // A count after that is a person's word about it.
    adjust(&desk, &product, 11).await;
    carry_out(&desk, &plan_of(&desk, &product, None).await).await;
    assert_eq!(said(&desk.live("1")).0, Some(11));
}

#[tokio::test]
async fn a_sale_is_no_edit_to_be_told_of_and_does_not_hold_up_a_price() {
    let desk = Desk::new().await;
    let product = stocked(&desk).await;
    desk.base_price(&product, 160_000).await;
    let plan = plan_of(&desk, &product, None).await;
    moves(&desk, sell).await;
    assert_eq!(kinds(&desk), Vec::<String>::new());
    let run = carry_out(&desk, &plan).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    assert_eq!((desk.price("1"), said(&desk.live("1")).0), (184_000, Some(7)));
}

fn kinds(desk: &Desk) -> Vec<String> {
    let told = desk.fakes.outbox.drain_notify();
    let kind = |NotifyMessage::Tell { kind, .. }: NotifyMessage| kind;
    told.into_iter().map(|message| kind(message.message)).filter(|kind| kind != "run_finished").collect()
}

#[derive(Debug, Clone, Copy)]
enum Leaves {
    Archived,
    Merged,
    Linked,
    Unlinked,
}

async fn leave(desk: &Desk, product: &Product, how: Leaves) {
    let elsewhere = ProductId::derived(&["elsewhere"]);
    match how {
        Leaves::Archived => {
            products::archive(&desk.ports, "owner", &product.id, None).await.unwrap();
        }
        Leaves::Merged => {
            desk.edited(product, |product| {
                product.status = ProductStatus::Archived;
                product.merged_into = Some(elsewhere);
            })
            .await;
        }
        Leaves::Linked | Leaves::Unlinked => {
            let state = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state;
            let mut value = state.value;
            value.product = matches!(how, Leaves::Linked).then_some(elsewhere);
            value.links.clear();
            desk.ports.listings.put_state(&value, state.version).await.unwrap();
        }
    }
}

fn code(job: &Job) -> &str {
    job.failure.as_ref().unwrap().code.as_str()
}

#[rstest]
#[case::archived(Leaves::Archived, "product_archived")]
#[case::merged(Leaves::Merged, "product_merged")]
#[case::linked_elsewhere(Leaves::Linked, "listing_moved")]
#[case::unlinked(Leaves::Unlinked, "listing_moved")]
#[tokio::test]
async fn a_waiting_job_of_a_product_that_lost_the_listing_ends_with_the_reason(
    #[case] how: Leaves,
    #[case] expected: &str,
) {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    leave(&desk, &product, how).await;
    desk.deliver_all().await;
    let job = desk.only_job(&run).await;
    assert_eq!((job.state, code(&job)), (JobState::Stale, expected));
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (150_000, 0));
}

#[rstest]
#[case(Leaves::Archived)]
#[case(Leaves::Merged)]
#[case(Leaves::Linked)]
#[case(Leaves::Unlinked)]
#[tokio::test]
async fn a_push_that_had_begun_sends_nothing_more_either(#[case] how: Leaves) {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.shopee.fault_next_write(Fault::LostRequest);
    worker::sync::handle(&desk.ports, message.clone()).await.unwrap_err();
    leave(&desk, &product, how).await;
    let before = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value;
    desk.shopee.forget_journal();
    desk.deliver_until_done(message).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Stale);
    assert_eq!((desk.price("1"), desk.shopee.write_calls()), (150_000, 0));
    let after = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value;
    assert_eq!((after.product, after.links), (before.product, before.links), "it is not taken back");
}

#[tokio::test]
async fn a_product_that_is_sold_again_is_pushed_as_approved() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    leave(&desk, &product, Leaves::Archived).await;
    let back = ProductEdit { status: Some(ProductStatus::Active), ..ProductEdit::default() };
    products::edit(&desk.ports, "owner", &product.id, None, back).await.unwrap();
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
}

#[tokio::test]
async fn what_was_pushed_before_the_product_was_archived_can_still_be_undone() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    leave(&desk, &product, Leaves::Archived).await;
    let undo = make_undo_plan(&desk.ports, "owner", &run.id).await.unwrap();
    desk.start(&undo).await;
    desk.deliver_all().await;
    assert_eq!(desk.price("1"), 150_000);
}

/// A listing with two sizes.
async fn sized(desk: &Desk) -> Product {
    let product = desk.listed("1").await;
    let both = a_product_named("1")
        .with_variants(&["Ukuran"], &[(&["5 inci"], "MTK-5", 150_000), (&["7 inci"], "MTK-7", 150_000)]);
    let variants = both.variants.clone();
    desk.edited(&product, |product| {
        product.options.clone_from(&both.options);
        product.variants.clone_from(&both.variants);
    })
    .await;
    let offer = |(nth, variant): (usize, &domain::Variant)| Offer {
        id: OfferId::parse(&format!("90{nth}")).unwrap(),
        sku: variant.sku.clone(),
        option_values: variant.option_values.clone(),
        ..an_offer()
    };
    let offers: Vec<Offer> = variants.iter().enumerate().map(offer).collect();
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| {
        content.options = vec!["Ukuran".to_owned()];
        content.offers.clone_from(&offers);
    });
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    let state = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state;
    let mut value = state.value;
    value.links =
        offers.iter().zip(&variants).map(|(offer, variant)| (offer.id.clone(), variant.id.clone())).collect();
    desk.ports.listings.put_state(&value, state.version).await.unwrap();
    desk.ports.products.get(&product.id).await.unwrap().unwrap().value
}

async fn delete_second(desk: &Desk) {
    moves(desk, |content| {
        content.offers.remove(1);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_variant_is_told_and_is_not_made_again_beside_another_ones_price() {
    let desk = Desk::new().await;
    let product = Box::pin(sized(&desk)).await;
    delete_second(&desk).await;
    assert!(kinds(&desk).contains(&"variant_gone".to_owned()));
    let plan = plan_of(&desk, &product, None).await;
    let changes = entry(&desk, &plan).await.planned.changes;
    let gone = changes.iter().find(|change| change.field == Field::Variants).unwrap();
    assert_eq!((gone.decision, &gone.blocked), (Decision::Push, &Some(Blocker::VariantGone)));
    carry_out(&desk, &plan).await;
    assert_eq!((desk.live("1").offers.len(), desk.shopee.calls_of(Verb::AddVariants)), (1, 0));
    assert_eq!(desk.price("1"), 172_500);
}

#[tokio::test]
async fn a_deleted_variant_stays_deleted_when_its_master_is_built_again() {
    let desk = Desk::new().await;
    let product = Box::pin(sized(&desk)).await;
    delete_second(&desk).await;
    // A master whose builder finds something to write.
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| {
        content.weight = Some(domain::Grams::parse(321).unwrap());
    });
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    desk.edited(&product, |product| master::follow(product, "weight", &desk.key("1"), true)).await;
    let which = Which { products: vec![product.id.clone()], limit: 10, ..Which::default() };
    for item in masters::preview(&desk.ports, &which).await.unwrap().items {
        let item = masters::AcceptItem {
            product: item.product,
            hash: item.hash.to_string(),
            fields: None,
            keep: std::collections::BTreeMap::new(),
        };
        masters::accept(&desk.ports, "owner", &[item]).await.unwrap();
    }
    let built = desk.ports.products.get(&product.id).await.unwrap().unwrap().value;
    assert_eq!(built.weight, Some(domain::Grams::parse(321).unwrap()), "it was built");
    let changes = entry(&desk, &plan_of(&desk, &product, None).await).await.planned.changes;
    let gone = changes.iter().find(|change| change.field == Field::Variants).unwrap();
    assert_eq!(gone.blocked, Some(Blocker::VariantGone));
}

/// The seller deleted an option and made it again with what is left of it: nobody counted that for the master.
#[tokio::test]
async fn a_stock_typed_for_an_offer_that_was_replaced_is_not_pushed_to_the_new_one() {
    let desk = Desk::new().await;
    let product = Box::pin(sized(&desk)).await;
    desk.fakes.clock.advance(SECOND);
    let sku = product.variants[1].sku.clone().unwrap();
    products::set_stock(&desk.ports, "owner", &sku, Some(10)).await.unwrap();
    moves(&desk, |content| {
        content.offers[1].id = OfferId::parse("777").unwrap();
        content.offers[1].stock = Some(3);
    })
    .await;
    carry_out(&desk, &plan_of(&desk, &product, None).await).await;
    assert_eq!(desk.live("1").offers[1].price, Some(rupiah(172_500)), "other fields were pushed");
    let again = plan_of(&desk, &product, None).await;
    assert_eq!((again.changes, again.blocked), (0, 1));
    assert_eq!(desk.live("1").offers[1].stock, Some(3));
}

#[tokio::test]
async fn a_deleted_variant_is_made_again_when_variants_are_named_and_is_linked_then() {
    let desk = Desk::new().await;
    let product = Box::pin(sized(&desk)).await;
    delete_second(&desk).await;
    let plan = plan_of(&desk, &product, Some(&[Field::Variants])).await;
    assert_eq!((plan.changes, plan.blocked), (1, 0));
    let run = carry_out(&desk, &plan).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Succeeded);
    let listing = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap();
    let sold: Vec<_> = listing.state.value.links.values().cloned().collect();
    assert_eq!((desk.live("1").offers.len(), sold.len()), (2, 2));
    assert!(product.variants.iter().all(|variant| sold.contains(&variant.id)), "{sold:?}");
    let there = listing.state.value.links.keys().all(|offer| listing.observed.content.offer(offer).is_some());
    assert!(there, "the deleted offer is forgotten");
    assert_eq!(plan_of(&desk, &product, None).await.blocked, 0);
}

#[tokio::test]
async fn an_offer_that_replaced_a_deleted_one_has_its_link_and_price() {
    let desk = Desk::new().await;
    let product = Box::pin(sized(&desk)).await;
    moves(&desk, |content| content.offers[1].id = OfferId::parse("777").unwrap()).await;
    let plan = plan_of(&desk, &product, None).await;
    assert_eq!((plan.changes, plan.blocked), (2, 0), "both prices, nothing is added");
    carry_out(&desk, &plan).await;
    let prices: Vec<_> = desk.live("1").offers.iter().map(|offer| offer.price.unwrap().get()).collect();
    assert_eq!((prices, desk.shopee.calls_of(Verb::AddVariants)), (vec![172_500, 172_500], 0));
    let links = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value.links;
    assert_eq!(links.get(&OfferId::parse("777").unwrap()), Some(&product.variants[1].id));
    assert_eq!(links.len(), 2);
}
