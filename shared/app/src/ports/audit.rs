//! The audit: who did what, and when. Nothing is ever taken out of it.

use std::fmt::Display;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BulkTask, Page, Ports};
use crate::StoreError;

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

impl AuditEntry {
    /// What `actor` does now.
    pub fn now(
        ports: &Ports,
        actor: &str,
        action: &str,
        subject: &(impl Display + ?Sized),
        details: serde_json::Value,
    ) -> Self {
        Self {
            id: ports.ids.unique(),
            at: ports.clock.now(),
            actor: actor.to_owned(),
            action: action.to_owned(),
            subject: subject.to_string(),
            details,
        }
    }

    /// What a bulk task does. Its id is made of the task's id and `name`, and its time is the task's: a page that is done
    /// again writes the same entry again, which is stored once.
    pub(crate) fn of_task(
        task: &BulkTask,
        name: &(impl Display + ?Sized),
        action: &str,
        subject: &(impl Display + ?Sized),
        details: serde_json::Value,
    ) -> Self {
        Self {
            id: format!("{}-{name}", task.id),
            at: task.started_at,
            actor: task.started_by.clone(),
            action: action.to_owned(),
            subject: subject.to_string(),
            details,
        }
    }
}

impl Ports {
    /// Appends to the audit what `actor` does now.
    pub fn record(
        &self,
        actor: &str,
        action: &str,
        subject: &(impl Display + ?Sized),
        details: serde_json::Value,
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        let entry = AuditEntry::now(self, actor, action, subject, details);
        async move { self.audit.append(&entry).await }
    }
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
