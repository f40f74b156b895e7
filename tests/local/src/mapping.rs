//! An event source mapping: polls a queue, sends batches to a function, and deletes the messages that the function did
//! not report as failed.

use std::{sync::Arc, time::Duration};

use app::ports::Clock;
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage, SqsMessageAttribute};
use aws_sdk_sqs::{
    Client,
    types::{
        ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry, Message,
        MessageAttributeValue, MessageSystemAttributeName,
    },
};
use futures::future::BoxFuture;
use lambda_runtime::{Context, Error, LambdaEvent};
use platform::config::Consumed;
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
};

/// A function, as a mapping calls it.
pub type Invoke =
    Arc<dyn Fn(LambdaEvent<SqsEvent>) -> BoxFuture<'static, Result<SqsBatchResponse, Error>> + Send + Sync>;

/// Seconds that a poll waits for a message. Stopping the host waits for the end of a poll.
const POLL: i32 = 2;
/// The time that running work gets when the host has to stop.
const GRACE: Duration = Duration::from_secs(8);

/// How a function gets its messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The most messages in one invocation.
    pub batch: usize,
    /// The most invocations at the same time, like `MaximumConcurrency`.
    pub at_once: usize,
    /// The function's time-out.
    pub time: Duration,
}

/// One queue and how its messages are processed.
#[derive(Clone)]
pub struct Mapping {
    client: Client,
    url: String,
    shape: Shape,
    clock: Arc<dyn Clock>,
}

impl Mapping {
    pub fn new(client: Client, consumed: &Consumed, shape: Shape, clock: Arc<dyn Clock>) -> Self {
        Self { client, url: consumed.url.clone(), shape, clock }
    }

    /// Polls until the host has to stop, then waits for the running work.
    pub async fn run(self, invoke: Invoke, mut stopping: watch::Receiver<bool>) {
        let slots = Arc::new(Semaphore::new(self.shape.at_once));
        let mut working = JoinSet::new();
        loop {
            let slot = tokio::select! {
                _ = stopping.wait_for(|stop| *stop) => break,
                slot = slots.clone().acquire_owned() => slot,
            };
            // This must not be cancelled: the queue would deliver messages that no one receives, and hide them for
            // minutes.
            let received = self.receive().await;
            if *stopping.borrow() {
                self.give_back(&received.unwrap_or_default()).await;
                break;
            }
            while working.try_join_next().is_some() {}
            match received {
                Ok(messages) if messages.is_empty() => {}
                Ok(messages) => {
                    let (mapping, invoke, stopping) = (self.clone(), invoke.clone(), stopping.clone());
                    working.spawn(async move {
                        mapping.work(messages, invoke, stopping).await;
                        drop(slot);
                    });
                }
                Err(problem) => {
                    tracing::warn!(queue.url = self.url, problem, "the queue does not answer");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
        while working.join_next().await.is_some() {}
    }

    async fn receive(&self) -> Result<Vec<Message>, String> {
        self.client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(i32::try_from(self.shape.batch).unwrap_or(10))
            .wait_time_seconds(POLL)
            .message_system_attribute_names(MessageSystemAttributeName::All)
            .message_attribute_names("All")
            .send()
            .await
            .map(|answer| answer.messages.unwrap_or_default())
            .map_err(|error| error.to_string())
    }

    async fn work(&self, messages: Vec<Message>, invoke: Invoke, mut stopping: watch::Receiver<bool>) {
        let mut event = SqsEvent::default();
        event.records = messages.iter().map(record).collect();
        let deadline = self.clock.now().as_millisecond().unsigned_abs() + millis(self.shape.time);
        let mut context = Context::default();
        context.deadline = deadline;
        let out_of_grace = async {
            // If the sender is dropped, the host has ended, which also means to stop.
            let _ = stopping.wait_for(|stop| *stop).await;
            tokio::time::sleep(GRACE).await;
        };
        let invocation = tokio::spawn(invoke(LambdaEvent::new(event, context)));
        let abort = invocation.abort_handle();
        tokio::select! {
            answer = tokio::time::timeout(self.shape.time, invocation) => match answer {
                Ok(Ok(Ok(response))) => self.delete(&messages, &response).await,
                Ok(Ok(Err(error))) => tracing::error!(queue.url = self.url, %error, "the function failed"),
                Ok(Err(error)) => tracing::error!(queue.url = self.url, %error, "the function broke off"),
                Err(_) => {
                    abort.abort();
                    tracing::error!(queue.url = self.url, "the function's time is over");
                }
            },
            () = out_of_grace => {
                abort.abort();
                self.give_back(&messages).await;
            }
        }
    }

    /// Deletes the messages that the function did not report as failed.
    async fn delete(&self, messages: &[Message], response: &SqsBatchResponse) {
        let failed = |message: &&Message| {
            let id = message.message_id().unwrap_or_default();
            response.batch_item_failures.iter().any(|failure| failure.item_identifier == id)
        };
        let done: Vec<_> = messages.iter().filter(|message| !failed(message)).enumerate().collect();
        let entries = done.iter().filter_map(|(index, message)| {
            DeleteMessageBatchRequestEntry::builder()
                .id(index.to_string())
                .receipt_handle(message.receipt_handle().unwrap_or_default())
                .build()
                .ok()
        });
        if done.is_empty() {
            return;
        }
        let deleted =
            self.client.delete_message_batch().queue_url(&self.url).set_entries(Some(entries.collect()));
        match deleted.send().await {
            Ok(answer) if answer.failed.is_empty() => {}
            Ok(_) => tracing::warn!(queue.url = self.url, "done messages come again"),
            Err(error) => tracing::warn!(queue.url = self.url, %error, "done messages come again"),
        }
    }

    /// Makes messages visible immediately, so that the next start does not have to wait for the visibility time-out.
    async fn give_back(&self, messages: &[Message]) {
        if messages.is_empty() {
            return;
        }
        let entries = messages.iter().enumerate().filter_map(|(index, message)| {
            ChangeMessageVisibilityBatchRequestEntry::builder()
                .id(index.to_string())
                .receipt_handle(message.receipt_handle().unwrap_or_default())
                .visibility_timeout(0)
                .build()
                .ok()
        });
        let back = self.client.change_message_visibility_batch().queue_url(&self.url);
        if let Err(error) = back.set_entries(Some(entries.collect())).send().await {
            tracing::warn!(queue.url = self.url, %error, "unfinished messages come again later");
        }
    }
}

/// A message in the form that Lambda sends to a function.
fn record(message: &Message) -> SqsMessage {
    let mut record = SqsMessage::default();
    record.message_id = message.message_id().map(str::to_owned);
    record.receipt_handle = message.receipt_handle().map(str::to_owned);
    record.body = message.body().map(str::to_owned);
    record.md5_of_body = message.md5_of_body().map(str::to_owned);
    record.event_source = Some("aws:sqs".to_owned());
    let attributes = message.attributes().into_iter().flatten();
    record.attributes = attributes.map(|(name, value)| (name.as_str().to_owned(), value.clone())).collect();
    let given = message.message_attributes().into_iter().flatten();
    record.message_attributes = given.map(|(name, value)| (name.clone(), attribute(value))).collect();
    record
}

fn attribute(value: &MessageAttributeValue) -> SqsMessageAttribute {
    let mut attribute = SqsMessageAttribute::default();
    attribute.string_value = value.string_value().map(str::to_owned);
    attribute.data_type = Some(value.data_type().to_owned());
    attribute
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
