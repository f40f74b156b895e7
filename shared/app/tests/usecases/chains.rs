//! Work that goes page by page has one owner and an end that counted all, whatever comes twice, late or out of order.

use app::{
    StoreError, UseCaseError, WorkError, intake,
    message::{Envelope, PricingMessage},
    ports::{RepricingState, Verification},
    pricing::rules,
    reports::verify,
    worker,
};
use domain::{BasisPoints, VerificationId, ids::RepricingId, pricing::PriceRule};
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing, a_shop},
};

use crate::world::{World, shop, shopee};

/// A shop of three pages of the check and two of a repricing.
async fn stocked() -> World {
    let world = World::connected().await;
    for n in 1..=230 {
        let id = format!("{n:05}");
        world.put(&shopee(), a_listing(&id).with_sku(&id).with_price(150_000));
    }
    world.import().await;
    world.fakes.outbox.drain_pricing();
    world
}

impl World {
    /// Starts a check twice, as after a restart: two chains of messages.
    async fn two_checks(&self) -> VerificationId {
        let id = VerificationId::from_unique(&self.ports.ids.unique());
        for _ in 0..2 {
            verify::start(&self.ports, "owner", id.clone()).await.unwrap();
        }
        id
    }

    async fn check(&self, id: &VerificationId) -> Verification {
        self.ports.verifications.get(id).await.unwrap().unwrap()
    }

    /// Handles a message as the queue does.
    async fn deliver(&self, message: Envelope<PricingMessage>) {
        for _ in 0..10 {
            if worker::pricing::handle(&self.ports, message.clone()).await.is_ok() {
                return;
            }
        }
        panic!("the message was never done");
    }
}

#[tokio::test]
async fn two_chains_of_a_check_never_call_a_part_the_whole() {
    // Whichever of the two chains is ahead: the newest message first, the oldest first, each twice.
    for (newest_first, twice) in [(false, false), (true, false), (false, true), (true, true)] {
        let world = stocked().await;
        let id = world.two_checks().await;
        let mut waiting = world.fakes.outbox.drain_pricing();
        let mut handled = 0;
        while !waiting.is_empty() {
            let next = if newest_first { waiting.len() - 1 } else { 0 };
            let message = waiting.remove(next);
            for _ in 0..if twice { 2 } else { 1 } {
                world.deliver(message.clone()).await;
            }
            let found = world.check(&id).await;
            assert!(found.finished_at.is_none() || found.listings == 230, "a part is called the whole");
            waiting.extend(world.fakes.outbox.drain_pricing());
            handled += 1;
            assert!(handled < 1000, "the chains never end");
        }
        let found = world.check(&id).await;
        assert!(found.finished_at.is_some());
        assert_eq!(found.listings, 230, "{newest_first} {twice}");
    }
}

#[tokio::test]
async fn a_check_whose_worker_dies_anywhere_goes_on_from_a_repeat() {
    for nth in 0..14 {
        for queue in [false, true] {
            let world = stocked().await;
            let id = world.two_checks().await;
            let away = StoreError::Unavailable("the worker dies".into());
            if queue {
                world.fakes.outbox.refuse_after(nth, away);
            } else {
                world.fakes.memory.refuse_after(Kind::Verification, nth, away);
            }
            while let Some(message) = world.fakes.outbox.next_pricing() {
                world.deliver(message).await;
            }
            let found = world.check(&id).await;
            assert!(found.finished_at.is_some(), "{nth} {queue}");
            assert_eq!(found.listings, 230, "{nth} {queue}");
        }
    }
}

#[tokio::test]
async fn a_page_of_a_check_that_lags_behind_changes_nothing() {
    let world = stocked().await;
    let id = world.two_checks().await;
    let late = world.fakes.outbox.next_pricing().unwrap();
    while let Some(message) = world.fakes.outbox.next_pricing() {
        world.deliver(message).await;
    }
    let done = world.check(&id).await;
    world.deliver(late).await;
    assert_eq!(world.check(&id).await, done);
    assert!(world.fakes.outbox.drain_pricing().is_empty());
}

