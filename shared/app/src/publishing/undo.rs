//! Undoing a run: a plan like any other, made of the snapshots taken just before its pushes.

use domain::{PlanId, RunId};

use super::{planning, run};
use crate::{
    UseCaseError,
    ports::{Plan, PlanSource, PlanState, Ports, RunState, UndoScope},
};

mod entry;
pub(crate) mod page;
use page::{is_unstarted, jobs_of};

/// Makes the plan that restores what a run changed. A field that the channel changed since is left alone and named.
pub async fn make_undo_plan(ports: &Ports, actor: &str, id: &RunId) -> Result<Plan, UseCaseError> {
    let plan = PlanId::from_unique(&ports.ids.unique());
    make_undo_plan_of(ports, actor, plan, id, UndoScope::Run).await
}

/// Records the undo of a part of a run as a plan, and makes its first pages. `plan` is equal for repeats of one
/// request: a repeat finds the plan and goes on.
pub async fn make_undo_plan_of(
    ports: &Ports,
    actor: &str,
    plan: PlanId,
    id: &RunId,
    mut scope: UndoScope,
) -> Result<Plan, UseCaseError> {
    if let UndoScope::Jobs(jobs) = &mut scope {
        jobs.sort();
        jobs.dedup();
    }
    let run = run::get(ports, id).await?.value;
    if matches!(run.state, RunState::Starting | RunState::Running) {
        let reason = "the run is still at work; pause or cancel it first".to_owned();
        return Err(UseCaseError::Refused { code: "run_state", reason });
    }
    let begun = run.counts.0.iter().any(|(state, count)| *count > 0 && !is_unstarted(*state));
    let size = match &scope {
        UndoScope::Run => run.jobs(),
        // Nothing of a wave that was not let go has begun.
        UndoScope::Wave(wave) if *wave > run.wave => 0,
        UndoScope::Wave(wave) => run.waves.get(*wave as usize).copied().unwrap_or(0),
        UndoScope::Jobs(jobs) => {
            jobs_of(ports, id, jobs).await?;
            jobs.len() as u64
        }
    };
    if !begun || size == 0 {
        return Err(nothing());
    }
    let mut undo = planning::new_plan(ports, actor, plan);
    undo.undoes = Some(id.clone());
    undo.guard = domain::plan::DEFAULT_GUARD;
    undo.to_look_at = size;
    let undo = planning::begin(ports, undo, PlanSource::Undo { run: id.clone(), scope }).await?;
    if undo.state == PlanState::Failed && undo.listings == 0 { Err(nothing()) } else { Ok(undo) }
}

fn nothing() -> UseCaseError {
    let reason = "the run pushed nothing that could be undone".to_owned();
    UseCaseError::Refused { code: "nothing_to_undo", reason }
}
