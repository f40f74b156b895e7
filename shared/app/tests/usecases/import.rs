use std::collections::BTreeSet;

use app::{
    StoreError, UseCaseError, WorkError, intake,
    message::ImportMessage,
    ports::{Import, ImportPhase},
    worker,
};
use domain::{Channel, ListingKey, ListingStatus};
use testkit::{
    Fault, Kind,
    build::{ListingVerbs, a_listing, an_external_id},
    fake::Verb,
};

use crate::world::{World, lost, shop, shopee, tiktok};

/// Seven listings on Shopee, four on TikTok Shop of which two have a SKU of Shopee.
fn stocked(world: &World) {
    for n in 1..=7 {
        world.put(&shopee(), a_listing(&n.to_string()).with_sku(&format!("MTK-{n}")));
    }
    for n in 6..=9 {
        world.put(&tiktok(), a_listing(&format!("17{n}")).with_sku(&format!("mtk-{n}")));
    }
}

fn counts(import: &Import, channel: &Channel) -> [u64; 5] {
    let shop = import.shops.iter().find(|shop| &shop.channel == channel).unwrap();
    [shop.found, shop.created, shop.changed, shop.unchanged, shop.gone]
}

#[tokio::test]
async fn both_shops_are_pulled_with_no_call_too_many_and_every_listing_gets_its_product() {
    let world = World::connected().await;
    stocked(&world);
    let import = world.import().await;

    assert_eq!(import.phase, ImportPhase::Finished, "{:?}", import.failure);
    assert_eq!(counts(&import, &shopee()), [7, 7, 0, 0, 0]);
    assert_eq!(counts(&import, &tiktok()), [4, 4, 0, 0, 0]);
    assert_eq!((import.masters_created, import.masters_joined), (9, 2));
    // ⌈7/3⌉ list pages; details two by two of pages of 3, 3 and 1, and one by one.
    assert_eq!((world.shopee.calls_of(Verb::List), world.shopee.calls_of(Verb::Fetch)), (3, 5));
    assert_eq!((world.tiktok.calls_of(Verb::List), world.tiktok.calls_of(Verb::Fetch)), (2, 4));
    // And once a week the names of each channel's categories.
    assert_eq!((world.shopee.calls_of(Verb::Categories), world.tiktok.calls_of(Verb::Categories)), (1, 1));
    assert_eq!(world.shopee.journal().len() + world.tiktok.journal().len(), 16);
    assert_eq!(world.told().await, ["import_finished"]);
    for channel in [shopee(), tiktok()] {
        let unlinked = world.ports.listings.unlinked(&channel, &shop(&channel), None, 10).await.unwrap();
        assert_eq!(unlinked.items, []);
    }
}

#[tokio::test]
async fn a_second_import_of_unchanged_shops_writes_no_listing_and_no_product() {
    let world = World::connected().await;
    stocked(&world);
    world.import().await;
    world.fakes.outbox.drain_pricing();
    world.fakes.memory.forget_writes();

    let again = world.import().await;
    assert_eq!(again.phase, ImportPhase::Finished);
    assert_eq!(counts(&again, &shopee()), [7, 0, 0, 7, 0]);
    let writes = world.fakes.memory.writes();
    for kind in [Kind::Product, Kind::Observed, Kind::ListingState, Kind::Prices, Kind::Match] {
        assert_eq!(writes.get(&kind), None, "{kind:?}");
    }
    assert!(world.fakes.outbox.drain_pricing().is_empty());
    assert_eq!(world.shopee.write_calls() + world.tiktok.write_calls(), 0);
}

#[tokio::test]
async fn every_message_delivered_twice_ends_the_same() {
    let world = World::connected().await;
    stocked(&world);
    let import = intake::start(&world.ports, "owner", &[shopee(), tiktok()]).await.unwrap();
    while let Some(message) = world.fakes.outbox.next_import() {
        worker::import::handle(&world.ports, message.clone()).await.unwrap();
        worker::import::handle(&world.ports, message).await.unwrap();
    }
    let import = world.ports.imports.get(&import.id).await.unwrap().unwrap();
    assert_eq!(import.phase, ImportPhase::Finished);
    assert_eq!(counts(&import, &shopee()), [7, 7, 0, 0, 0]);
    assert_eq!((import.masters_created, import.masters_joined), (9, 2));
    assert_eq!(world.fakes.memory.writes_of(Kind::Product), 11);
}

