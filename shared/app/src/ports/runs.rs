//! Runs, and their jobs and attempts.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{ContentHash, JobId, ListingContent, ListingKey, PlanId, RunId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Page, Versioned};
use crate::StoreError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Jobs of the current wave are queued or at work.
    Running,
    /// The wave is done; a person lets the next one go.
    AwaitingApproval,
    /// Jobs that have not started wait.
    Paused,
    /// Jobs that had not started were dropped.
    Cancelled,
    Finished,
}

/// A plan being carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub id: RunId,
    pub plan: PlanId,
    pub plan_hash: ContentHash,
    pub state: RunState,
    /// Jobs per wave; the first is small so that a mistake shows early.
    pub waves: Vec<u64>,
    /// The wave at work, from 0.
    pub wave: u32,
    pub counts: RunCounts,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub started_by: String,
}

/// Jobs by state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunCounts(pub BTreeMap<JobState, u64>);

impl RunCounts {
    pub fn of(&self, state: JobState) -> u64 {
        self.0.get(&state).copied().unwrap_or(0)
    }

    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Moves one job from `from` to `to`.
    pub fn moved(&mut self, from: JobState, to: JobState) {
        if let Some(count) = self.0.get_mut(&from) {
            *count = count.saturating_sub(1);
        }
        self.0.retain(|_, count| *count > 0);
        *self.0.entry(to).or_insert(0) += 1;
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// In a later wave.
    Waiting,
    Queued,
    /// Started: a snapshot is stored; calls may have been made.
    Pushing,
    /// The channel took the edit and audits it.
    Accepted,
    /// Read back and equal.
    Succeeded,
    /// The channel already said what the plan wants.
    Unchanged,
    /// The state moved since the plan was approved; nothing was pushed.
    Stale,
    Failed,
    /// The run was cancelled before the job started.
    Dropped,
}

impl JobState {
    /// Nothing will happen to the job any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Unchanged | Self::Stale | Self::Failed | Self::Dropped)
    }

    /// The wave need not wait for the job.
    pub const fn is_settled(self) -> bool {
        self.is_final() || matches!(self, Self::Accepted)
    }
}

/// One listing within a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    pub id: JobId,
    pub run: RunId,
    pub plan: PlanId,
    pub listing: ListingKey,
    pub wave: u32,
    pub state: JobState,
    /// The planned listing's hash: what was approved for this listing.
    pub hash: ContentHash,
    /// The channel's own state just before the first call; undo restores it.
    pub snapshot: Option<ListingContent>,
    /// The channel's own state as read back.
    pub read_back: Option<ListingContent>,
    pub attempts: Vec<Attempt>,
    /// Why it is not a success, for a person: a code and words in both languages.
    pub failure: Option<Failure>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// As in `docs/ERRORS.md`.
    pub code: String,
    pub text: String,
    pub text_en: String,
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub at: Timestamp,
    /// Empty for a success.
    pub code: String,
    pub reason: String,
    /// Write calls made.
    pub calls: u32,
}

#[async_trait]
pub trait Runs: Send + Sync {
    /// Stores the run and its jobs. `Conflict` when the run exists.
    async fn create(&self, run: &Run, jobs: &[Job]) -> Result<(), StoreError>;
    async fn get(&self, id: &RunId) -> Result<Option<Versioned<Run>>, StoreError>;
    /// The newest first.
    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Run>, StoreError>;
    /// Replaces everything but the counters, which only [`Runs::put_job`] moves.
    async fn put(&self, run: &Run, expected: u64) -> Result<Versioned<Run>, StoreError>;
    async fn job(&self, run: &RunId, id: &JobId) -> Result<Option<Versioned<Job>>, StoreError>;
    /// In wave and listing order; `state` narrows.
    async fn jobs(
        &self,
        run: &RunId,
        state: Option<JobState>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Versioned<Job>>, StoreError>;
    /// Replaces a job read at `expected`; when its state moved from `before`, the run's counters move in the same
    /// transaction, exactly once. Returns the job and the run as it then stands.
    async fn put_job(
        &self,
        job: &Job,
        before: JobState,
        expected: u64,
    ) -> Result<(Versioned<Job>, Versioned<Run>), StoreError>;
}
