//! The first screen: what needs a person now, and the state of channels and work.

use axum::{extract::State, http::HeaderMap, response::Response};

use crate::{
    ApiState, etag,
    problem::Problem,
    route::{Routes, routes},
    wire::dashboard::Dashboard,
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(dashboard))
}

/// What needs a person now, how the channels are, what is running and what was done, in one answer. 304 where it reads
/// as the one of the `ETag`.
#[utoipa::path(get, path = "/v1/dashboard", tag = "operations",
    responses((status = 200, body = Dashboard, headers(("ETag" = String))), (status = 304)))]
async fn dashboard(State(state): State<ApiState>, headers: HeaderMap) -> Result<Response, Problem> {
    let found = app::reports::dashboard::dashboard(&state.ports).await?;
    Ok(etag::hashed_or_304(&headers, Dashboard::from(&found)))
}
