//! Notifications, and the audit of everything that was done.

use app::ports::AuditFilter;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::ids::NotificationId;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    ApiState, etag,
    problem::{Problem, not_found},
    query::{self, Listed, Paging, Params, Segment},
    route::{Routes, routes},
    wire::operation::{AuditEntry, NotificationPage},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list)).routes(routes!(read_all)).routes(routes!(read)).routes(routes!(audit))
}

/// The newest notifications first, each with what to open, and how many were not read; 304 when nothing moved.
#[utoipa::path(get, path = "/v1/notifications", tag = "operations", params(Paging),
    responses((status = 200, body = NotificationPage, headers(("ETag" = String))), (status = 304)))]
async fn list(
    State(state): State<ApiState>,
    Params(paging): Params<Paging>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let cursor = query::unwrap_cursor("notifications", paging.cursor.as_deref())?;
    let notifications = &state.ports.notifications;
    let limit = query::limit(paging.limit)?;
    let (page, unread) =
        tokio::try_join!(notifications.list(cursor.as_deref(), limit), notifications.unread())?;
    let Listed { items, next } = Listed::of("notifications", page);
    Ok(etag::hashed_or_304(&headers, NotificationPage { items, next, unread }))
}

/// Marks all notifications as read, for everybody.
#[utoipa::path(post, path = "/v1/notifications/read-all", tag = "operations", responses((status = 204)))]
async fn read_all(State(state): State<ApiState>) -> Result<StatusCode, Problem> {
    state.ports.notifications.mark_all_read(state.ports.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
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
    /// One person only, as the entries name them.
    pub actor: Option<String>,
    /// One action, such as `product.edit`, or all of a kind, such as `product.`.
    pub action: Option<String>,
    /// At this time or later.
    #[param(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
    /// Before this time.
    #[param(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    pub cursor: Option<String>,
    /// 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// Everything that was done, by whom and from where, the newest first. A page may be short and have a `next`.
#[utoipa::path(get, path = "/v1/audit", tag = "operations", params(AuditQuery),
    responses((status = 200, body = Listed<AuditEntry>)))]
async fn audit(
    State(state): State<ApiState>,
    Params(asked): Params<AuditQuery>,
) -> Result<Json<Listed<AuditEntry>>, Problem> {
    let limit = query::limit(asked.limit)?;
    let AuditQuery { subject, actor, action, since, until, cursor, .. } = asked;
    let filter = AuditFilter { subject, actor, action, since, until };
    let of = format!("audit {filter:?}");
    let cursor = query::unwrap_cursor(&of, cursor.as_deref())?;
    let page = state.ports.audit.search(&filter, cursor.as_deref(), limit).await?;
    Ok(Json(Listed::of(&of, page)))
}
