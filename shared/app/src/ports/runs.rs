//! Runs, and their jobs and attempts.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{ContentHash, ExternalId, JobId, ListingContent, ListingKey, PlanId, RunId, diff::Field};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Page, PushDay, Versioned};
use crate::{StoreError, message::NotifyMessage};

mod failure;
mod outcome;
mod tally;
mod work;
pub use failure::Failure;
pub use outcome::Outcome;
pub use tally::{JobFilter, Pace, Tallies, WaveTally, counts_as};
pub use work::RunWork;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Its jobs are made in pages; none has started.
    Starting,
    /// Jobs of the current wave are queued or at work.
    Running,
    /// Everything that was let go has been sent, and the channel still audits some of it. With jobs in later waves: too
    /// much of it to go on; see [`crate::publishing::run`].
    Watching,
    /// The wave is done; a person lets the next one go.
    AwaitingApproval,
    /// Jobs that have not started wait.
    Paused,
    /// Jobs that had not started were dropped.
    Cancelled,
    Finished,
}

/// What a person or the work itself wants of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunWish {
    /// All jobs are made.
    Made,
    /// Let the next wave go.
    Approve,
    Pause,
    Resume,
    Cancel,
    Retry,
    /// No job is at work any more, and the channel still audits some.
    Watch,
    /// No job of the wave is at work any more, and others wait for a person.
    WaveEnded,
    /// No job is at work any more, and none waits.
    Ended,
}

impl RunState {
    /// The state that `wish` leads to from this one; absent where it cannot be had. Every change of a run's state is
    /// one of these, written only to the version that it was decided from.
    pub const fn after(self, wish: RunWish) -> Option<Self> {
        use RunState::{AwaitingApproval, Cancelled, Finished, Paused, Running, Starting, Watching};
        match (wish, self) {
            (RunWish::Made, Starting)
            | (RunWish::Approve, AwaitingApproval)
            | (RunWish::Resume, Paused)
            | (RunWish::Retry, Running | Watching | AwaitingApproval | Finished) => Some(Running),
            (RunWish::Pause, Running) => Some(Paused),
            (RunWish::Cancel, Starting | Running | Watching | Paused | AwaitingApproval) => Some(Cancelled),
            (RunWish::Watch, Running) => Some(Watching),
            (RunWish::WaveEnded, Running | Watching) => Some(AwaitingApproval),
            (RunWish::Ended, Running | Watching) => Some(Finished),
            _ => None,
        }
    }
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
    /// The current wave, from 0.
    pub wave: u32,
    #[serde(default)]
    pub work: RunWork,
    /// Counts jobs from the start, those too that are not made yet.
    pub counts: RunCounts,
    /// The jobs that are made, by wave and channel.
    #[serde(default)]
    pub tallies: Tallies,
    /// Failed and stale jobs by their code.
    #[serde(default)]
    pub failures: BTreeMap<String, u64>,
    /// When a job of it last moved.
    #[serde(default)]
    pub moved_at: Option<Timestamp>,
    /// From where the speed of what is at work now is counted.
    #[serde(default)]
    pub pace: Option<Pace>,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub started_by: String,
    /// The run that this one undoes.
    #[serde(default)]
    pub undoes: Option<RunId>,
    /// The runs that undid a part of this one, or all of it.
    #[serde(default)]
    pub undone_by: Vec<RunId>,
    #[serde(default)]
    pub outcome: Outcome,
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

    /// Moves `count` jobs from `from` to `to`.
    pub fn moved_many(&mut self, from: JobState, to: JobState, count: u64) {
        let count = count.min(self.of(from));
        if let Some(left) = self.0.get_mut(&from) {
            *left -= count;
        }
        *self.0.entry(to).or_insert(0) += count;
        self.0.retain(|_, count| *count > 0);
    }
}

impl Job {
    /// Gives it its next state at this moment. Does nothing where it has that state.
    pub fn moves(&mut self, state: JobState, now: Timestamp) {
        if self.state == state {
            return;
        }
        self.state = state;
        self.moved_at = Some(now);
        if state == JobState::Pushing {
            self.started_at.get_or_insert(now);
        }
        self.ended_at = state.is_final().then_some(now);
        self.next_attempt_at = None;
    }

    /// The code under which the counters of its run have it, from now on.
    pub fn counts_as(&self) -> Option<String> {
        let bad = matches!(self.state, JobState::Failed | JobState::Stale);
        self.failure.as_ref().filter(|_| bad).map(|failure| failure.code.clone())
    }
}

impl Run {
    /// Jobs in all.
    pub fn jobs(&self) -> u64 {
        self.waves.iter().sum()
    }

    /// Jobs of the waves that were let go.
    pub fn let_go(&self) -> u64 {
        self.waves.iter().take(self.wave as usize + 1).sum()
    }

    /// The wave of the job at `slot`.
    pub fn wave_of(&self, slot: u32) -> u32 {
        let mut end = 0;
        let waves = self.waves.iter().zip(0_u32..);
        waves
            .into_iter()
            .find(|(size, _)| {
                end += **size;
                u64::from(slot) < end
            })
            .map_or(0, |(_, wave)| wave)
    }

