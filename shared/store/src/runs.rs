//! Runs and their jobs.
//!
//! A job is two items: itself, with its snapshots, in a partition of its own; and a row of a hundred bytes at its slot,
//! a few hundred to a partition, so that a part of a run is read and written without the rest. The run's counters are
//! numbers of their own, moved in the transaction that moves a job. A job that has not started follows its run's state
//! and wave and is not written when these change.

use std::collections::HashMap;

use app::{
    StoreError,
    ports::{
        JOB_PAGE, Job, JobRow, JobState, Page, PushDay, Run, RunCounts, RunState, Runs, Versioned,
        pushes::counts_as,
    },
};
use async_trait::async_trait;
use domain::{Channel, JobId, ListingKey, RunId};
use jiff::civil::Date;

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, cursor_of, n, number, read_cursor, s, text, version},
    keys::{self, Newest},
};

/// Partitions of rows that one page of a list reads at most: a list narrowed by state may have to go on.
const PARTITIONS: u32 = 40;

/// Every state with the word that its counter and the rows use.
const STATES: [(JobState, &str); 9] = [
    (JobState::Waiting, "waiting"),
    (JobState::Queued, "queued"),
    (JobState::Pushing, "pushing"),
    (JobState::Accepted, "accepted"),
    (JobState::Succeeded, "succeeded"),
    (JobState::Unchanged, "unchanged"),
    (JobState::Stale, "stale"),
    (JobState::Failed, "failed"),
    (JobState::Dropped, "dropped"),
];

#[async_trait]
impl Runs for Store {
    async fn create(&self, run: &Run, jobs: &[Job]) -> Result<(), StoreError> {
        let mut writes = writes(jobs)?;
        writes.push(Write::put(run_item(run, 1)?).when(Expr::absent()));
        self.transact(writes).await?.or_conflict()
    }

    async fn add_jobs(&self, run: &Run, expected: u64, jobs: &[Job]) -> Result<Versioned<Run>, StoreError> {
        let mut writes = writes(jobs)?;
        writes.push(Write::put(run_item(run, expected + 1)?).when(Expr::at_version(expected)));
        self.transact(writes).await?.or_conflict()?;
        Ok(Versioned { value: run.clone(), version: expected + 1 })
    }

