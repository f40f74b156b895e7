//! Pushes of channels: each is taken once.

use async_trait::async_trait;
use domain::Channel;
use jiff::Timestamp;

use crate::StoreError;

/// Whether a push of a channel is new when it arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Nobody works on it.
    New,
    /// An earlier delivery is at work, or has died within the last minute.
    AtWork,
    /// Its work was queued by an earlier delivery, within three days.
    Done,
}

/// Pushes of channels, remembered.
#[async_trait]
pub trait Events: Send + Sync {
    /// [`Arrival::New`] for one of many equal deliveries, which then does the work. Its mark lapses after a minute
    /// unless [`Events::finish`] follows, so that a worker that dies in between loses no push.
    async fn begin(&self, channel: &Channel, id: &str, now: Timestamp) -> Result<Arrival, StoreError>;
    /// Remembers for three days that the push's work is queued.
    async fn finish(&self, channel: &Channel, id: &str, now: Timestamp) -> Result<(), StoreError>;
    /// Forgets a push whose work could not be queued.
    async fn forget(&self, channel: &Channel, id: &str) -> Result<(), StoreError>;
    /// Keeps and counts a push that means nothing to us yet. `shape` names its fields and their kinds, and holds
    /// nothing of what it says.
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
