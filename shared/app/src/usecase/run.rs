//! Carrying out a plan: waves of jobs, and what a person can do about a run.

use domain::{ContentHash, JobId, PlanId, RunId};

use crate::{
    StoreError, UseCaseError,
    message::{Envelope, NotifyMessage, Severity, SyncMessage},
    ports::{AuditEntry, Job, JobState, Page, Plan, PlanEntry, Ports, Run, RunCounts, RunState, Versioned},
};

/// How a run is cut into waves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Waves {
    /// 5 listings, then 50, then the rest, each let go by a person. Plans of up to 20 listings are one wave.
    #[default]
    Guarded,
    /// Everything at once.
    Single,
}

impl Waves {
    fn sizes(self, jobs: u64) -> Vec<u64> {
        match self {
            Self::Guarded if jobs > 20 => {
                let second = jobs.saturating_sub(5).min(50);
                [5, second, jobs - 5 - second].into_iter().filter(|size| *size > 0).collect()
            }
            _ => vec![jobs],
        }
    }
}

/// Starts carrying out `plan`, whose hash a person has seen. A plan runs once: asking again finds the same run.
pub async fn start(
    ports: &Ports,
    actor: &str,
    plan_id: &PlanId,
    approved: &ContentHash,
    waves: Waves,
) -> Result<Versioned<Run>, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "plan", id: plan_id.to_string() };
    let plan = ports.plans.get(plan_id).await?.ok_or_else(missing)?;
    if &plan.hash != approved {
        let reason = format!("the plan's hash is {}, not {approved}", plan.hash);
        return Err(UseCaseError::Refused { code: "plan_hash_mismatch", reason });
    }
    let entries = pushable_entries(ports, &plan).await?;
    if entries.is_empty() {
        let reason = "the plan changes nothing that may be pushed".to_owned();
        return Err(UseCaseError::Refused { code: "plan_empty", reason });
    }
    let run = new_run(ports, actor, &plan, waves.sizes(entries.len() as u64));
    let jobs = jobs_of(&run, &entries);
    match ports.runs.create(&run, &jobs).await {
        // The run exists: an earlier start may have died before its messages left. Sending them again is harmless.
        Ok(()) | Err(StoreError::Conflict) => {}
        Err(error) => return Err(error.into()),
    }
    let stored = get(ports, &run.id).await?;
    send_in(ports, &run.id, JobState::Queued, "start").await?;
    audit(ports, actor, "run.start", &run.id, serde_json::json!({"plan": plan_id, "jobs": jobs.len()}))
        .await?;
    Ok(stored)
}

async fn pushable_entries(ports: &Ports, plan: &Plan) -> Result<Vec<PlanEntry>, StoreError> {
    let (mut entries, mut cursor) = (Vec::new(), None);
    loop {
        let page = ports.plans.entries(&plan.id, cursor.as_deref(), 200).await?;
        entries.extend(page.items.into_iter().filter(|entry| !entry.planned.is_empty()));
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(entries),
        }
    }
}

fn new_run(ports: &Ports, actor: &str, plan: &Plan, waves: Vec<u64>) -> Run {
    let mut counts = RunCounts::default();
    counts.0.insert(JobState::Queued, waves[0]);
    let later: u64 = waves[1..].iter().sum();
    if later > 0 {
        counts.0.insert(JobState::Waiting, later);
    }
    Run {
        id: RunId::derived(&[plan.id.as_str()]),
        plan: plan.id.clone(),
        plan_hash: plan.hash.clone(),
        state: RunState::Running,
        waves,
        wave: 0,
        counts,
        started_at: ports.clock.now(),
        finished_at: None,
        started_by: actor.to_owned(),
    }
}

fn jobs_of(run: &Run, entries: &[PlanEntry]) -> Vec<Job> {
    let waves = run
        .waves
        .iter()
        .zip(0_u32..)
        .flat_map(|(size, wave)| std::iter::repeat_n(wave, usize::try_from(*size).unwrap_or(0)));
    entries
        .iter()
        .zip(waves)
        .map(|(entry, wave)| Job {
            id: JobId::derived(&[run.id.as_str(), &entry.planned.key.to_string()]),
            run: run.id.clone(),
            plan: run.plan.clone(),
            listing: entry.planned.key.clone(),
            wave,
            state: if wave == 0 { JobState::Queued } else { JobState::Waiting },
            hash: entry.planned.hash.clone(),
            snapshot: None,
            read_back: None,
            attempts: Vec::new(),
            failure: None,
        })
        .collect()
}

