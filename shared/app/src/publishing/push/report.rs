//! What follows a job's end: the run takes notice, the card moves, and the seller hears of what came after the run has
//! moved on, such as an audit that refuses an hour later what it took.
//!
//! A wave's end is reported in numbers. A late refusal is reported by itself, with the listing, the reason and what to
//! do, because nobody looks at that run any more. The message is stored with the job's end; whoever reads the job next
//! sends what a worker that died has left.

use crate::{
    Ports, StoreError, conflict,
    message::Envelope,
    ports::{Job, ListingState, Versioned},
    publishing::{cards, run},
};

const TRIES: usize = 5;

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
        // Somebody started it again, or reported it too. What stays in the record is sent again and makes no second
        // notification.
        Ok(_) | Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn clear_audit_mark(ports: &Ports, job: &Job) -> Result<(), StoreError> {
    conflict::retry(TRIES, || async {
        let Some(listing) = ports.listings.get(&job.key()).await? else { return Ok(()) };
        let Versioned { value, version } = listing.state;
        if value.awaiting.as_ref().is_none_or(|awaiting| awaiting.job != job.id) {
            return Ok(());
        }
        ports.listings.put_state(&ListingState { awaiting: None, ..value }, version).await.map(drop)
    })
    .await
}
