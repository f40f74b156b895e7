use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use app::marketplace::{Event, ListingWriter, NoticeReader, RawNotice};
use axum::{Router, body::Bytes, extract::State, http::HeaderMap, http::StatusCode, routing::post};
use serde_json::json;
use url::Url;

use crate::world::*;

type Inbox = Arc<Mutex<Vec<(BTreeMap<String, String>, Bytes)>>>;

async fn keep(
    State((inbox, status)): State<(Inbox, StatusCode)>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let headers =
        headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    inbox.lock().unwrap().push((headers, body));
    status
}

/// An address that takes pushes and answers with `status`.
async fn receiver(status: StatusCode) -> (Url, Inbox) {
    let inbox = Inbox::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks/shopee", listener.local_addr().unwrap());
    let router = Router::new().route("/webhooks/shopee", post(keep)).with_state((Arc::clone(&inbox), status));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (Url::parse(&url).unwrap(), inbox)
}

#[tokio::test]
async fn a_price_edited_by_hand_is_pushed_and_read() {
    let (url, inbox) = receiver(StatusCode::NO_CONTENT).await;
    let world = World::start_with(|options| options.webhook_url = Some(url.clone())).await;
    let told =
        world.tell("edit", json!({ "item_id": 1002, "model_id": 2001, "price": 99_000, "push": true })).await;
    assert_eq!(told["pushes"][0]["accepted"], true);
    let (headers, body) = inbox.lock().unwrap().remove(0);
    let raw = RawNotice { headers: &headers, body: &body, callback_url: url.as_str(), now: now() };
    let notice = world.shopee.read_notice(&credentials(), &raw).unwrap();
    assert_eq!(notice.event, Event::ListingChanged { listing: id(COLOURS) });
    assert_eq!(notice.kind, "22 item_price_update");
}

#[tokio::test]
async fn pushes_that_did_not_arrive_are_fetched_and_confirmed() {
    let (url, _) = receiver(StatusCode::INTERNAL_SERVER_ERROR).await;
    let world = World::start_with(|options| options.webhook_url = Some(url)).await;
    world.tell("push", json!({ "code": 16, "data": { "item_id": 1001, "item_status": "BANNED" } })).await;
    world.tell("push", json!({ "code": 2, "data": { "shop_id": SHOP } })).await;
    let lost = world.shopee.lost_notices(&credentials(), now()).await.unwrap();
    let events: Vec<&Event> = lost.notices.iter().map(|notice| &notice.event).collect();
    assert!(
        matches!(events[..], [Event::ListingViolation { .. }, Event::ShopDeauthorized { .. }]),
        "{events:?}"
    );
    assert!(!lost.has_more);
    world.shopee.confirm_lost_notices(&credentials(), now(), lost.last_message_id).await.unwrap();
    assert!(world.shopee.lost_notices(&credentials(), now()).await.unwrap().notices.is_empty());
}

#[tokio::test]
async fn our_own_writes_are_echoed_where_that_is_asked_for() {
    use domain::{Rupiah, plan::Step};
    let (url, inbox) = receiver(StatusCode::NO_CONTENT).await;
    let world = World::start_with(|options| {
        options.webhook_url = Some(url.clone());
        options.echo_pushes = true;
    })
    .await;
    let step = Step::Prices { offers: vec![(offer("0"), Rupiah::new(172_500))] };
    let before = world.content(SINGLE).await;
    world.shopee.apply(&world.session, &id(SINGLE), &before, &step).await.unwrap();
    for _ in 0..50 {
        if !inbox.lock().unwrap().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("no push came");
}
