//! Changes of rules and fees: what is written, what waits for a push, what begins by itself.

use app::{
    ports::{Repricing, RepricingCause, RepricingState},
    pricing::rules,
    worker::schedule::{Task, run},
};
use domain::{
    BasisPoints, ListingKey, ProductId, Rupiah,
    ids::RepricingId,
    pricing::{Fee, FeeGroup, FeeKind, FeeSchedule, NetTarget, NoPrice, PriceRule, QuoteOutcome, Scope},
};
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing},
};

use crate::world::{World, shopee};

const OWNER: &str = "owner@example.test";

fn markup(percent: i32) -> PriceRule {
    PriceRule::of_markup(BasisPoints::percent(percent))
}

fn commission(percent: i32, valid_from: &str) -> FeeSchedule {
    let kind = FeeKind::Percent { rate: BasisPoints::percent(percent), cap: None };
    let fee = Fee { name: "Komisi".into(), kind, enabled: true, group: FeeGroup::Commission };
    FeeSchedule { fees: vec![fee], source: "test".into(), valid_from: valid_from.into() }
}

/// Ten listings of Rp100,000, + 15 %, no fees.
async fn world() -> (World, Vec<ListingKey>) {
    let world = World::connected().await;
    let listing = |n: u32| a_listing(&format!("{n:03}")).with_sku(&format!("SKU-{n}")).with_price(100_000);
    let keys: Vec<_> = (1..=10).map(|n| world.put(&shopee(), listing(n))).collect();
    world.import().await;
    world.save_fees(&commission(0, "2026-01-01"), 0).await;
    world.save_rule(&markup(15), 0).await;
    world.price().await;
    world.fakes.memory.forget_writes();
    world.fakes.outbox.drain_notify();
    (world, keys)
}

impl World {
    async fn save_rule(&self, rule: &PriceRule, expected: u64) -> Option<RepricingId> {
        let saved = rules::put_price_rule(&self.ports, OWNER, &shopee(), rule, expected).await;
        saved.unwrap().repricing
    }

    async fn save_fees(&self, schedule: &FeeSchedule, expected: u64) -> Option<RepricingId> {
        let (channel, scope) = (shopee(), Scope::Channel);
        let saved = rules::put_fee_schedule(&self.ports, OWNER, &channel, &scope, schedule, expected).await;
        saved.unwrap().repricing
    }

    async fn repricing(&self, id: Option<RepricingId>) -> Repricing {
        self.ports.repricings.get(&id.unwrap()).await.unwrap().unwrap().value
    }

    async fn outcome(&self, key: &ListingKey) -> QuoteOutcome {
        let listing = self.ports.listings.get(key).await.unwrap().unwrap();
        listing.prices.unwrap().quotes.into_values().next().unwrap()
    }

    async fn price_of(&self, key: &ListingKey) -> Option<i64> {
        self.outcome(key).await.price().map(Rupiah::get)
    }

    async fn product_id_of(&self, key: &ListingKey) -> ProductId {
        self.ports.listings.get(key).await.unwrap().unwrap().state.value.product.unwrap()
    }
}

#[tokio::test]
async fn a_new_version_that_changes_no_figure_writes_no_listing() {
    let (world, keys) = world().await;
    let before = world.outcome(&keys[0]).await;
    let higher = PriceRule { ceiling: Some(Rupiah::new(9_000_000)), ..markup(15) };
    let id = world.save_rule(&higher, 1).await;
    assert_eq!(world.repricing(id.clone()).await.state, RepricingState::Queued);
    assert_eq!((world.price().await, world.fakes.memory.writes_of(Kind::Prices)), (0, 0));
    let done = world.repricing(id).await;
    assert_eq!((done.state, done.listings, done.written, done.moved), (RepricingState::Finished, 10, 0, 0));
    assert_eq!((done.cause, done.version, done.products), (RepricingCause::PriceRule, 2, Some(10)));
    assert_eq!(world.outcome(&keys[0]).await, before, "it names the older version, which gives the same");
}

#[tokio::test]
async fn fees_change_what_is_kept_and_only_a_net_rule_moves_the_price() {
    let (world, keys) = world().await;
    let id = world.save_fees(&commission(10, "2026-01-01"), 1).await;
    world.price().await;
    let done = world.repricing(id).await;
    assert_eq!((done.listings, done.written, done.moved), (10, 10, 0), "the breakdown changed, no price did");
    assert_eq!(world.price_of(&keys[0]).await, Some(115_000));
    world.save_rule(&PriceRule::of_net(NetTarget::Base), 1).await;
    world.price().await;
    // 100,000 of 0.9 is 111,111.1. At 111,111 one piece keeps 100,000; ten lose 111,111 and keep 999,999.
    assert_eq!(world.price_of(&keys[0]).await, Some(111_112));
    let id = world.save_fees(&commission(20, "2026-01-01"), 2).await;
    world.price().await;
    let done = world.repricing(id).await;
    assert_eq!((done.listings, done.written, done.moved), (10, 10, 10));
    assert_eq!(world.price_of(&keys[0]).await, Some(125_000));
}

