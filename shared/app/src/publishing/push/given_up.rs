//! A job whose message is given up fails where people see it, so that its run ends.

use domain::{JobId, RunId};

use super::report;
use crate::{
    Ports, StoreError, WorkError, conflict,
    ports::{Attempt, Job, JobState, runs::Failure},
};

/// How often the end of a job is written when others write it at the same time.
const TRIES: usize = 5;

/// Ends the job of a push that goes to the dead letters because of `error`. The host of the queue calls this before.
pub(crate) async fn give_up(
    ports: &Ports,
    run: &RunId,
    id: &JobId,
    error: &WorkError,
) -> Result<(), StoreError> {
    let job = conflict::retry(TRIES, || async {
        let Some(job) = ports.runs.job(run, id).await? else { return Ok(None) };
        let before = job.value.state;
        if !matches!(before, JobState::Queued | JobState::Pushing) {
            return Ok(Some(job));
        }
        let (failure, attempt) = ended(ports, error);
        let mut failed = Job { failure: Some(failure), ..job.value };
        failed.moves(JobState::Failed, ports.clock.now());
        failed.attempts.push(attempt);
        ports.runs.put_job(&failed, before, job.version).await.map(|(job, _)| Some(job))
    });
    match job.await? {
        Some(job) => report::report(ports, &job).await,
        None => Ok(()),
    }
}

fn ended(ports: &Ports, error: &WorkError) -> (Failure, Attempt) {
    let (code, reason) = match error {
        WorkError::Retry { reason, .. } | WorkError::Wait { reason, .. } => ("retries_exhausted", reason),
        WorkError::Fail { code, reason } => (code.as_str(), reason),
    };
    let code = code.to_owned();
    let attempt = Attempt {
        at: ports.clock.now(),
        code: code.clone(),
        reason: reason.clone(),
        calls: 0,
        held: std::collections::BTreeSet::new(),
    };
    (Failure::new(code, error.seller_text()), attempt)
}
