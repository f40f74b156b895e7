//! One edit of many products.

use app::catalogue::edit_many::{self, Wish};
use axum::{
    Extension, Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{BasisPoints, ids::BulkTaskId, plan::DEFAULT_GUARD};

use super::located;
use crate::{
    ApiState,
    body::Body,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, codes::values},
    route::{Routes, routes},
    wire::{
        bulk::BulkTask,
        bulk_edit::{BulkEdit, BulkEditRow, BulkEditStarted},
    },
};

/// The most changes in one edit.
const MOST_CHANGES: usize = 10;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(edit_many))
}

/// Changes fields of many products, or with `dry_run` says what would change. A request does what fits into a moment and
/// answers 200; where more is left, the queue goes on and the answer is 202. A price that would move further than the guard,
/// or fall under a floor, is refused for that product alone. Nothing is pushed. `POST /v1/bulk-tasks/{id}/undo` takes the
/// whole edit back.
#[utoipa::path(post, path = "/v1/products/bulk", tag = "products", request_body = BulkEdit,
    responses(
        (status = 200, body = BulkEditStarted, description = "Done"),
        (status = 202, body = BulkEditStarted, headers(("Location" = String)), description = "Under way: poll the task")))]
async fn edit_many(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(asked): Body<BulkEdit>,
) -> Result<Response, Problem> {
    if asked.changes.is_empty() || asked.changes.len() > MOST_CHANGES {
        return Err(Problem::of(&values::BULK_CHANGES).field("changes"));
    }
    let guard = asked.guard_percent.map_or(DEFAULT_GUARD, |percent| percent.0);
    if !(BasisPoints(1)..=BasisPoints::percent(1_000)).contains(&guard) {
        return Err(Problem::of(&values::PERCENT_OUT_OF_RANGE).field("guard_percent"));
    }
    let changes = asked.changes.into_iter().enumerate();
    let changes = changes
        .map(|(at, change)| change.read().map_err(|wrong| wrong.within(&format!("changes[{at}]"))))
        .collect::<Result<Vec<_>, _>>()?;
    let selected = asked.selection.read(&state, "selection.")?;
    let count = selected.count(&state.ports).await?;
    let wish = Wish { selected, changes, guard, dry_run: asked.dry_run };
    let id = BulkTaskId::derived(&["products", &request.name]);
    let task = edit_many::start(&state.ports, caller.actor(), id, &wish).await?;
    let rows = state.ports.bulk_tasks.rows(&task.id, 0).await?;
    let body = BulkEditStarted {
        task: BulkTask::of(&task, state.ports.clock.now())?,
        selected: count,
        items: rows.into_iter().map(BulkEditRow::from).collect(),
    };
    if task.is_finished() {
        return Ok((StatusCode::OK, Json(body)).into_response());
    }
    Ok(located(StatusCode::ACCEPTED, &format!("/v1/bulk-tasks/{}", task.id), body))
}
