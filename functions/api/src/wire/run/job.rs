//! Jobs and attempts.

use app::{ports, publishing::progress::JobView};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::Remedy;
use crate::wire::{enums::JobState, listing::ListingContent, plan::Change};

/// One listing within a run.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Job {
    pub id: String,
    pub run_id: String,
    /// `channel:shop:id`.
    pub listing: String,
    pub channel: String,
    pub product_id: Option<String>,
    /// The master's title when the plan was made.
    pub title: String,
    /// The address of a picture.
    pub thumbnail: Option<String>,
    /// What is pushed.
    pub changes: Vec<Change>,
    pub wave: u32,
    pub state: JobState,
    /// When the state last moved; absent before it started.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub moved_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    /// Not before then it is tried again, or its audit is looked at again.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_attempt_at: Option<Timestamp>,
    pub attempts: Vec<Attempt>,
    pub failure: Option<Failure>,
    /// What to do about the failure.
    pub remedy: Option<Remedy>,
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

impl From<&JobView> for Job {
    /// As a list shows it.
    fn from(view: &JobView) -> Self {
        let job = &view.job.value;
        let entry = view.entry.as_ref();
        let changes = entry
            .into_iter()
            .flat_map(|entry| entry.planned.pushed().map(|change| Change::with(change, &entry.view)));
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
            product_id: entry.map(|entry| entry.planned.product.to_string()),
            title: entry.map(|entry| entry.view.title.clone()).unwrap_or_default(),
            thumbnail: entry.and_then(|entry| entry.view.thumbnail.clone()),
            changes: changes.collect(),
            wave: job.wave,
            state: job.state.into(),
            moved_at: job.moved_at,
            started_at: job.started_at,
            ended_at: job.ended_at,
            next_attempt_at: job.next_attempt_at,
            remedy: job.failure.as_ref().map(|failure| Remedy::of(&failure.code)),
            attempts: job.attempts.iter().map(attempt).collect(),
            failure: job.failure.as_ref().map(Failure::from),
            snapshot: None,
            read_back: None,
        }
    }
}

impl Job {
    /// With what was there before and after.
    pub fn whole(view: &JobView) -> Self {
        let job = &view.job.value;
        Self {
            snapshot: job.snapshot.as_ref().map(ListingContent::from),
            read_back: job.read_back.as_ref().map(ListingContent::from),
            ..Self::from(view)
        }
    }
}
