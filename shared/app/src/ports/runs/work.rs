//! How far the work over a run's jobs is.

use serde::{Deserialize, Serialize};

use super::JobFilter;

/// Where the work over many jobs of a run is: making them, and sending them to the queue. Both go page by page and from
/// wherever they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunWork {
    /// Jobs that are made.
    pub made: u32,
    /// After which of the plan's entries the making goes on.
    pub entries: Option<String>,
    /// Jobs that were looked at by the sending: those of the waves let go so far are to be.
    pub sent: u32,
    /// Names the occasion of the sending, so that the queue does not take what is sent again on purpose for a repeat.
    pub occasion: String,
    /// The sending starts failed jobs again: those that `only` takes.
    pub again: bool,
    pub only: JobFilter,
}
