//! One job: look, keep a snapshot, push, read back, agree.
//!
//! The order is what makes a crash harmless. The snapshot and the state `Pushing` are stored before the first write;
//! a message that comes again finds `Pushing`, looks at the channel, and sends only what is still missing — unless the
//! plan or the channel has moved on since, which may be days later when a person repeats a failed job. Nothing is called
//! a success before the channel itself returned it.

use std::time::Duration;

use domain::{JobId, RunId};
use jiff::Timestamp;

use super::{cards, run};
use crate::{
    ChannelError, WorkError,
    marketplace::{FetchedListing, StepOutcome},
    ports::{Awaiting, JobState, Ports, RunState},
};

mod create;
mod given_up;
mod look;
mod remember;
mod report;
mod send;
mod shown;
mod take_back;
mod verdict;
mod work;
pub(crate) use given_up::give_up;
pub(crate) use shown::is_shown;
use work::{Stop, Work};

/// Carries out one job of a run.
pub(crate) async fn push(ports: &Ports, run: &RunId, job: &JobId) -> Result<(), WorkError> {
    match Box::pin(Work::load(ports, run, job)).await? {
        Some(work) => Box::pin(work.push()).await,
        None => Ok(()),
    }
}

/// Looks whether the channel has passed the edit of a job.
pub(crate) async fn watch(ports: &Ports, run: &RunId, job: &JobId) -> Result<(), WorkError> {
    match Box::pin(Work::load(ports, run, job)).await? {
        Some(work) => Box::pin(work.watch()).await,
        None => Ok(()),
    }
}

/// After an observation: settles the job that waits for this listing's audit.
pub(crate) async fn audit_moved(
    ports: &Ports,
    awaiting: &Awaiting,
    live: &FetchedListing,
    seen_at: Timestamp,
) -> Result<(), WorkError> {
    match Work::load(ports, &awaiting.run, &awaiting.job).await? {
        Some(mut work) if work.job.value.state == JobState::Accepted => {
            work.seen_at = seen_at;
            work.judge_audit(live, false).await
        }
        _ => Ok(()),
    }
}

/// Before a listing is noted as gone: its edit is never live, so the job that waits for its audit ends, and the seller is
/// told.
pub(crate) async fn audit_of_gone(ports: &Ports, awaiting: &Awaiting) -> Result<(), WorkError> {
    match Work::load(ports, &awaiting.run, &awaiting.job).await? {
        Some(mut work) if work.job.value.state == JobState::Accepted => work.fail_as_gone().await,
        _ => Ok(()),
    }
}

impl Work<'_> {
    async fn push(mut self) -> Result<(), WorkError> {
        match (self.run_state, self.job.value.state) {
            (RunState::Cancelled, JobState::Queued) => return self.finish(JobState::Dropped, None).await,
            // Resuming a paused run sends the message again; so does approving a wave.
            (RunState::Paused, JobState::Queued) | (_, JobState::Waiting) => {
                return Ok(cards::job_moved(self.ports, &self.job.value).await?);
            }
            (_, JobState::Accepted) => return Ok(run::settle(self.ports, &self.job.value.run).await?),
            _ => {}
        }
        match self.carry_out().await {
            Ok(()) => Ok(()),
            Err(Stop::Channel(error)) => self.channel_failed(error).await,
            Err(Stop::Work(error)) => Err(error),
        }
    }

    async fn carry_out(&mut self) -> Result<(), Stop> {
        let session = self.session().await?;
        if self.entry.target.details.is_some() {
            return self.create(&session).await;
        }
        if self.takes_back() {
            return self.take_back(&session).await;
        }
        let Some(live) = self.look(&session).await? else {
            return Ok(self.fail_as_gone().await?);
        };
        let remaining = self.remaining(&live.content);
        if !remaining.is_empty() && self.is_barred(&live.content) {
            return Ok(self.stop_barred(&live).await?);
        }
        let begun = self.job.value.snapshot.clone().filter(|_| self.job.value.state == JobState::Pushing);
        if let Some(before) = begun {
            if !remaining.is_empty() && !self.still_approved(&before, &live.content).await? {
                return Ok(self.stop_halfway(&live).await?);
            }
        } else {
            let now = self.replan(&live.content, &self.listing.state.value).await?;
            if now.hash != self.job.value.hash {
                // Already there: nothing to send, and nothing that was not approved.
                let state = if remaining.is_empty() { JobState::Unchanged } else { JobState::Stale };
                return Ok(self.settle_as(state, &live).await?);
            }
            self.job.value.snapshot = Some(live.content.clone());
            self.store(JobState::Pushing).await?;
            cards::job_moved(self.ports, &self.job.value).await.map_err(WorkError::from)?;
        }
        let mut outcome = StepOutcome::default();
        let remaining = self.awaited(&live.content);
        if !remaining.is_empty() {
            outcome = self.send(&session, &live.content, &remaining).await?;
        }
        let Some(after) = self.read_back(&session, &live, &remaining).await? else {
            return Err(ChannelError::NotFound { what: "the listing".to_owned() }.into());
        };
        self.agree_or_wait(&after, &outcome).await
    }

    /// Looks whether an audited edit is live. The message comes back, ever more slowly, until it is or is refused.
    async fn watch(mut self) -> Result<(), WorkError> {
        match self.job.value.state {
            JobState::Accepted => {}
            // The watch is sent before the push has stored its end. Were it let go now, nothing would watch: the push
            // that comes again sends the same watch, which the queue drops as a repeat.
            JobState::Pushing => {
                let reason = "the push has not ended yet".to_owned();
                return Err(WorkError::Wait { after: Duration::from_secs(5), reason });
            }
            _ => return Ok(()),
        }
        let session = self.session().await?;
        let Some(live) = self.look(&session).await? else {
            return self.fail_as_gone().await;
        };
        self.judge_audit(&live, true).await
    }
}
