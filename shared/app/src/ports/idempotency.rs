//! Requests that are repeated: their first answer is given again.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// A finished answer that is given again to a repeated request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredResponse {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}

/// What an idempotency key says about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begin {
    /// Seen for the first time (or its start lapsed): do the work.
    Fresh,
    Replay(StoredResponse),
    /// The same request is at work right now.
    InProgress,
    /// The key was used for another request.
    Mismatch,
}

#[async_trait]
pub trait Idempotency: Send + Sync {
    /// `fingerprint` is of the method, path and body.
    async fn begin(&self, key: &str, fingerprint: &str, now: Timestamp) -> Result<Begin, StoreError>;
    /// Keeps the answer for a day.
    async fn finish(&self, key: &str, response: &StoredResponse, now: Timestamp) -> Result<(), StoreError>;
    /// Forgets a start whose work failed, so that it may be tried again.
    async fn abandon(&self, key: &str) -> Result<(), StoreError>;
}
