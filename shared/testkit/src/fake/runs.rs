//! Runs and jobs in memory: the counters change together with the jobs, and only with them.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    StoreError,
    ports::{
        Job, JobFilter, JobRow, JobState, Page, PushDay, Run, RunState, Runs, Versioned, runs::counts_as,
    },
};
use async_trait::async_trait;
use domain::{Channel, JobId, RunId};
use jiff::civil::Date;

use super::{
    imports::newest_key,
    memory::{Kind, Memory, bad_cursor, page_newest},
};

#[derive(Debug, Default)]
pub(super) struct RunTables {
    runs: BTreeMap<RunId, Versioned<Run>>,
    jobs: BTreeMap<(RunId, JobId), Versioned<Job>>,
    slots: BTreeMap<(RunId, u32), JobId>,
    pushes: BTreeMap<(Date, Channel), PushDay>,
    open: BTreeSet<RunId>,
}

impl RunTables {
    /// The job with its current state: that of a job that has not started follows from its run.
    fn standing(&self, run: &RunId, id: &JobId) -> Option<Versioned<Job>> {
        let mut job = self.jobs.get(&(run.clone(), id.clone()))?.clone();
        let run = &self.runs.get(run)?.value;
        job.value.state = run.state_of(job.value.wave, job.value.state);
        Some(job)
    }

    /// The jobs from `slot` on.
    fn from(&self, run: &RunId, slot: u32) -> impl Iterator<Item = Versioned<Job>> {
        let slots = self.slots.range((run.clone(), slot)..).take_while(move |((of, _), _)| of == run);
        slots.filter_map(move |(_, job)| self.standing(run, job))
    }

    fn add(&mut self, jobs: &[Job]) {
        for job in jobs {
            self.slots.insert((job.run.clone(), job.slot), job.id.clone());
            let key = (job.run.clone(), job.id.clone());
            self.jobs.insert(key, Versioned { value: job.clone(), version: 1 });
        }
    }
}

