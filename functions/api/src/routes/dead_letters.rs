//! Dead letters: messages that no function could handle. They can be read, sent again or discarded.

use app::ports::QueueName;
use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use crate::{
    ApiState,
    guard::Caller,
    problem::{Problem, codes::state as codes, not_found},
    query::{self, Listed, Params, Segment, Segments},
    route::{Routes, routes},
    wire::{enums::Queue, operation::DeadLetter},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list)).routes(routes!(redrive)).routes(routes!(discard))
}

/// Which dead letters.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeadLetterQuery {
    /// One queue only.
    #[param(inline)]
    pub queue: Option<Queue>,
    /// How many of each queue, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// A glance at the dead letters; they stay where they are. Queues have no order to page through: what is handled
/// makes room for the rest.
#[utoipa::path(get, path = "/v1/dead-letters", tag = "operations", params(DeadLetterQuery),
    responses((status = 200, body = Listed<DeadLetter>)))]
async fn list(
    State(state): State<ApiState>,
    Params(asked): Params<DeadLetterQuery>,
) -> Result<Json<Listed<DeadLetter>>, Problem> {
    let limit = query::limit(asked.limit)?;
    let mut items = Vec::new();
    for queue in Queue::ALL.into_iter().filter(|queue| asked.queue.is_none_or(|asked| asked == *queue)) {
        let letters = state.ports.dead_letters.list(queue.into(), limit).await?;
        items.extend(letters.iter().map(DeadLetter::from));
    }
    Ok(Json(Listed { items, next: None }))
}

fn queue_of(segment: &Segment) -> Result<Queue, Problem> {
    let known = Queue::ALL.into_iter().find(|queue| queue.as_str() == segment.0);
    known.ok_or_else(|| Problem::of(&codes::QUEUE_NOT_FOUND))
}

/// Sends a dead letter to its queue again.
#[utoipa::path(post, path = "/v1/dead-letters/{queue}/{id}/redrive", tag = "operations",
    params(("queue" = Queue, Path), ("id" = String, Path)), responses((status = 204)))]
async fn redrive(
    State(state): State<ApiState>,
    caller: Caller,
    Segments(queue, id): Segments,
) -> Result<StatusCode, Problem> {
    let queue = queue_of(&queue)?;
    if !state.ports.dead_letters.redrive(queue.into(), &id.0).await? {
        return Err(not_found("dead letter", &id.0));
    }
    audit(&state, &caller, "dead_letter.redrive", queue, &id.0, json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Throws a dead letter away; the audit keeps it.
#[utoipa::path(post, path = "/v1/dead-letters/{queue}/{id}/discard", tag = "operations",
    params(("queue" = Queue, Path), ("id" = String, Path)), responses((status = 204)))]
async fn discard(
    State(state): State<ApiState>,
    caller: Caller,
    Segments(queue, id): Segments,
) -> Result<StatusCode, Problem> {
    let queue = queue_of(&queue)?;
    let letter = state.ports.dead_letters.discard(queue.into(), &id.0).await?;
    let letter = letter.ok_or_else(|| not_found("dead letter", &id.0))?;
    let details = json!({ "body": letter.body, "receives": letter.receives, "reason": letter.reason });
    audit(&state, &caller, "dead_letter.discard", queue, &id.0, details).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn audit(
    state: &ApiState,
    caller: &Caller,
    action: &str,
    queue: Queue,
    id: &str,
    details: serde_json::Value,
) -> Result<(), Problem> {
    let queue: QueueName = queue.into();
    let subject = format!("{}/{id}", Queue::from(queue).as_str());
    Ok(state.ports.record(caller.actor(), action, &subject, details).await?)
}
