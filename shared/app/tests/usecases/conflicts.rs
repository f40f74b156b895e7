//! Conflicts of two shops and of many listings: no channel overwrites the other, the queue does the rest, and what is
//! repeated or cut off happens once.

use app::{
    StoreError, WorkError,
    catalogue::{
        matches,
        products::{self, ProductEdit},
    },
    message::{Envelope, PricingMessage},
    ports::{AuditEntry, BulkTask},
    publishing::{
        conflicts::{self, ConflictQuery, Resolution, Selection},
        observe::observe,
    },
    worker,
};
use domain::{Channel, ListingKey, ProductId, diff::Field, ids::BulkTaskId};
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing},
};

use crate::world::{World, shopee, tiktok};

const OWNER: &str = "owner@example.test";

async fn listed(world: &World, channel: &Channel, ids: std::ops::Range<u32>) -> Vec<ListingKey> {
    let one = |n: u32| {
        a_listing(&format!("{n:04}"))
            .with_title(&format!("Dudukan kamera nomor {n} untuk drone FPV 5 inci"))
            .with_sku(&format!("SKU-{n}"))
            .with(|content| content.images.clear())
    };
    let keys = ids.map(|n| world.put(channel, one(n))).collect();
    world.import().await;
    world.price().await;
    keys
}

/// Both sides of each listing change their title.
async fn in_conflict(world: &World, keys: &[ListingKey]) {
    let products: std::collections::BTreeSet<ProductId> =
        futures::future::join_all(keys.iter().map(|key| product_of(world, key))).await.into_iter().collect();
    for product in products {
        let title = format!("Judul master {product}");
        let edit = ProductEdit { title: Some(title), ..ProductEdit::default() };
        products::edit(&world.ports, OWNER, &product, None, edit).await.unwrap();
    }
    world.price().await;
    for key in keys {
        let title = format!("Judul kanal {} {}", key.channel, key.external_id);
        world.channel(&key.channel).edit(&key.shop, &key.external_id, |content| content.title = title);
        observe(&world.ports, key, "test").await.unwrap();
    }
}

async fn product_of(world: &World, key: &ListingKey) -> ProductId {
    world.ports.listings.get(key).await.unwrap().unwrap().state.value.product.unwrap()
}

fn all() -> Selection {
    Selection::Filter { query: ConflictQuery::default(), except: std::collections::BTreeSet::new() }
}

fn an_id(world: &World) -> BulkTaskId {
    BulkTaskId::from_unique(&world.ports.ids.unique())
}

async fn resolve(world: &World, selection: Selection, to: Resolution) -> BulkTask {
    conflicts::resolve(&world.ports, OWNER, an_id(world), selection, to).await.unwrap()
}

async fn task(world: &World, id: &BulkTaskId) -> BulkTask {
    world.ports.bulk_tasks.get(id).await.unwrap().unwrap().value
}

async fn total(world: &World) -> u64 {
    conflicts::list(&world.ports, &ConflictQuery::default(), None, 1).await.unwrap().total
}

async fn audited(world: &World, action: &str) -> Vec<AuditEntry> {
    let mut entries: Vec<AuditEntry> = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = world.ports.audit.list(None, cursor.as_deref(), 200).await.unwrap();
        entries.extend(page.items.into_iter().filter(|entry| entry.action == action));
        cursor = page.next;
        if cursor.is_none() {
            return entries;
        }
    }
}

async fn titles(world: &World, key: &ListingKey) -> (String, Option<String>) {
    let listing = world.ports.listings.get(key).await.unwrap().unwrap();
    let product = listing.state.value.product.unwrap();
    let master = world.ports.products.get(&product).await.unwrap().unwrap().value.title.to_string();
    (master, listing.state.value.overrides.title)
}

