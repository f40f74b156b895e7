//! Outcomes that would stay unknown: a worker died between storing and reporting, or an audit took longer than its
//! watch.
//!
//! A quiet day costs one read of the list of open runs, which is empty then.

use jiff::{SignedDuration, Timestamp};

use super::run::{open, settle_if_due};
use crate::{
    Ports, StoreError,
    message::{Envelope, SyncMessage},
    ports::{Job, JobFilter, JobState, Run},
    shops::schedule::Ticked,
};

/// A watch looks at least every five minutes; after this nobody looks.
const UNWATCHED: SignedDuration = SignedDuration::from_hours(6);
/// Jobs of one page.
const PAGE: usize = 100;

pub(crate) async fn report(ports: &Ports) -> Result<Ticked, StoreError> {
    let mut ticked = Ticked::default();
    for run in open(ports).await? {
        ticked.acted += u64::from(settle_if_due(ports, &run).await?);
        if run.counts.of(JobState::Accepted) > 0 {
            ticked.acted += watch_again(ports, &run).await?;
        }
    }
    Ok(ticked)
}

/// Looks once more at audited edits whose watch has ended, or has died.
async fn watch_again(ports: &Ports, run: &Run) -> Result<u64, StoreError> {
    let (now, mut watched, mut cursor) = (ports.clock.now(), 0, None);
    loop {
        let page =
            ports.runs.jobs(&run.id, &JobFilter::state(JobState::Accepted), cursor.as_deref(), PAGE).await?;
        let unwatched = page.items.into_iter().map(|job| job.value).filter(|job| is_unwatched(job, now));
        let messages: Vec<_> = unwatched.map(|job| watch(job, now)).collect();
        if !messages.is_empty() {
            watched += messages.len() as u64;
            ports.outbox.sync(&messages).await?;
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(watched),
        }
    }
}

fn is_unwatched(job: &Job, now: Timestamp) -> bool {
    job.attempts.last().is_none_or(|last| now.duration_since(last.at) >= UNWATCHED)
}

fn watch(job: Job, now: Timestamp) -> Envelope<SyncMessage> {
    // Named by the period, so that two ticks in it are one look.
    let period = now.as_second() / UNWATCHED.as_secs();
    let id = format!("{}-unwatched-{period}", job.id);
    Envelope { v: 1, id, message: SyncMessage::Watch { listing: job.key(), run: job.run, job: job.id } }
}