/// The run, or a clear refusal.
pub async fn get(ports: &Ports, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    ports.runs.get(id).await?.ok_or_else(|| UseCaseError::NotFound { what: "run", id: id.to_string() })
}

/// Lets the next wave go.
pub async fn approve(ports: &Ports, actor: &str, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    let run = expect_state(ports, id, &[RunState::AwaitingApproval]).await?;
    let next = run.value.wave + 1;
    for job in jobs_in(ports, id, JobState::Waiting).await? {
        if job.value.wave == next {
            let queued = Job { state: JobState::Queued, ..job.value };
            ports.runs.put_job(&queued, JobState::Waiting, job.version).await?;
        }
    }
    // The jobs first: a crash in between leaves a run that can be approved again, never one that waits for nothing.
    let run = move_to(ports, id, |run| {
        run.state = RunState::Running;
        run.wave = next;
    })
    .await?;
    send_in(ports, id, JobState::Queued, &format!("wave{next}")).await?;
    audit(ports, actor, "run.approve", id, serde_json::json!({"wave": next})).await?;
    Ok(run)
}

/// Jobs that have not started wait until [`resume`].
pub async fn pause(ports: &Ports, actor: &str, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    expect_state(ports, id, &[RunState::Running]).await?;
    let run = move_to(ports, id, |run| run.state = RunState::Paused).await?;
    audit(ports, actor, "run.pause", id, serde_json::Value::Null).await?;
    Ok(run)
}

/// Goes on after [`pause`].
pub async fn resume(ports: &Ports, actor: &str, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    expect_state(ports, id, &[RunState::Paused]).await?;
    move_to(ports, id, |run| run.state = RunState::Running).await?;
    send_in(ports, id, JobState::Queued, &ports.ids.unique()).await?;
    audit(ports, actor, "run.resume", id, serde_json::Value::Null).await?;
    settle(ports, id).await?;
    get(ports, id).await
}