/// One product, listed in both shops.
async fn in_both_shops(world: &World) -> [ListingKey; 2] {
    let here = listed(world, &shopee(), 1..2).await.remove(0);
    let there = listed(world, &tiktok(), 1..2).await.remove(0);
    let product = product_of(world, &here).await;
    if product_of(world, &there).await != product {
        matches::link(&world.ports, OWNER, &there, &matches::To::Listing(here.clone())).await.unwrap();
        world.price().await;
    }
    assert_eq!(product_of(world, &there).await, product);
    [here, there]
}

#[tokio::test]
async fn each_shop_keeps_its_own_title_when_all_are_decided_for_the_channel() {
    let world = World::connected().await;
    let keys = in_both_shops(&world).await;
    in_conflict(&world, &keys).await;
    assert_eq!(total(&world).await, 2);
    let before = titles(&world, &keys[0]).await;
    let done = resolve(&world, all(), Resolution::Channel).await;
    assert_eq!((done.counts["resolved"], done.counts.len()), (2, 1));
    world.price().await;
    assert_eq!(titles(&world, &keys[0]).await, ("Judul kanal shopee 0001".to_owned(), None));
    let kept = Some("Judul kanal tiktok_shop 0001".to_owned());
    assert_eq!(titles(&world, &keys[1]).await, ("Judul kanal shopee 0001".to_owned(), kept));
    assert_eq!(total(&world).await, 0);
    assert_eq!(conflicts::undo(&world.ports, OWNER, &done.id).await.unwrap().counts["restored"], 2);
    assert_eq!((titles(&world, &keys[0]).await, titles(&world, &keys[1]).await), (before.clone(), before));
    assert_eq!(total(&world).await, 2);
}

#[tokio::test]
async fn a_value_of_one_shop_is_not_overwritten_by_the_others_in_the_same_request() {
    let world = World::connected().await;
    let keys = in_both_shops(&world).await;
    let product = product_of(&world, &keys[0]).await;
    let edit = ProductEdit { weight: Some(Some(90)), ..ProductEdit::default() };
    products::edit(&world.ports, OWNER, &product, None, edit).await.unwrap();
    for (key, grams) in keys.iter().zip([70, 80]) {
        world.channel(&key.channel).edit(&key.shop, &key.external_id, |content| {
            content.weight = Some(testkit::build::grams(grams));
        });
        observe(&world.ports, key, "test").await.unwrap();
    }
    let done = resolve(&world, all(), Resolution::Channel).await;
    assert_eq!((done.counts["resolved"], done.counts["refused"]), (1, 1));
    let rows = world.ports.bulk_tasks.rows(&done.id, 0).await.unwrap();
    let refused = rows.iter().find(|row| row.outcome == "refused").unwrap();
    assert_eq!(refused.details["code"], "conflict_of_two_channels");
    assert!(refused.key.starts_with("tiktok_shop"));
    let weight = world.ports.products.get(&product).await.unwrap().unwrap().value.weight;
    assert_eq!(weight, Some(testkit::build::grams(70)));
}

#[tokio::test]
async fn many_are_decided_by_the_request_and_then_by_the_queue_with_progress() {
    let world = World::paged(50, 50).and_connected().await;
    let keys = listed(&world, &shopee(), 0..130).await;
    in_conflict(&world, &keys).await;
    assert_eq!(total(&world).await, 130);
    let begun = resolve(&world, all(), Resolution::Channel).await;
    assert_eq!((begun.is_finished(), begun.looked_at, begun.pages), (false, 100, 10));
    assert_eq!(begun.counts["resolved"], 100);
    let refused = conflicts::undo(&world.ports, OWNER, &begun.id).await.unwrap_err();
    assert!(refused.to_string().contains("still at work"), "{refused}");
    let mut seen = Vec::new();
    while let Some(message) = world.fakes.outbox.next_pricing() {
        worker::pricing::handle(&world.ports, message).await.unwrap();
        seen.push(task(&world, &begun.id).await.looked_at);
    }
    seen.dedup();
    assert_eq!(seen, [100, 110, 120, 130]);
    let done = task(&world, &begun.id).await;
    assert_eq!((done.is_finished(), done.counts["resolved"], total(&world).await), (true, 130, 0));
    assert_eq!(audited(&world, "conflict.resolve").await.len(), 130);
    assert!(world.told().await.contains(&"bulk_task_finished".to_owned()));
    // The same request again does nothing.
    world.fakes.memory.forget_writes();
    let again = conflicts::resolve(&world.ports, OWNER, begun.id.clone(), all(), Resolution::Channel).await;
    assert_eq!(again.unwrap(), done);
    assert_eq!(world.fakes.memory.writes(), std::collections::BTreeMap::new());
    let undone = conflicts::undo(&world.ports, OWNER, &done.id).await.unwrap();
    world.price().await;
    assert_eq!(task(&world, &undone.id).await.counts["restored"], 130);
    assert_eq!(total(&world).await, 130);
}

