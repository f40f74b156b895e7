//! Sending to the queues.

use async_trait::async_trait;

use crate::{
    StoreError,
    message::{Envelope, ImportMessage, NotifyMessage, PricingMessage, SyncMessage},
};

/// Sends to the queues. An error means that none of `messages` may be relied on: repeat all; consumers cope.
#[async_trait]
pub trait Outbox: Send + Sync {
    async fn import(&self, messages: &[Envelope<ImportMessage>]) -> Result<(), StoreError>;
    /// FIFO: the group is the listing, the deduplication id is the envelope's.
    async fn sync(&self, messages: &[Envelope<SyncMessage>]) -> Result<(), StoreError>;
    async fn pricing(&self, messages: &[Envelope<PricingMessage>]) -> Result<(), StoreError>;
    async fn notify(&self, messages: &[Envelope<NotifyMessage>]) -> Result<(), StoreError>;
}
