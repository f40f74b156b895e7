use std::collections::BTreeMap;

use app::{
    StoreError,
    marketplace::Event,
    message::SyncMessage,
    ports::ConnectionState,
    shops::receive::{Received, receive},
};
use jiff::SignedDuration;
use testkit::{
    FakeMarketplace, Kind,
    build::{an_external_id, credentials},
};

use crate::world::{World, shop, shopee, tiktok};

fn changed(listing: &str) -> Event {
    Event::ListingChanged { listing: an_external_id(listing) }
}

impl World {
    fn push(&self, id: &str, event: &Event) -> (BTreeMap<String, String>, Vec<u8>) {
        FakeMarketplace::notice(&credentials(), id, Some(&shop(&shopee())), event, self.ports.clock.now())
    }

    async fn receive(&self, id: &str, event: &Event) -> Received {
        let (headers, body) = self.push(id, event);
        receive(&self.ports, &shopee(), &headers, &body).await.unwrap()
    }
}

#[tokio::test]
async fn a_change_is_looked_at_once_however_often_it_is_pushed() {
    let world = World::connected().await;
    assert_eq!(world.receive("n1", &changed("7")).await, Received::Accepted);
    assert_eq!(world.receive("n1", &changed("7")).await, Received::Duplicate);
    assert_eq!(world.receive("n2", &changed("7")).await, Received::Accepted, "another change of the listing");
    let sent = world.fakes.outbox.drain_sync();
    assert_eq!(sent.len(), 2);
    let SyncMessage::Observe { listing, reason, .. } = &sent[0].message else { panic!("a look") };
    assert_eq!((listing.to_string().as_str(), reason.as_str()), ("shopee:14701711:7", "listing_changed"));
}

#[tokio::test]
async fn forged_stale_and_unreadable_pushes_never_reach_a_queue() {
    let world = World::connected().await;
    let (headers, body) = world.push("n1", &changed("7"));
    let sent = world.fakes.outbox.sent();

    let truncated = receive(&world.ports, &shopee(), &headers, &body[..body.len() - 1]).await.unwrap();
    assert_eq!(truncated, Received::Forged);
    let unsigned = receive(&world.ports, &shopee(), &BTreeMap::new(), &body).await.unwrap();
    assert_eq!(unsigned, Received::Forged);
    world.fakes.clock.advance(std::time::Duration::from_hours(1));
    assert_eq!(receive(&world.ports, &shopee(), &headers, &body).await.unwrap(), Received::Stale);
    assert_eq!(world.fakes.outbox.sent(), sent);
    // None of them was remembered: the real push still counts.
    assert_eq!(world.receive("n1", &changed("7")).await, Received::Accepted);
}

#[tokio::test]
async fn a_push_whose_work_cannot_be_queued_is_asked_for_again() {
    let world = World::connected().await;
    let (headers, body) = world.push("n1", &changed("7"));
    world.fakes.outbox.refuse_next(StoreError::Unavailable("the queue is away".into()));
    receive(&world.ports, &shopee(), &headers, &body).await.unwrap_err();
    assert_eq!(receive(&world.ports, &shopee(), &headers, &body).await.unwrap(), Received::Accepted);
    assert_eq!(world.fakes.outbox.drain_sync().len(), 1);
}

