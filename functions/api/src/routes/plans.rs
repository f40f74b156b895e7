//! Plans: what would change, for a person to check.

use app::{
    catalogue::selection::Selected,
    publishing::{
        deletion::make_deletion_plan,
        freshness::{Freshness, freshness, run_of},
        planning::{PlanRequest, make_plan_as},
    },
};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::{BasisPoints, Invalid, ListingKey, PlanId, ProductId, RunId, Sku};

use super::{imports::channels_of, located};
use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, codes::values, not_found},
    query::{self, Listed, Paging, Params, Segment},
    route::{Routes, routes},
    wire::plan::{NewDeletion, NewPlan, Plan},
};

/// The most products or SKUs that one request may name.
const MOST_NAMED: usize = 1_000;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list, make)).routes(routes!(one)).routes(routes!(delete))
}

/// Makes a plan of everything that would change. Nothing is sent to any channel.
#[utoipa::path(post, path = "/v1/plans", tag = "plans", request_body = NewPlan,
    responses(
        (status = 201, body = Plan, headers(("Location" = String)), description = "Ready"),
        (status = 202, body = Plan, headers(("Location" = String)), description = "Still preparing: poll it")))]
async fn make(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(key): Extension<Idempotent>,
    Body(new): Body<NewPlan>,
) -> Result<Response, Problem> {
    let request = request_of(&state, new)?;
    let plan = make_plan_as(&state.ports, caller.actor(), plan_id(&key), request).await?;
    Ok(answer(&plan))
}

/// Makes the plan that deletes these listings at their channels, and says what is lost. Nothing is sent to any channel
/// before a run carries it out; a listing that was edited or sold until then is not deleted.
#[utoipa::path(post, path = "/v1/deletion-plans", tag = "plans", request_body = NewDeletion,
    responses((status = 201, body = Plan, headers(("Location" = String)), description = "Ready")))]
async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(key): Extension<Idempotent>,
    Body(new): Body<NewDeletion>,
) -> Result<Response, Problem> {
    let listings = parsed("listings", &new.listings, ListingKey::parse)?;
    let plan = make_deletion_plan(&state.ports, caller.actor(), plan_id(&key), listings).await?;
    Ok(answer(&plan))
}

/// The plan's id. It is the same for repeats of one request, so that a repeat finds the plan that an earlier try began.
pub(super) fn plan_id(key: &Idempotent) -> PlanId {
    PlanId::derived(&["request", &key.name])
}

/// 201 if the plan is ready, 202 if workers still compute it.
pub(super) fn answer(plan: &app::ports::Plan) -> Response {
    let status = match plan.state {
        app::ports::PlanState::Preparing => StatusCode::ACCEPTED,
        _ => StatusCode::CREATED,
    };
    // A plan that was just made is fresh.
    let freshness = (plan.state == app::ports::PlanState::Ready).then_some(Freshness::Fresh);
    located(status, &format!("/v1/plans/{}", plan.id), Plan::with(plan, freshness.as_ref()))
}

fn request_of(state: &ApiState, new: NewPlan) -> Result<PlanRequest, Problem> {
    for (field, count) in [("products", new.products.len()), ("skus", new.skus.len())] {
        if count > MOST_NAMED {
            return Err(Problem::of(&values::TOO_MANY_NAMED).field(field));
        }
    }
    let mut products = parsed("products", &new.products, ProductId::parse)?;
    let mut filter = new.filter.map(|filter| filter.query(state, "filter.")).transpose()?;
    if let Some(selection) = new.selection {
        if !products.is_empty() || !new.skus.is_empty() || filter.is_some() {
            return Err(Problem::of(&values::NOTHING_NAMED).field("selection"));
        }
        match selection.read(state, "selection.")? {
            Selected::Ids(ids) => products = ids,
            Selected::Filter(query) => filter = Some(*query),
        }
    }
    if new.visibility.is_some() && (new.create || new.fields.is_some()) {
        return Err(Problem::of(&values::VISIBILITY_ALONE).field("visibility"));
    }
    if new.create && new.fields.is_some() {
        return Err(Problem::of(&values::FIELDS_WITH_CREATE).field("fields"));
    }
    let guard = new.guard_percent.map(|percent| percent.0);
    if guard.is_some_and(|guard| !(BasisPoints(1)..=BasisPoints::percent(1_000)).contains(&guard)) {
        return Err(Problem::of(&values::PERCENT_OUT_OF_RANGE).field("guard_percent"));
    }
    Ok(PlanRequest {
        products,
        skus: parsed("skus", &new.skus, Sku::parse)?,
        filter,
        channels: channels_of(state, &new.channels, "channels")?,
        fields: new.fields.map(|fields| fields.into_iter().map(Into::into).collect()),
        guard,
        create: new.create,
        visibility: new.visibility.map(Into::into),
    })
}

pub(super) fn parsed<T>(
    field: &str,
    texts: &[String],
    parse: fn(&str) -> Result<T, Invalid>,
) -> Result<Vec<T>, Problem> {
    let one = |(index, text): (usize, &String)| {
        parse(text).map_err(|invalid| Problem::from(invalid).field(format!("{field}[{index}]")))
    };
    texts.iter().enumerate().map(one).collect()
}

/// The newest plans first.
#[utoipa::path(get, path = "/v1/plans", tag = "plans", params(Paging),
    responses((status = 200, body = Listed<Plan>)))]
async fn list(
    State(state): State<ApiState>,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<Plan>>, Problem> {
    let cursor = query::unwrap_cursor("plans", paging.cursor.as_deref())?;
    let page = state.ports.plans.recent(cursor.as_deref(), query::limit(paging.limit)?).await?;
    let runs: Vec<RunId> = page.items.iter().map(run_of).collect();
    let begun = state.ports.runs.which_exist(&runs).await?;
    let used =
        |plan: &app::ports::Plan| Some(run_of(plan)).filter(|run| begun.contains(run)).map(Freshness::Used);
    let items = page.items.iter().map(|plan| Plan::with(plan, used(plan).as_ref())).collect();
    let next = page.next.map(|next| query::wrap_cursor("plans", &next));
    Ok(Json(Listed { items, next }))
}

pub(super) async fn find(state: &ApiState, id: &Segment) -> Result<app::ports::Plan, Problem> {
    let id = id.parse(PlanId::parse)?;
    state.ports.plans.get(&id).await?.ok_or_else(|| not_found("plan", id.as_str()))
}

/// One plan without its listings, and whether it can still be carried out; 304 when nothing moved.
#[utoipa::path(get, path = "/v1/plans/{id}", tag = "plans", params(("id" = String, Path)),
    responses((status = 200, body = Plan, headers(("ETag" = String))), (status = 304)))]
async fn one(State(state): State<ApiState>, id: Segment, headers: HeaderMap) -> Result<Response, Problem> {
    let plan = found(&state, &id).await?;
    Ok(etag::hashed_or_304(&headers, plan))
}

async fn found(state: &ApiState, id: &Segment) -> Result<Plan, Problem> {
    let plan = find(state, id).await?;
    Ok(Plan::with(&plan, freshness(&state.ports, &plan).await?.as_ref()))
}
