//! Notifications for the seller, and whether each was read and mailed.

use async_trait::async_trait;
use domain::ids::NotificationId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Page;
use crate::{StoreError, message::Severity};

/// Something to report to a person.
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
