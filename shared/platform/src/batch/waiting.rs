//! Messages that wait, and how often one was really tried.
//!
//! A message that is hidden counts as received when it comes again. So in its place a new one is sent, with the number of
//! its failed tries. A FIFO queue keeps no single message back: there it is hidden, which keeps its place in the group, and
//! sent again only when half of its receipts are used up, so that as many are left for tries that fail. The same holds for
//! a wait that is longer than a queue keeps a new message back, such as for tomorrow's quota.

use std::time::Duration;

use aws_lambda_events::event::sqs::SqsMessage;

use super::{
    Batch, id_of, receives,
    upkeep::{FAILED_TRIES, LONGEST_DELAY},
};

impl Batch {
    /// Lets a message wait, and those of its group behind it; returns the ids of those that the queue itself gives again.
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

/// Which try a delivery is: its receipts, and the failed tries of the messages that it was sent in the place of.
pub(super) fn tries(record: &SqsMessage) -> u32 {
    receives(record).saturating_add(failed_before(record))
}

/// Failed tries of the message that this one was sent in the place of.
pub(super) fn failed_before(record: &SqsMessage) -> u32 {
    let attribute = record.message_attributes.get(FAILED_TRIES);
    attribute.and_then(|value| value.string_value.as_deref()?.parse().ok()).unwrap_or(0)
}
