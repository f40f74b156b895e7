use std::{collections::BTreeMap, time::Duration};

use app::{
    UseCaseError,
    ports::ConnectionState,
    shops::connect::{CredentialsInput, disconnect, finish_authorization, save_credentials, test, view},
};
use domain::Channel;
use secrecy::ExposeSecret;
use testkit::{Fault, fake::Verb};

use crate::world::{WEBHOOK_BASE, World, input, shop, shopee};

fn query(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn code(error: UseCaseError) -> String {
    match error {
        UseCaseError::Refused { code, .. } => code.to_owned(),
        UseCaseError::NotFound { what, .. } => format!("no_{what}"),
        UseCaseError::Invalid(invalid) => invalid.code.to_owned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn saved_credentials_show_nothing_but_four_characters() {
    let world = World::new();
    let connection = world.save(&shopee(), "1000016").await;
    assert_eq!(connection.state, ConnectionState::AwaitingAuthorization);
    assert_eq!(connection.secret_last4, "cret");
    assert_eq!(connection.webhook_url, format!("{WEBHOOK_BASE}/webhooks/shopee"));

    let shown = serde_json::to_string(&connection).unwrap();
    let audit = world.ports.audit.list(None, None, 10).await.unwrap();
    let audited = serde_json::to_string(&audit.items).unwrap();
    for text in [shown, audited] {
        assert!(!text.contains("test-app-secret"), "{text}");
    }
    let secret = world.ports.secrets.get(&shopee(), true).await.unwrap().unwrap();
    assert_eq!(secret.credentials.app_secret.expose_secret(), "test-app-secret");
}

#[tokio::test]
async fn saving_the_same_app_again_keeps_its_shops_and_another_app_does_not() {
    let world = World::connected().await;
    let same = world.save(&shopee(), "1000016").await;
    assert_eq!((same.state, same.shops.len()), (ConnectionState::Connected, 1));
    assert_eq!(world.ports.secrets.get(&shopee(), true).await.unwrap().unwrap().shops.len(), 1);

    let other = world.save(&shopee(), "2000032").await;
    assert_eq!((other.state, other.shops.len()), (ConnectionState::AwaitingAuthorization, 0));
    assert_eq!(world.ports.secrets.get(&shopee(), true).await.unwrap().unwrap().shops.len(), 0);
}

#[tokio::test]
async fn the_usual_address_of_pushes_moves_with_the_deployment_and_a_chosen_one_stays() {
    let world = World::new();
    let save = async |url: Option<&str>, base: &str| {
        let input = CredentialsInput { webhook_url: url.map(str::to_owned), ..input("1000016") };
        save_credentials(&world.ports, "owner", &shopee(), input, base).await.unwrap().value.webhook_url
    };
    assert_eq!(save(None, "http://a.test").await, "http://a.test/webhooks/shopee");
    assert_eq!(save(None, "http://b.test/").await, "http://b.test/webhooks/shopee");
    assert_eq!(save(Some("https://own.test/hook"), "http://b.test").await, "https://own.test/hook");
    assert_eq!(save(None, "http://c.test").await, "https://own.test/hook");
}

#[tokio::test]
async fn a_channel_that_does_not_exist_or_has_no_shops_is_refused() {
    let world = World::new();
    for (channel, expected) in [("lazada", "no_channel"), ("website", "channel_not_connectable")] {
        let channel = Channel::parse(channel).unwrap();
        let saved = save_credentials(&world.ports, "owner", &channel, input("1"), WEBHOOK_BASE).await;
        assert_eq!(code(saved.unwrap_err()), expected);
    }
    assert_eq!(code(view(&world.ports, &shopee()).await.unwrap_err()), "no_connection");
}

#[tokio::test]
async fn consent_brings_tokens_and_what_the_shop_tells_of_itself() {
    let world = World::connected().await;
    let connection = world.connection(&shopee()).await;
    assert_eq!(connection.state, ConnectionState::Connected);
    assert_eq!(connection.pending, None);
    let shop = &connection.shops[&shop(&shopee())];
    assert_eq!(shop.info.name.as_deref(), Some("Toko 14701711"));
    assert!(shop.info.limits.is_some() && shop.checked_at.is_some());
}

#[tokio::test]
async fn a_redirect_without_our_state_is_refused() {
    let world = World::new();
    world.save(&shopee(), "1000016").await;
    let state = world.consent(&shopee()).await;
    world.shopee.authorize("code-1", &[shop(&shopee())]);

    let finish =
        async |pairs: &[(&str, &str)]| finish_authorization(&world.ports, &shopee(), &query(pairs)).await;
    assert_eq!(code(finish(&[("code", "code-1")]).await.unwrap_err()), "authorization_state_missing");
    let wrong = finish(&[("code", "code-1"), ("state", "guessed")]).await.unwrap_err();
    assert_eq!(code(wrong), "authorization_state_mismatch");
    finish(&[("code", "code-1"), ("state", &state)]).await.unwrap();
    let again = finish(&[("code", "code-1"), ("state", &state)]).await.unwrap_err();
    assert_eq!(code(again), "authorization_state_mismatch", "a state works once");
}

#[tokio::test]
async fn a_consent_that_took_too_long_or_was_refused_connects_nothing() {
    let world = World::new();
    world.save(&shopee(), "1000016").await;
    let state = world.consent(&shopee()).await;
    world.fakes.clock.advance(Duration::from_mins(16));
    let late =
        finish_authorization(&world.ports, &shopee(), &query(&[("code", "c"), ("state", &state)])).await;
    assert_eq!(code(late.unwrap_err()), "authorization_expired");

    let state = world.consent(&shopee()).await;
    let denied = query(&[("code", "null"), ("error", "auth_denied"), ("state", &state)]);
    let denied = finish_authorization(&world.ports, &shopee(), &denied).await;
    assert_eq!(code(denied.unwrap_err()), "authorization_denied");
    assert_eq!(world.connection(&shopee()).await.shops.len(), 0);
}

#[tokio::test]
async fn a_test_asks_the_shop_and_keeps_what_went_wrong() {
    let world = World::connected().await;
    world.shopee.fault_on(Verb::ShopInfo, Fault::Unavailable);
    let ill = test(&world.ports, "owner", &shopee()).await.unwrap();
    assert!(!ill.passed());
    assert!(ill.connection.value.problem.unwrap().contains("channel_unavailable"));
    let well = test(&world.ports, "owner", &shopee()).await.unwrap();
    assert!(well.passed());
    assert_eq!(well.connection.value.problem, None);
}

#[tokio::test]
async fn disconnecting_forgets_the_secret_and_keeps_the_listings() {
    let world = World::connected().await;
    let key = world.put(&shopee(), testkit::build::a_listing("1"));
    world.import().await;
    disconnect(&world.ports, "owner", &shopee()).await.unwrap();
    assert!(world.ports.secrets.get(&shopee(), true).await.unwrap().is_none());
    assert_eq!(code(view(&world.ports, &shopee()).await.unwrap_err()), "no_connection");
    assert!(world.ports.listings.get(&key).await.unwrap().is_some());
}
