//! How many pushes ended each day, counted where a job ends.

use domain::Channel;
use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Job, JobState};

/// Pushes of one day to one channel. A job that failed and then succeeded after a retry counts once as each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushDay {
    /// By the seller's calendar.
    pub date: Date,
    pub channel: Channel,
    pub succeeded: u64,
    pub failed: u64,
}

/// What a job that ends counts for, on its last try's day; none where it was no push, such as one that found nothing to
/// do.
pub fn counts_as(job: &Job) -> Option<(Date, bool)> {
    let succeeded = match job.state {
        JobState::Succeeded => true,
        JobState::Failed => false,
        _ => return None,
    };
    let at = job.attempts.last()?.at;
    Some((at.to_zoned(TimeZone::fixed(jiff::tz::offset(7))).date(), succeeded))
}
