//! Runs, jobs and attempts.

use std::collections::BTreeMap;

use app::ports::{self, Versioned};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    enums::{JobState, RunState, WaveMode},
    listing::ListingContent,
};

/// A plan to carry out, by its id and the hash that a person has seen.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRun {
    pub plan_id: String,
    pub plan_hash: String,
    #[serde(default)]
    pub waves: WaveMode,
}

/// Which jobs of a run to undo: all of them, one wave, or those named.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUndo {
    /// One wave, from 0.
    #[serde(default)]
    pub wave: Option<u32>,
    /// At most 1,000 ids.
    #[serde(default)]
    pub jobs: Option<Vec<String>>,
}

/// A plan being carried out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Run {
    pub id: String,
    pub plan_id: String,
    pub plan_hash: String,
    pub state: RunState,
    /// Jobs per wave.
    pub waves: Vec<u64>,
    /// The wave at work, from 0.
    pub wave: u32,
    /// Jobs by state; a state without jobs is left out.
    pub counts: BTreeMap<JobState, u64>,
    /// Jobs in all.
    pub jobs: u64,
    /// Jobs to which nothing will happen any more.
    pub done: u64,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    pub started_by: String,
}

impl From<&ports::Run> for Run {
    fn from(run: &ports::Run) -> Self {
        let counts = run.counts.0.iter();
        Self {
            id: run.id.to_string(),
            plan_id: run.plan.to_string(),
            plan_hash: run.plan_hash.to_string(),
            state: run.state.into(),
            waves: run.waves.clone(),
            wave: run.wave,
            counts: counts.clone().map(|(state, count)| ((*state).into(), *count)).collect(),
            jobs: run.counts.total(),
            done: counts.filter(|(state, _)| state.is_final()).map(|(_, count)| count).sum(),
            started_at: run.started_at,
            finished_at: run.finished_at,
            started_by: run.started_by.clone(),
        }
    }
}

/// One listing within a run.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Job {
    pub id: String,
    pub run_id: String,
    /// `channel:shop:id`.
    pub listing: String,
    pub channel: String,
    pub wave: u32,
    pub state: JobState,
    pub attempts: Vec<Attempt>,
    pub failure: Option<Failure>,
    /// The channel's own state just before the first call; only when one job is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<ListingContent>,
    /// The channel's own state as read back; only when one job is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_back: Option<ListingContent>,
}

/// One try.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attempt {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Empty for a success; else as in `docs/ERRORS.md`.
    pub code: String,
    pub reason: String,
    /// Write calls made.
    pub calls: u32,
}

/// Why a job is not a success, or a plan could not be made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Failure {
    /// As in `docs/ERRORS.md`.
    pub code: String,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
}

impl From<&ports::runs::Failure> for Failure {
    fn from(failure: &ports::runs::Failure) -> Self {
        Self { code: failure.code.clone(), text: failure.text.clone(), text_en: failure.text_en.clone() }
    }
}

impl From<&Versioned<ports::Job>> for Job {
    /// As a list shows it.
    fn from(stored: &Versioned<ports::Job>) -> Self {
        let job = &stored.value;
        let attempt = |attempt: &ports::Attempt| Attempt {
            at: attempt.at,
            code: attempt.code.clone(),
            reason: attempt.reason.clone(),
            calls: attempt.calls,
        };
        Self {
            id: job.id.to_string(),
            run_id: job.run.to_string(),
            listing: job.listing.to_string(),
            channel: job.listing.channel.to_string(),
            wave: job.wave,
            state: job.state.into(),
            attempts: job.attempts.iter().map(attempt).collect(),
            failure: job.failure.as_ref().map(Failure::from),
            snapshot: None,
            read_back: None,
        }
    }
}

impl Job {
    /// With what was there before and after.
    pub fn whole(stored: &Versioned<ports::Job>) -> Self {
        let job = &stored.value;
        Self {
            snapshot: job.snapshot.as_ref().map(ListingContent::from),
            read_back: job.read_back.as_ref().map(ListingContent::from),
            ..Self::from(stored)
        }
    }
}
