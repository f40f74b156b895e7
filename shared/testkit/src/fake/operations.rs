//! Idempotency, deduplication, audit, notifications and dead letters in memory.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    StoreError,
    ports::{
        Arrival, Audit, AuditEntry, AuditFilter, Audited, Begin, Client, DeadLetter, DeadLetters, Events,
        Idempotency, Notification, Notifications, Page, PersonPreferences, Preferences, QueueName,
        StoredResponse, Versioned,
    },
};
use async_trait::async_trait;
use domain::{Channel, ids::NotificationId};
use jiff::{SignedDuration, Timestamp};

use super::{
    imports::newest_key,
    memory::{Kind, Memory, page_newest},
};

/// For this long, a request that began and did not finish counts as running.
const WORK: SignedDuration = SignedDuration::from_mins(5);
const ANSWERS_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The same for a push.
const PUSH_WORK: SignedDuration = SignedDuration::from_secs(60);
const EVENTS_KEPT: SignedDuration = SignedDuration::from_hours(72);

#[derive(Debug, Default)]
pub(super) struct OperationTables {
    requests: BTreeMap<String, Request>,
    /// Until when a push is remembered, and whether its work is queued.
    pushes: BTreeMap<(Channel, String), (Timestamp, bool)>,
    kept: BTreeMap<Channel, BTreeMap<String, BTreeSet<String>>>,
    /// By time and id.
    audit: BTreeMap<String, Audited>,
    notifications: BTreeMap<NotificationId, Notification>,
    /// All notifications up to this moment are read.
    read_until: Option<Timestamp>,
    preferences: BTreeMap<String, Versioned<PersonPreferences>>,
    letters: BTreeMap<QueueName, Vec<DeadLetter>>,
    redriven: BTreeMap<QueueName, Vec<String>>,
}

#[derive(Debug)]
struct Request {
    fingerprint: String,
    until: Timestamp,
    response: Option<StoredResponse>,
}

#[async_trait]
impl Idempotency for Memory {
    async fn begin(&self, key: &str, fingerprint: &str, now: Timestamp) -> Result<Begin, StoreError> {
        let mut state = self.state();
        if let Some(request) = state.operations.requests.get(key).filter(|request| request.until > now) {
            return Ok(match &request.response {
                _ if request.fingerprint != fingerprint => Begin::Mismatch,
                Some(response) => Begin::Replay(response.clone()),
                None => Begin::InProgress,
            });
        }
        state.write(Kind::Idempotency)?;
        let request = Request { fingerprint: fingerprint.to_owned(), until: now + WORK, response: None };
        state.operations.requests.insert(key.to_owned(), request);
        Ok(Begin::Fresh)
    }

    async fn finish(&self, key: &str, response: &StoredResponse, now: Timestamp) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Idempotency)?;
        if let Some(request) = state.operations.requests.get_mut(key) {
            request.response = Some(response.clone());
            request.until = now + ANSWERS_KEPT;
        }
        Ok(())
    }

    async fn abandon(&self, key: &str) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Idempotency)?;
        state.operations.requests.remove(key);
        Ok(())
    }
}

#[async_trait]
impl Events for Memory {
    async fn begin(&self, channel: &Channel, id: &str, now: Timestamp) -> Result<Arrival, StoreError> {
        let mut state = self.state();
        let key = (channel.clone(), id.to_owned());
        if let Some((_, done)) = state.operations.pushes.get(&key).filter(|(until, _)| *until > now) {
            return Ok(if *done { Arrival::Done } else { Arrival::AtWork });
        }
        state.write(Kind::Event)?;
        state.operations.pushes.insert(key, (now + PUSH_WORK, false));
        Ok(Arrival::New)
    }

    async fn finish(&self, channel: &Channel, id: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Event)?;
        state.operations.pushes.insert((channel.clone(), id.to_owned()), (now + EVENTS_KEPT, true));
        Ok(())
    }

    async fn forget(&self, channel: &Channel, id: &str) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Event)?;
        state.operations.pushes.remove(&(channel.clone(), id.to_owned()));
        Ok(())
    }

    async fn keep(
        &self,
        channel: &Channel,
        kind: &str,
        id: &str,
        _shape: &str,
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Event)?;
        let kinds = state.operations.kept.entry(channel.clone()).or_default();
        kinds.entry(kind.to_owned()).or_default().insert(id.to_owned());
        Ok(())
    }

    async fn counts(&self, channel: &Channel) -> Result<Vec<(String, u64)>, StoreError> {
        let state = self.state();
        let kinds = state.operations.kept.get(channel).into_iter().flatten();
        Ok(kinds.map(|(kind, ids)| (kind.clone(), ids.len() as u64)).collect())
    }
}

