//! Dead letters over SQS: read, send again, discard.
//!
//! SQS cannot show messages without receiving them. So a read receives messages and makes them visible again
//! afterwards. A redrive is receive, send and delete, because not every emulator has the service's own move task.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{DeadLetter, DeadLetters, Ids, QueueName},
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sqs::{
    Client,
    types::{
        ChangeMessageVisibilityBatchRequestEntry, Message, MessageSystemAttributeName as System,
        QueueAttributeName as Attribute,
    },
};
use jiff::Timestamp;

use crate::{
    aws::{self, Late, late},
    config::QueueUrls,
    ids::TimeOrderedIds,
    queues::name,
};

/// The message attribute with the reason why a consumer gave the message up.
pub const REASON: &str = "reason";
/// Seconds for which a read hides messages from other readers.
const GLANCE: i32 = 20;
/// The most letters that are read to find one of them.
const FAR: usize = 1000;

/// The dead letters of the queues whose two addresses the function has: the queue's and its dead letters'.
#[derive(Debug, Clone)]
pub struct SqsDeadLetters {
    client: Late<Client>,
    queues: QueueUrls,
    dead: QueueUrls,
}

impl SqsDeadLetters {
    pub fn new(config: &SdkConfig, queues: QueueUrls, dead: QueueUrls) -> Self {
        Self { client: late(config, Client::new), queues, dead }
    }

    /// Receives up to `limit` letters; stops when `wanted` is among them.
    async fn take(&self, url: &str, limit: usize, wanted: Option<&str>) -> Result<Vec<Message>, StoreError> {
        let mut taken: BTreeMap<String, Message> = BTreeMap::new();
        while taken.len() < limit {
            let most = i32::try_from((limit - taken.len()).min(10)).unwrap_or(10);
            let answer = self
                .client
                .receive_message()
                .queue_url(url)
                .max_number_of_messages(most)
                .visibility_timeout(GLANCE)
                // With a wait, SQS asks all of its servers. Without one, a small queue sometimes looks empty.
                .wait_time_seconds(1)
                .message_system_attribute_names(System::All)
                .message_attribute_names("All")
                .send()
                .await
                .map_err(|error| aws::unavailable("SQS", &error))?;
            let before = taken.len();
            for message in answer.messages.unwrap_or_default() {
                taken.insert(message.message_id().unwrap_or_default().to_owned(), message);
            }
            if taken.len() == before || wanted.is_some_and(|id| taken.contains_key(id)) {
                break;
            }
        }
        Ok(taken.into_values().collect())
    }

    /// Makes received letters visible again. If that fails, they become visible after [`GLANCE`].
    async fn put_back(&self, url: &str, letters: &[Message]) {
        for some in letters.chunks(10) {
            let entries = some.iter().enumerate().filter_map(|(index, letter)| {
                ChangeMessageVisibilityBatchRequestEntry::builder()
                    .id(index.to_string())
                    .receipt_handle(letter.receipt_handle().unwrap_or_default())
                    .visibility_timeout(0)
                    .build()
                    .ok()
            });
            let put = self.client.change_message_visibility_batch().queue_url(url);
            if let Err(error) = put.set_entries(Some(entries.collect())).send().await {
                tracing::debug!(
                    error = aws::chain(&error),
                    "dead letters stay hidden until the glance is over"
                );
            }
        }
    }

    /// Receives one letter and makes the others visible again.
    async fn pick(&self, url: &str, id: &str) -> Result<Option<Message>, StoreError> {
        let (mut wanted, others): (Vec<_>, Vec<_>) = self
            .take(url, FAR, Some(id))
            .await?
            .into_iter()
            .partition(|letter| letter.message_id() == Some(id));
        self.put_back(url, &others).await;
        Ok(wanted.pop())
    }

    async fn remove(&self, url: &str, letter: &Message) -> Result<(), StoreError> {
        self.client
            .delete_message()
            .queue_url(url)
            .receipt_handle(letter.receipt_handle().unwrap_or_default())
            .send()
            .await
            .map(|_| ())
            .map_err(|error| aws::unavailable("SQS", &error))
    }
}

