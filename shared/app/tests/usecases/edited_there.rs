//! What a channel or somebody there did to a listing reaches the seller once for each time, whoever finds it.

use app::{StoreError, intake, publishing::observe::observe, worker};
use domain::{ListingKey, ListingStatus, Offer, Title};
use rstest::rstest;
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing, a_sku, an_offer_id},
};

use crate::world::{World, shopee};

/// Who looks.
#[derive(Debug, Clone, Copy)]
enum By {
    Import,
    Look,
}

async fn found(world: &World, by: By, key: &ListingKey) {
    world.fakes.clock.advance(std::time::Duration::from_mins(10));
    match by {
        By::Import => drop(world.import().await),
        By::Look => observe(&world.ports, key, "test").await.unwrap(),
    }
}

/// How often each of these was told.
async fn told(world: &World) -> [usize; 3] {
    let told = world.told().await;
    ["listing_taken_down", "listing_drift", "variant_gone"]
        .map(|kind| told.iter().filter(|told| *told == kind).count())
}

/// A listing of two variants among others, imported.
async fn world() -> (World, ListingKey) {
    let world = World::connected().await;
    for nth in 2..=5 {
        world.put(&shopee(), a_listing(&nth.to_string()).with_sku(&format!("MTK-{nth}")));
    }
    let rows: [(&[&str], &str, i64); 2] = [(&["5 inci"], "MTK-5I", 1_000), (&["7 inci"], "MTK-7I", 1_000)];
    let key = world.put(&shopee(), a_listing("1").with_offers(&["Ukuran"], &rows));
    world.import().await;
    (world, key)
}

fn becomes(world: &World, key: &ListingKey, status: ListingStatus) {
    world.shopee.edit(&key.shop, &key.external_id, |content| content.status = status);
}

#[rstest]
#[case(ListingStatus::Frozen)]
#[case(ListingStatus::Refused)]
#[tokio::test]
async fn a_listing_that_is_taken_down_freed_and_taken_down_again_is_two_notices(
    #[case] status: ListingStatus,
    #[values(By::Import, By::Look)] first: By,
    #[values(By::Import, By::Look)] second: By,
) {
    let (world, key) = world().await;
    for (status, notices) in [
        (status, 1),
        (status, 1),
        (ListingStatus::Live, 1),
        (status, 2),
        (ListingStatus::Live, 2),
        (status, 3),
    ] {
        becomes(&world, &key, status);
        found(&world, first, &key).await;
        found(&world, second, &key).await;
        assert_eq!(told(&world).await, [notices, 0, 0], "{status:?}");
    }
}

#[rstest]
#[tokio::test]
async fn a_variant_that_is_deleted_made_again_and_deleted_again_is_two_notices(
    #[values(By::Import, By::Look)] by: By,
) {
    let (world, key) = world().await;
    for (offer, notices) in [(None, 1), (None, 1), (Some("90"), 1), (None, 2), (Some("91"), 2), (None, 3)] {
        world.shopee.edit(&key.shop, &key.external_id, |content| {
            content.offers.truncate(1);
            let made = offer.map(|id| Offer {
                id: an_offer_id(id),
                sku: Some(a_sku("MTK-7I")),
                option_values: vec!["7 inci".to_owned()],
                ..content.offers[0].clone()
            });
            content.offers.extend(made);
        });
        found(&world, by, &key).await;
        assert_eq!(told(&world).await, [0, 0, notices], "{offer:?}");
    }
}

#[tokio::test]
async fn an_edit_whose_push_was_lost_is_told_by_the_import_that_finds_it() {
    let (world, key) = world().await;
    for (title, notices) in [("Judul lain", 1), ("Judul lain", 1), ("Judul ketiga", 2)] {
        let title = Title::parse(&format!("{title} untuk drone FPV lima inci")).unwrap();
        world.shopee.edit(&key.shop, &key.external_id, |content| content.title = title.to_string());
        found(&world, By::Import, &key).await;
        found(&world, By::Look, &key).await;
        assert_eq!(told(&world).await, [0, notices, 0], "{title:?}");
    }
}

/// Everything at once: one listing is frozen, another loses a variant and gets another title.
#[tokio::test]
async fn a_worker_that_dies_anywhere_tells_what_it_found_once() {
    let kinds = [Kind::Observed, Kind::ListingState, Kind::ListingCard, Kind::ImportMark, Kind::Import];
    let deaths = kinds.into_iter().flat_map(|kind| (0..6).map(move |nth| (Some(kind), nth)));
    for (kind, nth) in deaths.chain((0..6).map(|nth| (None, nth))) {
        let (world, key) = world().await;
        let frozen = ListingKey { external_id: testkit::build::an_external_id("2"), ..key.clone() };
        becomes(&world, &frozen, ListingStatus::Frozen);
        world.shopee.edit(&key.shop, &key.external_id, |content| {
            "Judul lain untuk drone FPV lima inci".clone_into(&mut content.title);
            content.offers.truncate(1);
        });
        world.fakes.clock.advance(std::time::Duration::from_mins(10));
        world.fakes.outbox.drain_notify();
        intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
        let dies = StoreError::Unavailable("the worker dies".into());
        match kind {
            Some(kind) => world.fakes.memory.refuse_after(kind, nth, dies),
            None => world.fakes.outbox.refuse_after(nth, dies),
        }
        while let Some(message) = world.fakes.outbox.next_import() {
            while worker::import::handle(&world.ports, message.clone()).await.is_err() {}
        }
        assert_eq!(told(&world).await, [1, 1, 1], "{kind:?} {nth}");
    }
}
