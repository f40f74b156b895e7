use std::{collections::BTreeMap, time::Duration};

use app::{
    ChannelError,
    marketplace::{AppCredentials, ChannelAuth},
    ports::Clock,
};
use domain::ShopId;
use secrecy::ExposeSecret;

use crate::harness::{APP_SECRET, CIPHER, NOW, SHOP, bench, bench_with, credentials};

#[tokio::test]
async fn authorising_brings_the_shop_its_cipher_and_absolute_times() {
    let bench = bench().await;
    let tokens = bench.session.tokens();
    assert_eq!(tokens.cipher.as_deref(), Some(CIPHER));
    assert_eq!(tokens.access_expires_at.as_second(), NOW + 7 * 24 * 3600);
    assert!(tokens.refresh_expires_at.unwrap() > tokens.access_expires_at);
    let info = bench.client.shop_info(&bench.session).await.unwrap();
    assert_eq!((info.name.as_deref(), info.region.as_deref()), (Some("Motekar FPV"), Some("ID")));
    assert_eq!(info.authorization_expires_at, tokens.refresh_expires_at);
}

#[tokio::test]
async fn a_code_works_once_and_not_for_ever() {
    let bench = bench().await;
    let ask = |code: String| {
        let bench = &bench;
        async move {
            let callback = BTreeMap::from([("code".to_owned(), code)]);
            bench.client.exchange_code(&credentials(), &callback, bench.clock.now()).await
        }
    };
    let code = || async {
        let url = bench
            .base
            .join("oauth/authorize?app_key=68xu9ks5p4i8&state=x&redirect_uri=https%3A%2F%2Fx.id%2F")
            .unwrap();
        let answer = bench.http.get(url).send().await.unwrap();
        let location = url::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
        location.query_pairs().find(|(key, _)| key == "code").unwrap().1.into_owned()
    };
    let once = code().await;
    assert_eq!(ask(once.clone()).await.unwrap()[0].shop, ShopId::parse(SHOP).unwrap());
    assert!(matches!(ask(once).await, Err(ChannelError::Unauthorized { .. })));
    let late = code().await;
    bench.clock.forward(Duration::from_mins(31));
    assert!(matches!(ask(late).await, Err(ChannelError::Unauthorized { .. })));
}

#[tokio::test]
async fn a_seller_who_declines_and_a_wrong_secret_are_told_plainly_and_without_the_secret() {
    let bench = bench().await;
    let declined = BTreeMap::from([
        ("code".to_owned(), "null".to_owned()),
        ("error".to_owned(), "auth_denied".to_owned()),
    ]);
    let error = bench.client.exchange_code(&credentials(), &declined, bench.clock.now()).await.unwrap_err();
    assert!(error.to_string().contains("declined"), "{error}");

    let wrong = AppCredentials { app_secret: "wr0ng-secret".to_owned().into(), ..credentials() };
    let callback = BTreeMap::from([("code".to_owned(), "x".to_owned())]);
    let error = bench.client.exchange_code(&wrong, &callback, bench.clock.now()).await.unwrap_err();
    assert!(
        matches!(error, ChannelError::Unauthorized { .. }) && !error.to_string().contains("wr0ng"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refresh_brings_a_new_pair_and_the_old_one_is_used_up() {
    let bench = bench().await;
    let shop = ShopId::parse(SHOP).unwrap();
    let old = bench.session.tokens();
    let refresh = |tokens| {
        let (bench, shop) = (&bench, &shop);
        async move { bench.client.refresh(&credentials(), shop, &tokens, bench.clock.now()).await }
    };
    let fresh = refresh(old.clone()).await.unwrap();
    assert_eq!((fresh.generation, fresh.cipher.as_deref()), (old.generation + 1, Some(CIPHER)));
    assert_ne!(fresh.refresh_token.expose_secret(), old.refresh_token.expose_secret());
    assert!(matches!(refresh(old).await, Err(ChannelError::Unauthorized { .. })));
    assert!(refresh(fresh).await.is_ok());
}

#[tokio::test]
async fn a_failed_refresh_never_shows_the_secret() {
    let bench = bench().await;
    let shop = ShopId::parse(SHOP).unwrap();
    let tokens = bench.session.tokens();
    for kind in ["drop_before", "html", "server_error", "rate_limit"] {
        bench.fault("token/refresh", kind, 1).await;
        let error =
            bench.client.refresh(&credentials(), &shop, &tokens, bench.clock.now()).await.unwrap_err();
        assert!(error.is_retryable(), "{kind}: {error:?}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(APP_SECRET) && !shown.contains("app_secret"), "{shown}");
        assert!(!shown.contains(tokens.refresh_token.expose_secret()), "{shown}");
    }
}

#[tokio::test]
async fn the_redirect_of_the_console_is_used_where_the_link_names_none() {
    let bench = bench_with(|options| {
        options.redirect_url = Some(url::Url::parse("https://console.example.id/back").unwrap());
    })
    .await;
    let answer = bench.http.get(bench.base.join("oauth/authorize?app_key=68xu9ks5p4i8&deny").unwrap());
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.status(), 302);
    assert_eq!(answer.headers()["location"], "https://console.example.id/back?code=null&error=auth_denied");
}
