//! Runs and jobs in memory: the counters move with the jobs, and only with them.

use std::collections::BTreeMap;

use app::{
    StoreError,
    ports::{Job, JobState, Page, Run, Runs, Versioned},
};
use async_trait::async_trait;
use domain::{JobId, RunId};

use super::{
    imports::newest_key,
    memory::{Kind, Memory, page, page_newest},
};

#[derive(Debug, Default)]
pub(super) struct RunTables {
    runs: BTreeMap<RunId, Versioned<Run>>,
    jobs: BTreeMap<(RunId, JobId), Versioned<Job>>,
}

/// Wave and listing order.
fn job_key(job: &Job) -> String {
    format!("{:06}#{}#{}", job.wave, job.listing, job.id)
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
        for job in jobs {
            state.write(Kind::Job)?;
            let key = (job.run.clone(), job.id.clone());
            state.runs.jobs.insert(key, Versioned { value: job.clone(), version: 1 });
        }
        Ok(())
    }

    async fn get(&self, id: &RunId) -> Result<Option<Versioned<Run>>, StoreError> {
        Ok(self.state().runs.runs.get(id).cloned())
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Run>, StoreError> {
        let state = self.state();
        let runs = state.runs.runs.values().map(|run| &run.value);
        let by_time: BTreeMap<String, &Run> =
            runs.map(|run| (newest_key(run.started_at, run.id.as_str()), run)).collect();
        Ok(page_newest(by_time.into_iter().map(|(key, run)| (key, run.clone())), cursor, limit))
    }

    async fn put(&self, run: &Run, expected: u64) -> Result<Versioned<Run>, StoreError> {
        let mut state = self.state();
        let counts = match state.runs.runs.get(&run.id) {
            Some(stored) if stored.version == expected => stored.value.counts.clone(),
            _ => return Err(StoreError::Conflict),
        };
        state.write(Kind::Run)?;
        let stored = Versioned { value: Run { counts, ..run.clone() }, version: expected + 1 };
        state.runs.runs.insert(run.id.clone(), stored.clone());
        Ok(stored)
    }

    async fn job(&self, run: &RunId, id: &JobId) -> Result<Option<Versioned<Job>>, StoreError> {
        Ok(self.state().runs.jobs.get(&(run.clone(), id.clone())).cloned())
    }

    async fn jobs(
        &self,
        run: &RunId,
        wanted: Option<JobState>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Versioned<Job>>, StoreError> {
        let state = self.state();
        let ordered: BTreeMap<String, &Versioned<Job>> = state
            .runs
            .jobs
            .values()
            .filter(|job| &job.value.run == run)
            .filter(|job| wanted.is_none_or(|wanted| job.value.state == wanted))
            .map(|job| (job_key(&job.value), job))
            .collect();
        let ordered = ordered.into_iter().map(|(key, job)| (key, job.clone()));
        Ok(page(ordered, cursor.map(str::to_owned).as_ref(), limit))
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
        state.write(Kind::Job)?;
        let stored = Versioned { value: job.clone(), version: expected + 1 };
        state.runs.jobs.insert(key, stored.clone());
        if before != job.state {
            run.value.counts.moved(before, job.state);
            run.version += 1;
            state.runs.runs.insert(job.run.clone(), run.clone());
        }
        Ok((stored, run))
    }
}
