//! One page of the plan that undoes a run.

use std::collections::BTreeMap;

use domain::{JobId, RunId};
use futures::{StreamExt, TryStreamExt, stream};

use super::entry::undo_entry;
use crate::{
    UseCaseError,
    ports::{Job, JobState, PlanEntry, PlanPlace, Ports, Run, UndoScope},
    publishing::{entry_view, planning::page::PlanPage, run},
};

/// Jobs that one page looks at.
const JOBS: usize = 45;
/// Jobs read at once.
const AT_ONCE: usize = 16;

/// The page of an undo that begins with the job at `at` of what is undone.
pub(crate) async fn page(
    ports: &Ports,
    id: &RunId,
    scope: &UndoScope,
    at: u32,
) -> Result<PlanPage, UseCaseError> {
    let run = run::get(ports, id).await?.value;
    let (jobs, looked_at, left) = match scope {
        UndoScope::Jobs(jobs) => {
            let rest = jobs.get(at as usize..).unwrap_or_default();
            let chunk = &rest[..rest.len().min(JOBS)];
            (jobs_of(ports, id, chunk).await?, chunk.len(), rest.len() > chunk.len())
        }
        UndoScope::Run => slots(ports, &run, 0, run.jobs(), at).await?,
        UndoScope::Wave(wave) => {
            let before: u64 = run.waves.iter().take(*wave as usize).sum();
            let size = run.waves.get(*wave as usize).copied().unwrap_or(0);
            slots(ports, &run, before, size, at).await?
        }
    };
    let mut entries: Vec<PlanEntry> = stream::iter(jobs)
        .map(|job| async move { undo_entry(ports, &job).await })
        .buffered(AT_ONCE)
        .try_filter_map(|entry| async move { Ok(entry) })
        .try_collect()
        .await?;
    entry_view::show(ports, &mut entries).await?;
    let next = at + u32::try_from(looked_at).unwrap_or(u32::MAX);
    Ok(PlanPage {
        entries,
        looked_at: looked_at as u64,
        to_look_at: None,
        place: if left { PlanPlace::At(next) } else { PlanPlace::End },
        unplanned: Vec::new(),
        nothing: BTreeMap::new(),
    })
}

/// The begun jobs among those from `at` on of the `size` that begin at slot `first`; how many were looked at, and
/// whether some are left.
async fn slots(
    ports: &Ports,
    run: &Run,
    first: u64,
    size: u64,
    at: u32,
) -> Result<(Vec<Job>, usize, bool), UseCaseError> {
    let rest = size.saturating_sub(u64::from(at));
    let limit = usize::try_from(rest).unwrap_or(JOBS).min(JOBS);
    let slot = u32::try_from(first + u64::from(at)).unwrap_or(u32::MAX);
    let rows = if limit == 0 { Vec::new() } else { ports.runs.rows(&run.id, slot, limit).await? };
    let begun: Vec<JobId> =
        rows.iter().filter(|row| !is_unstarted(row.state)).map(|row| row.job.clone()).collect();
    // A run that was cancelled while it started has fewer jobs than it counts.
    let left = rows.len() == limit && rest > rows.len() as u64;
    Ok((jobs_of(ports, &run.id, &begun).await?, rows.len(), left))
}

pub(super) async fn jobs_of(ports: &Ports, run: &RunId, jobs: &[JobId]) -> Result<Vec<Job>, UseCaseError> {
    stream::iter(jobs.to_vec())
        .map(|id| async move {
            let missing = || UseCaseError::NotFound { what: "job", id: id.to_string() };
            Ok::<Job, UseCaseError>(ports.runs.job(run, &id).await?.ok_or_else(missing)?.value)
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await
}

pub(super) const fn is_unstarted(state: JobState) -> bool {
    matches!(state, JobState::Waiting | JobState::Queued | JobState::Dropped)
}
