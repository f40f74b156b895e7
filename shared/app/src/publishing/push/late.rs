//! Outcomes that come after the run has moved on: an audit refuses an hour later what it took.
//!
//! A wave's end is reported in numbers. A late refusal is reported by itself, with the listing, the reason and what to do,
//! because nobody looks at that run any more. The message is stored with the job's end; whoever reads the job next
//! sends what a worker that died has left.

use jiff::Timestamp;

use super::Work;
use crate::{
    Ports, StoreError, WorkError,
    marketplace::FetchedListing,
    message::{Envelope, NotifyMessage, Severity},
    ports::{Awaiting, Job, JobState, ListingState, Versioned},
    publishing::{cards, run},
    words::{Notice, SellerText},
};

const TRIES: usize = 5;

/// After an observation: settles the job that waits for this listing's audit.
pub(crate) async fn audit_moved(
    ports: &Ports,
    awaiting: &Awaiting,
    live: &FetchedListing,
    seen_at: Timestamp,
) -> Result<(), WorkError> {
    match Work::load(ports, &awaiting.run, &awaiting.job).await? {
        Some(mut work) if work.job.value.state == JobState::Accepted => {
            work.seen_at = seen_at;
            work.judge_audit(live, false).await
        }
        _ => Ok(()),
    }
}

/// Before a listing is noted as gone: its edit is never live, so the job that waits for its audit ends, and the seller is
/// told.
pub(crate) async fn audit_of_gone(ports: &Ports, awaiting: &Awaiting) -> Result<(), WorkError> {
    match Work::load(ports, &awaiting.run, &awaiting.job).await? {
        Some(mut work) if work.job.value.state == JobState::Accepted => work.fail_as_gone().await,
        _ => Ok(()),
    }
}

/// The notice of an edit that was accepted and then failed.
pub(super) fn message(work: &Work<'_>, why: SellerText) -> NotifyMessage {
    let job = &work.job.value;
    let title = &work.listing.observed.content.title;
    let channel = &work.marketplace.capabilities().name;
    let notice = Notice::EditRefused { title, channel, why };
    // The version tells a refusal after a retry from the first.
    let subject = format!("{}/{}/{}", job.listing, job.run, work.job.version);
    NotifyMessage::tell(notice.kind(), &subject, Severity::Warning, notice.seller_text())
}

/// Everything that follows a job's end, or its audit's beginning. Doing it again changes nothing.
pub(super) async fn report(ports: &Ports, job: &Versioned<Job>) -> Result<(), StoreError> {
    let ended = job.value.state.is_final();
    if ended {
        tell(ports, job.clone()).await?;
    }
    run::settle(ports, &job.value.run).await?;
    if !ended {
        return cards::job_moved(ports, &job.value).await;
    }
    // Last: by this mark an observation that comes again finds the job, and does what is left to do.
    clear_audit_mark(ports, &job.value).await?;
    cards::job_moved(ports, &job.value).await
}

async fn tell(ports: &Ports, mut job: Versioned<Job>) -> Result<(), StoreError> {
    if job.value.to_tell.is_empty() {
        return Ok(());
    }
    let messages: Vec<_> = job.value.to_tell.iter().cloned().map(Envelope::derived).collect();
    ports.outbox.notify(&messages).await?;
    job.value.to_tell.clear();
    let state = job.value.state;
    match ports.runs.put_job(&job.value, state, job.version).await {
        // Somebody started it again, or told it too. What stays in the record is sent again and makes no second
        // notification.
        Ok(_) | Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn clear_audit_mark(ports: &Ports, job: &Job) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let Some(listing) = ports.listings.get(&job.listing).await? else { return Ok(()) };
        let Versioned { value, version } = listing.state;
        if value.awaiting.as_ref().is_none_or(|awaiting| awaiting.job != job.id) {
            return Ok(());
        }
        match ports.listings.put_state(&ListingState { awaiting: None, ..value }, version).await {
            Err(StoreError::Conflict) => {}
            written => return written.map(|_| ()),
        }
    }
    Err(StoreError::Conflict)
}