/// Where the function can be killed: after its first mark, after its work, or before its last mark.
#[tokio::test]
async fn a_push_whose_function_was_killed_is_taken_when_the_channel_repeats_it_and_has_one_effect() {
    let ends = |world: &World| Some(world.ports.clock.now() + SignedDuration::from_hours(24 * 20));
    let world = World::connected().await;
    let events = [
        changed("7"),
        Event::ListingViolation { listing: an_external_id("7"), reason: "counterfeit".into() },
        Event::AuthorizationExpiring { shops: vec![], expires_at: ends(&world) },
        Event::ShopDeauthorized { shops: vec![], reason: "user cancel".into() },
        Event::Unknown,
    ];
    for event in events {
        for marked in [false, true] {
            let world = World::connected().await;
            world.fakes.clock.advance(std::time::Duration::from_mins(1));
            let away = || StoreError::Unavailable("the function is killed".into());
            if marked {
                // Killed when all is done but the last mark.
                world.fakes.memory.refuse_after(
                    Kind::Event,
                    usize::from(event == Event::Unknown) + 1,
                    away(),
                );
            } else {
                // Killed before anything left; not even the first mark can be removed.
                world.fakes.memory.refuse_after(Kind::Event, 1, away());
                world.fakes.memory.refuse_next(Kind::Event, away());
                world.fakes.outbox.refuse_next(away());
            }
            let (headers, body) = world.push("n1", &event);
            receive(&world.ports, &shopee(), &headers, &body).await.unwrap_err();
            world.fakes.outbox.forget_refusals();
            world.fakes.memory.forget_refusals();
            assert_eq!(world.receive("n1", &event).await, Received::AtWork, "{event:?}");
            world.fakes.clock.advance(std::time::Duration::from_secs(61));
            assert_eq!(world.receive("n1", &event).await, Received::Accepted, "{event:?}");
            assert_eq!(world.receive("n1", &event).await, Received::Duplicate, "{event:?}");
            world.fakes.clock.advance(std::time::Duration::from_hours(70));
            assert_eq!(world.receive("n1", &event).await, Received::Duplicate, "{event:?}");
            let told = world.told().await;
            let looked = world.fakes.outbox.drain_sync();
            let kept = world.ports.events.counts(&shopee()).await.unwrap();
            match &event {
                Event::ListingChanged { .. } => assert_eq!((told.len(), looked.len()), (0, 1)),
                Event::ListingViolation { .. } => assert_eq!((told.len(), looked.len()), (1, 1)),
                Event::Unknown => assert_eq!(kept, [("unknown".to_owned(), 1)]),
                _ => assert_eq!(told.len(), 1, "{event:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_push_that_means_nothing_yet_is_kept_and_counted() {
    let world = World::connected().await;
    for (id, event) in
        [("a", Event::Unknown), ("a", Event::Unknown), ("b", Event::Unknown), ("c", Event::Other)]
    {
        world.receive(id, &event).await;
    }
    let counts = world.ports.events.counts(&shopee()).await.unwrap();
    assert_eq!(counts, [("other".to_owned(), 1), ("unknown".to_owned(), 2)]);
    assert_eq!(world.receive("v", &Event::Verification).await, Received::Accepted);
    assert!(world.fakes.outbox.is_empty());
}

#[tokio::test]
async fn a_withdrawn_authorisation_stops_the_shop_and_tells_the_seller() {
    let world = World::connected().await;
    world.fakes.clock.advance(std::time::Duration::from_mins(1));
    let event = Event::ShopDeauthorized { shops: vec![], reason: "user cancel".into() };
    world.receive("n1", &event).await;
    assert_eq!(world.connection(&shopee()).await.state, ConnectionState::NeedsAuthorization);
    assert_eq!(world.told().await, ["shop_deauthorized"]);
    assert_eq!(world.fakes.mailer.sent().len(), 1);
}

#[tokio::test]
async fn a_withdrawal_from_before_the_new_consent_changes_nothing() {
    let world = World::connected().await;
    let event = Event::ShopDeauthorized { shops: vec![shop(&shopee())], reason: "user cancel".into() };
    let before = world.ports.clock.now() - SignedDuration::from_mins(2);
    let (headers, body) =
        FakeMarketplace::notice(&credentials(), "n1", Some(&shop(&shopee())), &event, before);
    assert_eq!(receive(&world.ports, &shopee(), &headers, &body).await.unwrap(), Received::Accepted);
    assert_eq!(world.connection(&shopee()).await.state, ConnectionState::Connected);
}

#[tokio::test]
async fn a_violation_is_told_and_looked_at_and_an_end_of_consent_is_told_once() {
    let world = World::connected().await;
    let event = Event::ListingViolation { listing: an_external_id("7"), reason: "counterfeit".into() };
    world.receive("n1", &event).await;
    assert_eq!(world.fakes.outbox.drain_sync().len(), 1);
    let ends = Some(world.ports.clock.now() + SignedDuration::from_hours(24 * 20));
    for id in ["n2", "n3"] {
        world.receive(id, &Event::AuthorizationExpiring { shops: vec![], expires_at: ends }).await;
    }
    let mut told = world.told().await;
    told.sort();
    assert_eq!(told, ["authorization_expiring", "listing_violation"]);
}

#[tokio::test]
async fn a_channel_without_credentials_cannot_be_believed() {
    let world = World::new();
    let (headers, body) = world.push("n1", &changed("7"));
    assert_eq!(receive(&world.ports, &tiktok(), &headers, &body).await.unwrap(), Received::NotConnected);
}
