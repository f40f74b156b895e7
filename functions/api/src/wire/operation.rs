//! Audit, notifications, dead letters.

use app::ports;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::enums::{Queue, Severity};

/// Something that was done, by whom.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEntry {
    pub id: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub actor: String,
    /// Such as `price_rule.put`.
    pub action: String,
    /// Such as `shopee` or a product's id.
    pub subject: String,
    /// What changed.
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
}

impl From<&ports::AuditEntry> for AuditEntry {
    fn from(entry: &ports::AuditEntry) -> Self {
        Self {
            id: entry.id.clone(),
            at: entry.at,
            actor: entry.actor.clone(),
            action: entry.action.clone(),
            subject: entry.subject.clone(),
            details: entry.details.clone(),
        }
    }
}

/// Something worth telling.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Notification {
    pub id: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub kind: String,
    pub subject: String,
    pub severity: Severity,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
    pub read: bool,
}

impl From<&ports::Notification> for Notification {
    fn from(notification: &ports::Notification) -> Self {
        Self {
            id: notification.id.to_string(),
            at: notification.at,
            kind: notification.kind.clone(),
            subject: notification.subject.clone(),
            severity: notification.severity.into(),
            text: notification.text.clone(),
            text_en: notification.text_en.clone(),
            read: notification.read,
        }
    }
}

/// A message that no function could handle.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeadLetter {
    pub id: String,
    pub queue: Queue,
    /// What it asks for, such as `push` or `details`; absent where it cannot be read.
    pub kind: Option<String>,
    /// The message itself: ids and counters, never a secret.
    #[schema(value_type = Object)]
    pub message: serde_json::Value,
    /// How often it was tried.
    pub receives: u32,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Timestamp>,
    /// Why it is here, where its consumer said so: a code as in `docs/ERRORS.md` and the reason.
    pub reason: Option<String>,
}

impl From<&ports::DeadLetter> for DeadLetter {
    fn from(letter: &ports::DeadLetter) -> Self {
        let message = serde_json::from_str(&letter.body)
            .unwrap_or_else(|_| serde_json::Value::String(letter.body.clone()));
        let kind = message.get("type").and_then(|kind| kind.as_str()).map(str::to_owned);
        Self {
            id: letter.id.clone(),
            queue: letter.queue.into(),
            kind,
            message,
            receives: letter.receives,
            sent_at: letter.sent_at,
            reason: letter.reason.clone(),
        }
    }
}
