//! Queues, dead letters and secrets over a real service, and the batch runner between them.
//! Needs MiniStack at `MINISTACK_URL`; `make test` starts one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::time::Duration;

use app::{
    WorkError,
    message::{Envelope, PricingMessage, SyncMessage},
    ports::{DeadLetters, Outbox, QueueName, Secrets},
};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage, SqsMessageAttribute};
use aws_sdk_sqs::{
    Client,
    config::Credentials,
    types::{MessageSystemAttributeName, QueueAttributeName},
};
use domain::{ListingKey, ProductId};
use platform::{
    batch::{Batch, Delivery, Limits, nothing_waits},
    config::{Consumed, Env, QueueUrls},
    dead_letters::SqsDeadLetters,
    media::S3Media,
    queues::SqsOutbox,
    secrets::SecretsManager,
};
use testkit::contract::{self, unique};

async fn aws() -> SdkConfig {
    #[expect(clippy::disallowed_methods, reason = "a test's only setting")]
    let url = std::env::var("MINISTACK_URL")
        .expect("these tests need queues: run `make test`, or start MiniStack and set MINISTACK_URL");
    aws_config::defaults(BehaviorVersion::latest())
        .endpoint_url(url)
        .region(Region::new("ap-southeast-3"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .load()
        .await
}

/// A queue and its dead letters, both new.
struct Queues {
    aws: SdkConfig,
    client: Client,
    name: QueueName,
    url: String,
    dead: String,
}

impl Queues {
    async fn new(name: QueueName) -> Self {
        let aws = aws().await;
        let client = Client::new(&aws);
        let ending = if name == QueueName::Sync { ".fifo" } else { "" };
        let create = async |part: &str| {
            let mut queue = client.create_queue().queue_name(format!("{}-{part}{ending}", unique()));
            if name == QueueName::Sync {
                queue = queue.attributes(QueueAttributeName::FifoQueue, "true");
            }
            queue.send().await.expect("MiniStack makes a queue").queue_url.expect("it has an address")
        };
        let (url, dead) = (create("queue").await, create("dead").await);
        Self { aws, client, name, url, dead }
    }

    fn urls(&self, ending: &str, url: &str) -> Env {
        let word = if self.name == QueueName::Sync { "SYNC" } else { "PRICING" };
        Env::from_iter([(format!("{word}_{ending}"), url)])
    }

    fn sending(&self) -> QueueUrls {
        QueueUrls::sending(&self.urls("QUEUE_URL", &self.url), &[self.name]).unwrap()
    }

    fn outbox(&self) -> SqsOutbox {
        SqsOutbox::new(&self.aws, self.sending())
    }

    fn letters(&self) -> SqsDeadLetters {
        let dead = QueueUrls::dead(&self.urls("DLQ_URL", &self.dead), &[self.name]).unwrap();
        SqsDeadLetters::new(&self.aws, self.sending(), dead)
    }

    fn batch(&self) -> Batch {
        let consumed = Consumed { name: self.name, url: self.url.clone(), dead_letters: self.dead.clone() };
        Batch::new(&self.aws, consumed, Limits { at_once: 4, deliveries: 3 })
    }

    /// Receives up to ten messages, in the form that Lambda delivers.
    async fn receive(&self) -> SqsEvent {
        let answer = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(10)
            .visibility_timeout(30)
            .wait_time_seconds(1)
            .message_system_attribute_names(MessageSystemAttributeName::All)
            .message_attribute_names("All")
            .send()
            .await
            .expect("the queue answers");
        let record = |message: &aws_sdk_sqs::types::Message| {
            let mut record = SqsMessage::default();
            record.message_id = message.message_id().map(str::to_owned);
            record.receipt_handle = message.receipt_handle().map(str::to_owned);
            record.body = message.body().map(str::to_owned);
            let attributes = message.attributes().into_iter().flatten();
            record.attributes =
                attributes.map(|(name, value)| (name.as_str().to_owned(), value.clone())).collect();
            let given = message.message_attributes().into_iter().flatten();
            record.message_attributes =
                given.map(|(name, value)| (name.clone(), attribute(value.string_value()))).collect();
            record
        };
        let mut event = SqsEvent::default();
        event.records = answer.messages().iter().map(record).collect();
        event
    }

    async fn acknowledge(&self, event: &SqsEvent, response: &SqsBatchResponse) {
        for record in &event.records {
            let id = record.message_id.as_deref().unwrap();
            if !response.batch_item_failures.iter().any(|failure| failure.item_identifier == id) {
                let receipt = record.receipt_handle.as_deref().unwrap();
                self.client
                    .delete_message()
                    .queue_url(&self.url)
                    .receipt_handle(receipt)
                    .send()
                    .await
                    .unwrap();
            }
        }
    }
}

fn attribute(text: Option<&str>) -> SqsMessageAttribute {
    let mut attribute = SqsMessageAttribute::default();
    attribute.string_value = text.map(str::to_owned);
    attribute
}

fn priced(number: u32) -> Envelope<PricingMessage> {
    Envelope::derived(PricingMessage::Product { product: ProductId::derived(&[&number.to_string()]) })
}

fn look(listing: &str, reason: &str) -> Envelope<SyncMessage> {
    let listing = ListingKey::parse(listing).unwrap();
    Envelope::derived(SyncMessage::Observe { listing, reason: reason.to_owned(), told: false })
}

fn reasons(event: &SqsEvent) -> Vec<String> {
    let read = |record: &SqsMessage| {
        let envelope = serde_json::from_str(record.body.as_deref().unwrap()).unwrap();
        match envelope {
            Envelope { message: SyncMessage::Observe { reason, .. }, .. } => reason,
            other => panic!("{other:?}"),
        }
    };
    event.records.iter().map(read).collect()
}

#[tokio::test]
async fn secrets_keep_their_contract() {
    let secrets = SecretsManager::new(&aws().await, format!("syncstore/{}/", unique()));
    contract::secrets(&secrets).await;
}

#[tokio::test]
async fn a_secret_that_another_process_changed_is_seen_when_asked_fresh() {
    let (aws, prefix) = (aws().await, format!("syncstore/{}/", unique()));
    let (mine, theirs) = (SecretsManager::new(&aws, &prefix), SecretsManager::new(&aws, &prefix));
    let channel = domain::Channel::parse("shopee").unwrap();
    let secret = |url: &str| app::ports::ConnectionSecret {
        credentials: testkit::build::credentials(),
        webhook_url: url.to_owned(),
        shops: std::collections::BTreeMap::new(),
    };
    mine.put(&channel, &secret("https://one.test")).await.unwrap();
    theirs.put(&channel, &secret("https://two.test")).await.unwrap();
    let read = async |fresh| mine.get(&channel, fresh).await.unwrap().unwrap().webhook_url;
    assert_eq!(read(false).await, "https://one.test", "believed for a while");
    assert_eq!(read(true).await, "https://two.test");
    assert_eq!(read(false).await, "https://two.test", "what was fetched is believed from then on");
}

#[tokio::test]
async fn many_messages_arrive_in_packs() {
    let queues = Queues::new(QueueName::Pricing).await;
    let sent: Vec<_> = (0..25).map(priced).collect();
    queues.outbox().pricing(&sent).await.unwrap();
    let mut bodies = std::collections::BTreeSet::new();
    loop {
        let event = queues.receive().await;
        if event.records.is_empty() {
            break;
        }
        bodies.extend(event.records.into_iter().filter_map(|record| record.body));
    }
    assert_eq!(bodies.len(), 25);
}

#[tokio::test]
async fn a_listings_messages_keep_their_order_and_a_repeat_is_dropped() {
    let queues = Queues::new(QueueName::Sync).await;
    let sent = ["a", "b", "c"].map(|reason| look("shopee:1:2", reason));
    queues.outbox().sync(&sent).await.unwrap();
    queues.outbox().sync(&sent[..2]).await.unwrap();
    assert_eq!(reasons(&queues.receive().await), ["a", "b", "c"]);
    assert!(queues.receive().await.records.is_empty(), "the group waits for its first messages");
}

#[tokio::test]
async fn dead_letters_keep_their_contract() {
    for name in [QueueName::Pricing, QueueName::Sync] {
        let queues = Queues::new(name).await;
        for body in ["{\"n\":1}", "{\"n\":2}", "{\"n\":3}"] {
            let mut message = queues.client.send_message().queue_url(&queues.dead).message_body(body);
            if name == QueueName::Sync {
                message = message.message_group_id("shopee:1:2").message_deduplication_id(body);
            }
            message.send().await.unwrap();
        }
        contract::dead_letters(&queues.letters(), name, ["{\"n\":1}", "{\"n\":2}", "{\"n\":3}"]).await;
        let again = queues.receive().await;
        assert_eq!(again.records.len(), 1, "what was sent again lies on its queue");
        assert_eq!(again.records[0].body.as_deref(), Some("{\"n\":1}"));
    }
}

#[tokio::test]
async fn what_cannot_be_done_lies_among_the_dead_letters_with_its_reason() {
    for name in [QueueName::Pricing, QueueName::Sync] {
        let queues = Queues::new(name).await;
        queues
            .outbox()
            .pricing(&if name == QueueName::Pricing { vec![priced(1)] } else { vec![] })
            .await
            .unwrap();
        let looks = if name == QueueName::Sync { vec![look("shopee:1:2", "a")] } else { vec![] };
        queues.outbox().sync(&looks).await.unwrap();
        let event = queues.receive().await;
        let response = queues
            .batch()
            .run(
                event.clone(),
                None,
                |_: serde_json::Value, _| async {
                    Err(WorkError::Fail { code: "channel_rejected".into(), reason: "no such item".into() })
                },
                nothing_waits,
            )
            .await;
        queues.acknowledge(&event, &response).await;
        let letters = queues.letters().list(name, 10).await.unwrap();
        assert_eq!(letters.len(), 1, "{name:?}");
        assert_eq!(letters[0].reason.as_deref(), Some("channel_rejected: no such item"));
        assert_eq!(Some(letters[0].body.as_str()), event.records[0].body.as_deref());
        assert!(letters[0].sent_at.is_some());
        // After the fault is fixed and the message is sent again, it is processed normally.
        assert_eq!(queues.letters().redrive(name, &letters[0].id).await, Ok(true));
        assert_eq!(queues.receive().await.records.len(), 1);
    }
}

#[tokio::test]
async fn a_message_that_comes_again_does_so_after_the_named_time_and_before_its_successors() {
    let queues = Queues::new(QueueName::Sync).await;
    queues.outbox().sync(&["a", "b"].map(|reason| look("shopee:1:2", reason))).await.unwrap();
    let event = queues.receive().await;
    let response = queues
        .batch()
        .run(
            event.clone(),
            None,
            |_: Envelope<SyncMessage>, _| async {
                Err(WorkError::Retry { after: Some(Duration::from_secs(2)), reason: "busy".into() })
            },
            nothing_waits,
        )
        .await;
    assert_eq!(response.batch_item_failures.len(), 2);
    queues.acknowledge(&event, &response).await;
    assert!(queues.receive().await.records.is_empty(), "not yet");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(reasons(&queues.receive().await), ["a", "b"]);
}

#[tokio::test]
async fn a_message_that_waits_comes_again_as_a_new_one_and_keeps_its_failed_tries() {
    let queues = Queues::new(QueueName::Pricing).await;
    queues.outbox().pricing(&[priced(1)]).await.unwrap();
    let batch = queues.batch();
    let mut numbers = Vec::new();
    for round in 0..6 {
        let mut event = queues.receive().await;
        for _ in 0..20 {
            if !event.records.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            event = queues.receive().await;
        }
        let number = std::sync::Mutex::new(0);
        let work = |_: Envelope<PricingMessage>, delivery: Delivery| {
            *number.lock().unwrap() = delivery.number;
            std::future::ready(Err(if round == 1 {
                WorkError::Retry { after: Some(Duration::ZERO), reason: "busy".into() }
            } else {
                WorkError::Wait { after: Duration::from_secs(1), reason: "no slot".into() }
            }))
        };
        let response = batch.run(event.clone(), None, work, nothing_waits).await;
        queues.acknowledge(&event, &response).await;
        numbers.push(number.into_inner().unwrap());
    }
    assert_eq!(numbers, [1, 1, 2, 2, 2, 2], "of three deliveries; waiting is none");
    assert!(queues.letters().list(QueueName::Pricing, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_message_is_given_up_at_its_last_delivery() {
    let queues = Queues::new(QueueName::Pricing).await;
    queues.outbox().pricing(&[priced(1)]).await.unwrap();
    for delivery in 1..=3 {
        let event = queues.receive().await;
        assert_eq!(event.records.len(), 1, "delivery {delivery}");
        let response = queues
            .batch()
            .run(
                event.clone(),
                None,
                |_: Envelope<PricingMessage>, _| async {
                    Err(WorkError::Retry { after: Some(Duration::ZERO), reason: "still busy".into() })
                },
                nothing_waits,
            )
            .await;
        assert_eq!(response.batch_item_failures.len(), usize::from(delivery < 3));
        queues.acknowledge(&event, &response).await;
    }
    let letters = queues.letters().list(QueueName::Pricing, 10).await.unwrap();
    assert_eq!(letters[0].reason.as_deref(), Some("retries_exhausted: still busy"));
}

#[tokio::test]
async fn own_pictures_in_a_bucket_keep_their_contract() {
    let aws = aws().await;
    let http = platform::http::client().unwrap();
    let bucket = format!("media-{}", unique());
    // MiniStack does not check who makes a bucket.
    let endpoint = aws.endpoint_url().unwrap();
    let made = http.put(format!("{endpoint}/{bucket}")).send().await.unwrap();
    assert!(made.status().is_success(), "{}", made.status());
    let media = S3Media::new(&aws, &http, &bucket);
    contract::media(&media).await;
    contract::media(&media).await;
}
