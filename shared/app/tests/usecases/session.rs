use std::time::Duration;

use app::{
    ChannelError,
    marketplace::ShopSession,
    ports::ConnectionState,
    shops::session::{self, Session},
};
use futures::future::{join_all, try_join_all};
use testkit::{Fault, Kind, fake::Verb};

use crate::world::{World, shop, shopee, tiktok};

async fn open(world: &World) -> Session {
    session::open(&world.ports, &shopee(), &shop(&shopee())).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_workers_whose_token_was_refused_use_one_refresh() {
    let world = World::connected().await;
    let sessions = join_all((0..20).map(|_| open(&world))).await;
    let stale = sessions[0].access().await.unwrap();

    let renewals = sessions.into_iter().map(|session| {
        let stale = stale.clone();
        tokio::spawn(async move { session.renew(&stale).await })
    });
    for renewed in join_all(renewals).await {
        assert_eq!(renewed.unwrap().unwrap().tokens.generation, stale.tokens.generation + 1);
    }
    assert_eq!(world.shopee.calls_of(Verb::Refresh), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_workers_with_a_token_about_to_lapse_use_one_refresh() {
    let world = World::connected().await;
    let sessions = join_all((0..20).map(|_| open(&world))).await;
    world.fakes.clock.advance(Duration::from_mins(235));

    let asked = sessions.into_iter().map(|session| tokio::spawn(async move { session.access().await }));
    for access in join_all(asked).await {
        assert_eq!(access.unwrap().unwrap().tokens.generation, 2);
    }
    assert_eq!(world.shopee.calls_of(Verb::Refresh), 1);
    let shown = &world.connection(&shopee()).await.shops[&shop(&shopee())];
    assert_eq!(shown.last_refresh_at, world.ports.clock.now(), "the refresh shows on the connection");
}

#[tokio::test]
async fn a_token_with_life_left_is_used_as_it_is() {
    let world = World::connected().await;
    let session = open(&world).await;
    world.fakes.clock.advance(Duration::from_hours(3));
    assert_eq!(session.access().await.unwrap().tokens.generation, 1);
    assert_eq!(world.shopee.calls_of(Verb::Refresh), 0);
}

#[tokio::test]
async fn a_new_pair_that_cannot_be_stored_at_first_is_stored_before_it_is_used() {
    let world = World::connected().await;
    let session = open(&world).await;
    let stale = session.access().await.unwrap();
    world.fakes.memory.refuse_next(Kind::Secret, app::StoreError::Unavailable("busy".into()));

    let fresh = session.renew(&stale).await.unwrap();
    let stored = world.ports.secrets.get(&shopee(), true).await.unwrap().unwrap();
    assert_eq!(stored.shops[&shop(&shopee())].generation, fresh.tokens.generation);
}

#[tokio::test]
async fn a_refresh_that_never_arrived_is_tried_once_more_with_the_same_token() {
    let world = World::connected().await;
    let session = open(&world).await;
    let stale = session.access().await.unwrap();
    world.shopee.fault_on(Verb::Refresh, Fault::LostRequest);

    assert_eq!(session.renew(&stale).await.unwrap().tokens.generation, 2);
    assert_eq!(world.shopee.calls_of(Verb::Refresh), 2);
}

#[tokio::test]
async fn a_refused_refresh_asks_for_a_new_consent_once_and_is_not_repeated() {
    let world = World::connected().await;
    let session = open(&world).await;
    let stale = session.access().await.unwrap();
    // The channel used the refresh token up and its answer was lost: the second try is refused.
    world.shopee.fault_on(Verb::Refresh, Fault::LostAnswer);

    let refused = session.renew(&stale).await.unwrap_err();
    assert!(matches!(refused, ChannelError::Unauthorized { .. }), "{refused}");
    assert_eq!(world.connection(&shopee()).await.state, ConnectionState::NeedsAuthorization);
    assert_eq!(world.told().await, ["authorization_needed"]);
    assert_eq!(world.fakes.mailer.sent().len(), 1);

    let calls = world.shopee.calls_of(Verb::Refresh);
    assert!(matches!(open(&world).await.renew(&stale).await, Err(ChannelError::Unauthorized { .. })));
    assert_eq!(world.shopee.calls_of(Verb::Refresh), calls, "a dead token is not sent again");

    let again = world.connect(&shopee()).await;
    assert_eq!((again.state, again.problem), (ConnectionState::Connected, None));
    assert_eq!(open(&world).await.renew(&stale).await.unwrap().tokens.generation, 2, "a newer pair is there");
}

#[tokio::test]
async fn a_refresh_ahead_of_expiry_that_fails_does_not_stop_the_work() {
    let world = World::connected().await;
    let session = open(&world).await;
    world.fakes.clock.advance(Duration::from_mins(235));
    world.shopee.fault_on(Verb::Refresh, Fault::Unavailable);
    world.shopee.fault_on(Verb::Refresh, Fault::Unavailable);

    for _ in 0..3 {
        assert_eq!(session.access().await.unwrap().tokens.generation, 1);
    }
    assert_eq!(world.shopee.calls_of(Verb::Refresh), 2, "the next try waits");
}

#[tokio::test]
async fn calls_keep_to_the_shops_pace() {
    let mut world = World::connected().await;
    world.ports.settings.calls_per_second.insert(shopee(), 50);
    let session = open(&world).await;
    let started = std::time::Instant::now();
    try_join_all((0..24).map(|_| session.admit())).await.unwrap();
    assert!(started.elapsed() >= Duration::from_millis(400), "{:?}", started.elapsed());
    assert!(world.fakes.memory.writes_of(Kind::Budget) < 20, "slots are taken in chunks");
}

#[tokio::test]
async fn a_slot_beyond_our_patience_gives_the_message_back() {
    let mut world = World::connected().await;
    world.ports.settings.patience = Duration::from_millis(50);
    let session = open(&world).await;
    session.throttled(Some(Duration::from_secs(30))).await;
    let ChannelError::RateLimited { retry_after } = session.admit().await.unwrap_err() else {
        panic!("waits")
    };
    let asked = Duration::from_secs(30);
    assert!(retry_after <= asked && retry_after > Duration::from_secs(29), "{retry_after:?}");
}

#[tokio::test]
async fn the_own_store_needs_neither_consent_nor_budget() {
    let world = World::new();
    let channel = domain::Channel::parse("website").unwrap();
    let session = session::open(&world.ports, &channel, &testkit::build::a_shop("web")).await.unwrap();
    session.admit().await.unwrap();
    assert_eq!(world.fakes.memory.writes_of(Kind::Budget), 0);
}

#[tokio::test]
async fn a_shop_without_tokens_is_not_connected() {
    let world = World::connected().await;
    let stranger = testkit::build::a_shop("999");
    let refused = session::open(&world.ports, &tiktok(), &stranger).await.unwrap_err();
    assert_eq!(refused, ChannelError::NotConnected);
}
