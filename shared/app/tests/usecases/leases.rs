//! What a lease protects is not done while somebody else holds it. Each test fails where leases are always granted.

use std::time::Duration;

use app::{
    WorkError, intake,
    marketplace::ShopSession,
    message::{Envelope, NotifyMessage, Severity},
    notices::tell,
    shops::{connect, session},
    worker,
};
use secrecy::ExposeSecret;
use testkit::{
    Kind,
    build::{ListingVerbs, a_listing},
    fake::Verb,
};

use crate::world::{World, input, shop, shopee};

impl World {
    /// Another worker holds `name` and does not give it back.
    async fn held_elsewhere(&self, name: &str) {
        let now = self.ports.clock.now();
        let until = now + Duration::from_hours(1);
        assert!(self.ports.leases.acquire(name, "another worker", now, until).await.unwrap());
    }

    async fn given_back(&self, name: &str) {
        self.ports.leases.release(name, "another worker").await.unwrap();
    }
}

/// `work` is still waiting after a while; a lease that was granted would have let it through at once.
async fn waits(work: impl Future<Output = impl Sized>) {
    assert!(tokio::time::timeout(Duration::from_millis(300), work).await.is_err());
}

#[tokio::test]
async fn a_token_that_works_once_is_refreshed_by_one_worker() {
    let world = World::connected().await;
    let session = session::open(&world.ports, &shopee(), &shop(&shopee())).await.unwrap();
    let stale = session.access().await.unwrap();
    world.held_elsewhere("refresh/shopee").await;
    waits(session.renew(&stale)).await;
    assert_eq!(world.shopee.calls_of(Verb::Refresh), 0, "the other worker is at it");
    world.given_back("refresh/shopee").await;
    session.renew(&stale).await.unwrap();
    assert_eq!(world.shopee.calls_of(Verb::Refresh), 1);
}

#[tokio::test]
async fn credentials_are_not_written_while_tokens_are_refreshed() {
    let world = World::connected().await;
    world.held_elsewhere("refresh/shopee").await;
    world.fakes.memory.forget_writes();
    let (channel, base) = (shopee(), "https://hook.example.test");
    waits(connect::save_credentials(&world.ports, "owner", &channel, input("1000017"), base)).await;
    waits(connect::disconnect(&world.ports, "owner", &shopee())).await;
    assert_eq!(world.fakes.memory.writes_of(Kind::Secret), 0);
    let tokens = world.ports.secrets.get(&shopee(), true).await.unwrap().unwrap().shops;
    assert!(tokens.contains_key(&shop(&shopee())), "a refresh would have written into nothing");
}

#[tokio::test]
async fn a_consent_is_not_stored_while_tokens_are_refreshed() {
    let world = World::new();
    world.save(&shopee(), "1000016").await;
    let state = world.consent(&shopee()).await;
    world.shopee.authorize("code-1", &[shop(&shopee())]);
    world.held_elsewhere("refresh/shopee").await;
    world.fakes.memory.forget_writes();
    let query = [("code".to_owned(), "code-1".to_owned()), ("state".to_owned(), state)].into();
    waits(connect::finish_authorization(&world.ports, &shopee(), &query)).await;
    assert_eq!(world.fakes.memory.writes_of(Kind::Secret), 0);
}

#[tokio::test]
async fn two_imports_do_not_start_at_once() {
    let world = World::connected().await;
    world.held_elsewhere("imports").await;
    waits(intake::start(&world.ports, "owner", &[shopee()])).await;
    assert_eq!(world.fakes.memory.writes_of(Kind::Import), 0);
    assert!(world.fakes.outbox.is_empty());
}

#[tokio::test]
async fn two_imports_do_not_make_masters_at_once() {
    let world = World::connected().await;
    world.put(&shopee(), a_listing("1").with_sku("A").with_price(150_000));
    intake::start(&world.ports, "owner", &[shopee()]).await.unwrap();
    world.held_elsewhere("masters").await;
    waits(world.work()).await;
    assert_eq!(world.fakes.memory.writes_of(Kind::Product), 0);
}

#[tokio::test]
async fn two_deliveries_of_a_warning_do_not_mail_at_once() {
    let world = World::new();
    let message = NotifyMessage::Tell {
        kind: "test".into(),
        subject: "1".into(),
        severity: Severity::Warning,
        text: "Uji".into(),
        text_en: "Test".into(),
    };
    let id = tell::id_of("test", "1");
    world.held_elsewhere(&format!("mail/{id}")).await;
    let answer = worker::notify::handle(&world.ports, Envelope::derived(message.clone())).await;
    assert!(matches!(answer, Err(WorkError::Retry { .. })), "{answer:?}");
    assert_eq!(world.fakes.mailer.sent().len(), 0);
    world.given_back(&format!("mail/{id}")).await;
    worker::notify::handle(&world.ports, Envelope::derived(message)).await.unwrap();
    assert_eq!(world.fakes.mailer.sent().len(), 1);
}

/// A refresh is so slow that its lease lapses; in between somebody saves other credentials, or another worker's newer
/// tokens. Neither is overwritten by what the slow worker has.
#[tokio::test]
async fn a_refresh_whose_lease_has_lapsed_overwrites_nothing_that_was_stored_meanwhile() {
    for newer in [false, true] {
        let world = World::connected().await;
        let session = session::open(&world.ports, &shopee(), &shop(&shopee())).await.unwrap();
        let stale = session.access().await.unwrap();
        let ports = world.ports.clone();
        let clock = world.fakes.clock.clone();
        // Before the lease is held on to, which is just before the new pair is stored.
        world.fakes.memory.before_put(Kind::Lock, 1, async move {
            clock.advance(Duration::from_secs(31));
            let now = ports.clock.now();
            let until = now + Duration::from_secs(30);
            assert!(ports.leases.acquire("refresh/shopee", "another worker", now, until).await.unwrap());
            let mut secret = ports.secrets.get(&shopee(), true).await.unwrap().unwrap();
            secret.webhook_url = "https://other.example.test".to_owned();
            if newer {
                let tokens = secret.shops.get_mut(&shop(&shopee())).unwrap();
                tokens.generation += 1;
                tokens.access_token = "theirs".to_owned().into();
            }
            ports.secrets.put(&shopee(), &secret).await.unwrap();
            ports.leases.release("refresh/shopee", "another worker").await.unwrap();
            // Somebody else is at it again for a moment: the slow one cannot just go on.
            assert!(
                ports
                    .leases
                    .acquire("refresh/shopee", "a third", now, now + Duration::from_secs(30))
                    .await
                    .unwrap()
            );
            let (ports, release) = (ports.clone(), "a third");
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(100)).await;
                ports.leases.release("refresh/shopee", release).await.unwrap();
            });
        });
        let renewed = session.renew(&stale).await.unwrap();
        assert!(world.fakes.memory.all_interrupted());
        let secret = world.ports.secrets.get(&shopee(), true).await.unwrap().unwrap();
        let tokens = &secret.shops[&shop(&shopee())];
        assert_eq!(secret.webhook_url, "https://other.example.test", "what was saved meanwhile stays");
        assert_eq!(tokens.generation, stale.tokens.generation + 1);
        assert_eq!(renewed.tokens.generation, tokens.generation);
        let ours = tokens.access_token.expose_secret() != "theirs";
        assert_eq!(ours, !newer, "the newer pair stays");
        assert_eq!(renewed.tokens.access_token.expose_secret(), tokens.access_token.expose_secret());
    }
}
