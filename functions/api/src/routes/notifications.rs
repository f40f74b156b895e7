//! What is worth telling, and everything that was done.

use axum::{Json, extract::State, http::StatusCode};
use domain::ids::NotificationId;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    ApiState,
    problem::{Problem, not_found},
    query::{self, Listed, Paging, Params, Segment},
    route::{Routes, routes},
    wire::operation::{AuditEntry, Notification},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list)).routes(routes!(read)).routes(routes!(audit))
}

/// The newest notifications first.
#[utoipa::path(get, path = "/v1/notifications", tag = "operations", params(Paging),
    responses((status = 200, body = Listed<Notification>)))]
async fn list(
    State(state): State<ApiState>,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<Notification>>, Problem> {
    let cursor = query::unwrap_cursor("notifications", paging.cursor.as_deref())?;
    let page = state.ports.notifications.list(cursor.as_deref(), query::limit(paging.limit)?).await?;
    Ok(Json(Listed::of("notifications", page)))
}

/// Marks a notification as read, for everybody.
#[utoipa::path(post, path = "/v1/notifications/{id}/read", tag = "operations", params(("id" = String, Path)),
    responses((status = 204)))]
async fn read(State(state): State<ApiState>, id: Segment) -> Result<StatusCode, Problem> {
    let id = id.parse(NotificationId::parse)?;
    if state.ports.notifications.mark_read(&id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(not_found("notification", id.as_str()))
    }
}

/// Which entries of the audit.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// One subject only, such as `shopee` or a product's id.
    pub subject: Option<String>,
    pub cursor: Option<String>,
    /// 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// Everything that was done, by whom, the newest first.
#[utoipa::path(get, path = "/v1/audit", tag = "operations", params(AuditQuery),
    responses((status = 200, body = Listed<AuditEntry>)))]
async fn audit(
    State(state): State<ApiState>,
    Params(asked): Params<AuditQuery>,
) -> Result<Json<Listed<AuditEntry>>, Problem> {
    let of = format!("audit {:?}", asked.subject);
    let cursor = query::unwrap_cursor(&of, asked.cursor.as_deref())?;
    let limit = query::limit(asked.limit)?;
    let page = state.ports.audit.list(asked.subject.as_deref(), cursor.as_deref(), limit).await?;
    Ok(Json(Listed::of(&of, page)))
}
