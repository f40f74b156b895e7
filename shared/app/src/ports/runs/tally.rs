//! The counts of a run by wave and channel, its speed, and what a list of its jobs is narrowed by.

use std::collections::BTreeMap;

use domain::Channel;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Job, JobRow, JobState, Run, RunCounts};

/// The jobs of one wave on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaveTally {
    pub wave: u32,
    pub channel: Channel,
    /// Jobs that are made.
    pub made: u64,
    /// Those of them that started, by state. The others follow their run: see [`Run::state_of`].
    pub started: RunCounts,
}

/// In no order; each wave and channel once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tallies(pub Vec<WaveTally>);

impl Tallies {
    fn of(&mut self, wave: u32, channel: &Channel) -> &mut WaveTally {
        let at = self.0.iter().position(|tally| tally.wave == wave && tally.channel == *channel);
        let at = at.unwrap_or_else(|| {
            let started = RunCounts::default();
            self.0.push(WaveTally { wave, channel: channel.clone(), made: 0, started });
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    /// Counts jobs that were just made.
    pub fn add(&mut self, jobs: &[Job]) {
        for job in jobs {
            self.of(job.wave, &job.listing.channel).made += 1;
        }
    }

    /// Counts a job that moved from `before`.
    pub fn moved(&mut self, job: &Job, before: JobState) {
        let counts = &mut self.of(job.wave, &job.listing.channel).started.0;
        if !before.is_unstarted()
            && let Some(count) = counts.get_mut(&before)
        {
            *count = count.saturating_sub(1);
        }
        if !job.state.is_unstarted() {
            *counts.entry(job.state).or_insert(0) += 1;
        }
        counts.retain(|_, count| *count > 0);
    }
}

impl Run {
    /// Jobs by state of each wave; those that are not made yet count too. Absent for a run that was stored before its
    /// jobs were counted so.
    pub fn by_wave(&self) -> Option<Vec<RunCounts>> {
        let mut waves = Vec::new();
        for (wave, size) in (0_u32..).zip(&self.waves) {
            let mut counts = RunCounts::default();
            for tally in self.tallies.0.iter().filter(|tally| tally.wave == wave) {
                counts.join(&tally.started);
            }
            let unstarted = size.checked_sub(counts.total())?;
            counts.add(self.state_of(wave, JobState::Queued), unstarted);
            waves.push(counts);
        }
        let mut all = RunCounts::default();
        for wave in &waves {
            all.join(wave);
        }
        (all == self.counts).then_some(waves)
    }

    /// Jobs by state of each channel, as far as they are made.
    pub fn by_channel(&self) -> BTreeMap<Channel, RunCounts> {
        let mut channels: BTreeMap<Channel, RunCounts> = BTreeMap::new();
        for tally in &self.tallies.0 {
            let counts = channels.entry(tally.channel.clone()).or_default();
            counts.join(&tally.started);
            let unstarted = tally.made.saturating_sub(tally.started.total());
            counts.add(self.state_of(tally.wave, JobState::Queued), unstarted);
        }
        channels
    }

    /// Jobs to which nothing will happen in this wave any more, those under audit too.
    pub fn settled(&self) -> u64 {
        self.counts.0.iter().filter(|(state, _)| state.is_settled()).map(|(_, count)| count).sum()
    }

    /// How many jobs an hour have been settled since what is at work now was let go; absent before ten were.
    pub fn jobs_per_hour(&self) -> Option<u64> {
        let (pace, moved_at) = (self.pace.as_ref()?, self.moved_at?);
        let done = self.settled().checked_sub(pace.settled).filter(|done| *done >= Pace::LEAST)?;
        let seconds = u64::try_from(moved_at.duration_since(pace.since).as_secs()).ok()?.max(1);
        Some((done * 3_600 / seconds).max(1))
    }

    /// In how many seconds after `moved_at` what is let go will be settled at that speed.
    pub fn eta_seconds(&self) -> Option<u64> {
        let left = self.counts.of(JobState::Queued) + self.counts.of(JobState::Pushing);
        Some((left * 3_600).div_ceil(self.jobs_per_hour()?)).filter(|_| left > 0)
    }
}

impl RunCounts {
    fn join(&mut self, other: &Self) {
        for (state, count) in &other.0 {
            self.add(*state, *count);
        }
    }

    fn add(&mut self, state: JobState, count: u64) {
        if count > 0 {
            *self.0.entry(state).or_insert(0) += count;
        }
    }
}

/// From where the speed of a run is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    pub since: Timestamp,
    /// Jobs that were settled then.
    pub settled: u64,
}

impl Pace {
    /// Of fewer jobs a speed says nothing.
    const LEAST: u64 = 10;
}

/// Which jobs of a run. Every condition that is present must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobFilter {
    /// From 0.
    pub wave: Option<u32>,
    pub channel: Option<Channel>,
    pub state: Option<JobState>,
    /// The code of the failure.
    pub code: Option<String>,
}

impl JobFilter {
    /// All jobs in `state`.
    pub fn state(state: JobState) -> Self {
        Self { state: Some(state), ..Self::default() }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn takes(&self, row: &JobRow) -> bool {
        self.wave.is_none_or(|wave| wave == row.wave)
            && self.channel.as_ref().is_none_or(|channel| *channel == row.listing.channel)
            && self.state.is_none_or(|state| state == row.state)
            && self.code.as_ref().is_none_or(|code| Some(code) == row.code.as_ref())
    }

    /// Whether a job still is what its row said.
    pub fn takes_job(&self, job: &Job) -> bool {
        self.takes(&JobRow::of(job))
    }
}

impl JobRow {
    pub fn of(job: &Job) -> Self {
        Self {
            slot: job.slot,
            job: job.id.clone(),
            listing: job.listing.clone(),
            wave: job.wave,
            state: job.state,
            code: job.counts_as(),
        }
    }
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
