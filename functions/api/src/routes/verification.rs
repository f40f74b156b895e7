//! A check of the whole catalogue: prices, titles, links.

use app::{ports, reports::verify};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::VerificationId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::located;
use crate::{
    ApiState, etag,
    guard::Caller,
    idempotency::Idempotent,
    problem::{Problem, codes::state as codes},
    query::{self, Listed, Params},
    route::{Routes, routes},
    wire::{
        enums::Check,
        verification::{Offence, Verification},
    },
};

/// The most pages of a check that one request reads to find failed rows.
const PAGES: usize = 20;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(last, start)).routes(routes!(rows))
}

/// The newest check with its progress; 304 when nothing moved.
#[utoipa::path(get, path = "/v1/verification", tag = "verification",
    responses((status = 200, body = Verification, headers(("ETag" = String))), (status = 304)))]
async fn last(State(state): State<ApiState>, headers: HeaderMap) -> Result<Response, Problem> {
    let newest = state.ports.verifications.recent(None, 1).await?.items.into_iter().next();
    let newest = newest.ok_or_else(|| Problem::of(&codes::VERIFICATION_NOT_FOUND))?;
    Ok(etag::hashed_or_304(&headers, Verification::of(&newest, state.ports.clock.now())))
}

/// Starts a check of every listing of every shop. It reads our records only and asks no channel.
#[utoipa::path(post, path = "/v1/verification", tag = "verification",
    responses((status = 202, body = Verification, headers(("Location" = String)))))]
async fn start(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
) -> Result<Response, Problem> {
    let id = VerificationId::derived(&["verification", &request.name]);
    let started = verify::start(&state.ports, caller.actor(), id).await?;
    Ok(located(StatusCode::ACCEPTED, "/v1/verification", Verification::of(&started, state.ports.clock.now())))
}

/// Which rows of a check.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RowQuery {
    /// Rows of this check only.
    #[param(inline)]
    pub check: Option<Check>,
    /// `next` of the page before. A page may be short, or empty, and not the last.
    pub cursor: Option<String>,
}

/// What failed in the newest check, in the order of the shops.
#[utoipa::path(get, path = "/v1/verification/rows", tag = "verification", params(RowQuery),
    responses((status = 200, body = Listed<Offence>)))]
async fn rows(
    State(state): State<ApiState>,
    Params(asked): Params<RowQuery>,
) -> Result<Json<Listed<Offence>>, Problem> {
    let newest = state.ports.verifications.recent(None, 1).await?.items.into_iter().next();
    let newest = newest.ok_or_else(|| Problem::of(&codes::VERIFICATION_NOT_FOUND))?;
    let of = format!("rows {} {:?}", newest.id, asked.check);
    let cursor = query::unwrap_cursor(&of, asked.cursor.as_deref())?;
    let pages = state.ports.verifications.pages(&newest.id, cursor.as_deref(), PAGES).await?;
    let wanted = |offence: &&ports::Offence| asked.check.is_none_or(|check| offence.check == check.into());
    let items =
        pages.items.iter().flat_map(|page| &page.offences).filter(wanted).map(Offence::from).collect();
    Ok(Json(Listed { items, next: pages.next.map(|next| query::wrap_cursor(&of, &next)) }))
}

/// The newest finished check, among the last few checks.
pub(super) async fn last_finished(state: &ApiState) -> Result<Option<ports::Verification>, Problem> {
    let recent = state.ports.verifications.recent(None, 20).await?;
    Ok(recent.items.into_iter().find(|known| known.finished_at.is_some()))
}
