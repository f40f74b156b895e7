//! Hashes of listings' pictures at import.

use std::time::Duration;

use app::{
    StoreError, intake,
    message::ImportMessage,
    ports::{Import, ImportPhase, Look},
    worker,
};
use domain::{ImageHash, ListingImage};
use testkit::{
    Kind,
    build::a_listing,
    fake::{Verb, png},
};

use crate::world::{World, shop, shopee, tiktok};

fn address(name: &str) -> String {
    format!("https://cdn.test/{name}.png")
}

/// Puts a listing with these pictures into Shopee's shop, or into TikTok Shop's where its id begins with 17.
fn put(world: &World, id: &str, pictures: &[&str]) {
    let mut listing = a_listing(id).with_images(pictures);
    listing.content.offers[0].sku = None;
    let channel = if id.starts_with("17") { tiktok() } else { shopee() };
    world.put(&channel, listing);
}

trait Shows {
    fn with_images(self, names: &[&str]) -> Self;
}

impl Shows for app::marketplace::FetchedListing {
    fn with_images(mut self, names: &[&str]) -> Self {
        let image = |name: &&str| ListingImage { reference: (*name).to_owned(), url: Some(address(name)) };
        self.content.images = names.iter().map(image).collect();
        self
    }
}

/// Three listings on Shopee, in two slices, and one on TikTok Shop; one picture is on two of them.
async fn pictured() -> World {
    let mut world = World::connected().await;
    world.ports.settings.hash_images = true;
    put(&world, "1", &["p1", "p2"]);
    put(&world, "2", &["p2", "lost"]);
    put(&world, "3", &["p3"]);
    put(&world, "171", &["t1"]);
    world.fakes.pictures.lose(&address("lost"));
    world
}

async fn look(world: &World, name: &str) -> Option<Look> {
    let channel = if name.starts_with('t') { tiktok() } else { shopee() };
    let names = [name.to_owned()];
    let looks = world.ports.image_hashes.image_looks(&channel, &shop(&channel), &names).await.unwrap();
    looks.get(name).copied()
}

fn counts(import: &Import) -> Vec<[u64; 4]> {
    let count = |shop: &app::ports::ShopProgress| {
        [shop.pictures_asked, shop.pictures_seen, shop.pictures_hashed, shop.pictures_missing]
    };
    import.shops.iter().map(count).collect()
}

#[tokio::test]
async fn every_picture_is_looked_at_once_and_one_that_is_lost_is_a_missing_hash() {
    let world = pictured().await;
    let import = world.import().await;
    assert_eq!(import.phase, ImportPhase::Finished, "{:?}", import.failure);
    assert_eq!(counts(&import), [[2, 2, 3, 1], [1, 1, 1, 0]]);
    let mut fetched = world.fakes.pictures.fetched();
    fetched.sort();
    assert_eq!(fetched, ["lost", "p1", "p2", "p3", "t1"].map(address));

    let of_bytes = testkit::fake::ByteHasher;
    let picture = bytes::Bytes::from(png(&address("p2"), 320));
    let expected: Option<ImageHash> = app::ports::ImageHasher::hash(&of_bytes, picture).await;
    assert_eq!(look(&world, "p2").await.and_then(|look| look.hash()), expected);
    assert!(matches!(look(&world, "lost").await, Some(Look::Unreachable { .. })));
    assert_eq!(import.masters_created, 4, "a picture that is lost holds up nothing");
    // The pictures cost the shops no call: two list pages and three slices.
    assert_eq!((world.shopee.calls_of(Verb::List), world.shopee.calls_of(Verb::Fetch)), (1, 2));
    assert_eq!((world.tiktok.calls_of(Verb::List), world.tiktok.calls_of(Verb::Fetch)), (1, 1));
    // Beside them the names of each channel's categories are read, once a week.
    assert_eq!((world.shopee.calls_of(Verb::Categories), world.tiktok.calls_of(Verb::Categories)), (1, 1));
    assert_eq!(world.shopee.journal().len() + world.tiktok.journal().len(), 7);
}

#[tokio::test]
async fn a_second_import_downloads_nothing_and_writes_no_look() {
    let world = pictured().await;
    world.import().await;
    let before = world.fakes.pictures.fetched().len();
    world.fakes.memory.forget_writes();
    let again = world.import().await;
    assert_eq!((again.phase, counts(&again)), (ImportPhase::Finished, vec![[0; 4], [0; 4]]));
    assert_eq!(world.fakes.pictures.fetched().len(), before);
    assert_eq!(world.fakes.memory.writes_of(Kind::ImageLook), 0);

    put(&world, "3", &["p3", "p4"]);
    let third = world.import().await;
    assert_eq!(counts(&third)[0], [1, 1, 1, 0], "only what is new is looked at");
    assert_eq!(world.fakes.pictures.fetched()[before..], [address("p4")]);

    world.fakes.clock.advance(Duration::from_hours(2));
    world.import().await;
    assert_eq!(world.fakes.pictures.fetched()[before + 1..], [address("lost")], "worth another try later");
}