#[tokio::test]
async fn the_order_of_messages_does_not_matter() {
    let world = World::connected().await;
    stocked(&world);
    let import = intake::start(&world.ports, "owner", &[shopee(), tiktok()]).await.unwrap();
    loop {
        // The last sent first: details before the other shop was even listed.
        let mut waiting = world.fakes.outbox.drain_import();
        let Some(message) = waiting.pop() else { break };
        world.ports.outbox.import(&waiting).await.unwrap();
        worker::import::handle(&world.ports, message).await.unwrap();
    }
    let import = world.ports.imports.get(&import.id).await.unwrap().unwrap();
    assert_eq!((import.phase, import.masters_created, import.masters_joined), (ImportPhase::Finished, 9, 2));
}

/// The import ended and every listing has its product, each product once. Counters may have missed what a worker did
/// just before it died; nothing else may.
async fn ended_well(world: &World, import: Import, what: &str) {
    let import = world.ports.imports.get(&import.id).await.unwrap().unwrap();
    assert_eq!(import.phase, ImportPhase::Finished, "{what}");
    let mut products = BTreeSet::new();
    for channel in [shopee(), tiktok()] {
        let rows = world.ports.listings.of_shop(&channel, &shop(&channel), None, 20).await.unwrap();
        assert_eq!(rows.items.len(), if channel == shopee() { 7 } else { 4 }, "{what}");
        products.extend(
            rows.items.into_iter().map(|row| row.product.unwrap_or_else(|| panic!("{what}: {}", row.key))),
        );
    }
    assert_eq!(products.len(), 9, "{what}");
}

/// A write to the store fails somewhere and the message is delivered again.
#[tokio::test]
async fn dying_anywhere_ends_the_same_after_redelivery() {
    for kind in
        [Kind::ImportMark, Kind::Import, Kind::Observed, Kind::Match, Kind::Product, Kind::ListingState]
    {
        for nth in 0..6 {
            let world = World::connected().await;
            stocked(&world);
            let import = intake::start(&world.ports, "owner", &[shopee(), tiktok()]).await.unwrap();
            let mut handled = 0;
            while let Some(message) = world.fakes.outbox.next_import() {
                if handled == nth * 3 {
                    world.fakes.memory.refuse_next(kind, StoreError::Unavailable("the worker dies".into()));
                }
                handled += 1;
                while worker::import::handle(&world.ports, message.clone()).await.is_err() {}
            }
            ended_well(&world, import, &format!("{kind:?} {nth}")).await;
        }
    }
}

#[tokio::test]
async fn a_queue_that_refuses_a_message_loses_nothing() {
    for nth in 0..12 {
        let world = World::connected().await;
        stocked(&world);
        let import = intake::start(&world.ports, "owner", &[shopee(), tiktok()]).await.unwrap();
        let mut handled = 0;
        while let Some(message) = world.fakes.outbox.next_import() {
            if handled == nth {
                world.fakes.outbox.refuse_next(StoreError::Unavailable("the queue is away".into()));
            }
            handled += 1;
            while worker::import::handle(&world.ports, message.clone()).await.is_err() {}
        }
        ended_well(&world, import, &nth.to_string()).await;
    }
}

#[tokio::test]
async fn a_listing_that_left_the_shop_is_gone_and_one_that_only_slipped_a_page_is_not() {
    let world = World::connected().await;
    stocked(&world);
    let slipped = world.put(&shopee(), a_listing("5"));
    world.import().await;
    world.shopee.remove(&shop(&shopee()), &an_external_id("2"));

    let import = intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
    // While the shop is being listed the fifth is away; when it is asked for by name it is back.
    let away =
        world.shopee.listings(&shop(&shopee())).into_iter().find(|l| l.id == slipped.external_id).unwrap();
    world.shopee.remove(&shop(&shopee()), &away.id);
    while let Some(message) = world.fakes.outbox.next_import() {
        if matches!(message.message, ImportMessage::Details { ref slice, .. } if slice == "1.0") {
            world.shopee.put_listing(&shop(&shopee()), away.clone());
        }
        worker::import::handle(&world.ports, message).await.unwrap();
    }
    let import = world.ports.imports.get(&import.id).await.unwrap().unwrap();
    assert_eq!(counts(&import, &shopee()), [5, 0, 0, 5, 1]);
    let rows = world.ports.listings.of_shop(&shopee(), &shop(&shopee()), None, 20).await.unwrap();
    let gone: Vec<String> = rows.items.iter().filter(|row| row.gone).map(|row| row.key.to_string()).collect();
    assert_eq!(gone, ["shopee:14701711:2"]);

    world.put(&shopee(), a_listing("2").with_sku("MTK-2"));
    assert_eq!(counts(&world.import().await, &shopee()), [7, 0, 1, 6, 0], "it is back");
}

