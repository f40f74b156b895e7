//! Bulk tasks: what a person asked for once and workers do in pages over the whole catalogue.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::ids::BulkTaskId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Page, Versioned};
use crate::StoreError;

/// A wish over many records, and how far it is. One page after the other; whoever stores a page at the record's version
/// has done it, and only then the next one follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkTask {
    pub id: BulkTaskId,
    pub kind: BulkKind,
    /// What exactly is wished, in the words of the kind.
    pub wish: Value,
    pub started_by: String,
    pub started_at: Timestamp,
    /// When the last page was done; absent before the first.
    pub moved_on_at: Option<Timestamp>,
    /// Absent while there is more to do.
    pub finished_at: Option<Timestamp>,
    /// Pages done.
    pub pages: u32,
    /// Where the next page begins; absent at the beginning.
    pub cursor: Option<String>,
    /// Records looked at.
    pub looked_at: u64,
    /// Records by what became of them.
    pub counts: BTreeMap<String, u64>,
    /// What was found, where the kind answers with more than counts.
    pub result: Option<Value>,
}

impl BulkTask {
    pub fn is_finished(&self) -> bool {
        self.finished_at.is_some()
    }

    /// Whether it will not go on by itself: a page of it was given up.
    pub fn is_stalled(&self, now: Timestamp) -> bool {
        !self.is_finished() && super::repricings::is_overdue(self.moved_on_at.unwrap_or(self.started_at), now)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkKind {
    /// Says what the prices of the shops mean, and reads every imported base price again.
    BaseReading,
    /// Takes a base reading back.
    BaseReadingUndo,
    MastersAccept,
    TitlesAccept,
    MatchesAccept,
    MatchesReject,
    /// Takes back what a task accepted or rejected.
    MatchesUndo,
    /// Changes fields of many products.
    ProductsEdit,
    /// Says what such an edit would change.
    ProductsEditPreview,
    /// Takes such an edit back.
    ProductsEditUndo,
    /// What a change of rules or fees would do.
    PricePreview,
    /// Decides conflicts alike.
    ConflictsResolve,
    /// Takes that back.
    ConflictsUndo,
}

impl BulkKind {
    /// What at most one task at a time may change; absent where tasks do not disturb each other.
    pub const fn works_alone_at(self) -> Option<&'static str> {
        match self {
            // Two readings at once would each take the other's bases for what was there before.
            Self::BaseReading | Self::BaseReadingUndo => Some("base_prices"),
            _ => None,
        }
    }
}

/// What became of one record of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkRow {
    /// Of the product, listing or match; once in a page.
    pub key: String,
    pub outcome: String,
    /// In the words of the kind.
    pub details: Value,
}

#[async_trait]
pub trait BulkTasks: Send + Sync {
    /// Returns whether it was written; `false` where the id exists. A task that works alone takes its place in the same
    /// write: [`StoreError::Conflict`] where another task has it.
    async fn create(&self, task: &BulkTask) -> Result<bool, StoreError>;
    async fn get(&self, id: &BulkTaskId) -> Result<Option<Versioned<BulkTask>>, StoreError>;
    /// A task that works alone and is finished gives its place back.
    async fn put(&self, task: &BulkTask, expected: u64) -> Result<Versioned<BulkTask>, StoreError>;
    /// The task that has the place of [`BulkKind::works_alone_at`]. Never lags.
    async fn alone_at(&self, what: &str) -> Result<Option<BulkTaskId>, StoreError>;
    /// The newest first. May lag by a second.
    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<BulkTask>, StoreError>;

    /// Stores rows of a page, each replacing what a repeat left under its key. Kept for 90 days.
    async fn put_rows(&self, task: &BulkTask, page: u32, rows: &[BulkRow]) -> Result<(), StoreError>;
    /// Every row of a page, in the order of their keys.
    async fn rows(&self, id: &BulkTaskId, page: u32) -> Result<Vec<BulkRow>, StoreError>;
}
