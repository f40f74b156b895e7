//! How a listing stands on its channel decides what is planned, what a push does, and what the seller hears.

use app::{
    message::NotifyMessage,
    ports::{JobState, Listing},
    publishing::observe::observe,
    words::names,
};
use domain::{ListingStatus, Product, Title, plan::Blocker};
use rstest::rstest;
use testkit::build::*;

use crate::desk::Desk;

const NEW: &str = "Dudukan Kamera Baru untuk Drone FPV Lima Inci";

async fn retitled(desk: &Desk) -> Product {
    let product = desk.listed("1").await;
    desk.edited(&product, |product| product.title = Title::parse(NEW).unwrap()).await;
    product
}

async fn becomes(desk: &Desk, status: ListingStatus) -> Listing {
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| content.status = status);
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap()
}

fn told(desk: &Desk) -> Vec<(String, String, String)> {
    let sent = desk.fakes.outbox.drain_notify().into_iter();
    sent.map(|sent| match sent.message {
        NotifyMessage::Tell { kind, text, text_en, .. } => (kind, text, text_en),
    })
    .collect()
}

async fn title_blocker(desk: &Desk, product: &Product) -> Option<Blocker> {
    let plan = desk.plan(&[product]).await;
    let entries = desk.ports.plans.entries(&plan.id, None, 10).await.unwrap().items;
    let changes = entries.into_iter().flat_map(|(_, entry)| entry.planned.changes);
    changes.into_iter().find(|change| change.field == domain::diff::Field::Title).unwrap().blocked
}

#[rstest]
#[case(ListingStatus::Live, true)]
#[case(ListingStatus::Unlisted, true)]
#[case(ListingStatus::Refused, true)]
#[case(ListingStatus::UnderReview, false)]
#[case(ListingStatus::Frozen, false)]
#[case(ListingStatus::Draft, false)]
#[case(ListingStatus::Unknown, false)]
#[tokio::test]
async fn what_can_be_corrected_is_planned_and_pushed_and_the_rest_says_why_not(
    #[case] status: ListingStatus,
    #[case] editable: bool,
) {
    let desk = Desk::new().await;
    let product = retitled(&desk).await;
    let listing = becomes(&desk, status).await;
    assert_eq!((listing.state.value.channel_status, listing.state.value.gone), (status, false));
    let blocker = title_blocker(&desk, &product).await;
    if !editable {
        let blocker = blocker.unwrap();
        assert_eq!(blocker, Blocker::NotEditable { status });
        let told = app::words::blocker(&blocker);
        assert!(told.text.contains(names::status(status).0), "{}", told.text);
        assert!(told.text_en.contains(names::status(status).1), "{}", told.text_en);
        return;
    }
    assert_eq!(blocker, None);
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.deliver_all().await;
    assert_eq!((desk.only_job(&run).await.state, desk.live("1").title.as_str()), (JobState::Succeeded, NEW));
}

#[tokio::test]
async fn a_frozen_listing_keeps_what_is_known_of_it_and_the_seller_hears_of_it_once() {
    let desk = Desk::new().await;
    desk.listed("1").await;
    let before = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().observed.content;
    let frozen = becomes(&desk, ListingStatus::Frozen).await.observed.content;
    let expected = domain::ListingContent { status: ListingStatus::Frozen, ..before.clone() };
    assert_eq!(frozen, expected, "its text and pictures are not forgotten");
    observe(&desk.ports, &desk.key("1"), "again").await.unwrap();
    let told = told(&desk);
    let [(kind, text, text_en)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(kind, "listing_taken_down");
    assert!(text.contains(&before.title) && text.contains("dibekukan"), "{text}");
    assert!(text_en.contains(&before.title) && text_en.contains("frozen"), "{text_en}");
    assert_eq!(becomes(&desk, ListingStatus::Live).await.observed.content, before, "freed, it is as it was");
}

#[rstest]
#[case(ListingStatus::Frozen)]
#[case(ListingStatus::UnderReview)]
#[tokio::test]
async fn a_listing_that_cannot_be_edited_when_its_job_comes_is_named_and_never_called_gone(
    #[case] status: ListingStatus,
) {
    let desk = Desk::new().await;
    let product = retitled(&desk).await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| content.status = status);
    desk.shopee.forget_journal();
    desk.deliver_all().await;
    let job = desk.only_job(&run).await;
    let failure = job.failure.unwrap();
    assert_eq!((job.state, failure.code.as_str()), (JobState::Failed, "not_editable"));
    assert!(
        failure.text.contains(names::status(status).0) && failure.text_en.contains(names::status(status).1),
        "{failure:?}"
    );
    assert_eq!(desk.shopee.write_calls(), 0);
    let state = desk.ports.listings.get(&desk.key("1")).await.unwrap().unwrap().state.value;
    assert_eq!((state.gone, state.channel_status), (false, status));
    let downs = |told: Vec<(String, String, String)>| {
        told.iter().filter(|(kind, ..)| kind == "listing_taken_down").count()
    };
    assert_eq!(
        downs(told(&desk)),
        usize::from(status.is_taken_down()),
        "the job stored it, so the job tells it"
    );
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    assert_eq!(downs(told(&desk)), 0, "and nobody after it");
}

/// The plan has moved on as well, so the job ends as stale.
#[tokio::test]
async fn a_stale_job_that_meets_a_listing_that_was_taken_down_tells_it() {
    let desk = Desk::new().await;
    let product = retitled(&desk).await;
    let run = desk.start(&desk.plan(&[&product]).await).await;
    desk.shopee.edit(&desk.shop, &an_external_id("1"), |content| {
        content.status = ListingStatus::Refused;
        "Judul orang lain untuk drone FPV".clone_into(&mut content.title);
    });
    desk.deliver_all().await;
    assert_eq!(desk.only_job(&run).await.state, JobState::Stale);
    observe(&desk.ports, &desk.key("1"), "test").await.unwrap();
    let told = told(&desk);
    assert_eq!(told.iter().filter(|(kind, ..)| kind == "listing_taken_down").count(), 1, "{told:?}");
}
