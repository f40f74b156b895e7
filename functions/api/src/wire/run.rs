//! Runs, jobs and attempts.

use std::collections::BTreeMap;

use app::{ports, words::SellerText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::enums::{JobState, RunState, WaveMode};

mod job;
pub use job::{Attempt, Failure, Job};

/// A plan to carry out, by its id and the hash that a person has seen.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRun {
    pub plan_id: String,
    pub plan_hash: String,
    #[serde(default)]
    pub waves: WaveMode,
}

/// Which wave of a run to let go.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApproval {
    /// The wave that was looked at, from 0; refused as `run_wave` when another one waits. Whichever waits, when left
    /// out.
    #[serde(default)]
    pub wave: Option<u32>,
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
    /// The current wave, from 0.
    pub wave: u32,
    /// Jobs by state; a state without jobs is left out.
    pub counts: BTreeMap<JobState, u64>,
    /// Jobs in all.
    pub jobs: u64,
    /// Jobs to which nothing will happen any more.
    pub done: u64,
    /// The same counts of each wave, in order.
    pub by_wave: Vec<WaveCounts>,
    /// The same counts of each channel; while the run is `starting`, of the jobs that are made so far.
    pub by_channel: BTreeMap<String, BTreeMap<JobState, u64>>,
    /// Failed and stale jobs by their code, as in `docs/ERRORS.md`; `/failures` says what to do about each.
    pub failures: BTreeMap<String, u64>,
    /// How many jobs end in an hour, since the current jobs were started; absent before ten ended.
    pub jobs_per_hour: Option<u64>,
    /// In how many seconds after `moved_at` what was let go will be done at that speed.
    pub eta_seconds: Option<u64>,
    /// When a job last moved.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub moved_at: Option<Timestamp>,
    /// Why nothing moves, or less than could. Only of one run, not in a list.
    pub waits: Vec<Wait>,
    /// The run that this one undoes.
    pub undoes: Option<String>,
    /// The runs that undid a part of this one, or all of it.
    pub undone_by: Vec<String>,
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
            by_wave: waves_of(run),
            by_channel: run
                .by_channel()
                .iter()
                .map(|(channel, counts)| (channel.to_string(), by_state(counts)))
                .collect(),
            failures: run.failures.clone(),
            jobs_per_hour: run.jobs_per_hour(),
            eta_seconds: run.eta_seconds(),
            moved_at: run.moved_at,
            waits: Vec::new(),
            undoes: run.undoes.as_ref().map(ToString::to_string),
            undone_by: run.undone_by.iter().map(ToString::to_string).collect(),
            started_at: run.started_at,
            finished_at: run.finished_at,
            started_by: run.started_by.clone(),
        }
    }
}

impl Run {
    /// With why it waits.
    pub fn with(run: &ports::Run, waits: &[app::words::runs::Wait]) -> Self {
        Self { waits: waits.iter().map(Wait::from).collect(), ..Self::from(run) }
    }
}

fn by_state(counts: &ports::RunCounts) -> BTreeMap<JobState, u64> {
    counts.0.iter().map(|(state, count)| ((*state).into(), *count)).collect()
}

/// The jobs of one wave.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WaveCounts {
    /// From 0.
    pub wave: u32,
    pub jobs: u64,
    /// Jobs by state; a state without jobs is left out.
    pub counts: BTreeMap<JobState, u64>,
}

fn waves_of(run: &ports::Run) -> Vec<WaveCounts> {
    let waves = run.by_wave().unwrap_or_default();
    let wave = |(wave, counts): (u32, ports::RunCounts)| WaveCounts {
        wave,
        jobs: counts.total(),
        counts: by_state(&counts),
    };
    (0..).zip(waves).map(wave).collect()
}

/// Why a run does not go on, or not as fast as it could.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Wait {
    /// `starting`, `approval`, `paused`, `audits`, `last_audits`, `channel_slow` or `channel_unauthorized`.
    pub code: String,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
    /// For `channel_slow`: no call is made before then.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
}

impl From<&app::words::runs::Wait> for Wait {
    fn from(wait: &app::words::runs::Wait) -> Self {
        let SellerText { text, text_en } = wait.seller_text();
        let until = match wait {
            app::words::runs::Wait::Slow { until, .. } => Some(*until),
            _ => None,
        };
        Self { code: wait.code().to_owned(), text, text_en, until }
    }
}

/// Jobs that failed for one reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FailureGroup {
    /// As in `docs/ERRORS.md`. `GET …/jobs?code=` lists them, `POST …/retry` with it tries them again.
    pub code: String,
    pub jobs: u64,
    pub remedy: Remedy,
}

/// What to do about a failure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Remedy {
    /// `retry`, `reconnect`, `new_plan`, `correct_values`, `import`, `after_promotion` or `ask_channel`.
    pub action: String,
    /// Trying the jobs again can help.
    pub retries: bool,
    /// In Bahasa Indonesia.
    pub text: String,
    pub text_en: String,
}

impl Remedy {
    /// For jobs that failed with `code`.
    pub fn of(code: &str) -> Self {
        let remedy = app::words::runs::Remedy::of(code);
        let SellerText { text, text_en } = remedy.seller_text();
        Self { action: remedy.as_str().to_owned(), retries: remedy.retries(), text, text_en }
    }
}

impl FailureGroup {
    /// The failures of `run`, the most frequent first.
    pub fn all(run: &ports::Run) -> Vec<Self> {
        let group = |(code, jobs): (&String, &u64)| Self {
            code: code.clone(),
            jobs: *jobs,
            remedy: Remedy::of(code),
        };
        let mut groups: Vec<Self> = run.failures.iter().map(group).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.jobs));
        groups
    }
}

/// Which failed jobs to try again; all of them without a body.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRetry {
    /// Only those that failed with this code.
    #[serde(default)]
    pub code: Option<String>,
    /// Only those of this wave, from 0.
    #[serde(default)]
    pub wave: Option<u32>,
    /// Only those on this channel.
    #[serde(default)]
    pub channel: Option<String>,
}