    /// The state of a job that is stored with `state`. A job that has not started follows its run: it is queued when
    /// its wave was let go and dropped when the run was cancelled, so that neither has to be written to every job.
    pub fn state_of(&self, wave: u32, state: JobState) -> JobState {
        match state {
            JobState::Waiting | JobState::Queued if self.state == RunState::Cancelled => JobState::Dropped,
            JobState::Waiting | JobState::Queued if wave <= self.wave => JobState::Queued,
            JobState::Waiting | JobState::Queued => JobState::Waiting,
            other => other,
        }
    }

    /// Whether jobs are still to be made or sent.
    pub fn has_work(&self) -> bool {
        match self.state {
            RunState::Starting => true,
            RunState::Running => u64::from(self.work.sent) < self.let_go(),
            _ => false,
        }
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
    /// Nothing was done for the job: its state is its run's, see [`Run::state_of`].
    pub const fn is_unstarted(self) -> bool {
        matches!(self, Self::Waiting | Self::Queued | Self::Dropped)
    }

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
    /// Its place in the run, from 0, wave after wave.
    #[serde(default)]
    pub slot: u32,
    /// The page of the plan that has its entry.
    #[serde(default)]
    pub page: u32,
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
    /// The code under which the run's counters have it. Kept by the store.
    #[serde(default)]
    pub counted_as: Option<String>,
    /// When its state last moved; absent before it started.
    #[serde(default)]
    pub moved_at: Option<Timestamp>,
    #[serde(default)]
    pub started_at: Option<Timestamp>,
    #[serde(default)]
    pub ended_at: Option<Timestamp>,
    /// Not before then it is tried again, or its audit is looked at again.
    #[serde(default)]
    pub next_attempt_at: Option<Timestamp>,
    /// A late outcome that is still to be reported to the seller, stored in the same write as the state. Removed when
    /// the queue has taken it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_tell: Vec<NotifyMessage>,
    /// The channel's name for the listing that this job has created. `listing` stays what was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<ExternalId>,
}

impl Job {
    /// The listing as the channel names it, once it has a name.
    pub fn key(&self) -> ListingKey {
        match &self.created {
            Some(id) => ListingKey { external_id: id.clone(), ..self.listing.clone() },
            None => self.listing.clone(),
        }
    }
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
    /// What a promotion held back of this try.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub held: BTreeSet<Field>,
}

/// A job in short, as the run lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    pub slot: u32,
    pub job: JobId,
    pub listing: ListingKey,
    pub wave: u32,
    pub state: JobState,
    /// The code of a failure.
    pub code: Option<String>,
}

/// Jobs that one page makes at most: they, their rows and the run's own record are one transaction.
pub const JOB_PAGE: usize = 48;

#[async_trait]
pub trait Runs: Send + Sync {
    /// Stores the run, after at most [`JOB_PAGE`] jobs of it. `Conflict` when the run exists.
    async fn create(&self, run: &Run, jobs: &[Job]) -> Result<(), StoreError>;
    /// Adds a page of at most [`JOB_PAGE`] jobs and puts the run, all or nothing, where the run is at `expected`.
    async fn add_jobs(&self, run: &Run, expected: u64, jobs: &[Job]) -> Result<Versioned<Run>, StoreError>;
    async fn get(&self, id: &RunId) -> Result<Option<Versioned<Run>>, StoreError>;
    /// Those of `ids` that exist.
    async fn which_exist(&self, ids: &[RunId]) -> Result<BTreeSet<RunId>, StoreError>;
    /// The newest first.
    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Run>, StoreError>;
    /// Runs that were created or [opened](Runs::reopen) and not [closed](Runs::close) since, in any order: those that
    /// may still have something to report. Never lags.
    async fn open(&self) -> Result<Vec<RunId>, StoreError>;
    /// Lists a closed run with the open ones again. Called before it is changed.
    async fn reopen(&self, id: &RunId) -> Result<(), StoreError>;
    /// Takes the run from the open ones; `false` where it is not at version `at` any more.
    async fn close(&self, id: &RunId, at: u64) -> Result<bool, StoreError>;
    /// Replaces the run read at `expected`, counters and all: whoever moves a job moves the version too.
    async fn put(&self, run: &Run, expected: u64) -> Result<Versioned<Run>, StoreError>;
    /// Its state is [`Run::state_of`].
    async fn job(&self, run: &RunId, id: &JobId) -> Result<Option<Versioned<Job>>, StoreError>;
    /// The rows from `slot` on, at most `limit`, in the order of their slots.
    async fn rows(&self, run: &RunId, slot: u32, limit: usize) -> Result<Vec<JobRow>, StoreError>;
    /// Those that `filter` takes, in the order of their slots. A page may be short, or empty, and have a `next`.
    async fn jobs(
        &self,
        run: &RunId,
        filter: &JobFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Versioned<Job>>, StoreError>;
    /// Replaces the job read at `expected`; when its state moved from `before`, the run's counters move in the same
    /// transaction, exactly once, and so does the time at which a job last moved. A job that has not started moves only
    /// while its run is not cancelled, and starts (is [`JobState::Pushing`]) only while its run is running; `Conflict`
    /// otherwise: read both again. Returns the job and the run as it then stands.
    async fn put_job(
        &self,
        job: &Job,
        before: JobState,
        expected: u64,
    ) -> Result<(Versioned<Job>, Versioned<Run>), StoreError>;

    /// The days from `from` to `until`, both included, on which jobs ended that had pushed, in the order of the days. A
    /// job is counted by [`Runs::put_job`], in the transaction that ends it.
    async fn pushes(&self, from: Date, until: Date) -> Result<Vec<PushDay>, StoreError>;
}