#[tokio::test]
async fn an_exception_touches_its_product_alone_and_its_removal_brings_the_wider_rule_back() {
    let (world, keys) = world().await;
    let scope = Scope::Product { product: world.product_id_of(&keys[3]).await };
    let saved = rules::put_override(&world.ports, OWNER, &shopee(), &scope, &markup(50), 0).await.unwrap();
    assert_eq!((saved.stored.version, saved.repricing), (1, None));
    assert_eq!(world.price().await, 1);
    assert_eq!(world.price_of(&keys[3]).await, Some(150_000));
    assert_eq!(world.price_of(&keys[4]).await, Some(115_000));
    world.save_rule(&markup(20), 1).await;
    assert_eq!(world.price().await, 9, "the exception holds");
    rules::remove_override(&world.ports, OWNER, &shopee(), &scope, 1).await.unwrap();
    assert_eq!(world.price().await, 1);
    assert_eq!(world.price_of(&keys[3]).await, Some(120_000));
    let again = rules::remove_override(&world.ports, OWNER, &shopee(), &scope, 2).await;
    assert!(again.is_err(), "there is none any more");
    let missing = Scope::Product { product: ProductId::derived(&["nothing"]) };
    let unknown = rules::put_override(&world.ports, OWNER, &shopee(), &missing, &markup(1), 0).await;
    assert!(unknown.is_err());
}

#[tokio::test]
async fn a_planned_schedule_is_announced_and_begins_once_on_its_day() {
    let (world, keys) = world().await;
    world.save_rule(&PriceRule::of_net(NetTarget::Base), 1).await;
    world.price().await;
    assert_eq!(world.save_fees(&commission(20, "2026-12-01"), 1).await, None, "nothing is computed yet");
    assert!(world.fakes.outbox.next_pricing().is_none());
    assert_eq!(world.told().await, ["fee_schedule_planned"]);
    assert_eq!(run(&world.ports, Task::Fees).await.unwrap().acted, 0);
    assert_eq!(world.price_of(&keys[0]).await, Some(100_000));

    // 00:10 on the first of December in Jakarta is still November in UTC.
    world.fakes.clock.set("2026-11-30T17:10:00Z".parse().unwrap());
    assert_eq!(run(&world.ports, Task::Fees).await.unwrap().acted, 1);
    assert_eq!(world.price().await, 10);
    assert_eq!(world.price_of(&keys[0]).await, Some(125_000));
    let told = world.told().await;
    assert!(told.contains(&"fee_schedule_began".to_owned()), "{told:?}");
    let newest = world.ports.repricings.recent(None, 1).await.unwrap().items.remove(0);
    assert_eq!((newest.cause, newest.moved), (RepricingCause::FeeScheduleBegan, 10));

    world.fakes.memory.forget_writes();
    assert_eq!(run(&world.ports, Task::Fees).await.unwrap().acted, 0);
    assert!(world.fakes.outbox.next_pricing().is_none() && world.fakes.outbox.drain_notify().is_empty());
    assert!(world.fakes.memory.writes().is_empty(), "a tick later nothing is left to do");
}

#[tokio::test]
async fn a_message_that_comes_again_is_counted_once() {
    let (world, _) = world().await;
    let id = world.save_rule(&markup(16), 1).await;
    let message = world.fakes.outbox.next_pricing().unwrap();
    for _ in 0..2 {
        app::worker::pricing::handle(&world.ports, message.clone()).await.unwrap();
    }
    let done = world.repricing(id).await;
    assert_eq!((done.pages, done.listings, done.written, done.moved), (1, 10, 10, 10));
}

#[tokio::test]
async fn a_repricing_whose_page_was_given_up_is_stalled() {
    let (world, _) = world().await;
    let id = world.save_rule(&markup(16), 1).await;
    let started = world.repricing(id.clone()).await;
    assert!(!started.is_stalled(world.ports.clock.now()));
    world.fakes.clock.advance(std::time::Duration::from_mins(41));
    assert!(started.is_stalled(world.ports.clock.now()));
    // A person sends the dead letter again.
    world.price().await;
    assert!(!world.repricing(id).await.is_stalled(world.ports.clock.now()));
}

#[tokio::test]
async fn a_price_outside_the_channels_limits_is_none() {
    let (world, keys) = world().await;
    world
        .save_rule(
            &PriceRule { method: domain::pricing::Method::Fixed { price: Rupiah::new(1) }, ..markup(0) },
            1,
        )
        .await;
    world.price().await;
    let limits = &world.ports.marketplaces.get(&shopee()).unwrap().capabilities().limits.clone();
    assert!(limits.price.min > Rupiah::new(1), "the channel takes no price of one rupiah");
    assert_eq!(world.outcome(&keys[0]).await, QuoteOutcome::Refused { reason: NoPrice::OutsideLimits });
}
