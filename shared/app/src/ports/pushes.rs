//! How many pushes ended each day, counted where a job ends.

use domain::Channel;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Pushes of one day to one channel. A job that failed and then succeeded after a retry counts once as each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushDay {
    /// By the seller's calendar.
    pub date: Date,
    pub channel: Channel,
    pub succeeded: u64,
    pub failed: u64,
}
