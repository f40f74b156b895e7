//! A request stores a plan, and the plan is computed in pages.
//!
//! The plan's record has the position of the computation. A page is computed from there and stored together with the
//! record that counts it, on the condition that no other page was stored meanwhile. So a page that is computed twice
//! counts once, and after a crash the next worker continues from the record. The request itself computes the first
//! pages, so that a small plan is ready in its answer; the queue's workers compute the rest.

use domain::{BasisPoints, PlanId, plan::empty_plan_hash};

use super::{PlanRequest, named, pages};
use crate::{
    Ports, StoreError, UseCaseError, WorkError,
    message::{Envelope, PricingMessage},
    ports::{AuditEntry, Plan, PlanPlace, PlanSource, PlanState},
    words::JobFailure,
};

/// The most pages that a request computes itself.
const OF_A_REQUEST: usize = 2;
/// The most pages that one message computes.
const OF_A_MESSAGE: usize = 20;

/// Stores a plan and computes its first pages. Nothing is sent to any channel.
pub async fn make_plan(ports: &Ports, actor: &str, request: PlanRequest) -> Result<Plan, UseCaseError> {
    make_plan_as(ports, actor, PlanId::from_unique(&ports.ids.unique()), request).await
}

/// Like [`make_plan`], with an id that is the same for repeats of one request. A repeat finds the plan and continues
/// with it.
pub async fn make_plan_as(
    ports: &Ports,
    actor: &str,
    id: PlanId,
    request: PlanRequest,
) -> Result<Plan, UseCaseError> {
    let named = named(ports, &request).await?;
    let mut plan = new_plan(ports, actor, id);
    plan.fields = request.planned_fields().map(|fields| fields.into_iter().collect());
    plan.visibility = request.visibility;
    plan.guard = request.guard.unwrap_or(domain::plan::DEFAULT_GUARD);
    plan.to_look_at = named.len() as u64;
    plan.place = pages::first(&named, &request);
    begin(ports, plan, PlanSource::Products { named, request: Box::new(request) }).await
}

/// A plan without entries.
pub(crate) fn new_plan(ports: &Ports, actor: &str, id: PlanId) -> Plan {
    Plan {
        id,
        hash: empty_plan_hash(),
        state: PlanState::Preparing,
        failure: None,
        looked_at: 0,
        to_look_at: 0,
        place: PlanPlace::At(0),
        step: 1,
        pages: 0,
        listings: 0,
        listings_changed: 0,
        changes: 0,
        blocked: 0,
        conflicts: 0,
        warnings: 0,
        totals: crate::ports::PlanTotals::default(),
        calls: 0,
        calls_by_shop: [].into(),
        seconds: 0,
        fields: None,
        guard: BasisPoints(0),
        undoes: None,
        visibility: None,
        deletes: false,
        unplanned: Vec::new(),
        created_at: ports.clock.now(),
        created_by: actor.to_owned(),
    }
}

/// Stores the plan, or finds it, and continues with it.
pub(crate) async fn begin(ports: &Ports, plan: Plan, source: PlanSource) -> Result<Plan, UseCaseError> {
    match ports.plans.begin(&plan, &source).await {
        // An earlier try of this request stored it and may have died before it sent the message.
        Ok(()) | Err(StoreError::Conflict) => {}
        Err(error) => return Err(error.into()),
    }
    // The first page of a large catalogue may take long. What is not done in time is left to the queue. Cancelling it
    // is as safe as a crash.
    let pages = Box::pin(go_on(ports, &plan.id, OF_A_REQUEST));
    if let Ok(made) = tokio::time::timeout(ports.settings.request_time, pages).await {
        return made;
    }
    let missing = || UseCaseError::NotFound { what: "plan", id: plan.id.to_string() };
    let plan = ports.plans.get(&plan.id).await?.ok_or_else(missing)?;
    leave_to_the_queue(ports, &plan).await?;
    Ok(plan)
}

async fn leave_to_the_queue(ports: &Ports, plan: &Plan) -> Result<(), StoreError> {
    let message = PricingMessage::Plan { plan: plan.id.clone() };
    ports.outbox.pricing(&[Envelope { v: 1, id: format!("{}-{}", plan.id, plan.step), message }]).await
}

/// Carries out one message.
pub async fn work(ports: &Ports, id: &PlanId) -> Result<(), WorkError> {
    match go_on(ports, id, OF_A_MESSAGE).await {
        Ok(_) => Ok(()),
        Err(UseCaseError::Store(error)) => Err(error.into()),
        Err(error) => Err(WorkError::Fail { code: "plan_not_made".to_owned(), reason: error.to_string() }),
    }
}

/// Computes at most `pages` pages, and sends a message for the rest.
pub async fn go_on(ports: &Ports, id: &PlanId, pages: usize) -> Result<Plan, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "plan", id: id.to_string() };
    let mut plan = ports.plans.get(id).await?.ok_or_else(missing)?;
    if plan.state != PlanState::Preparing {
        return Ok(plan);
    }
    let source = ports.plans.source(id).await?.ok_or_else(missing)?;
    let mut seen = None;
    for _ in 0..pages {
        let page = pages::next(ports, &plan, &source, &mut seen).await?;
        let next = pages::added(ports, &plan, &page);
        if next.state == PlanState::Ready {
            audit(ports, &next, &source).await?;
        }
        plan = match ports.plans.advance(&next, &page.entries).await {
            Ok(()) => next,
            // Another worker computed this page; continue after it.
            Err(StoreError::Conflict) => ports.plans.get(id).await?.ok_or_else(missing)?,
            Err(error) => return Err(error.into()),
        };
        if plan.state != PlanState::Preparing {
            return Ok(plan);
        }
    }
    leave_to_the_queue(ports, &plan).await?;
    Ok(plan)
}

/// Marks a plan as failed whose message goes to the dead letters, so that nobody waits for it.
pub async fn give_up(ports: &Ports, id: &PlanId, error: &WorkError) -> Result<(), StoreError> {
    let Some(mut plan) = ports.plans.get(id).await? else { return Ok(()) };
    if plan.state != PlanState::Preparing {
        return Ok(());
    }
    tracing::warn!(plan.id = %id, error.message = %error, "a plan is given up");
    plan.failure = Some(JobFailure::PlanNotMade.into());
    plan.state = PlanState::Failed;
    plan.step += 1;
    match ports.plans.advance(&plan, &[]).await {
        // Another message continues with it.
        Err(StoreError::Conflict) => Ok(()),
        written => written,
    }
}

/// Written before the last page is stored, with an id derived from the plan, so that a repeat of the page writes the
/// same entry.
async fn audit(ports: &Ports, plan: &Plan, source: &PlanSource) -> Result<(), StoreError> {
    let action = match (plan.deletes, &plan.undoes) {
        (true, _) => "plan.delete",
        (_, Some(_)) => "plan.undo",
        _ => "plan.create",
    };
    let mut details = serde_json::json!({
        "hash": plan.hash, "listings": plan.listings_changed, "changes": plan.changes, "undoes": plan.undoes,
    });
    if let PlanSource::Deletion { listings } = source {
        details["deletes"] = serde_json::json!(listings);
    }
    let entry = AuditEntry {
        id: plan.id.to_string(),
        at: plan.created_at,
        actor: plan.created_by.clone(),
        action: action.to_owned(),
        subject: plan.id.to_string(),
        details,
    };
    match ports.audit.append(&entry).await {
        Err(StoreError::Conflict) => Ok(()),
        written => written,
    }
}
