use std::sync::atomic::Ordering;

use app::{
    ChannelError,
    marketplace::{ChannelAuth, ListingReader, ListingWriter},
};
use domain::{Rupiah, plan::Step};

use crate::world::*;

fn price(amount: i64) -> Step {
    Step::Prices { offers: vec![(offer("0"), Rupiah::new(amount))] }
}

async fn push(world: &World, amount: i64) -> Result<(), ChannelError> {
    let before = catalogue().remove(0).content;
    world.shopee.apply(&world.session, &id(SINGLE), &before, &price(amount)).await.map(drop)
}

async fn price_there(world: &World) -> i64 {
    world.content(SINGLE).await.offers[0].price.unwrap().get()
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_has_an_unknown_outcome() {
    for (kind, applied) in [("drop_after", true), ("drop_before", false), ("html", false)] {
        let world = World::start().await;
        world.fault("update_price", kind, 1).await;
        let error = push(&world, 172_500).await.unwrap_err();
        assert!(matches!(error, ChannelError::OutcomeUnknown { .. }), "{kind}: {error:?}");
        assert_eq!(price_there(&world).await, if applied { 172_500 } else { 150_000 }, "{kind}");
        push(&world, 172_500).await.unwrap();
        assert_eq!(price_there(&world).await, 172_500, "a repeat ends in one price");
    }
}

#[tokio::test]
async fn a_write_that_takes_too_long_has_an_unknown_outcome() {
    let world = World::start().await;
    let slow = serde_json::json!({ "match": "update_price", "kind": "slow", "delay_ms": 3_000 });
    world.tell("faults", slow).await;
    let error = push(&world, 172_500).await.unwrap_err();
    assert!(matches!(error, ChannelError::OutcomeUnknown { .. }), "{error:?}");
}

#[tokio::test]
async fn a_read_is_repeated_at_once_and_then_given_back() {
    for kind in ["server_error", "html", "drop_before", "drop_after"] {
        let world = World::start().await;
        world.fault("get_item_base_info", kind, 1).await;
        assert_eq!(price_there(&world).await, 150_000, "{kind}");
        world.fault("get_item_base_info", kind, 9).await;
        let error = world.shopee.fetch(&world.session, &[id(SINGLE)]).await.unwrap_err();
        assert!(matches!(error, ChannelError::Unavailable { .. }), "{kind}: {error:?}");
    }
}

#[tokio::test]
async fn every_attempt_takes_a_slot_in_the_budget() {
    let world = World::start().await;
    let before = world.session.admits.load(Ordering::Relaxed);
    world.fault("get_item_base_info", "server_error", 1).await;
    price_there(&world).await;
    assert_eq!(world.session.admits.load(Ordering::Relaxed) - before, 2);
}

#[tokio::test]
async fn a_busy_channel_is_no_failure_of_a_write() {
    let world = World::start().await;
    world.fault("update_price", "server_error", 1).await;
    let error = push(&world, 172_500).await.unwrap_err();
    assert!(error.is_retryable(), "{error:?}");
    assert_eq!(price_there(&world).await, 150_000);
}

#[tokio::test]
async fn throttling_is_told_to_all_workers() {
    let world = World::start().await;
    // The call and its four repeats.
    world.fault("update_price", "rate_limit", 5).await;
    let error = push(&world, 172_500).await.unwrap_err();
    assert!(matches!(error, ChannelError::RateLimited { .. }), "{error:?}");
    assert_eq!(world.session.throttles.load(Ordering::Relaxed), 5);
}

#[tokio::test]
async fn a_call_that_is_refused_once_as_too_many_is_repeated_with_a_slot_of_its_own() {
    let world = World::start().await;
    let admits = || world.session.admits.load(Ordering::Relaxed);
    // The first push also reads what the shop allows; later ones know it.
    push(&world, 160_000).await.unwrap();
    let first = admits();
    push(&world, 165_000).await.unwrap();
    let usual = admits() - first;
    world.fault("update_price", "rate_limit", 1).await;
    push(&world, 172_500).await.unwrap();
    assert_eq!(admits() - first - usual, usual + 1);
    assert_eq!(world.session.throttles.load(Ordering::Relaxed), 1);
    assert_eq!(price_there(&world).await, 172_500);
}

#[tokio::test]
async fn what_came_before_a_shop_refuses_calls_is_kept() {
    let world = World::start().await;
    world.fault("get_model_list", "rate_limit", 100).await;
    let part = world.shopee.fetch_part(&world.session, &[id(SINGLE), id(COLOURS)]).await.unwrap();
    let came: Vec<_> = part.listings.iter().map(|listing| listing.id.clone()).collect();
    assert_eq!((came, part.left), (vec![id(SINGLE)], vec![id(COLOURS)]));
    assert!(matches!(part.stopped, Some(ChannelError::RateLimited { .. })), "{:?}", part.stopped);
}

#[tokio::test]
async fn calls_above_the_shops_budget_are_refused() {
    let world = World::start_with(|options| options.calls_per_second = Some(5)).await;
    let calls = (0..12).map(|_| world.shopee.warehouses(&world.session));
    for answer in futures::future::join_all(calls).await {
        answer.expect("refused ones are repeated");
    }
    let refused = world.session.throttles.load(Ordering::Relaxed);
    assert!(refused >= 7, "{refused}");
    assert_eq!(world.ask("stats").await["throttled"], refused);
}

/// A server that gives every call this answer, whatever it is.
async fn somebody_else(status: u16, body: impl Into<String>) -> shopee::Shopee {
    let body = body.into();
    let answer = move || {
        let status = axum::http::StatusCode::from_u16(status).unwrap();
        std::future::ready((status, [("location", "https://example.com/")], body.clone()))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = url::Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(answer)).await });
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    shopee::Shopee::new(http, shopee::Config::new(base, None))
}

