//! The operations of the queue that the runner needs.

use std::time::Duration;

use app::StoreError;
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_lambda_events::event::sqs::SqsMessage;
use aws_sdk_sqs::{Client, types::MessageAttributeValue};

use super::{group_of, id_of};
use crate::{aws, config::Consumed, dead_letters::REASON};

/// The longest time that a message can be hidden: 12 hours from its receipt, minus the time that a function may have
/// run.
const LONGEST: Duration = Duration::from_mins(12 * 60 - 15);

/// The longest delay of a new message.
pub(super) const LONGEST_DELAY: Duration = Duration::from_mins(15);
/// The attribute of a message that replaces a waiting one: how often the replaced message failed.
pub(super) const FAILED_TRIES: &str = "failed_tries";

#[async_trait]
pub(super) trait Upkeep: Send + Sync {
    /// Hides a received message for `after` from now.
    async fn postpone(&self, record: &SqsMessage, after: Duration) -> Result<(), StoreError>;
    /// Sends a copy of the message, delayed by `after` if the queue supports delays. `failed` is the number of its
    /// failed tries.
    async fn send_again(&self, record: &SqsMessage, after: Duration, failed: u32) -> Result<(), StoreError>;
    /// Puts a copy into the dead letters, with the reason.
    async fn bury(&self, record: &SqsMessage, reason: &str) -> Result<(), StoreError>;
}

pub(super) struct SqsUpkeep {
    client: Client,
    consumed: Consumed,
    fifo: bool,
}

impl SqsUpkeep {
    pub(super) fn new(config: &SdkConfig, consumed: Consumed, fifo: bool) -> Self {
        Self { client: Client::new(config), consumed, fifo }
    }
}

#[async_trait]
impl Upkeep for SqsUpkeep {
    async fn postpone(&self, record: &SqsMessage, after: Duration) -> Result<(), StoreError> {
        self.client
            .change_message_visibility()
            .queue_url(&self.consumed.url)
            .receipt_handle(record.receipt_handle.as_deref().unwrap_or_default())
            .visibility_timeout(seconds(after))
            .send()
            .await
            .map(|_| ())
            .map_err(|error| aws::unavailable("SQS", &error))
    }

    async fn send_again(&self, record: &SqsMessage, after: Duration, failed: u32) -> Result<(), StoreError> {
        let failed = MessageAttributeValue::builder()
            .data_type("Number")
            .string_value(failed.to_string())
            .build()
            .map_err(|problem| StoreError::Corrupt(format!("an attribute cannot be built: {problem}")))?;
        let (group, deduplication, delay) = if self.fifo {
            (group_of(record), Some(id_of(record)), None)
        } else {
            (None, None, Some(seconds(after.min(LONGEST_DELAY))))
        };
        self.client
            .send_message()
            .queue_url(&self.consumed.url)
            .message_body(record.body.as_deref().unwrap_or_default())
            .message_attributes(FAILED_TRIES, failed)
            .set_delay_seconds(delay)
            .set_message_group_id(group.map(str::to_owned))
            .set_message_deduplication_id(deduplication.map(str::to_owned))
            .send()
            .await
            .map(|_| ())
            .map_err(|error| aws::unavailable("SQS", &error))
    }

    async fn bury(&self, record: &SqsMessage, reason: &str) -> Result<(), StoreError> {
        let reason = MessageAttributeValue::builder()
            .data_type("String")
            .string_value(printable(reason))
            .build()
            .map_err(|problem| StoreError::Corrupt(format!("a reason cannot be built: {problem}")))?;
        let (group, deduplication) =
            if self.fifo { (group_of(record), Some(id_of(record))) } else { (None, None) };
        self.client
            .send_message()
            .queue_url(&self.consumed.dead_letters)
            .message_body(record.body.as_deref().filter(|body| !body.is_empty()).unwrap_or("(empty)"))
            .message_attributes(REASON, reason)
            .set_message_group_id(group.map(str::to_owned))
            .set_message_deduplication_id(deduplication.map(str::to_owned))
            .send()
            .await
            .map(|_| ())
            .map_err(|error| aws::unavailable("SQS", &error))
    }
}

/// Whole seconds, rounded up, so that no message is delivered too early.
fn seconds(after: Duration) -> i32 {
    let after = after.min(LONGEST);
    let whole = after.as_secs() + u64::from(after.subsec_nanos() > 0);
    i32::try_from(whole).unwrap_or(i32::MAX)
}

/// The text as a message attribute can hold it: without control characters, and with a limited length.
fn printable(reason: &str) -> String {
    reason.chars().map(|c| if c.is_control() { ' ' } else { c }).take(1000).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_rounded_up_and_end_at_what_the_queue_allows() {
        assert_eq!(seconds(Duration::from_millis(1_200)), 2);
        assert_eq!(seconds(Duration::ZERO), 0);
        assert_eq!(seconds(Duration::from_hours(24)), 42_300);
    }

    #[test]
    fn a_reason_keeps_to_one_line_of_limited_length() {
        assert_eq!(printable("a\nb"), "a b");
        assert_eq!(printable(&"é".repeat(2000)).chars().count(), 1000);
    }
}
