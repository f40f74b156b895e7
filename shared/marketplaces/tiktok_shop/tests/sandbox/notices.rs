use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use app::{
    marketplace::{Event, Notice, NoticeError, NoticeReader, RawNotice},
    ports::Clock,
};
use axum::{Router, body::Bytes, http::HeaderMap, routing::post};
use domain::plan::{ContentEdit, Step};
use serde_json::json;
use url::Url;

use crate::{
    edits::apply,
    harness::{Bench, bench_with, credentials, id, listing},
};

type Inbox = Arc<Mutex<Vec<(BTreeMap<String, String>, Bytes)>>>;

/// A receiver that keeps what arrives.
async fn inbox() -> (Inbox, Url) {
    let inbox = Inbox::default();
    let kept = inbox.clone();
    let receive = move |headers: HeaderMap, body: Bytes| {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        kept.lock().unwrap().push((headers, body));
        async {}
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/webhooks/tiktok_shop", listener.local_addr().unwrap())).unwrap();
    let router = Router::new().route("/webhooks/tiktok_shop", post(receive));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (inbox, url)
}

async fn listening(delay: Duration) -> (Bench, Inbox) {
    let (inbox, url) = inbox().await;
    let bench = bench_with(|options| {
        options.webhook_url = Some(url);
        options.audit_delay = delay;
    })
    .await;
    bench.sandbox.seed(vec![listing(1, &[150_000])]);
    (bench, inbox)
}

fn read(bench: &Bench, headers: &BTreeMap<String, String>, body: &[u8]) -> Result<Notice, NoticeError> {
    let raw = RawNotice { headers, body, callback_url: "", now: bench.clock.now() };
    bench.client.read_notice(&credentials(), &raw)
}

/// Everything that arrived, once `count` pushes have.
async fn arrived(bench: &Bench, inbox: &Inbox, count: usize) -> Vec<Result<Notice, NoticeError>> {
    for _ in 0..200 {
        if inbox.lock().unwrap().len() >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    inbox.lock().unwrap().iter().map(|(headers, body)| read(bench, headers, body)).collect()
}

#[tokio::test]
async fn an_edit_by_hand_is_told() {
    let (bench, inbox) = listening(Duration::ZERO).await;
    let edit =
        json!({ "product_id": id(1), "title": "Frame diubah tangan di Seller Center", "webhook": true });
    bench.post("_sandbox/edit", edit).await;
    let notices = arrived(&bench, &inbox, 1).await;
    let notice = notices[0].as_ref().unwrap();
    assert_eq!(notice.kind, "15 product_information_change");
    assert_eq!(notice.event, Event::ListingChanged { listing: id(1) });
    assert_eq!(notice.shop.as_ref().map(ToString::to_string).as_deref(), Some(crate::harness::SHOP));
}

#[tokio::test]
async fn our_own_edit_echoes_and_a_refusal_is_told_when_it_comes() {
    // The stand-in waits for its own clock, which stands; what it judges it judges when it is next asked.
    let (bench, inbox) = listening(Duration::from_millis(300)).await;
    let title = Some("Frame Drone FPV Motekar TERLARANG dijual".to_owned());
    apply(&bench, &id(1), Step::Content(ContentEdit { title, ..ContentEdit::default() })).await.unwrap();
    bench.clock.forward(Duration::from_secs(1));
    let notices = arrived(&bench, &inbox, 3).await;
    let events: Vec<_> = notices.iter().map(|notice| notice.as_ref().unwrap().event.clone()).collect();
    assert_eq!(events[0], Event::ListingChanged { listing: id(1) });
    assert!(matches!(&events[1], Event::ListingViolation { listing, .. } if *listing == id(1)), "{events:?}");
    assert!(matches!(&events[2], Event::ListingViolation { reason, .. } if reason == "prohibited content"));
}

#[tokio::test]
async fn any_push_can_be_sent_forged_repeated_and_late() {
    let (bench, inbox) = listening(Duration::ZERO).await;
    let send = |body| {
        let bench = &bench;
        async move { bench.post("_sandbox/push", body).await }
    };
    let data = json!({ "product_id": id(1), "status": "PRODUCT_STATUS_CHANGED" });
    assert_eq!(send(json!({ "type": 5, "data": data, "id": "same" })).await["status"], 200);
    send(json!({ "type": 5, "data": data, "id": "same" })).await;
    send(json!({ "type": 5, "data": data, "forge": true })).await;
    let late = bench.clock.now().as_second() - 25 * 3600;
    send(json!({ "type": 5, "data": data, "timestamp": late })).await;
    let notices = arrived(&bench, &inbox, 4).await;
    assert_eq!(notices[0].as_ref().unwrap().id, "same");
    assert_eq!(notices[0], notices[1]);
    assert_eq!(notices[2], Err(NoticeError::Forged));
    assert_eq!(notices[3], Err(NoticeError::Stale));
    let (headers, body) = inbox.lock().unwrap()[0].clone();
    assert_eq!(read(&bench, &headers, &body[..body.len() - 1]), Err(NoticeError::Forged));
}
