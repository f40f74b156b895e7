//! The progress of the work over a run's jobs.

use serde::{Deserialize, Serialize};

use super::JobFilter;

/// The positions of the two kinds of work over a run's jobs: creating them, and sending them to the queue. Both go page
/// by page and can continue from any position.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunWork {
    /// The number of jobs that are created.
    pub made: u32,
    /// The cursor in the plan's entries after which the creation continues.
    pub entries: Option<String>,
    /// The number of jobs that the sending has processed, out of the jobs of the released waves.
    pub sent: u32,
    /// Names the reason of the sending. It is part of the deduplication id, so that the queue does not drop jobs that
    /// are sent again on purpose.
    pub occasion: String,
    /// Whether the sending starts failed jobs again: those that `only` accepts.
    pub again: bool,
    pub only: JobFilter,
}
