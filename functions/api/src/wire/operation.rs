//! Audit, notifications, dead letters.

use app::ports;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::enums::{Queue, Severity, TargetKind};

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
    /// What is opened to see it.
    pub target: Option<Target>,
    /// What changed, field by field, where the entry is about an edit.
    pub changes: Vec<AuditChange>,
    /// The entry's own words, complete.
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
    /// Where the request came from; absent for what a worker did.
    pub client: Option<Client>,
}

/// One field that an edit changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditChange {
    pub field: String,
    /// The variant, for a field of one.
    pub variant_id: Option<String>,
    /// `null` where there was nothing.
    #[schema(value_type = Object)]
    pub from: serde_json::Value,
    #[schema(value_type = Object)]
    pub to: serde_json::Value,
}

impl AuditChange {
    /// The changes that `details` names: each with both sides, or the two sides whole.
    fn all(details: &serde_json::Value) -> Vec<Self> {
        let null = serde_json::Value::Null;
        if let Some(changed) = details.get("changed").and_then(|changed| changed.as_object()) {
            let one = |(name, sides): (&String, &serde_json::Value)| {
                let side = |side: &str| sides.get(side).unwrap_or(&null).clone();
                Self::of(name, side("from"), side("to"))
            };
            return changed.iter().map(one).collect();
        }
        let side = |side: &str| details.get(side).and_then(|side| side.as_object());
        let (Some(from), Some(to)) = (side("from"), side("to")) else { return Vec::new() };
        let names: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
        let value = |side: &serde_json::Map<String, serde_json::Value>, name: &str| {
            side.get(name).unwrap_or(&null).clone()
        };
        names
            .into_iter()
            .map(|name| Self::of(name, value(from, name), value(to, name)))
            .filter(|change| change.from != change.to)
            .collect()
    }

    fn of(name: &str, from: serde_json::Value, to: serde_json::Value) -> Self {
        let of_variant = name.strip_prefix("variants.");
        let (variant_id, field) =
            match of_variant.map(|rest| rest.split_once('.').unwrap_or((rest, "variants"))) {
                Some((variant, field)) => (Some(variant.to_owned()), field),
                None => (None, name),
            };
        Self { field: field.to_owned(), variant_id, from, to }
    }
}

/// Where a request came from, as far as it said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Client {
    /// The network address.
    pub address: Option<String>,
    /// The program, as it calls itself.
    pub agent: Option<String>,
}

/// A record that can be opened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Target {
    pub kind: TargetKind,
    /// Of the record; a channel's name from `connection` on.
    pub id: String,
}

impl Target {
    fn of(word: &str, subject: &str) -> Option<Self> {
        let found = app::notices::target::target(word, subject)?;
        Some(Self { kind: found.kind.into(), id: found.id })
    }
}

impl From<&ports::AuditEntry> for AuditEntry {
    fn from(entry: &ports::AuditEntry) -> Self {
        Self::of(entry, None)
    }
}

impl From<&ports::Audited> for AuditEntry {
    fn from(audited: &ports::Audited) -> Self {
        Self::of(&audited.entry, audited.client.as_ref())
    }
}

impl AuditEntry {
    fn of(entry: &ports::AuditEntry, client: Option<&ports::Client>) -> Self {
        Self {
            id: entry.id.clone(),
            at: entry.at,
            actor: entry.actor.clone(),
            action: entry.action.clone(),
            subject: entry.subject.clone(),
            target: Target::of(&entry.action, &entry.subject),
            changes: AuditChange::all(&entry.details),
            details: entry.details.clone(),
            client: client
                .map(|client| Client { address: client.address.clone(), agent: client.agent.clone() }),
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
    /// What is opened to see it.
    pub target: Option<Target>,
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
            target: Target::of(&notification.kind, &notification.subject),
            severity: notification.severity.into(),
            text: notification.text.clone(),
            text_en: notification.text_en.clone(),
            read: notification.read,
        }
    }
}

/// A page of notifications.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NotificationPage {
    pub items: Vec<Notification>,
    /// Ask with `?cursor=` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many were not read, of all.
    pub unread: u64,
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
