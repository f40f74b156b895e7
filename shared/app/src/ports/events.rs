//! Pushes of channels: each is taken once.

use async_trait::async_trait;
use domain::Channel;
use jiff::Timestamp;

use crate::StoreError;

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
