//! Carrying out a plan: waves of jobs, and what a person can do about a run.

use domain::{ContentHash, PlanId, RunId};
use jiff::Timestamp;

use crate::{
    StoreError, UseCaseError, conflict,
    ports::{
        AuditEntry, JobFilter, JobState, Plan, PlanState, Ports, Run, RunCounts, RunState, RunWish, RunWork,
        Versioned,
    },
};

mod outcome;
mod pages;
mod record;
pub(crate) use outcome::{open, settle, settle_if_due};
use pages::go_on;
pub use pages::work;
pub use record::get;
use record::{TRIES, pace};

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

/// Starts carrying out `plan`, whose hash a person has seen. A plan runs once: asking again finds the same run. The run
/// is recorded here; its jobs are made in pages.
pub async fn start(
    ports: &Ports,
    actor: &str,
    plan_id: &PlanId,
    approved: &ContentHash,
    waves: Waves,
) -> Result<Versioned<Run>, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "plan", id: plan_id.to_string() };
    let plan = ports.plans.get(plan_id).await?.ok_or_else(missing)?;
    if plan.state != PlanState::Ready {
        let reason = format!("the plan is {:?}", plan.state);
        return Err(UseCaseError::Refused { code: "plan_not_ready", reason });
    }
    if &plan.hash != approved {
        let reason = format!("the plan's hash is {}, not {approved}", plan.hash);
        return Err(UseCaseError::Refused { code: "plan_hash_mismatch", reason });
    }
    if plan.listings_changed == 0 {
        let reason = "the plan changes nothing that may be pushed".to_owned();
        return Err(UseCaseError::Refused { code: "plan_empty", reason });
    }
    let mut run = new_run(ports, actor, &plan, waves.sizes(plan.listings_changed));
    let details = serde_json::json!({"plan": plan_id, "jobs": plan.listings_changed});
    run.outcome.to_audit.push(AuditEntry::now(ports, actor, "run.start", &run.id, details));
    match ports.runs.create(&run, &[]).await {
        // The run may exist: an earlier start may have died before its jobs were made or sent. Going on is harmless.
        Ok(()) | Err(StoreError::Conflict) => {}
        Err(error) => return Err(error.into()),
    }
    outcome::tell(ports, get(ports, &run.id).await?).await?;
    if let Some(undone) = &plan.undoes {
        note_undo(ports, undone, &run.id).await?;
    }
    go_on(ports, &run.id).await
}

/// Notes with the run that is undone which run does it.
async fn note_undo(ports: &Ports, undone: &RunId, by: &RunId) -> Result<(), UseCaseError> {
    conflict::retry(TRIES, || async {
        let Versioned { mut value, version } = get(ports, undone).await?;
        if !value.undone_by.contains(by) {
            value.undone_by.push(by.clone());
            ports.runs.put(&value, version).await?;
        }
        Ok(())
    })
    .await
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
        state: RunState::Starting,
        waves,
        wave: 0,
        work: RunWork { occasion: "start".to_owned(), ..RunWork::default() },
        counts,
        tallies: crate::ports::Tallies::default(),
        failures: std::collections::BTreeMap::new(),
        moved_at: None,
        pace: None,
        started_at: ports.clock.now(),
        finished_at: None,
        started_by: actor.to_owned(),
        undoes: plan.undoes.clone(),
        undone_by: Vec::new(),
        outcome: crate::ports::Outcome::default(),
    }
}

/// Lets the next wave go: `seen`, from 0, where the person says which one was looked at.
///
/// # Errors
///
/// `run_wave` when another wave waits than the one that was seen; `run_state` when none waits.
pub async fn approve(
    ports: &Ports,
    actor: &str,
    id: &RunId,
    seen: Option<u32>,
) -> Result<Versioned<Run>, UseCaseError> {
    let now = ports.clock.now();
    let approved = decide(ports, actor, id, RunWish::Approve, |run| {
        run.wave += 1;
        if seen.is_some_and(|seen| seen != run.wave) {
            let reason = format!("wave {} waits", run.wave);
            return Err(UseCaseError::Refused { code: "run_wave", reason });
        }
        run.pace = Some(pace(run, now));
        let released = run.waves.get(run.wave as usize).copied().unwrap_or(0);
        run.counts.moved_many(JobState::Waiting, JobState::Queued, released);
        run.work.occasion = format!("wave{}", run.wave);
        Ok(serde_json::json!({"wave": run.wave}))
    })
    .await;
    match approved {
        Ok(_) => go_on(ports, id).await,
        Err(UseCaseError::Refused { code, reason }) => {
            let run = get(ports, id).await?.value;
            // A repeat, such as after an answer that was lost: the wave is let go, and its messages may still have to leave.
            let released = seen.is_some_and(|seen| seen > 0 && seen == run.wave);
            if released || (seen.is_none() && run.has_work()) {
                return go_on(ports, id).await;
            }
            Err(UseCaseError::Refused { code, reason })
        }
        Err(error) => Err(error),
    }
}

