//! When a wave or a run ends, and how that is reported.
//!
//! What is to be reported, and what people did, is stored with the state that it is about, in one write, then sent,
//! then removed. A worker that dies in between leaves it in the record: whoever settles the run next sends it, be it
//! the message that comes again or the schedule. A notification's name has the number of the outcome, so that sending
//! twice makes one notification and the end after a retry makes another.

use domain::RunId;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Ports, StoreError, conflict,
    message::{Envelope, NotifyMessage, Severity},
    ports::{JobState, Outcome, Run, RunState, RunWish, Versioned},
    words::{RunCounts, RunEnd},
};

/// The next wave may start when at most one in this many of the started jobs still waits for its audit.
const AUDITED: u64 = 5;
/// After this a person decides without the missing verdicts: some audits take days.
const LONGEST_HOLD: SignedDuration = SignedDuration::from_hours(24);
/// Others write the run at the same time: jobs that end, people who pause.
const TRIES: usize = 10;

/// Ends the wave or the run when no job of it is at work any more, and sends what is to be reported. Called after every
/// job, and by the schedule.
pub(crate) async fn settle(ports: &Ports, id: &RunId) -> Result<(), StoreError> {
    let settled = conflict::retry(TRIES, || async {
        let Some(run) = ports.runs.get(id).await? else { return Ok(None) };
        match ended(&run.value, ports.clock.now()) {
            None => Ok(Some(run)),
            Some(next) => ports.runs.put(&next, run.version).await.map(Some),
        }
    });
    match settled.await? {
        Some(run) => tell(ports, run).await,
        None => Ok(()),
    }
}

/// Runs that may still have an outcome to come. Those that have none any more are not looked at again.
pub(crate) async fn open(ports: &Ports) -> Result<Vec<Run>, StoreError> {
    let mut open = Vec::new();
    for id in ports.runs.open().await? {
        let Some(run) = ports.runs.get(&id).await? else {
            continue;
        };
        if run.value.is_over() && ended(&run.value, ports.clock.now()).is_none() {
            ports.runs.close(&id, run.version).await?;
        } else {
            open.push(run.value);
        }
    }
    Ok(open)
}

/// Settles a run whose worker died before it could, or that has waited long enough for audits.
pub(crate) async fn settle_if_due(ports: &Ports, run: &Run) -> Result<bool, StoreError> {
    let due = run.outcome.is_pending() || ended(run, ports.clock.now()).is_some();
    if due {
        settle(ports, &run.id).await?;
    }
    Ok(due)
}

/// The run as it is from now on, with what there is to report; `None` while nothing ended.
fn ended(run: &Run, now: Timestamp) -> Option<Run> {
    let of = |state| run.counts.of(state);
    if run.has_work() || of(JobState::Queued) + of(JobState::Pushing) > 0 {
        return None;
    }
    let (later, audited) = (of(JobState::Waiting) > 0, of(JobState::Accepted) > 0);
    let state = if run.state == RunState::Cancelled {
        let known = run.outcome.state == Some(RunState::Cancelled);
        (!known && !audited).then_some(RunState::Cancelled)?
    } else {
        let watches = if later { holds(run, now) } else { audited };
        run.state.after(match (watches, later) {
            (true, _) => RunWish::Watch,
            (false, true) => RunWish::WaveEnded,
            (false, false) => RunWish::Ended,
        })?
    };
    let mut next = run.clone();
    next.state = state;
    if state == RunState::Finished {
        next.finished_at = Some(now);
    }
    next.outcome.audits_since = (state == RunState::Watching && later).then_some(now);
    next.outcome.count += 1;
    next.outcome.state = Some(state);
    let message = message(&next);
    next.outcome.to_tell.push(message);
    Some(next)
}

/// Whether too many edits of the waves so far are under audit: a guarded run goes on when most of what it did is known
/// to be good.
fn holds(run: &Run, now: Timestamp) -> bool {
    let since = run.outcome.audits_since.unwrap_or(now);
    run.counts.of(JobState::Accepted) * AUDITED > run.let_go() && now.duration_since(since) < LONGEST_HOLD
}

/// Sends what the record says is to be reported, appends what was done to the audit, and removes both.
pub(super) async fn tell(ports: &Ports, mut run: Versioned<Run>) -> Result<(), StoreError> {
    if !run.value.outcome.is_pending() {
        return Ok(());
    }
    let Outcome { to_tell: sent, to_audit: appended, .. } = run.value.outcome.clone();
    for entry in &appended {
        ports.audit.append(entry).await?;
    }
    if !sent.is_empty() {
        let messages: Vec<_> = sent.iter().cloned().map(Envelope::derived).collect();
        ports.outbox.notify(&messages).await?;
    }
    for _ in 0..TRIES {
        run.value.outcome.to_tell.retain(|message| !sent.contains(message));
        run.value.outcome.to_audit.retain(|entry| !appended.contains(entry));
        match ports.runs.put(&run.value, run.version).await {
            Err(StoreError::Conflict) => {}
            stored => return stored.map(|_| ()),
        }
        match ports.runs.get(&run.value.id).await? {
            Some(now) => run = now,
            None => return Ok(()),
        }
    }
    Err(StoreError::Conflict)
}

fn message(run: &Run) -> NotifyMessage {
    let of = |state| run.counts.of(state);
    let good = of(JobState::Succeeded) + of(JobState::Unchanged);
    let bad = of(JobState::Failed) + of(JobState::Stale);
    let (audited, dropped, wave) = (of(JobState::Accepted), of(JobState::Dropped), run.wave + 1);
    let end = match run.state {
        RunState::AwaitingApproval => RunEnd::AwaitsApproval,
        RunState::Watching if of(JobState::Waiting) > 0 => RunEnd::WaveUnderAudit,
        RunState::Watching => RunEnd::UnderAudit,
        RunState::Cancelled => RunEnd::Cancelled,
        _ => RunEnd::Finished,
    };
    let text = end.seller_text(RunCounts { wave, good, bad, audited, dropped });
    let severity = if bad > 0 { Severity::Warning } else { Severity::Info };
    NotifyMessage::tell(end.kind(), &format!("{}#{}", run.id, run.outcome.count), severity, text)
}
