use std::{sync::atomic::Ordering, time::Duration};

use app::{
    ChannelError,
    marketplace::{ListingReader, ListingWriter},
};
use domain::{Rupiah, plan::Step};
use rstest::rstest;

use crate::harness::{Bench, bench, bench_with, id, listing, offer_id};

async fn push_price(bench: &Bench, price: i64) -> Result<(), ChannelError> {
    let step = Step::Prices { offers: vec![(offer_id(1, 0), Rupiah::new(price))] };
    let before = listing(1, &[150_000]).content;
    bench.client.apply(&bench.session, &id(1), &before, &step).await.map(drop)
}

async fn price(bench: &Bench) -> i64 {
    bench.content(&id(1)).await.offers[0].price.unwrap().get()
}

#[rstest]
#[case("rate_limit", "channel_rate_limited", 150_000)]
#[case("server_error", "channel_unavailable", 150_000)]
#[case("html", "channel_unavailable", 150_000)]
#[case("drop_before", "channel_outcome_unknown", 150_000)]
#[case("drop_after", "channel_outcome_unknown", 180_000)]
#[tokio::test]
async fn a_failed_price_write_says_what_can_be_done_and_may_be_repeated(
    #[case] kind: &str,
    #[case] code: &str,
    #[case] left: i64,
) {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    // A refusal as too many is repeated by the client itself, four times.
    bench.fault("prices/update", kind, if kind == "rate_limit" { 5 } else { 1 }).await;
    let error = push_price(&bench, 180_000).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (code, true), "{error:?}");
    assert!(!error.to_string().contains("sign="), "{error}");
    assert_eq!(price(&bench).await, left);
    push_price(&bench, 180_000).await.unwrap();
    assert_eq!(price(&bench).await, 180_000);
}

#[tokio::test]
async fn a_price_that_a_promotion_holds_is_told_as_locked_until_it_ends() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    let product = id(1).to_string();
    bench.post("_sandbox/promotions", serde_json::json!({ "product_id": product })).await;
    let error = push_price(&bench, 180_000).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("in_promotion", false));
    assert_eq!(price(&bench).await, 150_000);
    bench.post("_sandbox/promotions", serde_json::json!({ "product_id": product, "ended": true })).await;
    push_price(&bench, 180_000).await.unwrap();
    assert_eq!(price(&bench).await, 180_000);
}