/// Jobs that have not started wait until [`resume`].
pub async fn pause(ports: &Ports, actor: &str, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    decide(ports, actor, id, RunWish::Pause, |_| Ok(serde_json::Value::Null)).await
}

/// Goes on after [`pause`].
pub async fn resume(ports: &Ports, actor: &str, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    let (occasion, now) = (ports.ids.unique(), ports.clock.now());
    // Messages that came meanwhile were let go, so all are sent again.
    decide(ports, actor, id, RunWish::Resume, |run| {
        send_again(run, &occasion, now);
        Ok(serde_json::Value::Null)
    })
    .await?;
    go_on(ports, id).await
}

/// Drops every job that has not started: in one write, because such a job follows its run. What was pushed stays; undo
/// is a plan of its own.
pub async fn cancel(ports: &Ports, actor: &str, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    let now = ports.clock.now();
    decide(ports, actor, id, RunWish::Cancel, |run| {
        run.finished_at = Some(now);
        for state in [JobState::Queued, JobState::Waiting] {
            run.counts.moved_many(state, JobState::Dropped, u64::MAX);
        }
        Ok(serde_json::Value::Null)
    })
    .await?;
    settle(ports, id).await?;
    get(ports, id).await
}

/// Starts the failed jobs again, and sends the messages of all that have not ended again: theirs may be lost.
pub async fn retry(ports: &Ports, actor: &str, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    retry_only(ports, actor, id, &JobFilter::default()).await
}

/// Like [`retry`], for the failed jobs that `only` takes.
pub async fn retry_only(
    ports: &Ports,
    actor: &str,
    id: &RunId,
    only: &JobFilter,
) -> Result<Versioned<Run>, UseCaseError> {
    let (occasion, now) = (ports.ids.unique(), ports.clock.now());
    decide(ports, actor, id, RunWish::Retry, |run| {
        run.finished_at = None;
        // A retry of others that is not sent to the end yet goes on with this one.
        let both = run.work.again && run.work.only != *only;
        run.work.only = if both { JobFilter::default() } else { only.clone() };
        run.work.again = true;
        send_again(run, &occasion, now);
        let failed = match &only.code {
            Some(code) => run.failures.get(code).copied().unwrap_or(0),
            None => run.counts.of(JobState::Failed),
        };
        Ok(serde_json::json!({"jobs": failed, "only": only}))
    })
    .await?;
    go_on(ports, id).await
}

fn send_again(run: &mut Run, occasion: &str, now: Timestamp) {
    run.work.sent = 0;
    run.pace = Some(pace(run, now));
    occasion.clone_into(&mut run.work.occasion);
}

/// Changes the run's state as `wish` says, written only to the version that it was decided from: when a job or another
/// wish moved the run in between, it is read and decided again, so that no wish is lost under another. `change` answers
/// the details of its entry in the audit, which is kept with the state until the audit has it.
async fn decide(
    ports: &Ports,
    actor: &str,
    id: &RunId,
    wish: RunWish,
    change: impl Fn(&mut Run) -> Result<serde_json::Value, UseCaseError>,
) -> Result<Versioned<Run>, UseCaseError> {
    let written = conflict::retry(TRIES, || async {
        let Versioned { mut value, version } = get(ports, id).await?;
        let Some(state) = value.state.after(wish) else {
            let reason = format!("the run is {:?}", value.state);
            return Err(UseCaseError::Refused { code: "run_state", reason });
        };
        let over = value.is_over();
        let details = change(&mut value)?;
        if over {
            ports.runs.reopen(id).await?;
        }
        value.state = state;
        value.outcome.to_audit.push(AuditEntry::now(ports, actor, action_of(wish), id, details));
        ports.runs.put(&value, version).await.map_err(UseCaseError::from)
    });
    outcome::tell(ports, written.await?).await?;
    get(ports, id).await
}

/// What the audit calls a person's wish.
const fn action_of(wish: RunWish) -> &'static str {
    match wish {
        RunWish::Approve => "run.approve",
        RunWish::Pause => "run.pause",
        RunWish::Resume => "run.resume",
        RunWish::Cancel => "run.cancel",
        RunWish::Retry => "run.retry",
        RunWish::Made | RunWish::Watch | RunWish::WaveEnded | RunWish::Ended => "run.move",
    }
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
