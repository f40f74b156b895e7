//! One valid event for every function, as AWS would send it.

use std::sync::Arc;

use anyhow::bail;
use app::message::{Envelope, ImportMessage, NotifyMessage, PricingMessage, Severity, SyncMessage};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::seed::Seeded;
use crate::shopee_push;

/// Makes the `nth` event, with its time.
type Make = Arc<dyn Fn(usize, Timestamp) -> Value + Send + Sync>;

/// One kind of event for one function.
pub struct Case {
    pub program: &'static str,
    /// What the event is, for people.
    pub what: &'static str,
    make: Make,
    expected: Expected,
}

/// The answer that shows that the event was processed correctly.
enum Expected {
    Status(u16),
    /// Any answer that a marketplace accepts as an acknowledgement.
    Acknowledged,
    /// The answer to a queue's batch in which no message must be delivered again.
    AllDone,
    Anything,
}

impl Case {
    fn new(
        program: &'static str,
        what: &'static str,
        expected: Expected,
        make: impl Fn(usize, Timestamp) -> Value + Send + Sync + 'static,
    ) -> Self {
        Self { program, what, make: Arc::new(make), expected }
    }

    pub fn event(&self, nth: usize, now: Timestamp) -> String {
        (self.make)(nth, now).to_string()
    }

    pub fn check(&self, answer: &[u8]) -> anyhow::Result<()> {
        let text = String::from_utf8_lossy(answer);
        let answer: Value = serde_json::from_slice(answer)?;
        let right = match self.expected {
            Expected::Status(status) => answer["statusCode"] == status,
            Expected::Acknowledged => {
                answer["statusCode"].as_u64().is_some_and(|status| (200..300).contains(&status))
            }
            Expected::AllDone => answer["batchItemFailures"].as_array().is_some_and(Vec::is_empty),
            Expected::Anything => true,
        };
        if right { Ok(()) } else { bail!("answered {text}") }
    }
}

/// The bare function and all others. A function that is measured with two kinds of events is listed twice, the quick
/// one first.
pub fn all(seeded: &Seeded) -> Vec<Case> {
    let table = seeded.table.clone();
    vec![
        Case::new("bare", "one read by key", Expected::Anything, move |_, _| json!({ "table": table })),
        Case::new("api", "GET /health", Expected::Status(200), |_, _| http("GET", "/health", &[], None)),
        Case::new("webhook", "a forged push", Expected::Status(401), |nth, now| {
            let (body, _) = shopee_push::signed(nth, now);
            push(&body, &"0".repeat(64))
        }),
        Case::new("webhook", "a signed push", Expected::Acknowledged, |nth, now| {
            let (body, signature) = shopee_push::signed(nth, now);
            push(&body, &signature)
        }),
        Case::new("import", "a slice that is done", Expected::AllDone, import(seeded)),
        Case::new("sync", "a job that is done", Expected::AllDone, sync(seeded)),
        Case::new("pricing", "a product with one listing", Expected::AllDone, pricing(seeded)),
        Case::new("notify", "something to tell", Expected::AllDone, notify),
        Case::new("schedule", "a wake", Expected::Anything, |_, _| json!({ "task": "wake" })),
    ]
}

fn import(seeded: &Seeded) -> impl Fn(usize, Timestamp) -> Value + use<> {
    let (import, listing) = (seeded.import.clone(), seeded.listing.clone());
    move |_, _| {
        queued(&Envelope::derived(ImportMessage::Details {
            import: import.clone(),
            channel: listing.channel.clone(),
            shop: listing.shop.clone(),
            slice: "0.0".to_owned(),
            listings: vec![listing.external_id.clone()],
        }))
    }
}

fn sync(seeded: &Seeded) -> impl Fn(usize, Timestamp) -> Value + use<> {
    let (run, job, listing) = (seeded.run.clone(), seeded.job.clone(), seeded.listing.clone());
    move |_, _| {
        let message = SyncMessage::Push { run: run.clone(), job: job.clone(), listing: listing.clone() };
        queued(&Envelope::derived(message))
    }
}

fn pricing(seeded: &Seeded) -> impl Fn(usize, Timestamp) -> Value + use<> {
    let product = seeded.product.clone();
    move |_, _| queued(&Envelope::derived(PricingMessage::Product { product: product.clone() }))
}

fn notify(nth: usize, now: Timestamp) -> Value {
    queued(&Envelope::derived(NotifyMessage::Tell {
        kind: "bench".to_owned(),
        subject: format!("{now}/{nth}"),
        severity: Severity::Info,
        text: "Impor selesai.".to_owned(),
        text_en: "The import is finished.".to_owned(),
    }))
}

/// A batch of one message, as an event source mapping sends it.
fn queued<M: Serialize>(message: &Envelope<M>) -> Value {
    let body = serde_json::to_string(message).unwrap_or_default();
    json!({ "Records": [{
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1795136400000",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "MessageGroupId": "bench",
            "ApproximateFirstReceiveTimestamp": "1795136400001"
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:ap-southeast-3:123456789012:bench",
        "awsRegion": "ap-southeast-3"
    }]})
}

fn push(body: &str, signature: &str) -> Value {
    http("POST", shopee_push::PATH, &[("authorization", signature)], Some(body))
}

/// A request in payload format 2.0, which both the HTTP API and function URLs use.
fn http(method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Value {
    let host = "abcdefghij.execute-api.ap-southeast-3.amazonaws.com";
    let mut all = json!({
        "accept": "application/json", "content-type": "application/json", "host": host,
        "user-agent": "bench", "x-forwarded-for": "203.0.113.7", "x-forwarded-port": "443",
        "x-forwarded-proto": "https"
    });
    for (name, value) in headers {
        all[name] = json!(value);
    }
    json!({
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": all,
        "requestContext": {
            "accountId": "123456789012", "apiId": "abcdefghij", "domainName": host,
            "domainPrefix": "abcdefghij", "requestId": "JKJaXmPLvHcESHA=", "routeKey": "$default",
            "stage": "$default", "time": "20/Nov/2026:01:00:00 +0000", "timeEpoch": 1_795_136_400_000_u64,
            "http": {
                "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7",
                "userAgent": "bench"
            }
        },
        "body": body,
        "isBase64Encoded": false
    })
}
