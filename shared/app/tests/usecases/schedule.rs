use std::time::Duration;

use app::{
    message::SyncMessage,
    ports::{ConnectionState, ImportPhase},
    shops::schedule::Ticked,
    worker::schedule::{Task, run},
};
use domain::Channel;
use jiff::SignedDuration;
use testkit::{
    Fault, Kind,
    build::{ListingVerbs, a_listing},
    fake::Verb,
};

use crate::world::{World, shop, shopee, tiktok};

const HOUR: Duration = Duration::from_hours(1);

impl World {
    async fn tick(&self, task: Task) -> Ticked {
        run(&self.ports, task).await.unwrap()
    }

    /// Puts a listing into a shop as if it were made or edited there now.
    fn edited(&self, channel: &Channel, id: &str, price: i64) {
        let mut listing = a_listing(id).with_sku(id).with_price(price);
        listing.updated_at = Some(self.ports.clock.now());
        self.put(channel, listing);
    }
}

#[tokio::test]
async fn only_tokens_that_lapse_soon_are_refreshed() {
    let world = World::connected().await;
    assert_eq!(world.tick(Task::RefreshTokens).await, Ticked { shops: 2, acted: 0, problems: vec![] });
    world.fakes.clock.advance(3 * HOUR + HOUR / 2);
    assert_eq!(world.tick(Task::RefreshTokens).await.acted, 2);
    assert_eq!((world.shopee.calls_of(Verb::Refresh), world.tiktok.calls_of(Verb::Refresh)), (1, 1));
    assert_eq!(world.tick(Task::RefreshTokens).await.acted, 0);
}

#[tokio::test]
async fn one_shops_trouble_does_not_keep_the_other_waiting() {
    let world = World::connected().await;
    world.fakes.clock.advance(4 * HOUR);
    world.shopee.fault_on(Verb::Refresh, Fault::rejected("error_server", "later"));
    let ticked = world.tick(Task::RefreshTokens).await;
    assert_eq!((ticked.acted, ticked.problems.len()), (1, 1));
    assert_eq!(world.tiktok.calls_of(Verb::Refresh), 1);
}

#[tokio::test]
async fn the_end_of_a_consent_is_told_once_at_each_threshold() {
    let world = World::connected().await;
    let ends = world.connection(&tiktok()).await.shops[&shop(&tiktok())].info.authorization_expires_at;
    let ends = ends.expect("the fake channel tells the end");
    let mut told = Vec::new();
    for days in [31, 30, 29, 14, 13, 7, 6, 1] {
        world.fakes.clock.set(ends - SignedDuration::from_hours(24 * days));
        for _ in 0..2 {
            world.tick(Task::RefreshTokens).await;
        }
        told.push(world.told().await.iter().filter(|kind| *kind == "authorization_ending").count());
    }
    // Two shops; nothing at 31 days, then one more each at 30, 14, 7 and 1.
    assert_eq!(told, [0, 2, 2, 4, 4, 6, 6, 8]);
}

#[tokio::test]
async fn a_quiet_day_costs_one_list_call_a_shop_and_no_write() {
    let world = World::connected().await;
    world.edited(&shopee(), "1", 100_000);
    world.import().await;
    world.tick(Task::Reconcile).await;
    world.fakes.clock.advance(6 * HOUR);
    world.tick(Task::Reconcile).await;
    world.fakes.clock.advance(6 * HOUR);
    world.tick(Task::RefreshTokens).await;
    world.shopee.forget_journal();
    world.fakes.memory.forget_writes();

    assert_eq!(world.tick(Task::Reconcile).await, Ticked { shops: 2, acted: 0, problems: vec![] });
    assert_eq!(world.shopee.journal().len(), 1);
    let mut writes = world.fakes.memory.writes();
    writes.remove(&Kind::Budget);
    assert!(writes.is_empty(), "{writes:?}");
    assert!(world.fakes.outbox.drain_sync().is_empty());
}

#[tokio::test]
async fn an_edit_that_no_push_told_of_is_looked_at_once() {
    let world = World::connected().await;
    world.edited(&shopee(), "1", 100_000);
    world.import().await;
    world.tick(Task::Reconcile).await;
    world.fakes.clock.advance(6 * HOUR);
    world.edited(&shopee(), "1", 90_000);
    world.fakes.clock.advance(HOUR);

    assert_eq!(world.tick(Task::Reconcile).await.acted, 1);
    let looks = world.fakes.outbox.drain_sync();
    assert_eq!(looks.len(), 1);
    let SyncMessage::Observe { listing, reason, .. } = &looks[0].message else { panic!("a look") };
    assert_eq!((listing.to_string().as_str(), reason.as_str()), ("shopee:14701711:1", "reconcile"));
    world.fakes.clock.advance(6 * HOUR);
    assert_eq!(world.tick(Task::Reconcile).await.acted, 0, "the window has moved on");
}

#[tokio::test]
async fn a_listing_made_in_the_shop_is_imported_with_what_changed_and_nothing_is_called_gone() {
    let world = World::connected().await;
    world.edited(&shopee(), "1", 100_000);
    world.import().await;
    world.fakes.clock.advance(HOUR);
    world.tick(Task::Reconcile).await;
    world.fakes.clock.advance(6 * HOUR);
    world.edited(&shopee(), "2", 120_000);
    world.fakes.clock.advance(HOUR);

    assert_eq!(world.tick(Task::Reconcile).await.acted, 1);
    world.work().await.unwrap();
    let import = world.ports.imports.recent(None, 1).await.unwrap().items.remove(0);
    assert_eq!((import.phase, import.masters_created), (ImportPhase::Finished, 1));
    assert_eq!((import.shops[0].found, import.shops[0].created, import.shops[0].gone), (1, 1, 0));
}

#[tokio::test]
async fn a_list_of_changes_without_an_end_is_given_up_and_told_once_a_day() {
    let world = World::connected().await;
    for id in ["1", "2", "3", "4"] {
        world.edited(&shopee(), id, 100_000);
    }
    world.import().await;
    world.shopee.list_in_circles();
    for _ in 0..2 {
        assert_eq!(world.tick(Task::Reconcile).await.problems.len(), 1);
        world.fakes.clock.advance(Duration::from_mins(5));
    }
    let told = world.told().await;
    assert_eq!(told.iter().filter(|kind| *kind == "changes_unreadable").count(), 1, "{told:?}");
}

#[tokio::test]
async fn health_is_told_when_it_turns_and_not_every_day() {
    let world = World::connected().await;
    for _ in 0..2 {
        world.shopee.fault_on(Verb::ShopInfo, Fault::rejected("shop_banned", "banned"));
        assert_eq!(world.tick(Task::Health).await.acted, 1);
        world.fakes.clock.advance(Duration::from_mins(1));
    }
    assert_eq!(world.told().await, ["connection_ill"]);
    assert_eq!(world.tick(Task::Health).await.acted, 0);
    let connection = world.connection(&shopee()).await;
    assert_eq!((connection.state, connection.problem), (ConnectionState::Connected, None));
}

#[tokio::test]
async fn the_scheduler_names_its_tasks_in_json() {
    let task: Task = serde_json::from_str("\"refresh_tokens\"").unwrap();
    assert_eq!(task, Task::RefreshTokens);
    assert_eq!(World::new().tick(Task::Wake).await, Ticked::default());
}