/// A message of a chain that is ahead of the record, as after a restart: it counts nothing and sends nothing.
#[tokio::test]
async fn a_page_of_a_check_or_of_a_report_that_is_ahead_of_its_record_changes_nothing() {
    let world = stocked().await;
    let id = world.two_checks().await;
    world.fakes.outbox.drain_pricing();
    let before = world.check(&id).await;
    for page in [1, 2, 7] {
        for place in [before.next.clone(), None] {
            let message = PricingMessage::Verify { verification: id.clone(), page, place };
            world.deliver(Envelope { v: 1, id: format!("stray-{page}"), message }).await;
            assert_eq!(world.check(&id).await, before, "{page}");
            assert!(world.fakes.outbox.drain_pricing().is_empty(), "{page}");
        }
    }
}

async fn repriced(world: &World) -> RepricingId {
    let rule = PriceRule::of_markup(BasisPoints::percent(15));
    rules::put_price_rule(&world.ports, "owner", &shopee(), &rule, 0).await.unwrap().repricing.unwrap()
}

#[tokio::test]
async fn a_repricing_counts_every_page_once_however_often_its_messages_come() {
    let world = stocked().await;
    let id = repriced(&world).await;
    let mut handled = 0;
    while let Some(message) = world.fakes.outbox.next_pricing() {
        world.deliver(message.clone()).await;
        world.deliver(message).await;
        handled += 1;
        assert!(handled < 50, "the walk never ends");
    }
    let done = world.ports.repricings.get(&id).await.unwrap().unwrap().value;
    assert_eq!((done.state, done.listings), (RepricingState::Finished, 230));
}

#[tokio::test]
async fn a_repricing_passes_a_shop_that_was_disconnected_and_goes_on_with_the_next() {
    let world = stocked().await;
    // Sorts after the first, so that it comes later.
    let second = a_shop("99999999");
    let before = world.ports.connections.get(&shopee()).await.unwrap().unwrap();
    let mut connection = before.value;
    let record = connection.shops[&shop(&shopee())].clone();
    connection.shops.insert(second.clone(), record);
    let both = world.ports.connections.put(&connection, before.version).await.unwrap();
    let id = repriced(&world).await;
    let first = world.fakes.outbox.next_pricing().unwrap();
    world.deliver(first).await;
    let mut connection = both.value;
    connection.shops.remove(&shop(&shopee()));
    world.ports.connections.put(&connection, both.version).await.unwrap();
    let middle = world.fakes.outbox.next_pricing().unwrap();
    world.deliver(middle).await;
    let now = world.ports.repricings.get(&id).await.unwrap().unwrap().value;
    assert_eq!(now.state, RepricingState::Running, "the second shop is still to come");
    let last = world.fakes.outbox.next_pricing().unwrap();
    assert!(format!("{last:?}").contains("99999999"), "{last:?}");
    world.deliver(last).await;
    let done = world.ports.repricings.get(&id).await.unwrap().unwrap().value;
    assert_eq!(done.state, RepricingState::Finished);
}

#[tokio::test]
async fn a_second_import_is_refused_although_the_list_of_imports_lags() {
    let world = World::connected().await;
    world.fakes.memory.import_lists_lag();
    intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
    let refused = intake::start(&world.ports, "owner", &[shopee()]).await.unwrap_err();
    assert!(matches!(refused, UseCaseError::Refused { code: "import_running", .. }), "{refused:?}");
    world.work().await.unwrap();
    intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
}

#[tokio::test]
async fn an_incomplete_check_is_not_summed_up() {
    let world = stocked().await;
    let id = world.two_checks().await;
    let mut head = world.check(&id).await;
    head.pages = 3;
    world.ports.verifications.put(&head).await.unwrap();
    let message = PricingMessage::Verify { verification: id.clone(), page: 3, place: None };
    let answer = worker::pricing::handle(&world.ports, Envelope::derived(message)).await;
    assert!(matches!(answer, Err(WorkError::Fail { .. })), "{answer:?}");
    assert_eq!(world.check(&id).await.finished_at, None);
}