    async fn get(&self, id: &RunId) -> Result<Option<Versioned<Run>>, StoreError> {
        self.read(keys::run(id)).await?.as_ref().map(read_run).transpose()
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Run>, StoreError> {
        let page = self.page(&Query::newest(Newest::Runs), cursor, limit).await?;
        let runs = page.items.iter().map(|item| Ok(read_run(item)?.value));
        Ok(Page { items: runs.collect::<Result<_, StoreError>>()?, next: page.next })
    }

    async fn put(&self, run: &Run, expected: u64) -> Result<Versioned<Run>, StoreError> {
        self.write(Write::put(run_item(run, expected + 1)?).when(Expr::at_version(expected)))
            .await?
            .or_conflict()?;
        Ok(Versioned { value: run.clone(), version: expected + 1 })
    }

    async fn job(&self, run: &RunId, id: &JobId) -> Result<Option<Versioned<Job>>, StoreError> {
        let (job, run) = tokio::try_join!(self.read(keys::job(run, id)), Runs::get(self, run))?;
        let (Some(job), Some(run)) = (job, run) else { return Ok(None) };
        read_job(&job, &run.value).map(Some)
    }

    async fn rows(&self, run: &RunId, slot: u32, limit: usize) -> Result<Vec<JobRow>, StoreError> {
        let Some(run) = Runs::get(self, run).await? else { return Ok(Vec::new()) };
        let (mut rows, mut at) = (Vec::new(), slot);
        while rows.len() < limit && u64::from(at) < run.value.jobs() {
            let found = self.rows_of(&run.value, at, limit - rows.len()).await?;
            rows.extend(found);
            at = (at / keys::JOB_ROWS + 1) * keys::JOB_ROWS;
        }
        Ok(rows)
    }

    async fn jobs(
        &self,
        id: &RunId,
        state: Option<JobState>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Versioned<Job>>, StoreError> {
        let Some(run) = Runs::get(self, id).await? else { return Ok(Page::empty()) };
        let run = run.value;
        let mut at: u32 = cursor.map(read_cursor).transpose()?.unwrap_or(0);
        let (mut rows, mut partitions) = (Vec::new(), 0);
        while rows.len() < limit && partitions < PARTITIONS && u64::from(at) < run.jobs() {
            let block_end = (at / keys::JOB_ROWS + 1) * keys::JOB_ROWS;
            let most = if state.is_some() { keys::JOB_ROWS as usize } else { limit - rows.len() };
            let found = self.rows_of(&run, at, most).await?;
            let whole = found.len() < most;
            for row in found {
                at = row.slot + 1;
                if state.is_none_or(|state| state == row.state) {
                    rows.push(row);
                }
                if rows.len() == limit {
                    break;
                }
            }
            if whole && rows.len() < limit {
                at = block_end;
            }
            partitions += 1;
        }
        let found = self.read_many(rows.iter().map(|row| keys::job(id, &row.job)), None).await?;
        let jobs: Vec<Versioned<Job>> =
            found.iter().map(|item| read_job(item, &run)).collect::<Result<_, _>>()?;
        let mut jobs: HashMap<JobId, Versioned<Job>> =
            jobs.into_iter().map(|job| (job.value.id.clone(), job)).collect();
        let mut items: Vec<Versioned<Job>> = rows.iter().filter_map(|row| jobs.remove(&row.job)).collect();
        // A job may have moved between its row and itself.
        items.retain(|job| state.is_none_or(|state| job.value.state == state));
        Ok(Page { items, next: (u64::from(at) < run.jobs()).then(|| cursor_of(&at)) })
    }

    async fn put_job(
        &self,
        job: &Job,
        before: JobState,
        expected: u64,
    ) -> Result<(Versioned<Job>, Versioned<Run>), StoreError> {
        let put = Write::put(job_item(job, expected + 1)?).when(Expr::at_version(expected));
        let outcome = if before == job.state {
            self.write(put).await?
        } else {
            let (from, to) = (word(before), word(job.state));
            let moved = Expr::new(format!("ADD #n_{from} :less, #n_{to} :one, #version :one"))
                .value(":less", n(-1))
                .value(":one", n(1));
            let run = Write::update(keys::run(&job.run), moved).when(lets(before, job.state));
            let mut writes = vec![put, Write::put(job_row(job)), run];
            writes.extend(
                counts_as(job).map(|(date, succeeded)| counted(date, &job.listing.channel, succeeded)),
            );
            self.transact(writes).await?
        };
        outcome.or_conflict()?;
        let run = Runs::get(self, &job.run).await?.ok_or(StoreError::Conflict)?;
        Ok((Versioned { value: job.clone(), version: expected + 1 }, run))
    }

    async fn pushes(&self, from: Date, until: Date) -> Result<Vec<PushDay>, StoreError> {
        let days = Query::from(keys::PUSH_DAYS, keys::push_day_from(from));
        let mut found: Vec<PushDay> =
            self.query_all(&days).await?.iter().map(read_push_day).collect::<Result<_, _>>()?;
        found.retain(|day| day.date <= until);
        Ok(found)
    }
}

/// One more push of a day.
fn counted(date: Date, channel: &Channel, succeeded: bool) -> Write {
    let what = if succeeded { "succeeded" } else { "failed" };
    let more = Expr::new(format!("SET #date = :date, #channel = :channel ADD #{what} :one"))
        .value(":date", s(date.to_string()))
        .value(":channel", s(channel.as_str()))
        .value(":one", n(1));
    Write::update(keys::push_day(date, channel), more)
}

fn read_push_day(item: &Item) -> Result<PushDay, StoreError> {
    let read = || {
        Some(PushDay {
            date: text(item, "date")?.parse().ok()?,
            channel: Channel::parse(text(item, "channel")?).ok()?,
            succeeded: number(item, "succeeded").unwrap_or(0),
            failed: number(item, "failed").unwrap_or(0),
        })
    };
    read().ok_or_else(|| body::unreadable(item, "no day of pushes"))
}

impl Store {
    /// The rows of one partition from `slot` on.
    async fn rows_of(&self, run: &Run, slot: u32, limit: usize) -> Result<Vec<JobRow>, StoreError> {
        let rows = Query::from(keys::job_rows(&run.id, slot), keys::job_row_at(slot));
        self.page(&rows, None, limit).await?.items.iter().map(|item| read_row(item, run)).collect()
    }
}

/// What the run must be for a job to move so.
fn lets(before: JobState, after: JobState) -> Expr {
    let state = |state| s(run_word(state));
    if matches!(after, JobState::Queued | JobState::Pushing) {
        Expr::new("#state = :running").value(":running", state(RunState::Running))
    } else if matches!(before, JobState::Waiting | JobState::Queued) {
        Expr::new("#state <> :cancelled").value(":cancelled", state(RunState::Cancelled)).and(Expr::exists())
    } else {
        Expr::exists()
    }
}

fn run_word(state: RunState) -> String {
    serde_json::to_value(state).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn run_item(run: &Run, version: u64) -> Result<Item, StoreError> {
    let mut item = keys::run(&run.id).into_item();
    Newest::Runs.index(&mut item, run.started_at, run.id.as_str());
    item.insert("version".to_owned(), n(version));
    item.insert("state".to_owned(), s(run_word(run.state)));
    item.insert(body::BODY.to_owned(), body::pack(run)?);
    for (state, count) in &run.counts.0 {
        item.insert(format!("n_{}", word(*state)), n(count));
    }
    Ok(item)
}

fn writes(jobs: &[Job]) -> Result<Vec<Write>, StoreError> {
    if jobs.len() > JOB_PAGE {
        return Err(StoreError::Corrupt(format!("a page of {} jobs", jobs.len())));
    }
    let mut writes = Vec::new();
    for job in jobs {
        writes.push(Write::put(job_item(job, 1)?).when(Expr::absent()));
        writes.push(Write::put(job_row(job)));
    }
    Ok(writes)
}

fn word(state: JobState) -> &'static str {
    STATES.iter().find(|(known, _)| *known == state).map_or("unknown", |(_, word)| word)
}

fn job_item(job: &Job, version: u64) -> Result<Item, StoreError> {
    let mut item = keys::job(&job.run, &job.id).into_item();
    item.insert("version".to_owned(), n(version));
    item.insert("state".to_owned(), s(word(job.state)));
    item.insert(body::BODY.to_owned(), body::pack(job)?);
    Ok(item)
}

fn job_row(job: &Job) -> Item {
    let mut item = keys::job_row(&job.run, job.slot).into_item();
    item.insert("job".to_owned(), s(job.id.as_str()));
    item.insert("listing".to_owned(), s(job.listing.to_string()));
    item.insert("wave".to_owned(), n(job.wave));
    item.insert("state".to_owned(), s(word(job.state)));
    item
}

fn read_row(item: &Item, run: &Run) -> Result<JobRow, StoreError> {
    let read = || {
        let state = STATES.iter().find(|(_, word)| Some(*word) == text(item, "state"))?.0;
        Some(JobRow {
            slot: text(item, "sk")?.rsplit('#').next()?.parse().ok()?,
            job: JobId::parse(text(item, "job")?).ok()?,
            listing: ListingKey::parse(text(item, "listing")?).ok()?,
            state: run.state_of(number(item, "wave")?, state),
        })
    };
    read().ok_or_else(|| body::unreadable(item, "no row of a job"))
}

fn read_job(item: &Item, run: &Run) -> Result<Versioned<Job>, StoreError> {
    let mut value: Job = body::unpack(item)?;
    value.state = run.state_of(value.wave, value.state);
    Ok(Versioned { value, version: version(item)? })
}

fn read_run(item: &Item) -> Result<Versioned<Run>, StoreError> {
    let mut value: Run = body::unpack(item)?;
    let counted = STATES.iter().filter_map(|(state, word)| {
        number::<u64>(item, &format!("n_{word}")).filter(|count| *count > 0).map(|count| (*state, count))
    });
    value.counts = RunCounts(counted.collect());
    Ok(Versioned { value, version: version(item)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_the_word_that_it_has_in_json() {
        for (state, word) in STATES {
            assert_eq!(serde_json::to_value(state).unwrap(), word);
        }
    }
}