#[async_trait]
impl Audit for Memory {
    async fn append_from(&self, entry: &AuditEntry, client: Option<&Client>) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Audit)?;
        let audited = Audited { entry: entry.clone(), client: client.cloned() };
        state.operations.audit.insert(newest_key(entry.at, &entry.id), audited);
        Ok(())
    }

    async fn search(
        &self,
        filter: &AuditFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Audited>, StoreError> {
        let state = self.state();
        let entries = state.operations.audit.iter().filter(|(_, audited)| filter.takes(&audited.entry));
        Ok(page_newest(entries.map(|(key, entry)| (key.clone(), entry.clone())), cursor, limit))
    }

    async fn list(
        &self,
        subject: Option<&str>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<AuditEntry>, StoreError> {
        let state = self.state();
        let wanted = |entry: &AuditEntry| subject.is_none_or(|subject| entry.subject == subject);
        let entries = state.operations.audit.iter().filter(|(_, audited)| wanted(&audited.entry));
        Ok(page_newest(entries.map(|(key, audited)| (key.clone(), audited.entry.clone())), cursor, limit))
    }
}

impl OperationTables {
    fn shown(&self, told: &Notification) -> Notification {
        let read = told.read || self.read_until.is_some_and(|until| told.at <= until);
        Notification { read, ..told.clone() }
    }
}

#[async_trait]
impl Preferences for Memory {
    async fn of(&self, person: &str) -> Result<Option<Versioned<PersonPreferences>>, StoreError> {
        Ok(self.state().operations.preferences.get(person).cloned())
    }

    async fn put(
        &self,
        person: &str,
        preferences: &PersonPreferences,
        expected: u64,
    ) -> Result<Versioned<PersonPreferences>, StoreError> {
        let mut state = self.state();
        let stored = state.operations.preferences.get(person).map_or(0, |stored| stored.version);
        if stored != expected {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Preferences)?;
        let stored = Versioned { value: preferences.clone(), version: expected + 1 };
        state.operations.preferences.insert(person.to_owned(), stored.clone());
        Ok(stored)
    }
}

#[async_trait]
impl Notifications for Memory {
    async fn create(&self, notification: &Notification) -> Result<bool, StoreError> {
        let mut state = self.state();
        if state.operations.notifications.contains_key(&notification.id) {
            return Ok(false);
        }
        state.write(Kind::Notification)?;
        state.operations.notifications.insert(notification.id.clone(), notification.clone());
        Ok(true)
    }

    async fn get(&self, id: &NotificationId) -> Result<Option<Notification>, StoreError> {
        let state = self.state();
        let tables = &state.operations;
        Ok(tables.notifications.get(id).map(|told| tables.shown(told)))
    }

    async fn list(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Notification>, StoreError> {
        let state = self.state();
        let all = state.operations.notifications.values();
        let by_time: BTreeMap<String, &Notification> =
            all.map(|told| (newest_key(told.at, told.id.as_str()), told)).collect();
        let tables = &state.operations;
        Ok(page_newest(by_time.into_iter().map(|(key, told)| (key, tables.shown(told))), cursor, limit))
    }

    async fn unread(&self) -> Result<u64, StoreError> {
        let state = self.state();
        let tables = &state.operations;
        Ok(tables.notifications.values().filter(|told| !tables.shown(told).read).count() as u64)
    }

    async fn mark_all_read(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Notification)?;
        state.operations.read_until = state.operations.read_until.max(Some(now));
        Ok(())
    }

    async fn mark_read(&self, id: &NotificationId) -> Result<bool, StoreError> {
        let mut state = self.state();
        if !state.operations.notifications.contains_key(id) {
            return Ok(false);
        }
        state.write(Kind::Notification)?;
        if let Some(told) = state.operations.notifications.get_mut(id) {
            told.read = true;
        }
        Ok(true)
    }

    async fn mark_mailed(&self, id: &NotificationId) -> Result<(), StoreError> {
        let mut state = self.state();
        state.write(Kind::Notification)?;
        if let Some(told) = state.operations.notifications.get_mut(id) {
            told.mailed = true;
        }
        Ok(())
    }
}

impl Memory {
    /// Adds a dead letter, as a queue does after the last try.
    pub fn bury(&self, letter: DeadLetter) {
        self.state().operations.letters.entry(letter.queue).or_default().push(letter);
    }

    /// Takes the bodies of the letters that were sent to `queue` again.
    pub fn take_redriven(&self, queue: QueueName) -> Vec<String> {
        self.state().operations.redriven.remove(&queue).unwrap_or_default()
    }

    fn take_letter(&self, queue: QueueName, id: &str) -> Result<Option<DeadLetter>, StoreError> {
        let mut state = self.state();
        let letters = state.operations.letters.entry(queue).or_default();
        let Some(index) = letters.iter().position(|letter| letter.id == id) else { return Ok(None) };
        let letter = letters.remove(index);
        state.write(Kind::DeadLetter)?;
        Ok(Some(letter))
    }
}

#[async_trait]
impl DeadLetters for Memory {
    async fn list(&self, queue: QueueName, limit: usize) -> Result<Vec<DeadLetter>, StoreError> {
        let state = self.state();
        Ok(state.operations.letters.get(&queue).into_iter().flatten().take(limit).cloned().collect())
    }

    async fn count(&self, queue: QueueName) -> Result<usize, StoreError> {
        Ok(self.state().operations.letters.get(&queue).map_or(0, Vec::len))
    }

    async fn redrive(&self, queue: QueueName, id: &str) -> Result<bool, StoreError> {
        let Some(letter) = self.take_letter(queue, id)? else { return Ok(false) };
        self.state().operations.redriven.entry(queue).or_default().push(letter.body);
        Ok(true)
    }

    async fn discard(&self, queue: QueueName, id: &str) -> Result<Option<DeadLetter>, StoreError> {
        self.take_letter(queue, id)
    }
}
