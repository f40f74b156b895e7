//! What keeps the machinery honest: idempotency, dedupe, audit, notifications, dead letters.

use async_trait::async_trait;
use domain::{Channel, ids::NotificationId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Page;
use crate::{StoreError, message::Severity};

/// A finished answer that is given again to a repeated request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredResponse {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}

/// What an idempotency key says about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begin {
    /// Seen for the first time (or its start lapsed): do the work.
    Fresh,
    Replay(StoredResponse),
    /// The same request is at work right now.
    InProgress,
    /// The key was used for another request.
    Mismatch,
}

#[async_trait]
pub trait Idempotency: Send + Sync {
    /// `fingerprint` is of the method, path and body.
    async fn begin(&self, key: &str, fingerprint: &str, now: Timestamp) -> Result<Begin, StoreError>;
    /// Keeps the answer for a day.
    async fn finish(&self, key: &str, response: &StoredResponse, now: Timestamp) -> Result<(), StoreError>;
    /// Forgets a start whose work failed, so that it may be tried again.
    async fn abandon(&self, key: &str) -> Result<(), StoreError>;
}

/// Pushes of channels, remembered.
#[async_trait]
pub trait Events: Send + Sync {
    /// `true` the first time `id` is seen within three days. Forget it again with [`Events::forget`] when the work
    /// that follows could not be queued.
    async fn first_seen(&self, channel: &Channel, id: &str, now: Timestamp) -> Result<bool, StoreError>;
    async fn forget(&self, channel: &Channel, id: &str) -> Result<(), StoreError>;
    /// Keeps and counts a push that means nothing to us yet. `shape` names its fields and their kinds, and holds nothing
    /// of what it says.
    async fn keep(
        &self,
        channel: &Channel,
        kind: &str,
        id: &str,
        shape: &str,
        now: Timestamp,
    ) -> Result<(), StoreError>;
    /// How many of each kind were kept.
    async fn counts(&self, channel: &Channel) -> Result<Vec<(String, u64)>, StoreError>;
}

/// Something that was done, by whom. Append-only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub id: String,
    pub at: Timestamp,
    pub actor: String,
    /// Such as `price_rule.put`.
    pub action: String,
    /// Such as `shopee` or a product's id.
    pub subject: String,
    /// What changed, in short. Never a secret.
    pub details: serde_json::Value,
}

/// Where a request came from, as far as it says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// The network address.
    pub address: Option<String>,
    /// The program, as it calls itself; at most 200 characters.
    pub agent: Option<String>,
}

/// An entry with where its request came from; absent for what a worker did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audited {
    pub entry: AuditEntry,
    pub client: Option<Client>,
}

/// Which entries of the audit. Every condition that is present must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub subject: Option<String>,
    pub actor: Option<String>,
    /// An action, or its beginning up to a point: `product.` is everything done to products.
    pub action: Option<String>,
    /// At this time or later.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
}

impl AuditFilter {
    pub fn takes(&self, entry: &AuditEntry) -> bool {
        let action = |asked: &String| match asked.strip_suffix('.') {
            Some(_) => entry.action.starts_with(asked.as_str()),
            None => entry.action == *asked,
        };
        self.subject.as_ref().is_none_or(|subject| *subject == entry.subject)
            && self.actor.as_ref().is_none_or(|actor| *actor == entry.actor)
            && self.action.as_ref().is_none_or(action)
            && self.since.is_none_or(|since| entry.at >= since)
            && self.until.is_none_or(|until| entry.at < until)
    }
}

#[async_trait]
pub trait Audit: Send + Sync {
    async fn append(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.append_from(entry, None).await
    }
    /// Keeps also where the request came from.
    async fn append_from(&self, entry: &AuditEntry, client: Option<&Client>) -> Result<(), StoreError>;
    /// The newest first. A page may be short, or empty, and have a `next`.
    async fn search(
        &self,
        filter: &AuditFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Audited>, StoreError>;
    /// The newest first; `subject` narrows.
    async fn list(
        &self,
        subject: Option<&str>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<AuditEntry>, StoreError>;
}

/// Something worth telling a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    pub id: NotificationId,
    pub at: Timestamp,
    pub kind: String,
    pub subject: String,
    pub severity: Severity,
    pub text: String,
    pub text_en: String,
    pub read: bool,
    pub mailed: bool,
}

#[async_trait]
pub trait Notifications: Send + Sync {
    /// `false` when it exists.
    async fn create(&self, notification: &Notification) -> Result<bool, StoreError>;
    async fn get(&self, id: &NotificationId) -> Result<Option<Notification>, StoreError>;
    /// The newest first.
    async fn list(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Notification>, StoreError>;
    async fn mark_read(&self, id: &NotificationId) -> Result<bool, StoreError>;
    /// How many were not read.
    async fn unread(&self) -> Result<u64, StoreError>;
    /// Marks all as read that were created at `now` or before, in one write.
    async fn mark_all_read(&self, now: Timestamp) -> Result<(), StoreError>;
    async fn mark_mailed(&self, id: &NotificationId) -> Result<(), StoreError>;
}

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
