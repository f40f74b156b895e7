//! Messages that wait, and the count of their real tries.
//!
//! When a hidden message is delivered again, the queue counts one more receipt. So a waiting message is replaced by a
//! new one, which contains the number of failed tries. A FIFO queue cannot delay a single message. There the message is
//! hidden, which keeps its position in the group, and it is replaced only when half of its receipts are used up, so
//! that the other half is left for tries that fail. The same is done for a wait that is longer than the longest delay
//! of a new message, such as a wait for tomorrow's quota.

use std::time::Duration;

use aws_lambda_events::event::sqs::SqsMessage;

use super::{
    Batch, id_of, receives,
    upkeep::{FAILED_TRIES, LONGEST_DELAY},
};

impl Batch {
    /// Makes a message wait, together with those behind it in its group. Returns the ids of the hidden ones, which the
    /// queue itself delivers again.
    pub(super) async fn put_off(&self, records: &[&SqsMessage], after: Duration) -> Vec<String> {
        let hides = (self.fifo || after > LONGEST_DELAY)
            && records.iter().all(|record| tries(record) * 2 < self.limits.deliveries);
        let mut hidden = Vec::new();
        for record in records {
            if !hides {
                let failed = if self.fifo { 0 } else { tries(record).saturating_sub(1) };
                match self.upkeep.send_again(record, after, failed).await {
                    Ok(()) => continue,
                    Err(error) => {
                        tracing::warn!(%error, message.id = id_of(record), "the waiting message is hidden instead");
                    }
                }
            }
            self.postpone(record, after).await;
            hidden.push(id_of(record).to_owned());
        }
        hidden
    }
}

/// The number of the current try: the receipts of this message plus the failed tries of the messages that it replaced.
pub(super) fn tries(record: &SqsMessage) -> u32 {
    receives(record).saturating_add(failed_before(record))
}

/// Failed tries of the message that this one replaced.
pub(super) fn failed_before(record: &SqsMessage) -> u32 {
    let attribute = record.message_attributes.get(FAILED_TRIES);
    attribute.and_then(|value| value.string_value.as_deref()?.parse().ok()).unwrap_or(0)
}
