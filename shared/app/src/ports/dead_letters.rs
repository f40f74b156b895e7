//! The queues, and the messages that no function could handle.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueName {
    Import,
    Sync,
    Pricing,
    Notify,
}

/// A message that no function could handle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    pub id: String,
    pub queue: QueueName,
    pub body: String,
    pub receives: u32,
    pub sent_at: Option<Timestamp>,
    /// Why it is here, where the consumer said so: a code as in `docs/ERRORS.md`, a colon and the reason.
    #[serde(default)]
    pub reason: Option<String>,
}

#[async_trait]
pub trait DeadLetters: Send + Sync {
    /// A glance at up to `limit` letters; they stay where they are.
    async fn list(&self, queue: QueueName, limit: usize) -> Result<Vec<DeadLetter>, StoreError>;
    /// About how many letters there are, without looking at any: answers at once.
    async fn count(&self, queue: QueueName) -> Result<usize, StoreError>;
    /// Sends the letter to its queue again; `false` when it is not there.
    async fn redrive(&self, queue: QueueName, id: &str) -> Result<bool, StoreError>;
    /// Removes the letter; returns it, so that it can be kept in the audit.
    async fn discard(&self, queue: QueueName, id: &str) -> Result<Option<DeadLetter>, StoreError>;
}
