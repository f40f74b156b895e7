use std::{sync::atomic::Ordering, time::Duration};

use app::{
    ChannelError,
    marketplace::{ChannelAuth, ListingReader, ShopSession},
};
use secrecy::ExposeSecret;
use shopee::{Config, Shopee};
use url::Url;

use crate::world::*;

#[tokio::test]
async fn a_code_works_once() {
    let world = World::start().await;
    let redirect = Url::parse("https://api.example.com/callback").unwrap();
    let link = world.shopee.authorization_link(&credentials(), &redirect, "s", now()).unwrap();
    let answer = world.http.get(link).send().await.unwrap();
    let location = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let callback = location.query_pairs().into_owned().collect();
    assert!(world.shopee.exchange_code(&credentials(), &callback, now()).await.is_ok());
    let again = world.shopee.exchange_code(&credentials(), &callback, now()).await.unwrap_err();
    assert_eq!(again.code(), "channel_unauthorized");
}

#[tokio::test]
async fn the_open_link_leads_to_tokens_as_well() {
    let world = World::start().await;
    let config = Config::new(world.base.clone(), Some(world.base.clone()));
    let shopee = Shopee::new(world.http.clone(), config);
    let redirect = Url::parse("https://api.example.com/callback").unwrap();
    let link = shopee.authorization_link(&credentials(), &redirect, "n0nce", now()).unwrap();
    assert_eq!(link.path(), "/auth");
    let answer = world.http.get(link).send().await.unwrap();
    let location = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let callback: app::marketplace::CallbackQuery = location.query_pairs().into_owned().collect();
    assert_eq!(callback["state"], "n0nce");
    assert_eq!(shopee.exchange_code(&credentials(), &callback, now()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_forged_or_old_link_is_refused() {
    let world = World::start().await;
    let redirect = Url::parse("https://api.example.com/callback").unwrap();
    let mut wrong = credentials();
    wrong.app_secret = "another".into();
    let old = now() - jiff::SignedDuration::from_mins(6);
    for link in [
        world.shopee.authorization_link(&wrong, &redirect, "s", now()).unwrap(),
        world.shopee.authorization_link(&credentials(), &redirect, "s", old).unwrap(),
    ] {
        let answer = world.http.get(link).send().await.unwrap();
        assert!(answer.headers().get("location").is_none());
    }
}

#[tokio::test]
async fn a_refresh_gives_a_new_pair_and_kills_the_old_refresh_token() {
    let world = World::start().await;
    let old = world.session.access().await.unwrap();
    let new = world.shopee.refresh(&old.credentials, &old.shop, &old.tokens, now()).await.unwrap();
    assert_eq!(new.generation, old.tokens.generation + 1);
    assert_ne!(new.access_token.expose_secret(), old.tokens.access_token.expose_secret());
    assert!(new.access_expires_at > now() && new.refresh_expires_at.unwrap() > new.access_expires_at);
    // The old access token works five minutes longer.
    assert!(world.shopee.shop_info(&world.session).await.is_ok());
    let again = world.shopee.refresh(&old.credentials, &old.shop, &old.tokens, now()).await.unwrap_err();
    assert_eq!(again.code(), "channel_unauthorized");
}

#[tokio::test]
async fn a_refresh_whose_answer_is_lost_is_sent_once() {
    let world = World::start().await;
    let old = world.session.access().await.unwrap();
    world.fault("access_token/get", "html", 1).await;
    let lost = world.shopee.refresh(&old.credentials, &old.shop, &old.tokens, now()).await.unwrap_err();
    assert!(matches!(lost, ChannelError::OutcomeUnknown { .. }), "{lost:?}");
    assert_eq!(world.calls("auth/access_token/get").await, 1, "a refresh token works once");
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_call_repeated() {
    let world = World::start().await;
    world.fault("get_shop_info", "token_revoked", 1).await;
    assert!(world.shopee.shop_info(&world.session).await.is_ok());
    assert_eq!(world.session.renewals.load(Ordering::Relaxed), 1);
    assert_eq!(world.calls("shop/get_shop_info").await, 2);
}

#[tokio::test]
async fn a_token_that_is_refused_again_needs_a_person() {
    let world = World::start().await;
    world.fault("get_shop_info", "token_revoked", 2).await;
    let error = world.shopee.shop_info(&world.session).await.unwrap_err();
    assert!(matches!(error, ChannelError::Unauthorized { .. }), "{error:?}");
    assert_eq!(world.session.renewals.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn an_access_token_ends_when_it_was_said_to() {
    let world = World::start_with(|options| options.access_token_ttl = Duration::from_secs(1)).await;
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    world.shopee.warehouses(&world.session).await.unwrap();
    assert_eq!(world.session.renewals.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_wrong_key_is_told_as_such_and_not_repeated() {
    let world = World::start().await;
    let mut access = world.session.access().await.unwrap();
    access.credentials.app_secret = "another".into();
    let error =
        world.shopee.refresh(&access.credentials, &access.shop, &access.tokens, now()).await.unwrap_err();
    match error {
        ChannelError::Rejected { code, field, .. } => {
            assert_eq!((code.as_str(), field.as_deref()), ("error_sign", Some("app_secret")));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_as_such() {
    let world = World::start().await;
    let access = world.session.access().await.unwrap();
    let old = now() - jiff::SignedDuration::from_mins(6);
    let error =
        world.shopee.refresh(&access.credentials, &access.shop, &access.tokens, old).await.unwrap_err();
    assert!(error.to_string().contains("Timestamp is expired"), "{error}");
}

#[tokio::test]
async fn no_error_ever_shows_a_secret() {
    let world = World::start().await;
    let access = world.session.access().await.unwrap();
    let token = access.tokens.access_token.expose_secret().to_owned();
    world.fault("", "drop_before", 9).await;
    let error = world.shopee.shop_info(&world.session).await.unwrap_err();
    let shown = format!("{error} {error:?} {access:?} {:?}", world.shopee);
    assert!(!shown.contains(&token) && !shown.contains(KEY), "{shown}");
}