#[tokio::test]
async fn what_is_left_out_of_a_filter_stays_a_conflict() {
    let world = World::connected().await;
    let keys = listed(&world, &shopee(), 0..3).await;
    in_conflict(&world, &keys).await;
    let found = conflicts::list(&world.ports, &ConflictQuery::default(), None, 50).await.unwrap().conflicts;
    let left = found[1].id.clone();
    let query =
        ConflictQuery { channel: Some(shopee()), field: Some(Field::Title), ..ConflictQuery::default() };
    let selection = Selection::Filter { query, except: [left.clone()].into() };
    let done = resolve(&world, selection, Resolution::Master).await;
    assert_eq!((done.counts["resolved"], done.counts.len()), (2, 1));
    let found = conflicts::list(&world.ports, &ConflictQuery::default(), None, 50).await.unwrap().conflicts;
    assert_eq!(found.into_iter().map(|conflict| conflict.id).collect::<Vec<_>>(), [left]);
}

/// A worker dies at each write in turn; the page comes again. Everything is decided once, and can be taken back.
#[rstest::rstest]
#[tokio::test]
async fn a_page_that_is_cut_off_is_finished_by_its_repeat(
    #[values(Kind::BulkTask, Kind::Product, Kind::ListingState, Kind::ListingCard, Kind::Audit)] kind: Kind,
    #[values(0, 1, 2)] after: usize,
    #[values(Resolution::Channel, Resolution::Master)] to: Resolution,
) {
    let world = World::connected().await;
    let keys = listed(&world, &shopee(), 0..3).await;
    in_conflict(&world, &keys).await;
    let before =
        [titles(&world, &keys[0]).await, titles(&world, &keys[1]).await, titles(&world, &keys[2]).await];
    let id = an_id(&world);
    world.fakes.memory.refuse_after(kind, after, StoreError::Unavailable("down".to_owned()));
    // A request that is cut off is made again under the same key.
    for _ in 0..2 {
        drop(conflicts::resolve(&world.ports, OWNER, id.clone(), all(), to.clone()).await);
    }
    for _ in 0..4 {
        let Some(message) = world.fakes.outbox.next_pricing() else { break };
        deliver(&world, message).await;
    }
    world.price().await;
    let done = task(&world, &id).await;
    assert!(done.is_finished(), "{done:?}");
    assert_eq!((done.counts.get("resolved"), done.counts.len()), (Some(&3), 1), "{done:?}");
    assert_eq!(total(&world).await, 0);
    assert_eq!(audited(&world, "conflict.resolve").await.len(), 3);
    let undone = conflicts::undo(&world.ports, OWNER, &id).await.unwrap();
    assert_eq!(undone.counts["restored"], 3);
    for (key, before) in keys.iter().zip(before) {
        assert_eq!(titles(&world, key).await, before);
    }
    assert_eq!(total(&world).await, 3);
}

async fn deliver(world: &World, message: Envelope<PricingMessage>) {
    for _ in 0..3 {
        match worker::pricing::handle(&world.ports, message.clone()).await {
            Ok(_) => return,
            Err(WorkError::Retry { .. } | WorkError::Wait { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}
