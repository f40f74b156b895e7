//! Runs and their jobs.
//!
//! A job is two items: itself, with its snapshots, found by its id; and a row of a hundred bytes in wave and listing
//! order that names its state. A list filtered by state so reads rows, and only the jobs it gives. The run's
//! counters are numbers of their own, moved in the transaction that moves a job.

use std::collections::HashMap;

use app::{
    StoreError,
    ports::{Job, JobState, Page, Run, RunCounts, Runs, Versioned},
};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::ReturnValue;
use domain::{JobId, RunId};

use crate::{
    Store, body,
    db::{Expr, Item, Query, Write, n, number, s, text, version},
    keys::{self, Key, Newest},
};

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
        if Runs::get(self, &run.id).await?.is_some() {
            return Err(StoreError::Conflict);
        }
        // The jobs first: a run that can be read is whole. A job that exists is left by a creation that broke off,
        // or belongs to one that is under way; it is never put back.
        let group = |job: &Job| {
            Ok(vec![Write::put(job_item(job, 1)?).when(Expr::absent()), Write::put(job_row(job))])
        };
        let groups: Result<Vec<_>, StoreError> = jobs.iter().map(group).collect();
        self.write_groups(groups?).await?;
        let mut item = keys::run(&run.id).into_item();
        Newest::Runs.index(&mut item, run.started_at, run.id.as_str());
        item.insert("version".to_owned(), n(1));
        item.insert(body::BODY.to_owned(), body::pack(run)?);
        for (state, count) in &run.counts.0 {
            item.insert(format!("n_{}", word(*state)), n(count));
        }
        self.write(Write::put(item).when(Expr::absent())).await?.or_conflict()
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
        let change = Expr::new(format!("SET #{} = :body, #version = :next", body::BODY))
            .value(":body", body::pack(run)?)
            .value(":next", n(expected + 1));
        let when = Expr::at_version(expected);
        let updated = self.update(keys::run(&run.id), change, Some(when), ReturnValue::AllNew).await?;
        read_run(&updated.map_err(|_| StoreError::Conflict)?)
    }

    async fn job(&self, run: &RunId, id: &JobId) -> Result<Option<Versioned<Job>>, StoreError> {
        self.read(keys::job(run, id)).await?.as_ref().map(read_job).transpose()
    }

    async fn jobs(
        &self,
        run: &RunId,
        state: Option<JobState>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Versioned<Job>>, StoreError> {
        let mut rows = Query::prefix(keys::run_partition(run), keys::JOB_ROW);
        if let Some(state) = state {
            rows = rows.filter(Expr::new("#state = :state").value(":state", s(word(state))));
        }
        let page = self.page(&rows, cursor, limit).await?;
        let keys: Vec<Key> = page
            .items
            .iter()
            .map(|row| text(row, "job").and_then(|id| JobId::parse(id).ok()).map(|id| keys::job(run, &id)))
            .collect::<Option<_>>()
            .ok_or_else(|| StoreError::Corrupt(format!("a row of {run} names no job")))?;
        let found = self.read_many(keys.iter().cloned(), None).await?;
        let mut jobs: HashMap<&str, &Item> =
            found.iter().filter_map(|item| Some((text(item, "sk")?, item))).collect();
        let in_order = keys.iter().filter_map(|key| jobs.remove(key.sk.as_str()));
        let mut items = in_order.map(read_job).collect::<Result<Vec<_>, _>>()?;
        // A job may have moved between its row and itself.
        items.retain(|job| state.is_none_or(|state| job.value.state == state));
        Ok(Page { items, next: page.next })
    }

    async fn put_job(
        &self,
        job: &Job,
        before: JobState,
        expected: u64,
    ) -> Result<(Versioned<Job>, Versioned<Run>), StoreError> {
        let stood = Expr::new("#state = :before").value(":before", s(word(before)));
        let put = Write::put(job_item(job, expected + 1)?).when(Expr::at_version(expected).and(stood));
        let outcome = if before == job.state {
            self.write(put).await?
        } else {
            let (from, to) = (word(before), word(job.state));
            let moved = Expr::new(format!("ADD #n_{from} :less, #n_{to} :one, #version :one"))
                .value(":less", n(-1))
                .value(":one", n(1));
            let run = Write::update(keys::run(&job.run), moved).when(Expr::exists());
            self.transact(vec![put, Write::put(job_row(job)), run]).await?
        };
        outcome.or_conflict()?;
        let run = Runs::get(self, &job.run).await?.ok_or(StoreError::Conflict)?;
        Ok((Versioned { value: job.clone(), version: expected + 1 }, run))
    }
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
    let mut item = keys::job_row(job).into_item();
    item.insert("job".to_owned(), s(job.id.as_str()));
    item.insert("state".to_owned(), s(word(job.state)));
    item
}

fn read_job(item: &Item) -> Result<Versioned<Job>, StoreError> {
    Ok(Versioned { value: body::unpack(item)?, version: version(item)? })
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
