//! A promotion holds the price: the rest is pushed, the lock is kept, and the next plan knows it.

use app::{
    marketplace::Event,
    ports::{Job, JobState, Run},
    usecase::{
        locks,
        observe::observe,
        receive::{Received, receive},
    },
};
use domain::{Product, Title, plan::Blocker};
use testkit::{FakeMarketplace, Fault, build::*, fake::Verb};

use crate::desk::Desk;

/// A push of a new title and a new price, whose price is refused.
async fn met(desk: &Desk) -> (Product, Run) {
    desk.shop_record().await;
    let product = desk.listed("1").await;
    desk.edited(&product, |product| {
        product.title = Title::parse("Dudukan Kamera Baru untuk Drone FPV Lima Inci").unwrap();
    })
    .await;
    let plan = desk.plan(&[&product]).await;
    assert_eq!(plan.changes, 2);
    let run = desk.start(&plan).await;
    desk.shopee.fault_on(Verb::Prices, Fault::PriceLocked);
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.deliver_until_done(message).await;
    (product, run)
}

async fn told(desk: &Desk, event: &Event) -> Received {
    let now = desk.ports.clock.now();
    let (headers, body) = FakeMarketplace::notice(&credentials(), "n1", Some(&desk.shop), event, now);
    receive(&desk.ports, &desk.channel, &headers, &body).await.unwrap()
}

async fn blocked(desk: &Desk, product: &Product) -> Vec<Blocker> {
    let plan = desk.plan(&[product]).await;
    let entries = desk.ports.plans.entries(&plan.id, None, 10).await.unwrap().items;
    entries
        .into_iter()
        .flat_map(|(_, entry)| entry.planned.changes)
        .filter_map(|change| change.blocked)
        .collect()
}

async fn shown_as_locked(desk: &Desk) -> bool {
    let mut listing = [desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap()];
    locks::mark(&desk.ports, &mut listing).await.unwrap();
    listing[0].observed.content.offers[0].price_locked
}

#[tokio::test]
async fn the_rest_is_pushed_and_the_job_names_the_lock() {
    let desk = Desk::new().await;
    let (product, run) = met(&desk).await;
    let Job { state, failure, .. } = desk.only_job(&run).await;
    let failure = failure.unwrap();
    assert_eq!((state, failure.code.as_str()), (JobState::Failed, "price_locked"));
    assert!(failure.text.contains("Promosi") && failure.text_en.contains("promotion"), "{failure:?}");
    assert_eq!(
        (desk.live("1").title.as_str(), desk.price("1")),
        ("Dudukan Kamera Baru untuk Drone FPV Lima Inci", 150_000)
    );
    desk.shopee.forget_journal();
    assert_eq!(
        blocked(&desk, &product).await,
        [Blocker::PriceLocked],
        "the title is agreed on, the price waits"
    );
    assert!(shown_as_locked(&desk).await);
    assert_eq!(desk.shopee.write_calls(), 0);
}

#[tokio::test]
async fn a_price_that_moved_in_the_shop_is_not_held_any_more() {
    let desk = Desk::new().await;
    let (product, _) = met(&desk).await;
    desk.shopee
        .edit(&desk.shop, &an_external_id("1"), |content| content.offers[0].price = Some(rupiah(149_000)));
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    assert!(!shown_as_locked(&desk).await);
    assert!(!blocked(&desk, &product).await.contains(&Blocker::PriceLocked));
}

#[tokio::test]
async fn a_promotion_that_changed_frees_the_price_and_a_push_through_forgets_the_lock() {
    let desk = Desk::new().await;
    let (product, _) = met(&desk).await;
    desk.fakes.clock.advance(std::time::Duration::from_secs(1));
    let event = Event::PromotionChanged { listing: None };
    assert_eq!(told(&desk, &event).await, Received::Accepted);
    assert!(!shown_as_locked(&desk).await);
    let plan = desk.plan(&[&product]).await;
    assert_eq!((plan.changes, plan.blocked), (1, 0));
    let run = desk.start(&plan).await;
    desk.deliver_all().await;
    assert_eq!((desk.only_job(&run).await.state, desk.price("1")), (JobState::Succeeded, 172_500));
    let state = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value;
    assert_eq!(state.price_lock, None);
}

#[tokio::test]
async fn a_lock_is_not_believed_for_ever() {
    let desk = Desk::new().await;
    let (product, _) = met(&desk).await;
    desk.fakes.clock.advance(std::time::Duration::from_hours(73));
    assert!(blocked(&desk, &product).await.is_empty());
}

#[tokio::test]
async fn an_audited_edit_beside_a_held_price_ends_when_the_audit_does() {
    let desk = Desk::new().await;
    desk.shopee.audit_edits(true);
    let (_, run) = met(&desk).await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Accepted);
    assert!(desk.shopee.pass_audit(&desk.shop, &an_external_id("1")));
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    let job = desk.only_job(&run).await;
    assert_eq!((job.state, job.failure.unwrap().code.as_str()), (JobState::Failed, "price_locked"));
}
