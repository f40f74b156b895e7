use std::{sync::atomic::Ordering, time::Duration};

use app::{ChannelError, Marketplace};
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
    bench.fault("prices/update", kind, 1).await;
    let error = push_price(&bench, 180_000).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), (code, true), "{error:?}");
    assert!(!error.to_string().contains("sign="), "{error}");
    assert_eq!(price(&bench).await, left);
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
    let mut refused = 0;
    for _ in 0..5 {
        match bench.client.list(&bench.session, None, None).await {
            Ok(_) => {}
            Err(ChannelError::RateLimited { retry_after }) => {
                assert_eq!(retry_after, Duration::from_secs(1));
                refused += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(refused >= 3, "{refused}");
    assert_eq!(bench.session.throttled.load(Ordering::SeqCst), refused);
    assert_eq!(bench.get("_sandbox/stats").await["throttled"], refused);
    bench.clock.forward(Duration::from_secs(1));
    assert!(bench.client.list(&bench.session, None, None).await.is_ok());
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