#[async_trait]
impl DeadLetters for SqsDeadLetters {
    async fn list(&self, queue: QueueName, limit: usize) -> Result<Vec<DeadLetter>, StoreError> {
        let url = address(&self.dead, queue)?;
        let letters = self.take(url, limit, None).await?;
        self.put_back(url, &letters).await;
        let mut shown: Vec<DeadLetter> = letters.iter().map(|letter| shown(queue, letter)).collect();
        shown.sort_by(|a, b| (a.sent_at, &a.id).cmp(&(b.sent_at, &b.id)));
        Ok(shown)
    }

    async fn count(&self, queue: QueueName) -> Result<usize, StoreError> {
        // The second attribute counts the letters that another reader has received right now.
        let counted =
            [Attribute::ApproximateNumberOfMessages, Attribute::ApproximateNumberOfMessagesNotVisible];
        let answer = self
            .client
            .get_queue_attributes()
            .queue_url(address(&self.dead, queue)?)
            .set_attribute_names(Some(counted.to_vec()))
            .send()
            .await
            .map_err(|error| aws::unavailable("SQS", &error))?;
        let attributes = answer.attributes.unwrap_or_default();
        let of = |name: &Attribute| attributes.get(name).and_then(|count| count.parse::<usize>().ok());
        Ok(counted.iter().filter_map(of).sum())
    }

    async fn redrive(&self, queue: QueueName, id: &str) -> Result<bool, StoreError> {
        let (url, target) = (address(&self.dead, queue)?, address(&self.queues, queue)?);
        let Some(letter) = self.pick(url, id).await? else { return Ok(false) };
        let group = system(&letter, &System::MessageGroupId);
        // A new deduplication id: with the old one the queue would treat it as a repeat and drop it.
        let deduplication = group.is_some().then(|| name(format!("redrive-{}", TimeOrderedIds.unique())));
        self.client
            .send_message()
            .queue_url(target)
            .message_body(letter.body().unwrap_or_default())
            .set_message_group_id(group.map(str::to_owned))
            .set_message_deduplication_id(deduplication)
            .send()
            .await
            .map_err(|error| aws::unavailable("SQS", &error))?;
        // Sent before it is removed: a failure in between duplicates the message, and consumers can handle that.
        self.remove(url, &letter).await?;
        Ok(true)
    }

    async fn discard(&self, queue: QueueName, id: &str) -> Result<Option<DeadLetter>, StoreError> {
        let url = address(&self.dead, queue)?;
        let Some(letter) = self.pick(url, id).await? else { return Ok(None) };
        self.remove(url, &letter).await?;
        Ok(Some(shown(queue, &letter)))
    }
}

fn address(urls: &QueueUrls, queue: QueueName) -> Result<&str, StoreError> {
    urls.get(queue).ok_or_else(|| {
        StoreError::Unavailable(format!("this function has no address of the {queue:?} dead letters"))
    })
}

fn system<'a>(letter: &'a Message, attribute: &System) -> Option<&'a str> {
    letter.attributes().and_then(|all| all.get(attribute)).map(String::as_str)
}

fn shown(queue: QueueName, letter: &Message) -> DeadLetter {
    let reason =
        letter.message_attributes().and_then(|all| all.get(REASON)).and_then(|value| value.string_value());
    DeadLetter {
        id: letter.message_id().unwrap_or_default().to_owned(),
        queue,
        body: letter.body().unwrap_or_default().to_owned(),
        receives: system(letter, &System::ApproximateReceiveCount).and_then(|n| n.parse().ok()).unwrap_or(0),
        sent_at: system(letter, &System::SentTimestamp)
            .and_then(|millis| millis.parse().ok())
            .and_then(|millis| Timestamp::from_millisecond(millis).ok()),
        reason: reason.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_sqs::types::MessageAttributeValue;

    use super::*;

    #[test]
    fn a_letter_shows_when_it_was_sent_how_often_it_was_tried_and_why_it_was_given_up() {
        let reason =
            MessageAttributeValue::builder().data_type("String").string_value("channel_rejected: no").build();
        let letter = Message::builder()
            .message_id("m1")
            .body("{}")
            .attributes(System::SentTimestamp, "1763694000000")
            .attributes(System::ApproximateReceiveCount, "3")
            .message_attributes(REASON, reason.unwrap())
            .build();
        let shown = shown(QueueName::Sync, &letter);
        assert_eq!(shown.receives, 3);
        assert_eq!(shown.sent_at.unwrap().to_string(), "2025-11-21T03:00:00Z");
        assert_eq!(shown.reason.as_deref(), Some("channel_rejected: no"));
    }
}