#[tokio::test]
async fn a_host_that_gives_nothing_is_not_asked_for_long() {
    let mut world = World::connected().await;
    world.ports.settings.hash_images = true;
    let names: Vec<String> = (0..60).map(|n| format!("n{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    put(&world, "1", &names);
    for name in &names {
        world.fakes.pictures.lose(&address(name));
    }
    let import = world.import().await;
    assert_eq!((import.phase, counts(&import)[0]), (ImportPhase::Finished, [1, 1, 0, 60]));
    assert!(world.fakes.pictures.fetched().len() < 30, "{}", world.fakes.pictures.fetched().len());
    assert!(matches!(look(&world, "n59").await, Some(Look::Unreachable { .. })));
}

#[tokio::test]
async fn building_waits_for_the_pictures_whatever_comes_first() {
    let world = pictured().await;
    let import = intake::start(&world.ports, "owner", &[shopee(), tiktok()]).await.unwrap();
    let mut held = Vec::new();
    while let Some(message) = world.fakes.outbox.next_import() {
        if matches!(message.message, ImportMessage::Pictures { .. }) {
            held.push(message);
        } else {
            worker::import::handle(&world.ports, message).await.unwrap();
        }
    }
    assert_eq!(held.len(), 3);
    let phase = async || world.ports.imports.get(&import.id).await.unwrap().unwrap().phase;
    assert_eq!(phase().await, ImportPhase::Pulling);
    for message in held.iter().chain(&held) {
        worker::import::handle(&world.ports, message.clone()).await.unwrap();
    }
    world.work().await.unwrap();
    assert_eq!(phase().await, ImportPhase::Finished);
    assert_eq!(world.fakes.pictures.fetched().len(), 5, "a message that comes twice looks once");
}

#[tokio::test]
async fn dying_anywhere_ends_the_same_after_redelivery() {
    for kind in [Kind::ImportMark, Kind::ImageLook, Kind::Observed] {
        for nth in 0..8 {
            let world = pictured().await;
            let import = intake::start(&world.ports, "owner", &[shopee(), tiktok()]).await.unwrap();
            let mut handled = 0;
            while let Some(message) = world.fakes.outbox.next_import() {
                if handled == nth {
                    world.fakes.memory.refuse_next(kind, StoreError::Unavailable("the worker dies".into()));
                }
                handled += 1;
                while worker::import::handle(&world.ports, message.clone()).await.is_err() {}
            }
            let import = world.ports.imports.get(&import.id).await.unwrap().unwrap();
            assert_eq!(import.phase, ImportPhase::Finished, "{kind:?} {nth}");
            for name in ["p1", "p2", "p3", "t1"] {
                let hash = look(&world, name).await.and_then(|look| look.hash());
                assert!(hash.is_some(), "{kind:?} {nth}: {name}");
            }
        }
    }
}

#[tokio::test]
async fn a_queue_that_refuses_the_message_asks_again() {
    for nth in 0..9 {
        let world = pictured().await;
        let import = intake::start(&world.ports, "owner", &[shopee(), tiktok()]).await.unwrap();
        let mut handled = 0;
        while let Some(message) = world.fakes.outbox.next_import() {
            if handled == nth {
                world.fakes.outbox.refuse_next(StoreError::Unavailable("the queue is away".into()));
            }
            handled += 1;
            while worker::import::handle(&world.ports, message.clone()).await.is_err() {}
        }
        let import = world.ports.imports.get(&import.id).await.unwrap().unwrap();
        assert_eq!(import.phase, ImportPhase::Finished, "{nth}");
        let [asked, seen, ..] = counts(&import)[0];
        assert_eq!((asked, seen), (2, 2), "{nth}");
    }
}

#[tokio::test]
async fn a_deployment_can_do_without() {
    let mut world = pictured().await;
    world.ports.settings.hash_images = false;
    let import = world.import().await;
    assert_eq!((import.phase, counts(&import)), (ImportPhase::Finished, vec![[0; 4], [0; 4]]));
    assert!(world.fakes.pictures.fetched().is_empty());
}