#[tokio::test]
async fn a_lost_answer_to_a_read_is_only_unavailability() {
    let bench = bench().await;
    for kind in ["drop_before", "drop_after"] {
        bench.fault("products/search", kind, 1).await;
        let error = bench.client.list(&bench.session, None, None).await.unwrap_err();
        assert!(matches!(error, ChannelError::Unavailable { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn being_told_to_slow_down_reaches_the_session() {
    let bench = bench_with(|options| options.calls_per_second = Some(2)).await;
    let error = loop {
        if let Err(error) = bench.client.list(&bench.session, None, None).await {
            break error;
        }
    };
    assert_eq!(error, ChannelError::RateLimited { retry_after: Duration::from_secs(1) });
    // The call and its four repeats.
    assert_eq!(bench.session.throttled.load(Ordering::SeqCst), 5);
    assert_eq!(bench.get("_sandbox/stats").await["throttled"], 5);
    bench.clock.forward(Duration::from_secs(1));
    assert!(bench.client.list(&bench.session, None, None).await.is_ok());
}

#[tokio::test]
async fn a_call_that_is_refused_once_as_too_many_is_repeated_with_a_slot_of_its_own() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    bench.fault("products/search", "rate_limit", 1).await;
    let before = bench.session.admitted.load(Ordering::SeqCst);
    assert_eq!(bench.client.list(&bench.session, None, None).await.unwrap().listings.len(), 1);
    assert_eq!(bench.session.admitted.load(Ordering::SeqCst) - before, 2);
    assert_eq!(bench.session.throttled.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_came_before_a_shop_refuses_calls_is_kept() {
    let bench = bench_with(|options| options.calls_per_second = Some(8)).await;
    bench.sandbox.seed((1..=20).map(|nth| listing(nth, &[150_000])).collect());
    let ids: Vec<_> = (1..=20).map(id).collect();
    let part = bench.client.fetch_part(&bench.session, &ids).await.unwrap();
    assert_eq!(part.listings.len(), 8);
    assert_eq!(part.left.len(), 12, "each is read or left");
    assert!(matches!(part.stopped, Some(ChannelError::RateLimited { .. })), "{:?}", part.stopped);
    bench.clock.forward(Duration::from_secs(1));
    let rest = bench.client.fetch_part(&bench.session, &part.left[..8]).await.unwrap();
    assert_eq!((rest.listings.len(), rest.left.len(), rest.stopped), (8, 0, None));
}

#[tokio::test]
async fn a_revoked_token_is_renewed_once_and_the_call_repeated_once() {
    let bench = bench().await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    bench.fault("prices/update", "token_revoked", 1).await;
    push_price(&bench, 180_000).await.unwrap();
    assert_eq!(bench.session.renewed.load(Ordering::SeqCst), 1);
    assert_eq!(bench.session.admitted.load(Ordering::SeqCst), 2);
    assert_eq!(price(&bench).await, 180_000);
}

#[tokio::test]
async fn a_token_that_is_refused_again_ends_as_unauthorised() {
    let bench = bench().await;
    bench.fault("products/search", "token_revoked", 2).await;
    let error = bench.client.list(&bench.session, None, None).await.unwrap_err();
    assert!(matches!(error, ChannelError::Unauthorized { .. }), "{error:?}");
    assert_eq!(bench.session.renewed.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_old_token_is_renewed() {
    let bench = bench().await;
    bench.clock.forward(Duration::from_hours(24 * 8));
    assert!(bench.client.list(&bench.session, None, None).await.is_ok());
    assert_eq!(bench.session.tokens().generation, 1);
}

#[tokio::test]
async fn a_timestamp_out_of_the_window_is_signed_anew_once() {
    let bench = bench().await;
    bench.session.skew.store(-600, Ordering::SeqCst);
    assert!(bench.client.list(&bench.session, None, None).await.is_ok());
    assert_eq!(bench.session.admitted.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_failure_inside_a_success_is_a_failure() {
    let bench = bench().await;
    let before = listing(1, &[150_000]).content;
    let step = Step::Visibility { listed: false };
    let error = bench.client.apply(&bench.session, &id(1), &before, &step).await.unwrap_err();
    assert!(matches!(&error, ChannelError::NotFound { what } if what.contains(id(1).as_str())), "{error:?}");
}

#[tokio::test]
async fn a_host_that_is_not_there_was_never_written_to() {
    let bench = bench().await;
    let nowhere = "http://127.0.0.1:9/";
    let config = tiktok_shop::Config::parse(Some(nowhere), Some(nowhere)).unwrap();
    let client = tiktok_shop::TiktokShop::new(crate::harness::http(), config);
    let before = listing(1, &[150_000]).content;
    let step = Step::Prices { offers: vec![(offer_id(1, 0), Rupiah::new(180_000))] };
    let error = client.apply(&bench.session, &id(1), &before, &step).await.unwrap_err();
    assert!(matches!(error, ChannelError::Unavailable { .. }), "{error:?}");
}

/// A server that gives every call this answer, whatever it is.
async fn somebody_else(status: u16, body: impl Into<String>) -> tiktok_shop::TiktokShop {
    let body = body.into();
    let answer = move || {
        let status = axum::http::StatusCode::from_u16(status).unwrap();
        std::future::ready((status, [("location", "https://example.com/")], body.clone()))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(answer)).await });
    let config = tiktok_shop::Config::parse(Some(&base), Some(&base)).unwrap();
    tiktok_shop::TiktokShop::new(crate::harness::http(), config)
}

fn price_step() -> Step {
    Step::Prices { offers: vec![(offer_id(1, 0), Rupiah::new(180_000))] }
}

#[tokio::test]
async fn what_is_no_answer_of_the_channel_never_says_that_a_listing_is_gone() {
    let bench = bench().await;
    let large = format!(r#"{{"code":0,"data":{{}},"x":"{}"}}"#, "x".repeat(9 << 20));
    for (status, body) in [
        (200, r#"{"status":"maintenance"}"#),
        (200, r#"{"code":0,"message":"Success","data":null}"#),
        (200, r#"{"code":"0","message":"Success"}"#),
        (200, "<html>maintenance</html>"),
        (204, ""),
        (302, r#"{"code":0,"data":{}}"#),
        (200, &large),
    ] {
        let shown = &body[..body.len().min(80)];
        let there = somebody_else(status, body).await;
        let error = there.list(&bench.session, None, None).await.unwrap_err();
        assert!(matches!(error, ChannelError::Unavailable { .. }), "{status} {shown}: {error:?}");
        let error = there.fetch(&bench.session, &[id(1)]).await.unwrap_err();
        assert!(matches!(error, ChannelError::Unavailable { .. }), "{status} {shown}: {error:?}");
    }
    for product in ["{}", r#"{"id":""}"#, r#"{"id":"1729592969712009999"}"#] {
        let there = somebody_else(200, format!(r#"{{"code":0,"data":{product}}}"#)).await;
        let error = there.fetch(&bench.session, &[id(1)]).await.unwrap_err();
        assert!(matches!(error, ChannelError::Unavailable { .. }), "{product}: {error:?}");
    }
}

#[tokio::test]
async fn a_write_that_succeeded_unreadably_is_looked_for_and_not_given_up() {
    let bench = bench().await;
    let before = listing(1, &[150_000]).content;
    for body in [
        r#"{"status":"maintenance"}"#,
        r#"{"code":0,"data":{"errors":["something new"]}}"#,
        r#"{"code":0,"data":{"errors":[{"code":"X","message":"?"}]}}"#,
    ] {
        let there = somebody_else(200, body).await;
        let error = there.apply(&bench.session, &id(1), &before, &price_step()).await.unwrap_err();
        assert!(matches!(error, ChannelError::OutcomeUnknown { .. }), "{body}: {error:?}");
    }
    // Prices are documented to answer with nothing.
    for body in [r#"{"code":0,"data":null}"#, r#"{"code":"0","request_id":7,"data":{"warnings":["slow"]}}"#] {
        let there = somebody_else(200, body).await;
        there.apply(&bench.session, &id(1), &before, &price_step()).await.unwrap();
    }
}

#[tokio::test]
async fn a_search_that_does_not_get_on_is_given_up() {
    let bench = bench().await;
    let product = format!(r#"{{"id":"{}","status":"SOMETHING_NEW"}}"#, id(1));
    let page = |products: &str| {
        format!(
            r#"{{"code":0,"data":{{"total_count":"9","next_page_token":"abc","products":[{products}]}}}}"#
        )
    };
    let there = somebody_else(200, page(&product)).await;
    let first = there.list(&bench.session, None, None).await.unwrap();
    assert_eq!((first.listings.len(), first.total), (1, Some(9)));
    let error = there.list(&bench.session, first.next.as_deref(), None).await.unwrap_err();
    assert!(matches!(&error, ChannelError::Unexpected { reason } if reason.contains("token")), "{error:?}");
    let error = somebody_else(200, page("")).await.list(&bench.session, None, None).await.unwrap_err();
    assert!(matches!(&error, ChannelError::Unexpected { reason } if reason.contains("empty")), "{error:?}");
}
