//! The caller's identity, the health check, and the OpenAPI document.

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    guard::Caller,
    openapi,
    route::{Routes, routes},
    wire::enums::Role,
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(health)).routes(routes!(me)).routes(routes!(document))
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Health {
    pub status: &'static str,
}

/// The process answers. Open to everybody; asks nothing of the storage.
#[utoipa::path(get, path = "/health", tag = "meta", responses((status = 200, body = Health)))]
async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The person behind the token.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Me {
    /// The issuer's own name for the person.
    pub subject: String,
    pub name: String,
    pub role: Role,
}

/// Who am I, and what may I do?
#[utoipa::path(get, path = "/v1/me", tag = "meta", responses((status = 200, body = Me)))]
async fn me(caller: Caller) -> Json<Me> {
    let Caller(principal) = caller;
    Json(Me { subject: principal.subject, name: principal.name, role: principal.role.into() })
}

/// This description, as OpenAPI 3.1.
#[utoipa::path(
    get, path = "/v1/openapi.json", tag = "meta",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = Object))
)]
async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], openapi::SNAPSHOT).into_response()
}
