//! Whether a plan can still be carried out as it was approved.
//!
//! A plan is made again from what holds now, for as many of its listings as a request has time for, and the hashes are
//! compared. This only warns a person early: every job of a run makes its own plan again before it pushes.

use std::collections::BTreeMap;

use domain::{ContentHash, ListingKey, RunId};

use super::{deletion, planning::plan_again, undo};
use crate::{
    UseCaseError,
    ports::{Plan, PlanEntry, PlanRequest, PlanSource, PlanState, Ports},
};

/// Listings that are planned again to find out.
const LOOKED_AT: usize = 100;

/// What became of a plan that is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing it was made from has moved, as far as was looked.
    Fresh,
    /// Something it was made from moved: it would be refused listing by listing. Make a new plan.
    Stale,
    /// It is carried out, or was: a plan runs once.
    Used(RunId),
}

/// The run that carries `plan` out, or would.
pub fn run_of(plan: &Plan) -> RunId {
    RunId::derived(&[plan.id.as_str()])
}

/// Absent while the plan is not ready. Looks at the first 100 listings that the plan changes.
pub async fn freshness(ports: &Ports, plan: &Plan) -> Result<Option<Freshness>, UseCaseError> {
    if plan.state != PlanState::Ready {
        return Ok(None);
    }
    let id = run_of(plan);
    if ports.runs.get(&id).await?.is_some() {
        return Ok(Some(Freshness::Used(id)));
    }
    let planned = changed(ports, plan).await?;
    let now = match ports.plans.source(&plan.id).await? {
        Some(PlanSource::Undo { run, scope }) => undo::page::page(ports, &run, &scope, 0).await?.entries,
        Some(PlanSource::Deletion { listings }) => deletion::page(ports, &listings).await?.entries,
        Some(PlanSource::Products { request, .. }) => {
            plan_again(ports, &PlanRequest { filter: None, ..*request }, &planned).await?
        }
        None => return Ok(None),
    };
    let now: BTreeMap<&ListingKey, &ContentHash> =
        now.iter().map(|entry| (&entry.planned.key, &entry.planned.hash)).collect();
    let fresh = planned.iter().all(|entry| now.get(&entry.planned.key) == Some(&&entry.planned.hash));
    Ok(Some(if fresh { Freshness::Fresh } else { Freshness::Stale }))
}

/// The first entries that have something to push; of an undo those of its first page, which is made of the same jobs
/// when it is made again.
async fn changed(ports: &Ports, plan: &Plan) -> Result<Vec<PlanEntry>, UseCaseError> {
    let page = ports.plans.entries(&plan.id, None, LOOKED_AT).await?;
    let looked = page.items.into_iter().filter(|(page, _)| plan.undoes.is_none() || *page == 0);
    Ok(looked.map(|(_, entry)| entry).filter(|entry| !entry.planned.is_empty()).collect())
}
