//! What a run has to report, and whether it may have something to report later.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{JobState, Run, RunState};
use crate::{message::NotifyMessage, ports::AuditEntry};

/// What a run has to say to the seller, stored in the same write as the state that it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How many outcomes there were. The number is part of a notification's name, so that the end after a retry is
    /// another notification than the first end.
    pub count: u32,
    /// The state that the last outcome was about.
    #[serde(default)]
    pub state: Option<RunState>,
    /// Since when a later wave waits for audits.
    #[serde(default)]
    pub audits_since: Option<Timestamp>,
    /// Removed when the queue has taken it.
    #[serde(default)]
    pub to_tell: Vec<NotifyMessage>,
    /// What people did to the run, removed when the audit has it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_audit: Vec<AuditEntry>,
}

impl Outcome {
    /// Whether something has not left the record yet.
    pub fn is_pending(&self) -> bool {
        !self.to_tell.is_empty() || !self.to_audit.is_empty()
    }
}

impl Run {
    /// Whether nothing of it is at work, under audit, or waits to be reported.
    pub fn is_over(&self) -> bool {
        let at_work = [JobState::Queued, JobState::Pushing, JobState::Accepted];
        matches!(self.state, RunState::Finished | RunState::Cancelled)
            && at_work.into_iter().all(|state| self.counts.of(state) == 0)
            && !self.outcome.is_pending()
    }
}
