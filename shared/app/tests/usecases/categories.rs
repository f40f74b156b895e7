//! Names of channels' categories: Shopee's listings say a number only.

use std::time::Duration;

use app::{
    catalogue::categories,
    ports::{Import, ImportPhase},
    pricing::rules,
};
use domain::{
    ListingKey, Product,
    pricing::{QuoteOutcome, Scope},
};
use testkit::{
    Fault,
    build::{ListingVerbs, a_listing},
    fake::Verb,
};

use crate::{
    reprice::rule,
    world::{World, shopee},
};

/// A shop with a listing that says its category as Shopee does, by number.
async fn numbered() -> (World, ListingKey) {
    let world = World::connected().await;
    let listing = a_listing("1").with_sku("MTK-1").with(|content| {
        if let Some(category) = &mut content.category {
            category.name = None;
        }
    });
    let key = world.put(&shopee(), listing);
    (world, key)
}

async fn product(world: &World, key: &ListingKey) -> Product {
    let id = world.ports.listings.get(key).await.unwrap().unwrap().state.value.product.unwrap();
    world.ports.products.get(&id).await.unwrap().unwrap().value
}

fn is_finished(import: &Import) {
    assert_eq!((import.phase, &import.failure), (ImportPhase::Finished, &None));
}

#[tokio::test]
async fn a_rule_by_the_name_of_a_category_holds_for_a_master_of_a_numbered_listing() {
    let (world, key) = numbered().await;
    world.fees(&shopee()).await;
    let scope = Scope::category("aksesoris drone").unwrap();
    rules::put_override(&world.ports, "owner", &shopee(), &scope, &rule(10), 0).await.unwrap();
    world.price().await;
    is_finished(&world.import().await);
    assert_eq!(product(&world, &key).await.category.as_deref(), Some("Aksesoris Drone"));
    world.price().await;
    let Some(QuoteOutcome::Quoted(quote)) = world.quote(&key).await else { panic!("no price") };
    assert_eq!(quote.rule_scope, scope);
}

#[tokio::test]
async fn the_names_are_shown_with_listings_and_are_no_part_of_what_the_channel_said() {
    let (world, key) = numbered().await;
    world.import().await;
    let mut listings = world.ports.listings.get_many(&[key]).await.unwrap();
    assert_eq!(listings[0].observed.content.category.as_ref().unwrap().name, None);
    categories::name(&world.ports, &mut listings).await.unwrap();
    let category = listings[0].observed.content.category.clone().unwrap();
    assert_eq!((category.id.as_str(), category.name.as_deref()), ("100630", Some("Aksesoris Drone")));
}

#[tokio::test]
async fn the_tree_is_read_once_a_week() {
    let (world, _) = numbered().await;
    let read = || world.shopee.calls_of(Verb::Categories);
    world.import().await;
    is_finished(&world.import().await);
    assert_eq!(read(), 1);
    world.fakes.clock.advance(Duration::from_hours(7 * 24 - 1));
    world.import().await;
    assert_eq!(read(), 1);
    world.fakes.clock.advance(Duration::from_hours(1));
    world.import().await;
    assert_eq!(read(), 2);
}

#[tokio::test]
async fn a_tree_that_is_refused_leaves_the_import_going_and_is_asked_for_by_the_next() {
    for fault in [
        Fault::rejected("error_permission", "no access"),
        Fault::Unavailable,
        Fault::RateLimited(Duration::from_secs(1)),
    ] {
        let (world, key) = numbered().await;
        world.shopee.fault_on(Verb::Categories, fault.clone());
        is_finished(&world.import().await);
        assert_eq!(product(&world, &key).await.category, None, "{fault:?}");
        is_finished(&world.import().await);
        assert_eq!(world.shopee.calls_of(Verb::Categories), 2, "{fault:?}");
    }
}
