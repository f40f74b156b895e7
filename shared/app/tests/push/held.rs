//! A promotion holds the price: the rest is pushed, the lock is kept, and the next plan knows it.

use app::{
    marketplace::Event,
    ports::{Job, JobState, ListingState, Run},
    pricing::price_locks,
    publishing::observe::observe,
    shops::receive::{Received, receive},
};
use domain::{Product, Title, diff::Field, plan::Blocker};
use rstest::rstest;
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
    desk.shopee.fault_on(Verb::Prices, Fault::InPromotion(Some(Field::Price)));
    let message = desk.fakes.outbox.next_sync().unwrap();
    desk.deliver_until_done(message).await;
    (product, run)
}

fn held(field: Field) -> Blocker {
    Blocker::InPromotion { field, until: None }
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
    price_locks::mark(&desk.ports, &mut listing).await.unwrap();
    listing[0].observed.content.offers[0].price_locked
}

#[tokio::test]
async fn the_rest_is_pushed_and_the_job_names_the_lock() {
    let desk = Desk::new().await;
    let (product, run) = met(&desk).await;
    let Job { state, failure, .. } = desk.only_job(&run).await;
    let failure = failure.unwrap();
    assert_eq!((state, failure.code.as_str()), (JobState::Failed, "in_promotion"));
    assert!(failure.text.contains("Promosi") && failure.text_en.contains("promotion"), "{failure:?}");
    assert_eq!(
        (desk.live("1").title.as_str(), desk.price("1")),
        ("Dudukan Kamera Baru untuk Drone FPV Lima Inci", 150_000)
    );
    desk.shopee.forget_journal();
    assert_eq!(
        blocked(&desk, &product).await,
        [held(Field::Price)],
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
    assert!(!blocked(&desk, &product).await.contains(&held(Field::Price)));
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
    assert_eq!(state.promotion_hold, None);
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
    assert_eq!((job.state, job.failure.unwrap().code.as_str()), (JobState::Failed, "in_promotion"));
}

/// Whatever the channel names, the rest of the edit goes on, the job says what was held, and the next plan knows it.
#[rstest]
#[case::named(Some(Field::Title), &[Field::Title])]
#[case::not_named(None, &[Field::Title, Field::Description])]
#[tokio::test]
async fn texts_that_a_promotion_holds_are_remembered_and_the_rest_is_pushed(
    #[case] named: Option<Field>,
    #[case] kept: &[Field],
) {
    let desk = Desk::new().await;
    desk.shop_record().await;
    let product = desk.listed("1").await;
    let before = desk.live("1");
    desk.edited(&product, |product| {
        product.title = Title::parse("Dudukan Kamera Baru untuk Drone FPV Lima Inci").unwrap();
        product.description = "Keterangan yang baru sama sekali.".to_owned();
        product.weight = domain::Grams::parse(777).ok();
    })
    .await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.shopee.fault_on(Verb::Content, Fault::InPromotion(named));
    desk.deliver_all().await;
    let job = desk.only_job(&run).await;
    let failure = job.failure.unwrap();
    assert_eq!((job.state, failure.code.as_str()), (JobState::Failed, "in_promotion"));
    assert!(failure.text.contains("judul") && failure.text_en.contains("title"), "{failure:?}");
    let after = desk.live("1");
    assert_eq!(after.title, before.title);
    assert_eq!(after.description == before.description, kept.contains(&Field::Description));
    assert_eq!((after.weight, desk.price("1")), (domain::Grams::parse(777).ok(), 172_500));
    let blockers: Vec<Blocker> = kept.iter().map(|field| held(*field)).collect();
    assert_eq!(blocked(&desk, &product).await, blockers);
    desk.fakes.clock.advance(std::time::Duration::from_hours(73));
    assert!(blocked(&desk, &product).await.is_empty(), "not for ever");
}

#[tokio::test]
async fn what_the_channel_says_of_a_promotion_is_in_the_plan_with_its_end() {
    let desk = Desk::new().await;
    let product = desk.listed("1").await;
    desk.edited(&product, |product| {
        product.title = Title::parse("Dudukan Kamera Baru untuk Drone FPV Lima Inci").unwrap();
    })
    .await;
    let until = "2026-12-05T10:00:00Z".parse().ok();
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| {
        let fields = [Field::Title].into();
        content.promotion = Some(domain::listing::Promotion { fields, until });
        content.offers[0].price_locked = true;
    });
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    let found = blocked(&desk, &product).await;
    assert_eq!(found, [Field::Title, Field::Price].map(|field| Blocker::InPromotion { field, until }));
    let told = app::words::blocker(&found[0]).text;
    assert!(told.contains("judul listing ini sampai 05-12-2026 17:00 WIB"), "{told}");
}

#[tokio::test]
async fn a_lock_that_was_stored_when_only_prices_were_known_to_be_held_is_still_one() {
    let desk = Desk::new().await;
    met(&desk).await;
    let state = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value;
    let mut stored = serde_json::to_value(&state).unwrap();
    let lock = stored.as_object_mut().unwrap().remove("promotion_hold").unwrap();
    let names: Vec<&str> = lock.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["met_at", "offers"], "it is written as it was before");
    stored["price_lock"] = lock;
    assert_eq!(serde_json::from_value::<ListingState>(stored).unwrap(), state);
}
