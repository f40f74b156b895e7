//! The work over many jobs of a run, a page at a time: making them, and sending them to the queue.
//!
//! The run's record says where both are. A page of jobs is stored together with the record that has counted it; a page
//! of messages leaves before it is counted, so that a crash sends it again and never skips it: the queue drops the
//! repeat, and a job that has ended ignores it.

use std::collections::BTreeMap;

use domain::{JobId, RunId};

use super::{
    record::{TRIES, get, pace},
    settle,
};
use crate::{
    Ports, StoreError, UseCaseError, WorkError, conflict,
    message::{Envelope, PricingMessage, SyncMessage},
    ports::{JOB_PAGE, Job, JobRow, JobState, Run, RunState, RunWish, Versioned},
    publishing::cards,
};

/// Pages that a request works itself.
const OF_A_REQUEST: usize = 2;
/// Pages that one message works.
const OF_A_MESSAGE: usize = 20;
/// Messages of one page.
const SENT: usize = 100;

/// Works the first pages within the request, and has the queue go on where that was not all.
pub(super) async fn go_on(ports: &Ports, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    let pages = Box::pin(advance(ports, id, OF_A_REQUEST));
    if let Ok(done) = tokio::time::timeout(ports.settings.request_time, pages).await {
        done?;
    } else {
        let run = get(ports, id).await?;
        leave_to_the_queue(ports, &run.value).await?;
    }
    get(ports, id).await
}

async fn leave_to_the_queue(ports: &Ports, run: &Run) -> Result<(), StoreError> {
    let work = &run.work;
    let name = format!("{}-{}-{}-{}", run.id, work.made, work.sent, work.occasion);
    let message = PricingMessage::Run { run: run.id.clone() };
    ports.outbox.pricing(&[Envelope { v: 1, id: name, message }]).await
}

/// Carries out one message.
pub async fn work(ports: &Ports, id: &RunId) -> Result<(), WorkError> {
    Ok(advance(ports, id, OF_A_MESSAGE).await?)
}

async fn advance(ports: &Ports, id: &RunId, pages: usize) -> Result<(), StoreError> {
    for _ in 0..pages {
        let Some(run) = ports.runs.get(id).await? else { return Ok(()) };
        if !run.value.has_work() {
            return settle(ports, id).await;
        }
        if run.value.state == RunState::Starting {
            make(ports, run).await?;
        } else {
            send(ports, run).await?;
        }
    }
    let Some(run) = ports.runs.get(id).await? else { return Ok(()) };
    if !run.value.has_work() {
        return settle(ports, id).await;
    }
    leave_to_the_queue(ports, &run.value).await
}

/// Makes the jobs of one page of the plan's entries.
async fn make(ports: &Ports, run: Versioned<Run>) -> Result<(), StoreError> {
    let Versioned { value: mut run, version } = run;
    let page = ports.plans.entries(&run.plan, run.work.entries.as_deref(), JOB_PAGE).await?;
    let pushed = page.items.into_iter().filter(|(_, entry)| !entry.planned.is_empty());
    let jobs: Vec<Job> = pushed
        .zip(run.work.made..)
        .map(|((page, entry), slot)| Job {
            id: JobId::derived(&[run.id.as_str(), &entry.planned.key.to_string()]),
            run: run.id.clone(),
            plan: run.plan.clone(),
            listing: entry.planned.key,
            wave: run.wave_of(slot),
            slot,
            page,
            state: JobState::Waiting,
            hash: entry.planned.hash,
            snapshot: None,
            read_back: None,
            attempts: Vec::new(),
            failure: None,
            counted_as: None,
            moved_at: None,
            started_at: None,
            ended_at: None,
            next_attempt_at: None,
            to_tell: Vec::new(),
            created: None,
        })
        .collect();
    run.tallies.add(&jobs);
    run.work.made += u32::try_from(jobs.len()).unwrap_or(u32::MAX);
    run.work.entries = page.next;
    if run.work.entries.is_none() {
        if u64::from(run.work.made) != run.jobs() {
            let problem = format!("{} has {} jobs of {}", run.id, run.work.made, run.jobs());
            return Err(StoreError::Corrupt(problem));
        }
        run.state = run.state.after(RunWish::Made).unwrap_or(run.state);
        run.pace = Some(pace(&run, ports.clock.now()));
    }
    match ports.runs.add_jobs(&run, version, &jobs).await {
        // Somebody else made this page, or the run was cancelled.
        Ok(_) | Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Sends the jobs of one page that have not ended; starts those again that failed, where that was asked for.
async fn send(ports: &Ports, run: Versioned<Run>) -> Result<(), StoreError> {
    let run = run.value;
    let left = run.let_go().saturating_sub(u64::from(run.work.sent));
    let limit = usize::try_from(left).unwrap_or(SENT).min(SENT);
    let rows = ports.runs.rows(&run.id, run.work.sent, limit).await?;
    let Some(last) = rows.last().map(|row| row.slot + 1) else {
        return Err(StoreError::Corrupt(format!("{} has no job {}", run.id, run.work.sent)));
    };
    let (mut messages, mut jobs) = (Vec::new(), BTreeMap::new());
    for row in rows {
        let open = match row.state {
            JobState::Queued | JobState::Pushing => true,
            JobState::Failed if run.work.again && run.work.only.takes(&row) => {
                start_again(ports, &run, &row).await?
            }
            _ => false,
        };
        if open {
            jobs.insert(row.listing.clone(), row.job.clone());
            messages.push(Envelope {
                v: 1,
                id: format!("{}-{}", row.job, run.work.occasion),
                message: SyncMessage::Push { run: run.id.clone(), job: row.job, listing: row.listing },
            });
        }
    }
    if !messages.is_empty() {
        // Before the messages leave: a worker that is quick writes the mark after this one.
        cards::sent(ports, &run.id, &jobs).await?;
        ports.outbox.sync(&messages).await?;
    }
    sent(ports, &run, last).await
}

/// Turns a failed job back; whether it is open.
async fn start_again(ports: &Ports, run: &Run, row: &JobRow) -> Result<bool, StoreError> {
    let Some(job) = ports.runs.job(&run.id, &row.job).await? else { return Ok(false) };
    if job.value.state != JobState::Failed {
        return Ok(!job.value.state.is_settled());
    }
    // With a snapshot the job had started: it goes on from there, so that undo still knows what was before.
    let state = if job.value.snapshot.is_some() { JobState::Pushing } else { JobState::Queued };
    let again = Job {
        state,
        failure: None,
        attempts: Vec::new(),
        moved_at: Some(ports.clock.now()),
        ended_at: None,
        next_attempt_at: None,
        ..job.value
    };
    match ports.runs.put_job(&again, JobState::Failed, job.version).await {
        Ok(_) => Ok(true),
        // Somebody else started it again in this moment, or the run does not run any more.
        Err(StoreError::Conflict) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Counts a page of messages, unless somebody else did or began again.
async fn sent(ports: &Ports, began: &Run, until: u32) -> Result<(), StoreError> {
    conflict::retry(TRIES, || async {
        let Some(Versioned { mut value, version }) = ports.runs.get(&began.id).await? else { return Ok(()) };
        let moved = value.work.sent != began.work.sent || value.work.occasion != began.work.occasion;
        if moved || value.state != RunState::Running {
            return Ok(());
        }
        value.work.sent = until;
        value.work.again &= value.has_work();
        ports.runs.put(&value, version).await.map(drop)
    })
    .await
}
