//! The seller's own pictures: named by their bytes, and removed when nothing has used them for 30 days.

use std::time::Duration;

use app::{
    UseCaseError,
    catalogue::{
        media::{PATH, find, name_of, remove_unused, store},
        products,
    },
};
use bytes::Bytes;
use domain::{
    ContentHash, ProductId,
    edit::{ImageEdit, ProductEdit},
};

use crate::world::World;

const DAY: Duration = Duration::from_hours(24);

async fn photo(world: &World, name: &str) -> ContentHash {
    store(&world.ports, Bytes::from(format!("RIFF {name}"))).await.unwrap()
}

fn shows(names: &[&ContentHash]) -> ProductEdit {
    let image =
        |name: &&ContentHash| ImageEdit { id: None, url: Some(format!("https://api.test{PATH}{name}")) };
    ProductEdit {
        images: Some(names.iter().map(image).collect()),
        weight: Some(Some(100)),
        ..ProductEdit::default()
    }
}

async fn is_there(world: &World, name: &ContentHash) -> bool {
    world.ports.media.get(name).await.unwrap().is_some()
}

/// One tick a day for so many days.
async fn days(world: &World, days: u32) {
    for _ in 0..days {
        world.fakes.clock.advance(DAY);
        remove_unused(&world.ports).await.unwrap();
    }
}

#[test]
fn only_an_address_of_ours_names_a_picture_and_on_any_host() {
    let name = ContentHash::of_bytes(b"x");
    for host in ["https://api.test", "http://127.0.0.1:8787"] {
        assert_eq!(name_of(&format!("{host}{PATH}{name}")), Some(name.clone()));
    }
    for other in [
        format!("https://api.test/other/{name}"),
        format!("https://api.test{PATH}{name}/more"),
        format!("https://api.test{PATH}{}", name.short()),
        format!("{PATH}{name}"),
    ] {
        assert_eq!(name_of(&other), None, "{other}");
    }
}

#[tokio::test]
async fn the_same_picture_is_stored_once_and_found_by_its_name() {
    let world = World::connected().await;
    let name = photo(&world, "one").await;
    assert_eq!(photo(&world, "one").await, name);
    assert_eq!(world.ports.media.all().await.unwrap().len(), 1);
    assert_eq!(find(&world.ports, name.as_str()).await.unwrap(), "RIFF one");
    let missing = find(&world.ports, "../secret").await.unwrap_err();
    assert!(matches!(missing, UseCaseError::NotFound { what: "picture", .. }));
}

#[tokio::test]
async fn a_picture_that_a_product_uses_stays_and_one_that_nothing_uses_goes_after_30_days() {
    let world = World::connected().await;
    let (used, unused) = (photo(&world, "used").await, photo(&world, "unused").await);
    let id = ProductId::derived(&["pictured"]);
    products::create(&world.ports, "owner", id.clone(), "Arm", shows(&[&used])).await.unwrap();
    products::archive(&world.ports, "owner", &id, None).await.unwrap();
    days(&world, 30).await;
    assert!(is_there(&world, &unused).await, "it is marked for less than 30 days");
    days(&world, 2).await;
    assert!(!is_there(&world, &unused).await);
    days(&world, 60).await;
    assert!(is_there(&world, &used).await, "a product uses it, also an archived one");
    assert!(world.ports.media.unused().await.unwrap().is_empty(), "no mark is left");
}

#[tokio::test]
async fn a_picture_that_was_in_use_until_yesterday_is_there_for_an_undo() {
    let world = World::connected().await;
    let (first, second) = (photo(&world, "first").await, photo(&world, "second").await);
    let id = ProductId::derived(&["changed"]);
    products::create(&world.ports, "owner", id.clone(), "Arm", shows(&[&first])).await.unwrap();
    days(&world, 90).await;
    // `second` is gone by now: a person uploads it again.
    assert!(!is_there(&world, &second).await);
    assert_eq!(photo(&world, "second").await, second);
    products::edit(&world.ports, "owner", &id, None, shows(&[&second])).await.unwrap();
    days(&world, 29).await;
    assert!(is_there(&world, &first).await);
    products::edit(&world.ports, "owner", &id, None, shows(&[&first])).await.unwrap();
    days(&world, 29).await;
    assert!(is_there(&world, &first).await && is_there(&world, &second).await);
    days(&world, 3).await;
    assert!(is_there(&world, &first).await && !is_there(&world, &second).await);
}

#[tokio::test]
async fn what_is_uploaded_again_is_new_again() {
    let world = World::connected().await;
    let name = photo(&world, "draft").await;
    days(&world, 31).await;
    assert_eq!(photo(&world, "draft").await, name);
    days(&world, 30).await;
    assert!(is_there(&world, &name).await);
}
