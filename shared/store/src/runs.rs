//! Runs and their jobs.
//!
//! A job is two items: the job with its snapshots, in a partition of its own; and a row of about 100 bytes at its slot,
//! with a few hundred rows in a partition. So a part of a run is read and written without the rest. The run's counters
//! are separate attributes, which change in the transaction that changes a job. The state of a job that has not started
//! follows from its run's state and wave, so the job is not written when these change.

use std::collections::{BTreeSet, HashMap};

use app::{
    StoreError,
    ports::{
        JOB_PAGE, Job, JobFilter, JobRow, JobState, Page, PushDay, Run, RunCounts, RunState, Runs, Versioned,
        WaveTally, runs::counts_as,
    },
};
use async_trait::async_trait;
use domain::{Channel, JobId, ListingKey, RunId};
use jiff::civil::Date;

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, cursor_of, n, number, read_cursor, s, text, version},
    keys::{self, Newest},
    push_days::{counted, read_push_day},
};

mod open;
mod tallies;
use tallies::read_tallies;

/// One page of a list reads at most this many partitions of rows. A list filtered by state may have to continue after
/// that.
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
        writes.push(Write::put(keys::open_run(&run.id).into_item()));
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

    async fn which_exist(&self, ids: &[RunId]) -> Result<BTreeSet<RunId>, StoreError> {
        let found = self.read_many(ids.iter().map(keys::run), Some("#pk, #sk")).await?;
        let found: Vec<&str> = found.iter().filter_map(|item| text(item, "pk")).collect();
        Ok(ids.iter().filter(|id| found.contains(&keys::run(id).pk.as_str())).cloned().collect())
    }

    async fn recent(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Run>, StoreError> {
        let page = self.page(&Query::newest(Newest::Runs), cursor, limit).await?;
        let runs = page.items.iter().map(|item| Ok(read_run(item)?.value));
        Ok(Page { items: runs.collect::<Result<_, StoreError>>()?, next: page.next })
    }

    async fn open(&self) -> Result<Vec<RunId>, StoreError> {
        self.open_runs().await
    }

    async fn reopen(&self, id: &RunId) -> Result<(), StoreError> {
        self.write(Write::put(keys::open_run(id).into_item())).await.map(drop)
    }

    async fn close(&self, id: &RunId, at: u64) -> Result<bool, StoreError> {
        let writes =
            vec![Write::check(keys::run(id), Expr::at_version(at)), Write::delete(keys::open_run(id))];
        Ok(self.transact(writes).await?.is_written())
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
        filter: &JobFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Versioned<Job>>, StoreError> {
        let Some(run) = Runs::get(self, id).await? else { return Ok(Page::empty()) };
        let run = run.value;
        let slots = slots(&run, filter.wave);
        let mut at: u32 = cursor.map(read_cursor).transpose()?.unwrap_or(0).max(slots.start);
        let (mut rows, mut partitions) = (Vec::new(), 0);
        while rows.len() < limit && partitions < PARTITIONS && slots.contains(&at) {
            let block_end = (at / keys::JOB_ROWS + 1) * keys::JOB_ROWS;
            let most = if filter.is_empty() { limit - rows.len() } else { keys::JOB_ROWS as usize };
            let found = self.rows_of(&run, at, most).await?;
            let whole = found.len() < most;
            for row in found {
                at = row.slot + 1;
                if filter.takes(&row) {
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
        // The job may have changed after its row was read.
        items.retain(|job| filter.takes_job(&job.value));
        Ok(Page { items, next: slots.contains(&at).then(|| cursor_of(&at)) })
    }

    async fn put_job(
        &self,
        job: &Job,
        before: JobState,
        expected: u64,
    ) -> Result<(Versioned<Job>, Versioned<Run>), StoreError> {
        let stored = if before == job.state {
            job.clone()
        } else {
            Job { counted_as: job.counts_as(), ..job.clone() }
        };
        let put = Write::put(job_item(&stored, expected + 1)?).when(Expr::at_version(expected));
        let outcome = if before == job.state {
            self.write(put).await?
        } else {
            let run = Write::update(keys::run(&job.run), moved(job, before)).when(lets(before, job.state));
            let mut writes = vec![put, Write::put(job_row(job)), run];
            writes.extend(
                counts_as(job).map(|(date, succeeded)| counted(date, &job.listing.channel, succeeded)),
            );
            self.transact(writes).await?
        };
        outcome.or_conflict()?;
        let run = Runs::get(self, &job.run).await?.ok_or(StoreError::Conflict)?;
        Ok((Versioned { value: stored, version: expected + 1 }, run))
    }

    async fn pushes(&self, from: Date, until: Date) -> Result<Vec<PushDay>, StoreError> {
        let days = Query::from(keys::PUSH_DAYS, keys::push_day_from(from));
        let mut found: Vec<PushDay> =
            self.query_all(&days).await?.iter().map(read_push_day).collect::<Result<_, _>>()?;
        found.retain(|day| day.date <= until);
        Ok(found)
    }
}

impl Store {
    /// The rows of one partition, starting at `slot`.
    async fn rows_of(&self, run: &Run, slot: u32, limit: usize) -> Result<Vec<JobRow>, StoreError> {
        let rows = Query::from(keys::job_rows(&run.id, slot), keys::job_row_at(slot));
        self.page(&rows, None, limit).await?.items.iter().map(|item| read_row(item, run)).collect()
    }
}

/// The slots of a wave; without one, all slots of the run.
fn slots(run: &Run, wave: Option<u32>) -> std::ops::Range<u32> {
    let slot = |slots: u64| u32::try_from(slots).unwrap_or(u32::MAX);
    let Some(wave) = wave else { return 0..slot(run.jobs()) };
    let before: u64 = run.waves.iter().take(wave as usize).sum();
    let size = run.waves.get(wave as usize).copied().unwrap_or(0);
    slot(before)..slot(before + size)
}

/// The change of the run's counters when a job leaves the state `before`.
fn moved(job: &Job, before: JobState) -> Expr {
    let mut counts = vec![(format!("n_{}", word(before)), -1), (format!("n_{}", word(job.state)), 1)];
    let tally = |state: JobState| tally_name(job.wave, word(state), &job.listing.channel);
    counts.extend((!before.is_unstarted()).then(|| (tally(before), -1)));
    counts.extend((!job.state.is_unstarted()).then(|| (tally(job.state), 1)));
    let (was, is) = (&job.counted_as, job.counts_as());
    if *was != is {
        counts.extend(was.iter().map(|code| (format!("{FAILURE}{code}"), -1)));
        counts.extend(is.iter().map(|code| (format!("{FAILURE}{code}"), 1)));
    }
    let mut text = String::from("ADD #version :one");
    for (place, (_, count)) in counts.iter().enumerate() {
        let value = if *count < 0 { ":less" } else { ":one" };
        text.push_str(", #count");
        text.push_str(&place.to_string());
        text.push(' ');
        text.push_str(value);
    }
    if job.moved_at.is_some() {
        text.push_str(" SET #moved_at = :moved_at");
    }
    let mut change = Expr::new(text).value(":less", n(-1)).value(":one", n(1));
    if let Some(at) = job.moved_at {
        change = change.value(":moved_at", s(at.to_string()));
    }
    for (place, (name, _)) in counts.iter().enumerate() {
        change = change.alias(&format!("#count{place}"), name);
    }
    change
}

/// Prefix of the counters of failures; the code follows.
const FAILURE: &str = "f_";
/// Prefix of the counters of a wave's jobs on a channel.
const TALLY: &str = "t_";
/// The name of the counter of jobs that were created.
const MADE: &str = "made";

fn tally_name(wave: u32, what: &str, channel: &Channel) -> String {
    // The channel comes last, because it may contain the separator; the words for states never do.
    format!("{TALLY}{wave}_{what}_{channel}")
}

/// The condition on the run's state for a job to change from `before` to `after`.
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
    for WaveTally { wave, channel, made, started } in &run.tallies.0 {
        item.insert(tally_name(*wave, MADE, channel), n(made));
        for (state, count) in &started.0 {
            item.insert(tally_name(*wave, word(*state), channel), n(count));
        }
    }
    for (code, count) in &run.failures {
        item.insert(format!("{FAILURE}{code}"), n(count));
    }
    if let Some(at) = run.moved_at {
        item.insert("moved_at".to_owned(), s(at.to_string()));
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
    if let Some(code) = job.counts_as() {
        item.insert("code".to_owned(), s(code));
    }
    item
}

fn read_row(item: &Item, run: &Run) -> Result<JobRow, StoreError> {
    let read = || {
        let state = STATES.iter().find(|(_, word)| Some(*word) == text(item, "state"))?.0;
        Some(JobRow {
            slot: text(item, "sk")?.rsplit('#').next()?.parse().ok()?,
            job: JobId::parse(text(item, "job")?).ok()?,
            listing: ListingKey::parse(text(item, "listing")?).ok()?,
            wave: number(item, "wave")?,
            state: run.state_of(number(item, "wave")?, state),
            code: text(item, "code").map(str::to_owned),
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
    value.tallies = read_tallies(item)?;
    let failures = item.keys().filter_map(|name| name.strip_prefix(FAILURE));
    let failures = failures.filter_map(|code| {
        let count: u64 = number(item, &format!("{FAILURE}{code}"))?;
        Some((code.to_owned(), count)).filter(|(_, count)| *count > 0)
    });
    value.failures = failures.collect();
    value.moved_at = text(item, "moved_at").and_then(|at| at.parse().ok());
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
