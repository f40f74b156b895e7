//! Repricings: the progress of quoting a channel's listings again after a change of rules or fees, for a person who
//! waits.

use async_trait::async_trait;
use domain::{Channel, ids::RepricingId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Page, Versioned};
use crate::StoreError;

/// The progress of quoting a channel's listings again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repricing {
    pub id: RepricingId,
    pub channel: Channel,
    pub cause: RepricingCause,
    /// The version of the rule or schedule that was saved or has begun.
    pub version: u64,
    pub state: RepricingState,
    /// Pages done. A repeated message finds its page already counted.
    pub pages: u32,
    /// Listings looked at.
    pub listings: u64,
    /// Listings whose quotes were written because a figure in them changed.
    pub written: u64,
    /// Listings with a changed price, which wait for a push.
    pub moved: u64,
    /// Products listed on the channel when it began; absent if they were not counted.
    #[serde(default)]
    pub products: Option<u64>,
    pub started_at: Timestamp,
    /// Where the next page begins; absent before the first page was counted.
    #[serde(default)]
    pub next: Option<String>,
    /// When the last page was done; absent before the first.
    #[serde(default)]
    pub moved_on_at: Option<Timestamp>,
    #[serde(default)]
    pub finished_at: Option<Timestamp>,
}

impl Repricing {
    /// Whether it is stuck: a page was given up and is in the dead letters.
    pub fn is_stalled(&self, now: Timestamp) -> bool {
        self.finished_at.is_none() && is_overdue(self.moved_on_at.unwrap_or(self.started_at), now)
    }
}

/// The pricing queue gives a page up after five deliveries with six minutes between them.
const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_mins(40);

/// Whether the page that should have followed at `since` was given up.
pub(crate) fn is_overdue(since: Timestamp, now: Timestamp) -> bool {
    now.duration_since(since) > GIVEN_UP_AFTER
}

/// The reason for quoting the listings again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepricingCause {
    PriceRule,
    PriceOverride,
    FeeSchedule,
    /// A planned schedule has begun.
    FeeScheduleBegan,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepricingState {
    Queued,
    Running,
    Finished,
}

#[async_trait]
pub trait Repricings: Send + Sync {
    /// Returns whether it was written; `false` if the id exists.
    async fn create(&self, repricing: &Repricing) -> Result<bool, StoreError>;
    async fn get(&self, id: &RepricingId) -> Result<Option<Versioned<Repricing>>, StoreError>;
    async fn put(&self, repricing: &Repricing, expected: u64) -> Result<Versioned<Repricing>, StoreError>;
    /// The newest first.
    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Repricing>, StoreError>;
}