/// Drops every job that has not started. What was pushed stays; undo is a plan of its own.
pub async fn cancel(ports: &Ports, actor: &str, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    expect_state(ports, id, &[RunState::Running, RunState::Paused, RunState::AwaitingApproval]).await?;
    move_to(ports, id, |run| {
        run.state = RunState::Cancelled;
        run.finished_at = Some(ports.clock.now());
    })
    .await?;
    for state in [JobState::Queued, JobState::Waiting] {
        for job in jobs_in(ports, id, state).await? {
            let dropped = Job { state: JobState::Dropped, ..job.value };
            match ports.runs.put_job(&dropped, state, job.version).await {
                // A worker took it in this moment and will see that the run is cancelled.
                Ok(_) | Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    audit(ports, actor, "run.cancel", id, serde_json::Value::Null).await?;
    get(ports, id).await
}

/// Starts the failed jobs again, and sends the messages of all that have not ended anew: theirs may be lost.
pub async fn retry(ports: &Ports, actor: &str, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    expect_state(ports, id, &[RunState::Running, RunState::AwaitingApproval, RunState::Finished]).await?;
    let (mut turned, mut trouble) = (0, None);
    for job in jobs_in(ports, id, JobState::Failed).await? {
        // With a snapshot the job had started: it goes on from there, so that undo still knows what was before.
        let state = if job.value.snapshot.is_some() { JobState::Pushing } else { JobState::Queued };
        let again = Job { state, failure: None, attempts: Vec::new(), ..job.value };
        match ports.runs.put_job(&again, JobState::Failed, job.version).await {
            Ok(_) => turned += 1,
            // Somebody else started it again in this moment.
            Err(StoreError::Conflict) => {}
            // What was started so far is sent before the error is told: nobody else would send it.
            Err(error) => {
                trouble = Some(error);
                break;
            }
        }
    }
    move_to(ports, id, |run| {
        run.state = RunState::Running;
        run.finished_at = None;
    })
    .await?;
    for state in [JobState::Pushing, JobState::Queued] {
        send_in(ports, id, state, &ports.ids.unique()).await?;
    }
    audit(ports, actor, "run.retry", id, serde_json::json!({"jobs": turned})).await?;
    settle(ports, id).await?;
    match trouble {
        Some(error) => Err(error.into()),
        None => get(ports, id).await,
    }
}

/// Ends the wave or the run when no job of it is at work any more. Called after every job.
pub(super) async fn settle(ports: &Ports, id: &RunId) -> Result<(), StoreError> {
    let Some(run) = ports.runs.get(id).await? else { return Ok(()) };
    let counts = &run.value.counts;
    if run.value.state != RunState::Running || counts.of(JobState::Queued) + counts.of(JobState::Pushing) > 0
    {
        return Ok(());
    }
    let waiting = counts.of(JobState::Waiting);
    let mut next = run.value.clone();
    if waiting > 0 {
        next.state = RunState::AwaitingApproval;
    } else {
        next.state = RunState::Finished;
        next.finished_at = Some(ports.clock.now());
    }
    match ports.runs.put(&next, run.version).await {
        Ok(_) => tell(ports, &next).await,
        // Another worker's job ended in the same moment; it settles the run.
        Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn tell(ports: &Ports, run: &Run) -> Result<(), StoreError> {
    let counts = &run.counts;
    let good = counts.of(JobState::Succeeded) + counts.of(JobState::Unchanged);
    let bad = counts.of(JobState::Failed) + counts.of(JobState::Stale);
    let waits = run.state == RunState::AwaitingApproval;
    let (kind, text, text_en) = if waits {
        (
            "run_awaits_approval",
            format!(
                "Gelombang {} selesai: {good} berhasil, {bad} gagal. Setujui gelombang berikutnya.",
                run.wave + 1
            ),
            format!("Wave {} is done: {good} succeeded, {bad} failed. Approve the next wave.", run.wave + 1),
        )
    } else {
        (
            "run_finished",
            format!("Proses selesai: {good} berhasil, {bad} gagal."),
            format!("The run is finished: {good} succeeded, {bad} failed."),
        )
    };
    let severity = if bad > 0 { Severity::Warning } else { Severity::Info };
    let subject = format!("{}#{}", run.id, run.wave);
    let message = NotifyMessage::Tell { kind: kind.to_owned(), subject, severity, text, text_en };
    ports.outbox.notify(&[Envelope::derived(message)]).await
}

async fn expect_state(
    ports: &Ports,
    id: &RunId,
    allowed: &[RunState],
) -> Result<Versioned<Run>, UseCaseError> {
    let run = get(ports, id).await?;
    if allowed.contains(&run.value.state) {
        return Ok(run);
    }
    let reason = format!("the run is {:?}", run.value.state);
    Err(UseCaseError::Refused { code: "run_state", reason })
}

/// Changes the run's own fields; tries again when a job's counter moved in between.
async fn move_to(
    ports: &Ports,
    id: &RunId,
    change: impl Fn(&mut Run),
) -> Result<Versioned<Run>, UseCaseError> {
    for _ in 0..10 {
        let mut run = get(ports, id).await?;
        change(&mut run.value);
        match ports.runs.put(&run.value, run.version).await {
            Err(StoreError::Conflict) => {}
            written => return Ok(written?),
        }
    }
    Err(StoreError::Conflict.into())
}

async fn jobs_in(ports: &Ports, id: &RunId, state: JobState) -> Result<Vec<Versioned<Job>>, StoreError> {
    let (mut jobs, mut cursor) = (Vec::new(), None);
    loop {
        let Page { items, next } = ports.runs.jobs(id, Some(state), cursor.as_deref(), 200).await?;
        jobs.extend(items);
        match next {
            Some(next) => cursor = Some(next),
            None => return Ok(jobs),
        }
    }
}

/// Sends the jobs in `state`. `occasion` keeps the queue from taking a message that is sent again on purpose for a
/// repeat.
async fn send_in(ports: &Ports, run: &RunId, state: JobState, occasion: &str) -> Result<(), StoreError> {
    let messages: Vec<Envelope<SyncMessage>> = jobs_in(ports, run, state)
        .await?
        .into_iter()
        .map(|job| Envelope {
            v: 1,
            id: format!("{}-{occasion}", job.value.id),
            message: SyncMessage::Push { run: run.clone(), job: job.value.id, listing: job.value.listing },
        })
        .collect();
    if messages.is_empty() { Ok(()) } else { ports.outbox.sync(&messages).await }
}

async fn audit(
    ports: &Ports,
    actor: &str,
    action: &str,
    run: &RunId,
    details: serde_json::Value,
) -> Result<(), StoreError> {
    let entry = AuditEntry {
        id: ports.ids.unique(),
        at: ports.clock.now(),
        actor: actor.to_owned(),
        action: action.to_owned(),
        subject: run.to_string(),
        details,
    };
    ports.audit.append(&entry).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_run_starts_small() {
        assert_eq!(Waves::Guarded.sizes(4), [4]);
        assert_eq!(Waves::Guarded.sizes(20), [20]);
        assert_eq!(Waves::Guarded.sizes(21), [5, 16]);
        assert_eq!(Waves::Guarded.sizes(4147), [5, 50, 4092]);
        assert_eq!(Waves::Single.sizes(4147), [4147]);
    }
}
