//! Bulk tasks: requested work over the whole catalogue, its progress, and its undo.

use app::{
    ports::{BulkKind, Role},
    pricing::base_reading,
    worker,
};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::ids::BulkTaskId;

use super::located;
use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, not_found},
    query::{self, Listed, Paging, Params, Segment},
    route::{Routes, routes},
    wire::bulk::{BaseReadingRequest, BulkRow, BulkTask},
};

/// The most pages of a task that one request reads to find rows.
const PAGES: u32 = 20;

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(read_bases))
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(rows))
        .routes(routes!(undo))
}

/// Says what the prices in the shops mean, for every product: fees included, so that base prices are computed back
/// through the rules and live prices stay; or base prices, so that live prices become what the rules make of them. What
/// a person typed is left alone. The queue carries it out; no shop's price moves without a plan.
#[utoipa::path(post, path = "/v1/price-rules/base-readings", tag = "prices", request_body = BaseReadingRequest,
    responses((status = 202, body = BulkTask, headers(("Location" = String)))))]
async fn read_bases(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(asked): Body<BaseReadingRequest>,
) -> Result<Response, Problem> {
    let id = BulkTaskId::derived(&["base-reading", &request.name]);
    let task = base_reading::choose(&state.ports, caller.actor(), id, asked.reading.into()).await?;
    accepted(&state, &task)
}

/// The newest bulk tasks first.
#[utoipa::path(get, path = "/v1/bulk-tasks", tag = "bulk tasks", params(Paging),
    responses((status = 200, body = Listed<BulkTask>)))]
async fn list(
    State(state): State<ApiState>,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<BulkTask>>, Problem> {
    let cursor = query::unwrap_cursor("bulk tasks", paging.cursor.as_deref())?;
    let page = state.ports.bulk_tasks.recent(cursor.as_deref(), query::limit(paging.limit)?).await?;
    let now = state.ports.clock.now();
    let items = page.items.iter().map(|task| BulkTask::of(task, now)).collect::<Result<_, _>>()?;
    Ok(Json(Listed { items, next: page.next.map(|next| query::wrap_cursor("bulk tasks", &next)) }))
}

/// One bulk task with its progress; 304 when nothing moved.
#[utoipa::path(get, path = "/v1/bulk-tasks/{id}", tag = "bulk tasks", params(("id" = String, Path)),
    responses((status = 200, body = BulkTask, headers(("ETag" = String))), (status = 304)))]
async fn one(State(state): State<ApiState>, id: Segment, headers: HeaderMap) -> Result<Response, Problem> {
    let id = id.parse(BulkTaskId::parse)?;
    let stored = state.ports.bulk_tasks.get(&id).await?;
    let stored = stored.ok_or_else(|| not_found("bulk_task", id.as_str()))?;
    Ok(etag::hashed_or_304(&headers, BulkTask::of(&stored.value, state.ports.clock.now())?))
}

/// What became of each record that the task did something about, or could not. A page may be short, or empty, and not
/// the last.
#[utoipa::path(get, path = "/v1/bulk-tasks/{id}/rows", tag = "bulk tasks", params(("id" = String, Path), Paging),
    responses((status = 200, body = Listed<BulkRow>)))]
async fn rows(
    State(state): State<ApiState>,
    id: Segment,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<BulkRow>>, Problem> {
    let id = id.parse(BulkTaskId::parse)?;
    let of = format!("bulk rows {id}");
    let stored = state.ports.bulk_tasks.get(&id).await?;
    let task = stored.ok_or_else(|| not_found("bulk_task", id.as_str()))?.value;
    let from: u32 = match query::unwrap_cursor(&of, paging.cursor.as_deref())? {
        Some(text) => text.parse().unwrap_or(0),
        None => 0,
    };
    let (mut page, mut items) = (from, Vec::new());
    while items.is_empty() && page < task.pages && page < from.saturating_add(PAGES) {
        items = state.ports.bulk_tasks.rows(&id, page).await?.into_iter().map(BulkRow::from).collect();
        page += 1;
    }
    let next = (page < task.pages).then(|| query::wrap_cursor(&of, &page.to_string()));
    Ok(Json(Listed { items, next }))
}

/// Takes a base reading, an edit of many products or a resolution of conflicts back: everything that still is what the
/// task made of it becomes what it was. Takes back the decisions that a task of matches made. What people changed since
/// is left alone.
#[utoipa::path(post, path = "/v1/bulk-tasks/{id}/undo", tag = "bulk tasks", params(("id" = String, Path)),
    responses((status = 202, body = BulkTask, headers(("Location" = String)))))]
async fn undo(State(state): State<ApiState>, caller: Caller, id: Segment) -> Result<Response, Problem> {
    let id = id.parse(BulkTaskId::parse)?;
    let stored = state.ports.bulk_tasks.get(&id).await?;
    if stored.is_some_and(|task| task.value.kind == BulkKind::BaseReading) {
        caller.needs(Role::Admin)?;
    }
    let task = worker::bulk::undo(&state.ports, caller.actor(), &id).await?;
    accepted(&state, &task)
}

/// 200 if the request did everything; 202 with the task's address if the queue does the rest.
pub(super) fn with_rest(task: Option<&BulkTask>, body: impl serde::Serialize) -> Response {
    match task {
        Some(task) => located(StatusCode::ACCEPTED, &format!("/v1/bulk-tasks/{}", task.id), body),
        None => Json(body).into_response(),
    }
}

pub(super) fn accepted(state: &ApiState, task: &app::ports::BulkTask) -> Result<Response, Problem> {
    let location = format!("/v1/bulk-tasks/{}", task.id);
    Ok(located(StatusCode::ACCEPTED, &location, BulkTask::of(task, state.ports.clock.now())?))
}