#[async_trait]
impl Runs for Memory {
    async fn create(&self, run: &Run, jobs: &[Job]) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.runs.runs.contains_key(&run.id) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Run)?;
        state.runs.runs.insert(run.id.clone(), Versioned { value: run.clone(), version: 1 });
        state.runs.open.insert(run.id.clone());
        state.runs.add(jobs);
        Ok(())
    }

    async fn add_jobs(&self, run: &Run, expected: u64, jobs: &[Job]) -> Result<Versioned<Run>, StoreError> {
        let stored = self.put(run, expected).await?;
        self.state().runs.add(jobs);
        Ok(stored)
    }

    async fn get(&self, id: &RunId) -> Result<Option<Versioned<Run>>, StoreError> {
        Ok(self.state().runs.runs.get(id).cloned())
    }

    async fn which_exist(&self, ids: &[RunId]) -> Result<BTreeSet<RunId>, StoreError> {
        let state = self.state();
        Ok(ids.iter().filter(|id| state.runs.runs.contains_key(*id)).cloned().collect())
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Run>, StoreError> {
        let state = self.state();
        let runs = state.runs.runs.values().map(|run| &run.value);
        let by_time: BTreeMap<String, &Run> =
            runs.map(|run| (newest_key(run.started_at, run.id.as_str()), run)).collect();
        Ok(page_newest(by_time.into_iter().map(|(key, run)| (key, run.clone())), cursor, limit))
    }

    async fn open(&self) -> Result<Vec<RunId>, StoreError> {
        Ok(self.state().runs.open.iter().cloned().collect())
    }

    async fn reopen(&self, id: &RunId) -> Result<(), StoreError> {
        self.state().runs.open.insert(id.clone());
        Ok(())
    }

    async fn close(&self, id: &RunId, at: u64) -> Result<bool, StoreError> {
        let mut state = self.state();
        let is_there = state.runs.runs.get(id).map(|run| run.version) == Some(at);
        if is_there {
            state.runs.open.remove(id);
        }
        Ok(is_there)
    }

    async fn put(&self, run: &Run, expected: u64) -> Result<Versioned<Run>, StoreError> {
        self.interrupt(Kind::Run).await;
        let mut state = self.state();
        if state.runs.runs.get(&run.id).map(|stored| stored.version) != Some(expected) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Run)?;
        let stored = Versioned { value: run.clone(), version: expected + 1 };
        state.runs.runs.insert(run.id.clone(), stored.clone());
        Ok(stored)
    }

    async fn job(&self, run: &RunId, id: &JobId) -> Result<Option<Versioned<Job>>, StoreError> {
        Ok(self.state().runs.standing(run, id))
    }

    async fn rows(&self, run: &RunId, slot: u32, limit: usize) -> Result<Vec<JobRow>, StoreError> {
        let state = self.state();
        Ok(state.runs.from(run, slot).take(limit).map(|job| JobRow::of(&job.value)).collect())
    }

    async fn jobs(
        &self,
        run: &RunId,
        filter: &JobFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Versioned<Job>>, StoreError> {
        let state = self.state();
        let at = cursor.map_or(Ok(0), str::parse).map_err(|_| bad_cursor())?;
        let found = state.runs.from(run, at).filter(|job| filter.takes_job(&job.value));
        let mut items: Vec<Versioned<Job>> = found.take(limit.max(1) + 1).collect();
        let next = (items.len() > limit.max(1)).then(|| items.pop()).flatten();
        Ok(Page { items, next: next.map(|job| job.value.slot.to_string()) })
    }

    async fn put_job(
        &self,
        job: &Job,
        before: JobState,
        expected: u64,
    ) -> Result<(Versioned<Job>, Versioned<Run>), StoreError> {
        let mut state = self.state();
        let key = (job.run.clone(), job.id.clone());
        if state.runs.jobs.get(&key).map(|stored| stored.version) != Some(expected) {
            return Err(StoreError::Conflict);
        }
        let Some(mut run) = state.runs.runs.get(&job.run).cloned() else {
            return Err(StoreError::Conflict);
        };
        if before != job.state && !lets(run.value.state, before, job.state) {
            return Err(StoreError::Conflict);
        }
        state.write(Kind::Job)?;
        let moved = before != job.state;
        let counted_as = if moved { job.counts_as() } else { job.counted_as.clone() };
        let value = Job { counted_as, ..job.clone() };
        let stored = Versioned { value, version: expected + 1 };
        state.runs.jobs.insert(key, stored.clone());
        if moved {
            run.value.counts.moved(before, job.state);
            run.value.tallies.moved(job, before);
            run.value.moved_at = job.moved_at.or(run.value.moved_at);
            if let Some(count) = job.counted_as.as_ref().and_then(|code| run.value.failures.get_mut(code)) {
                *count -= 1;
            }
            if let Some(code) = &stored.value.counted_as {
                *run.value.failures.entry(code.clone()).or_insert(0) += 1;
            }
            run.value.failures.retain(|_, count| *count > 0);
            run.version += 1;
            state.runs.runs.insert(job.run.clone(), run.clone());
            if let Some((date, succeeded)) = counts_as(job) {
                let channel = job.listing.channel.clone();
                let fresh = PushDay { date, channel: channel.clone(), succeeded: 0, failed: 0 };
                let day = state.runs.pushes.entry((date, channel)).or_insert(fresh);
                if succeeded {
                    day.succeeded += 1;
                } else {
                    day.failed += 1;
                }
            }
        }
        Ok((stored, run))
    }

    async fn pushes(&self, from: Date, until: Date) -> Result<Vec<PushDay>, StoreError> {
        let days = self.state().runs.pushes.values().cloned().collect::<Vec<_>>();
        Ok(days.into_iter().filter(|day| (from..=until).contains(&day.date)).collect())
    }
}

/// Whether a job may change from `before` to `after` while its run is in `state`.
fn lets(state: RunState, before: JobState, after: JobState) -> bool {
    match (before, after) {
        (_, JobState::Queued | JobState::Pushing) => state == RunState::Running,
        (JobState::Waiting | JobState::Queued, _) => state != RunState::Cancelled,
        _ => true,
    }
}
