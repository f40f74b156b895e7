//! Queues that keep their messages until a test takes them.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::{
    StoreError,
    message::{Envelope, ImportMessage, NotifyMessage, PricingMessage, SyncMessage},
    ports::{Clock, Outbox},
};
use async_trait::async_trait;
use jiff::Timestamp;

use super::{FixedClock, Life};

/// SQS drops a message if it received the same deduplication id within this time.
const DEDUPLICATION: Duration = Duration::from_mins(5);

/// Keeps messages per queue in the order of sending. The sync queue is FIFO: like SQS, it accepts and drops a message
/// whose id was sent within the last five minutes.
#[derive(Debug)]
pub struct RecordingOutbox {
    clock: Arc<FixedClock>,
    life: Arc<Life>,
    queues: Mutex<Queues>,
}

#[derive(Debug, Default)]
struct Queues {
    import: VecDeque<Envelope<ImportMessage>>,
    sync: VecDeque<Envelope<SyncMessage>>,
    pricing: VecDeque<Envelope<PricingMessage>>,
    notify: VecDeque<Envelope<NotifyMessage>>,
    seen: BTreeMap<String, Timestamp>,
    refusals: VecDeque<Option<StoreError>>,
    sent: u64,
}

impl RecordingOutbox {
    /// `life` is that of whoever sends.
    pub fn new(clock: Arc<FixedClock>, life: Arc<Life>) -> Self {
        Self { clock, life, queues: Mutex::default() }
    }

    /// The next call that sends fails with `error` and sends nothing.
    pub fn refuse_next(&self, error: StoreError) {
        self.refuse_after(0, error);
    }

    /// Like [`RecordingOutbox::refuse_next`], after `sendings` successful calls.
    pub fn refuse_after(&self, sendings: usize, error: StoreError) {
        let mut queues = self.queues();
        queues.refusals.extend(std::iter::repeat_n(None, sendings));
        queues.refusals.push_back(Some(error));
    }

    /// Removes all faults; returns whether one had not happened yet.
    pub fn forget_refusals(&self) -> bool {
        std::mem::take(&mut self.queues().refusals).iter().any(Option::is_some)
    }

    /// The number of messages sent since the start, whether or not a test took them.
    pub fn sent(&self) -> u64 {
        self.queues().sent
    }

    pub fn is_empty(&self) -> bool {
        let queues = self.queues();
        queues.import.is_empty()
            && queues.sync.is_empty()
            && queues.pricing.is_empty()
            && queues.notify.is_empty()
    }

    pub fn next_import(&self) -> Option<Envelope<ImportMessage>> {
        self.queues().import.pop_front()
    }

    /// Takes the oldest message. Messages of one listing are returned in the order of sending.
    pub fn next_sync(&self) -> Option<Envelope<SyncMessage>> {
        self.queues().sync.pop_front()
    }

    pub fn next_pricing(&self) -> Option<Envelope<PricingMessage>> {
        self.queues().pricing.pop_front()
    }

    pub fn next_notify(&self) -> Option<Envelope<NotifyMessage>> {
        self.queues().notify.pop_front()
    }

    pub fn drain_import(&self) -> Vec<Envelope<ImportMessage>> {
        self.queues().import.drain(..).collect()
    }

    pub fn drain_sync(&self) -> Vec<Envelope<SyncMessage>> {
        self.queues().sync.drain(..).collect()
    }

    pub fn drain_pricing(&self) -> Vec<Envelope<PricingMessage>> {
        self.queues().pricing.drain(..).collect()
    }

    pub fn drain_notify(&self) -> Vec<Envelope<NotifyMessage>> {
        self.queues().notify.drain(..).collect()
    }

    fn queues(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The queues; or the error, if a test wants this call to fail.
    fn sending(&self, messages: usize) -> Result<MutexGuard<'_, Queues>, StoreError> {
        let mut queues = self.queues();
        if let Some(Some(error)) = queues.refusals.pop_front() {
            return Err(error);
        }
        self.life.effect()?;
        queues.sent += messages as u64;
        Ok(queues)
    }
}

#[async_trait]
impl Outbox for RecordingOutbox {
    async fn import(&self, messages: &[Envelope<ImportMessage>]) -> Result<(), StoreError> {
        self.sending(messages.len())?.import.extend(messages.iter().cloned());
        Ok(())
    }

    async fn sync(&self, messages: &[Envelope<SyncMessage>]) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut queues = self.sending(messages.len())?;
        for message in messages {
            let repeated = queues.seen.get(&message.id).is_some_and(|seen| *seen + DEDUPLICATION > now);
            if !repeated {
                queues.seen.insert(message.id.clone(), now);
                queues.sync.push_back(message.clone());
            }
        }
        Ok(())
    }

    async fn pricing(&self, messages: &[Envelope<PricingMessage>]) -> Result<(), StoreError> {
        self.sending(messages.len())?.pricing.extend(messages.iter().cloned());
        Ok(())
    }

    async fn notify(&self, messages: &[Envelope<NotifyMessage>]) -> Result<(), StoreError> {
        self.sending(messages.len())?.notify.extend(messages.iter().cloned());
        Ok(())
    }
}