fn emptied(world: &World, names: impl IntoIterator<Item = u32>) {
    for name in names {
        world.shopee.remove(&shop(&shopee()), &an_external_id(&name.to_string()));
    }
}

async fn import_accepting_gone(world: &World) -> Import {
    let started = intake::start_accepting_gone(&world.ports, "owner", &[shopee()]).await.unwrap();
    world.work().await.unwrap();
    world.ports.imports.get(&started.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_shop_that_lists_nothing_loses_nothing_until_the_seller_says_so() {
    let world = World::connected().await;
    stocked(&world);
    world.import().await;
    emptied(&world, 1..=7);
    world.shopee.forget_journal();

    let import = world.import().await;
    assert_eq!((import.phase, counts(&import, &shopee())), (ImportPhase::Finished, [0, 0, 0, 0, 0]));
    assert_eq!(world.shopee.calls_of(Verb::Fetch), 0);
    assert!(world.told().await.contains(&"listings_missing".to_owned()));

    let import = import_accepting_gone(&world).await;
    assert_eq!(counts(&import, &shopee()), [0, 0, 0, 0, 7]);
    assert_eq!(counts(&world.import().await, &shopee()), [0, 0, 0, 0, 0], "nothing is asked twice");
}

#[tokio::test]
async fn a_shop_that_lacks_most_of_its_listings_is_asked_about_and_one_that_lacks_some_is_not() {
    let world = World::connected().await;
    for n in 1..=50 {
        world.put(&shopee(), a_listing(&n.to_string()));
    }
    world.import().await;
    emptied(&world, 1..=20);
    assert_eq!(counts(&world.import().await, &shopee())[4], 20);
    assert!(!world.told().await.contains(&"listings_missing".to_owned()));

    emptied(&world, 21..=41);
    assert_eq!(counts(&world.import().await, &shopee())[4], 0, "21 of 30");
    assert!(world.told().await.contains(&"listings_missing".to_owned()));
    assert_eq!(counts(&import_accepting_gone(&world).await, &shopee())[4], 21);
}

#[tokio::test]
async fn a_list_without_an_end_fails_the_import_and_calls_nothing_gone() {
    let world = World::connected().await;
    stocked(&world);
    world.import().await;
    emptied(&world, [7]);
    world.shopee.list_in_circles();
    let started = intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
    let failed = world.work().await.unwrap_err();
    assert!(matches!(failed, WorkError::Fail { ref code, .. } if code == "listing_pages_broken"), "{failed}");
    let import = world.ports.imports.get(&started.id).await.unwrap().unwrap();
    assert_eq!((import.phase, counts(&import, &shopee())), (ImportPhase::Failed, [6, 0, 0, 6, 0]));
    assert!(import.failure.unwrap().contains("Tidak ada listing yang ditandai hilang"));
}

#[tokio::test]
async fn a_listing_that_two_pages_name_is_counted_and_pulled_once() {
    let world = World::connected().await;
    for n in 2..=7 {
        world.put(&shopee(), a_listing(&n.to_string()));
    }
    let started = intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
    let first = world.fakes.outbox.next_import().unwrap();
    worker::import::handle(&world.ports, first).await.unwrap();
    // One that comes before all others moves the last of the first page onto the second.
    world.put(&shopee(), a_listing("1"));
    world.work().await.unwrap();
    let import = world.ports.imports.get(&started.id).await.unwrap().unwrap();
    assert_eq!(counts(&import, &shopee()), [6, 6, 0, 0, 0]);
    assert_eq!(world.shopee.calls_of(Verb::Fetch), 4, "2 and 3, 4; 5 and 6; 7");
}

#[tokio::test]
async fn a_listing_that_cannot_be_read_does_not_stop_the_others() {
    let world = World::connected().await;
    stocked(&world);
    // The slice is refused, then the first of its two listings.
    for _ in 0..2 {
        world.shopee.fault_on(Verb::Fetch, Fault::rejected("error_item", "cannot be shown"));
    }
    let import = world.import().await;
    assert_eq!(import.phase, ImportPhase::Finished);
    assert_eq!(counts(&import, &shopee()), [7, 6, 0, 0, 0]);
    assert!(world.told().await.contains(&"listing_unreadable".to_owned()));
}

#[tokio::test]
async fn an_import_of_a_shop_that_refuses_us_fails_with_a_reason() {
    let world = World::connected().await;
    stocked(&world);
    let import = intake::start(&world.ports, "owner", &[shopee(), tiktok()]).await.unwrap();
    world.tiktok.fault_on(Verb::List, Fault::TokenRefused);
    world.tiktok.fault_on(Verb::Refresh, Fault::TokenRefused);
    world.work().await.unwrap();
    let import = world.ports.imports.get(&import.id).await.unwrap().unwrap();
    assert_eq!(import.phase, ImportPhase::Failed);
    assert!(import.failure.unwrap().contains("tokonya harus dihubungkan lagi"));
    let mut told = world.told().await;
    told.sort();
    assert_eq!(told, ["authorization_needed", "import_failed"]);
    // The next one need not wait for it.
    intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
}

#[tokio::test]
async fn a_shop_that_is_busy_gives_the_message_back_and_exhausted_retries_fail_the_import() {
    let world = World::connected().await;
    stocked(&world);
    let import = intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
    let message = world.fakes.outbox.next_import().unwrap();
    world.shopee.fault_on(Verb::List, Fault::Unavailable);
    let failed = worker::import::handle(&world.ports, message.clone()).await.unwrap_err();
    assert!(matches!(failed, WorkError::Retry { .. }), "{failed}");

    worker::import::give_up(&world.ports, &message.message, &lost("503 from the channel"), "1")
        .await
        .unwrap();
    let import = world.ports.imports.get(&import.id).await.unwrap().unwrap();
    assert_eq!(import.phase, ImportPhase::Failed);
    // What our own code noted is for the log: the seller reads what to do.
    let failure = import.failure.unwrap();
    assert!(failure.contains("Impor lagi nanti") && !failure.contains("503 from the channel"), "{failure}");
    worker::import::handle(&world.ports, message).await.expect("a message of a failed import is dropped");
}

#[tokio::test]
async fn what_cannot_be_imported_is_refused_by_name() {
    let world = World::new();
    let start = async |channels: &[&str]| {
        let channels: Vec<Channel> = channels.iter().map(|name| Channel::parse(name).unwrap()).collect();
        match intake::start(&world.ports, "owner", &channels).await.unwrap_err() {
            UseCaseError::Refused { code, .. } => code,
            UseCaseError::Invalid(invalid) => invalid.code,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(start(&[]).await, "channels_empty");
    assert_eq!(start(&["lazada"]).await, "channel_unknown");
    assert_eq!(start(&["website"]).await, "channel_not_importable");
    assert_eq!(start(&["shopee"]).await, "channel_not_connected");

    let world = World::connected().await;
    let lost = intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
    let running = intake::start(&world.ports, "owner", &[tiktok(), shopee()]).await.unwrap_err();
    assert!(matches!(running, UseCaseError::Refused { code: "import_running", .. }), "{running}");
    intake::start(&world.ports, "owner", &[tiktok()]).await.expect("another shop is free");

    world.fakes.clock.advance(std::time::Duration::from_hours(7));
    intake::start(&world.ports, "owner", &[shopee()]).await.expect("a lost import does not stand in the way");
    assert_eq!(world.told().await, ["import_failed"], "the seller hears that it was lost");
    let failure = world.ports.imports.get(&lost.id).await.unwrap().unwrap().failure.unwrap();
    assert!(failure.contains("Impor lagi") && failure.contains("Import again"), "{failure}");
}

#[tokio::test]
async fn a_frozen_listing_is_imported_and_told_of_and_gets_its_product_when_it_is_freed() {
    let world = World::connected().await;
    stocked(&world);
    let (id, there) = (an_external_id("176"), shop(&tiktok()));
    world.tiktok.edit(&there, &id, |content| content.status = ListingStatus::Frozen);
    let import = world.import().await;
    assert_eq!(counts(&import, &tiktok()), [4, 4, 0, 0, 0], "the counts add up");
    assert_eq!(world.told().await, ["import_finished", "listing_taken_down"]);
    let key = ListingKey::new(tiktok(), there.clone(), id.clone());
    let state = world.ports.listings.get(&key).await.unwrap().unwrap().state.value;
    assert_eq!(
        (state.product, state.gone, state.channel_status),
        (None, false, ListingStatus::Frozen),
        "too little is known of it for a product"
    );

    let again = world.import().await;
    assert_eq!(counts(&again, &tiktok()), [4, 0, 0, 4, 0]);

    world.tiktok.edit(&there, &id, |content| content.status = ListingStatus::Live);
    let freed = world.import().await;
    assert_eq!(counts(&freed, &tiktok()), [4, 0, 1, 3, 0]);
    let listing = world.ports.listings.get(&key).await.unwrap().unwrap();
    assert!(listing.state.value.product.is_some());
    assert!(!listing.observed.content.images.is_empty());
}
