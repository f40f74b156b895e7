//! Repricings: the progress of computing the quotes again after a change of rules or fees.

use axum::{Json, extract::State, http::HeaderMap, response::Response};
use domain::ids::RepricingId;

use crate::{
    ApiState, etag,
    problem::{Problem, not_found},
    query::{self, Listed, Paging, Params, Segment},
    route::{Routes, routes},
    wire::price::Repricing,
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list)).routes(routes!(one))
}

/// The newest computations of prices first.
#[utoipa::path(get, path = "/v1/repricings", tag = "prices", params(Paging),
    responses((status = 200, body = Listed<Repricing>)))]
async fn list(
    State(state): State<ApiState>,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<Repricing>>, Problem> {
    let cursor = query::unwrap_cursor("repricings", paging.cursor.as_deref())?;
    let page = state.ports.repricings.recent(cursor.as_deref(), query::limit(paging.limit)?).await?;
    let now = state.ports.clock.now();
    let items = page.items.iter().map(|repricing| Repricing::of(repricing, now)).collect();
    Ok(Json(Listed { items, next: page.next.map(|next| query::wrap_cursor("repricings", &next)) }))
}

/// One computation of prices with its progress; 304 when nothing moved.
#[utoipa::path(get, path = "/v1/repricings/{id}", tag = "prices", params(("id" = String, Path)),
    responses((status = 200, body = Repricing, headers(("ETag" = String))), (status = 304)))]
async fn one(State(state): State<ApiState>, id: Segment, headers: HeaderMap) -> Result<Response, Problem> {
    let id = id.parse(RepricingId::parse)?;
    let stored = state.ports.repricings.get(&id).await?;
    let stored = stored.ok_or_else(|| not_found("repricing", id.as_str()))?;
    Ok(etag::hashed_or_304(&headers, Repricing::of(&stored.value, state.ports.clock.now())))
}