#[tokio::test]
async fn what_is_no_answer_of_the_channel_never_says_that_a_listing_is_gone() {
    let world = World::start().await;
    let large = format!(r#"{{"error":"","response":{{"item_list":[]}},"x":"{}"}}"#, "x".repeat(9 << 20));
    let other = r#"{"error":"","response":{"item_list":[{"item_id":5,"item_status":"NORMAL"}]}}"#;
    let answers = [
        (200, r#"{"status":"maintenance"}"#),
        (200, r#"{"error":"","message":"","response":null}"#),
        (200, r#"{"error":""}"#),
        (200, "<html>maintenance</html>"),
        (204, ""),
        (302, ""),
        (200, other),
        (200, &large),
    ];
    let asked = answers.map(async |(status, body)| {
        let shown = &body[..body.len().min(80)];
        let there = somebody_else(status, body).await;
        let error = there.fetch(&world.session, &[id(SINGLE)]).await.unwrap_err();
        assert!(matches!(error, ChannelError::Unavailable { .. }), "{status} {shown}: {error:?}");
        let error = there.list(&world.session, None, None).await.unwrap_err();
        assert!(matches!(error, ChannelError::Unavailable { .. }), "{status} {shown}: {error:?}");
    });
    futures::future::join_all(asked).await;
    let nothing_but_a_status = somebody_else(200, r#"{"status":"maintenance"}"#).await;
    let error = nothing_but_a_status.delete(&world.session, &id(SINGLE)).await.unwrap_err();
    assert!(matches!(error, ChannelError::OutcomeUnknown { .. }), "{error:?}");
    let error = nothing_but_a_status.shop_info(&world.session).await.unwrap_err();
    assert!(matches!(error, ChannelError::Unavailable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_list_that_does_not_get_on_is_given_up() {
    let world = World::start().await;
    let page = |fields: &str| {
        let item = r#"{"item_id":"5","item_status":"SOMETHING_NEW","update_time":"1608128470"}"#;
        format!(r#"{{"error":"","response":{{"item":[{item}],"has_next_page":"true",{fields}}}}}"#)
    };
    for (cursor, fields) in [
        (Some("100~"), r#""total_count":"900","next_offset":"100""#),
        (Some("100~"), r#""next_offset":50"#),
        (Some("9000~"), r#""total_count":5,"next_offset":9100"#),
    ] {
        let there = somebody_else(200, page(fields)).await;
        let error = there.list(&world.session, cursor, None).await.unwrap_err();
        assert!(matches!(error, ChannelError::Unexpected { .. }), "{fields}: {error:?}");
        assert!(error.to_string().contains("offset"), "{error}");
    }
    let empty = r#"{"error":"","response":{"item":[],"total_count":9,"has_next_page":true}}"#;
    let error = somebody_else(200, empty).await.list(&world.session, None, None).await.unwrap_err();
    assert!(matches!(error, ChannelError::Unexpected { .. }), "{error:?}");
    // Numbers as texts, an unknown status, and no offset of the next page are read.
    let there = somebody_else(200, page(r#""total_count":"900""#)).await;
    let read = there.list(&world.session, None, None).await.unwrap();
    assert_eq!((read.listings.len(), read.total, read.next.is_some()), (1, Some(900), true));
}

#[tokio::test]
async fn nothing_answers_is_unavailable_for_reads_and_writes() {
    let world = World::start().await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let base = url::Url::parse(&format!("http://{free}/")).unwrap();
    let nobody = shopee::Shopee::new(world.http.clone(), shopee::Config::new(base, None));
    let error = nobody.shop_info(&world.session).await.unwrap_err();
    assert!(matches!(error, ChannelError::Unavailable { .. }), "{error:?}");
    let error = nobody.delete(&world.session, &id(SINGLE)).await.unwrap_err();
    assert!(matches!(error, ChannelError::Unavailable { .. }), "nothing was sent: {error:?}");
}

#[tokio::test]
async fn the_journal_tells_writes_from_reads() {
    let world = World::start().await;
    push(&world, 172_500).await.unwrap();
    let journal = world.ask("journal?since=0").await;
    let entries = journal["entries"].as_array().unwrap();
    let writes: Vec<&str> = entries
        .iter()
        .filter(|entry| entry["write"] == true)
        .map(|entry| entry["path"].as_str().unwrap())
        .collect();
    assert_eq!(writes, ["/api/v2/product/update_price"]);
    let since = entries.last().unwrap()["seq"].as_u64().unwrap();
    assert!(world.ask(&format!("journal?since={since}")).await["entries"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn the_sandbox_refuses_what_shopee_refuses() {
    let world = World::start().await;
    let get = async |path: &str| -> serde_json::Value {
        world.http.get(world.base.join(path).unwrap()).send().await.unwrap().json().await.unwrap()
    };
    let nothing = get("/api/v2/product/get_item_list").await;
    assert_eq!(nothing["error"], "error_param");
    assert_eq!(nothing["message"], "There is no partner_id in query.");
    let other = get("/api/v2/product/get_item_list?partner_id=1").await;
    assert_eq!(other["error"], "invalid_partner_id");
    let missing = world.http.get(world.base.join("/api/v2/nothing/here").unwrap()).send().await.unwrap();
    assert_eq!(missing.status(), 404);
}
