use std::sync::Arc;

use app::{
    Marketplace, StoreError,
    marketplace::{Event, NoticeReader, ShopTokens},
    ports::{Clock, ConnectionSecret, Secrets},
};
use domain::ShopId;
use lambda_http::http;
use testkit::{
    FakeMarketplace, Fakes,
    build::{an_external_id, credentials},
};

use super::*;

fn shopee() -> Channel {
    Channel::parse("shopee").unwrap()
}

fn shop() -> ShopId {
    ShopId::parse("14701711").unwrap()
}

async fn connected() -> (Deps, Fakes) {
    let marketplace: Arc<dyn Marketplace> = Arc::new(FakeMarketplace::shopee());
    let (ports, fakes) = testkit::ports([marketplace]);
    let secret = ConnectionSecret {
        credentials: credentials(),
        webhook_url: "https://hooks.test/webhooks/shopee".into(),
        shops: BTreeMap::from([(shop(), tokens(fakes.clock.now()))]),
    };
    fakes.memory.put(&shopee(), &secret).await.unwrap();
    (Deps { ports }, fakes)
}

fn tokens(now: jiff::Timestamp) -> ShopTokens {
    ShopTokens {
        access_token: "access".into(),
        refresh_token: "refresh".into(),
        access_expires_at: now + Duration::from_hours(4),
        refresh_expires_at: None,
        cipher: None,
        generation: 1,
    }
}

/// A push that the channel signed.
fn push(deps: &Deps, id: &str) -> Request {
    let event = Event::ListingChanged { listing: an_external_id("7") };
    let now = deps.ports.clock.now();
    let (headers, body) = FakeMarketplace::notice(&credentials(), id, Some(&shop()), &event, now);
    let mut request = http::Request::post("/webhooks/shopee");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.body(Body::Binary(body)).unwrap()
}

fn request(method: &str, path: &str, body: &[u8]) -> Request {
    http::Request::builder().method(method).uri(path).body(Body::Binary(body.to_vec())).unwrap()
}

/// The answer's status; its body is always empty.
async fn status(deps: &Deps, request: Request) -> u16 {
    let response = handler(request, deps).await.unwrap();
    assert!(response.body().is_empty());
    response.status().as_u16()
}

#[tokio::test]
async fn a_signed_push_is_acknowledged_and_queued_once() {
    let (deps, fakes) = connected().await;
    let acknowledged = FakeMarketplace::shopee().acknowledgement();
    assert_eq!(status(&deps, push(&deps, "n1")).await, acknowledged);
    assert_eq!(status(&deps, push(&deps, "n1")).await, acknowledged);
    assert_eq!(fakes.outbox.drain_sync().len(), 1);
}

#[tokio::test]
async fn a_text_body_is_checked_over_the_same_bytes() {
    let (deps, _) = connected().await;
    let (parts, body) = push(&deps, "n1").into_parts();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert_eq!(status(&deps, Request::from_parts(parts, Body::Text(text))).await, 200);
}

#[tokio::test]
async fn what_nobody_signed_or_is_too_old_is_refused_and_not_queued() {
    let (deps, fakes) = connected().await;
    assert_eq!(status(&deps, request("POST", "/webhooks/shopee", b"{}")).await, 401);
    let mut forged = push(&deps, "n1");
    *forged.body_mut() = Body::Binary(b"{\"code\":1}".to_vec());
    assert_eq!(status(&deps, forged).await, 401);
    let old = push(&deps, "n1");
    fakes.clock.advance(Duration::from_hours(2));
    assert_eq!(status(&deps, old).await, 400);
    assert!(fakes.outbox.drain_sync().is_empty());
}

#[tokio::test]
async fn what_is_signed_and_unreadable_is_acknowledged_and_kept() {
    let (deps, fakes) = connected().await;
    let body = b"{\"code\":";
    let unreadable = || {
        let mut unreadable = request("POST", "/webhooks/shopee", body);
        for (name, value) in FakeMarketplace::signature(&credentials(), body) {
            let name = http::HeaderName::try_from(name).unwrap();
            unreadable.headers_mut().insert(name, value.parse().unwrap());
        }
        unreadable
    };
    let acknowledged = FakeMarketplace::shopee().acknowledgement();
    for _ in 0..2 {
        assert_eq!(status(&deps, unreadable()).await, acknowledged);
    }
    let counts = deps.ports.events.counts(&shopee()).await.unwrap();
    assert_eq!(counts, [("malformed".to_owned(), 1)]);
    assert!(fakes.outbox.drain_sync().is_empty());
    let mut short = unreadable();
    *short.body_mut() = Body::Binary(body[..4].to_vec());
    assert_eq!(status(&deps, short).await, 401, "cut short on the way");
}

#[tokio::test]
async fn a_channel_that_is_not_connected_could_not_have_signed() {
    let (deps, fakes) = connected().await;
    fakes.memory.delete(&shopee()).await.unwrap();
    assert_eq!(status(&deps, push(&deps, "n1")).await, 401);
}

#[tokio::test]
async fn other_paths_methods_and_sizes_have_their_own_answers() {
    let (deps, _) = connected().await;
    for path in ["/", "/webhooks", "/webhooks/", "/webhooks/lazada", "/webhooks/SHOPEE", "/webhooks/shopee/x"]
    {
        assert_eq!(status(&deps, request("POST", path, b"{}")).await, 404, "{path}");
    }
    let response = handler(request("GET", "/webhooks/shopee", b""), &deps).await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["allow"].to_str().unwrap()), (405, "POST"));
    assert_eq!(status(&deps, request("POST", "/webhooks/shopee", &vec![b'x'; LARGEST + 1])).await, 413);
}

#[tokio::test]
async fn trouble_of_our_own_makes_the_channel_send_it_again() {
    let (deps, fakes) = connected().await;
    fakes.outbox.refuse_next(StoreError::Unavailable("the queue is away".into()));
    assert_eq!(status(&deps, push(&deps, "n1")).await, 503);
    assert_eq!(status(&deps, push(&deps, "n1")).await, 200);
    assert_eq!(fakes.outbox.drain_sync().len(), 1);
}

#[test]
fn every_missing_setting_is_named() {
    let settings = [
        "TABLE_NAME",
        "SYNC_QUEUE_URL",
        "NOTIFY_QUEUE_URL",
        "SECRET_PREFIX",
        "SHOPEE_API_BASE",
        "TIKTOK_API_BASE",
    ];
    for missing in settings {
        let given = settings.into_iter().filter(|name| *name != missing);
        let env: Env = given.map(|name| (name, "http://127.0.0.1:1/x")).collect();
        assert_eq!(Config::from_env(&env).unwrap_err(), ConfigError::Missing { name: missing.to_owned() });
    }
}
