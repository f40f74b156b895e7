//! The queues: at least once, in any order but for the groups of the FIFO queue, to workers that may die.

use std::time::Duration;

use app::{
    WorkError,
    message::{Envelope, ImportMessage, NotifyMessage, PricingMessage, SyncMessage},
    worker,
};
use jiff::Timestamp;
use rand::Rng;

use crate::shops::Shops;

/// Deliveries before a message is given up, as in the template.
const DELIVERIES: u32 = 5;
/// How long a message stays hidden after its worker died.
const VISIBILITY: Duration = Duration::from_secs(90);
/// One worker in so many dies.
const DEATHS: u32 = 12;
/// One message in so many comes again although it was done.
const DOUBLES: u32 = 15;

#[derive(Debug, Clone)]
pub enum Message {
    Import(Envelope<ImportMessage>),
    Sync(Envelope<SyncMessage>),
    Pricing(Envelope<PricingMessage>),
    Notify(Envelope<NotifyMessage>),
}

/// A message in a queue.
#[derive(Debug, Clone)]
pub struct Pending {
    pub message: Message,
    pub due: Timestamp,
    /// Failed tries.
    pub tries: u32,
}

impl Pending {
    /// Messages of a group are delivered one after the other, in order.
    fn group(&self) -> Option<String> {
        match &self.message {
            Message::Sync(envelope) => Some(envelope.message.group()),
            _ => None,
        }
    }

    fn name(&self) -> String {
        match &self.message {
            Message::Import(envelope) => format!("import {}", envelope.id),
            Message::Sync(envelope) => format!("{:?}", envelope.message),
            Message::Pricing(envelope) => format!("{:?}", envelope.message),
            Message::Notify(envelope) => format!("notice {}", envelope.id),
        }
    }
}

impl Shops {
    /// Takes over what was sent.
    pub fn collect(&mut self) {
        let due = self.now();
        let outbox = self.fakes.outbox.clone();
        let mut sent: Vec<Message> = outbox.drain_import().into_iter().map(Message::Import).collect();
        sent.extend(outbox.drain_sync().into_iter().map(Message::Sync));
        sent.extend(outbox.drain_pricing().into_iter().map(Message::Pricing));
        sent.extend(outbox.drain_notify().into_iter().map(Message::Notify));
        self.queue.extend(sent.into_iter().map(|message| Pending { message, due, tries: 0 }));
    }

    /// The places of the messages that no message of their group is ahead of.
    fn first(&self) -> Vec<usize> {
        let mut seen = std::collections::BTreeSet::new();
        let mut is_first = |at: &usize| self.queue[*at].group().is_none_or(|group| seen.insert(group));
        (0..self.queue.len()).filter(|at| is_first(at)).collect()
    }

    /// The places of the messages that may be delivered now.
    fn ready(&self) -> Vec<usize> {
        self.first().into_iter().filter(|at| self.queue[*at].due <= self.now()).collect()
    }

    /// Delivers one message to a worker that may die; `false` when none is due.
    pub async fn deliver_any(&mut self) -> bool {
        self.collect();
        let ready = self.ready();
        if ready.is_empty() {
            return false;
        }
        let at = ready[self.rng.random_range(0..ready.len())];
        if self.rng.random_ratio(1, DEATHS) {
            let effects = self.rng.random_range(0..12);
            self.fakes.memory.life().ends_after(effects);
        }
        let is_doubled = self.rng.random_ratio(1, DOUBLES);
        self.deliver(at, is_doubled).await;
        true
    }

    async fn deliver(&mut self, at: usize, is_doubled: bool) {
        let pending = self.queue[at].clone();
        let before = self.stocks();
        if pending.tries >= DELIVERIES {
            let lost = WorkError::Retry { after: None, reason: "delivered too often".to_owned() };
            self.bury(at, &pending, &lost).await;
        } else {
            let done = self.handle(pending.message.clone()).await;
            let died = self.fakes.memory.life().begins();
            let how = if died { "the worker died".to_owned() } else { format!("{done:?}") };
            self.note(format!("{} {}: {how}", self.now(), pending.name()));
            let (wait, failed) = match done {
                _ if died => (VISIBILITY, true),
                Ok(()) if is_doubled => (VISIBILITY, false),
                Ok(()) => {
                    self.queue.remove(at);
                    self.stock_rose_by_nobody(&before);
                    return;
                }
                Err(WorkError::Wait { after, .. }) => (after, false),
                Err(WorkError::Retry { after, .. }) => (after.unwrap_or(VISIBILITY), true),
                Err(error @ WorkError::Fail { .. }) => {
                    self.bury(at, &pending, &error).await;
                    self.stock_rose_by_nobody(&before);
                    return;
                }
            };
            let due = self.now() + wait;
            let kept = &mut self.queue[at];
            kept.due = due;
            kept.tries += u32::from(failed);
        }
        self.stock_rose_by_nobody(&before);
    }

    async fn handle(&self, message: Message) -> Result<(), WorkError> {
        match message {
            Message::Import(envelope) => worker::import::handle(&self.ports, envelope).await,
            Message::Sync(envelope) => worker::sync::handle(&self.ports, envelope).await,
            Message::Pricing(envelope) => worker::pricing::handle(&self.ports, envelope).await.map(|_| ()),
            Message::Notify(envelope) => worker::notify::handle(&self.ports, envelope).await,
        }
    }

    /// Ends what waits for the message, and keeps it among the dead letters.
    async fn bury(&mut self, at: usize, pending: &Pending, error: &WorkError) {
        self.note(format!("{} given up {}: {error}", self.now(), pending.name()));
        let given_up = match &pending.message {
            Message::Import(envelope) => {
                worker::import::give_up(&self.ports, &envelope.message, error, &envelope.id).await
            }
            Message::Sync(envelope) => worker::sync::give_up(&self.ports, &envelope.message, error).await,
            Message::Pricing(envelope) => {
                worker::pricing::give_up(&self.ports, &envelope.message, error, &envelope.id).await
            }
            Message::Notify(_) => Ok(()),
        };
        self.fakes.memory.life().begins();
        if given_up.is_ok() {
            let dead = self.queue.remove(at);
            self.dead.push(Pending { tries: 0, ..dead });
        }
    }

    /// Delivers everything, with time passing where all waits, and nobody dying.
    pub async fn run_dry(&mut self) {
        for _ in 0..5000 {
            self.collect();
            if let Some(at) = self.ready().first().copied() {
                self.deliver(at, false).await;
                self.prices_are_approved();
                continue;
            }
            let Some(due) = self.first().into_iter().map(|at| self.queue[at].due).min() else { return };
            self.fakes.clock.set(due);
        }
        panic!("the queues never ran dry: {:?}", self.queue.iter().map(Pending::name).collect::<Vec<_>>());
    }
}
