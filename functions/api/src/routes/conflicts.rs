//! Fields that changed on both sides: the value of each side, and the decision of a person.

use app::publishing::conflicts::{self, list as found, resolve as decide, undo as take_back};
use axum::{Extension, Json, extract::State, response::Response};
use domain::ids::BulkTaskId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::bulk_tasks::accepted;
use crate::{
    ApiState,
    body::Body,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, codes::values},
    query::{self, Params, Segment},
    route::{Routes, routes},
    wire::{
        bulk::BulkTask,
        conflict::{Conflict, ConflictFilter, ConflictPage, NewResolution},
        enums::Field,
    },
};

/// The most conflicts or products that one request may name.
const MOST_NAMED: usize = 1_000;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list)).routes(routes!(resolve)).routes(routes!(undo))
}

/// Which conflicts. Every condition that is present must hold.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ConflictListQuery {
    /// One product only.
    pub product: Option<String>,
    /// One channel only.
    pub channel: Option<String>,
    #[param(inline)]
    pub field: Option<Field>,
    /// Words of the product's title, or a SKU.
    pub q: Option<String>,
    pub cursor: Option<String>,
    /// How many products one page looks at, 1 to 200; 50 when left out. A page may be empty and have a `next`.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// The fields that changed on both sides, with what each says, who said it and when, and what both had agreed on.
#[utoipa::path(get, path = "/v1/conflicts", tag = "plans", params(ConflictListQuery),
    responses((status = 200, body = ConflictPage)))]
async fn list(
    State(state): State<ApiState>,
    Params(asked): Params<ConflictListQuery>,
) -> Result<Json<ConflictPage>, Problem> {
    let ConflictListQuery { product, channel, field, q, cursor, limit } = asked;
    let query = ConflictFilter { product, channel, field, q }.query(&state, "")?;
    let of = format!("conflicts {query:?}");
    let cursor = query::unwrap_cursor(&of, cursor.as_deref())?;
    let conflicts::Found { conflicts, next, total } =
        found(&state.ports, &query, cursor, query::limit(limit)?).await?;
    let items = conflicts.iter().map(Conflict::from).collect();
    Ok(Json(ConflictPage { items, next: next.map(|next| query::wrap_cursor(&of, &next)), total }))
}

/// Decides one conflict or many alike. Only records change: a plan brings what was decided to the shops. The answer is a
/// bulk task; its `counts` say how many were `resolved`, `gone` or `refused`, its rows say which and why. What a request has
/// no time for, the queue does.
#[utoipa::path(post, path = "/v1/conflicts/resolve", tag = "plans", request_body = NewResolution,
    responses((status = 202, body = BulkTask, headers(("Location" = String)))))]
async fn resolve(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(new): Body<NewResolution>,
) -> Result<Response, Problem> {
    let named = new.selection.ids.as_ref().map_or(0, Vec::len).max(new.selection.except.len());
    if named > MOST_NAMED {
        return Err(Problem::of(&values::TOO_MANY_NAMED).field("selection"));
    }
    let selection = new.selection.selection(&state)?;
    let selection = selection.ok_or_else(|| Problem::of(&values::NOTHING_NAMED).field("selection"))?;
    let id = BulkTaskId::derived(&["conflicts", &request.name]);
    let task = decide(&state.ports, caller.actor(), id, selection, new.to.into()).await?;
    accepted(&state, &task)
}

/// Takes a resolution back, by the id of its bulk task. What somebody changed since is left alone.
#[utoipa::path(post, path = "/v1/conflicts/resolve/{id}/undo", tag = "plans", params(("id" = String, Path)),
    responses((status = 202, body = BulkTask, headers(("Location" = String)))))]
async fn undo(State(state): State<ApiState>, caller: Caller, id: Segment) -> Result<Response, Problem> {
    let id = id.parse(BulkTaskId::parse)?;
    let task = take_back(&state.ports, caller.actor(), &id).await?;
    accepted(&state, &task)
}
