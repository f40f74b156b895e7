//! The world outside: time, ids, queues, mail, pictures.

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use tokio::time::Instant;

use crate::{
    ChannelError, StoreError,
    message::{Envelope, ImportMessage, NotifyMessage, PricingMessage, SyncMessage},
};

/// What time it is, and waiting for it.
#[async_trait]
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    /// The same for distances: it never goes back.
    fn instant(&self) -> Instant {
        Instant::now()
    }
    /// Ends at `at`, or a little later.
    async fn sleep_until(&self, at: Instant) {
        tokio::time::sleep_until(at).await;
    }
}

pub trait Ids: Send + Sync {
    /// A unique text that sorts by time (a UUID v7).
    fn unique(&self) -> String;
}

/// Sends to the queues. An error means that none of `messages` may be relied on: repeat all; consumers cope.
#[async_trait]
pub trait Outbox: Send + Sync {
    async fn import(&self, messages: &[Envelope<ImportMessage>]) -> Result<(), StoreError>;
    /// FIFO: the group is the listing, the deduplication id is the envelope's.
    async fn sync(&self, messages: &[Envelope<SyncMessage>]) -> Result<(), StoreError>;
    async fn pricing(&self, messages: &[Envelope<PricingMessage>]) -> Result<(), StoreError>;
    async fn notify(&self, messages: &[Envelope<NotifyMessage>]) -> Result<(), StoreError>;
}

#[async_trait]
pub trait Mailer: Send + Sync {
    async fn send(&self, subject: &str, text: &str) -> Result<(), StoreError>;
}

/// Fetches pictures from where a product says they are.
#[async_trait]
pub trait ImageSource: Send + Sync {
    /// At most 10 MB of JPEG, PNG or WebP over http(s); `Rejected` for anything else.
    async fn fetch(&self, url: &str) -> Result<Bytes, ChannelError>;
}
