//! Imports: reading the shops' listings, and the progress of that.

use app::intake;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::{Channel, ImportId};

use super::located;
use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    problem::{Problem, not_found},
    query::{self, Listed, Paging, Params, Segment, channel_unknown},
    route::{Routes, routes},
    wire::import::{Import, NewImport},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list, start)).routes(routes!(one))
}

/// Starts pulling the listings of these channels' shops. Watch its progress at `Location`.
#[utoipa::path(post, path = "/v1/imports", tag = "imports", request_body = NewImport,
    responses((status = 202, body = Import, headers(("Location" = String)))))]
async fn start(
    State(state): State<ApiState>,
    caller: Caller,
    Body(new): Body<NewImport>,
) -> Result<Response, Problem> {
    let channels = channels_of(&state, &new.channels, "channels")?;
    let import = if new.accept_gone {
        intake::start_accepting_gone(&state.ports, caller.actor(), &channels).await?
    } else {
        intake::start(&state.ports, caller.actor(), &channels).await?
    };
    Ok(located(StatusCode::ACCEPTED, &format!("/v1/imports/{}", import.id), Import::from(&import)))
}

/// The channels named in a body. One that is not in the registry is refused.
pub(super) fn channels_of(state: &ApiState, named: &[String], field: &str) -> Result<Vec<Channel>, Problem> {
    let mut channels = Vec::new();
    for (index, name) in named.iter().enumerate() {
        let at = format!("{field}[{index}]");
        let channel = Channel::parse(name).map_err(|invalid| Problem::from(invalid).field(at.as_str()))?;
        if state.ports.marketplaces.get(&channel).is_none() {
            return Err(channel_unknown(&at, &channel));
        }
        if !channels.contains(&channel) {
            channels.push(channel);
        }
    }
    Ok(channels)
}

/// The newest imports first.
#[utoipa::path(get, path = "/v1/imports", tag = "imports", params(Paging),
    responses((status = 200, body = Listed<Import>)))]
async fn list(
    State(state): State<ApiState>,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<Import>>, Problem> {
    let cursor = query::unwrap_cursor("imports", paging.cursor.as_deref())?;
    let page = state.ports.imports.recent(cursor.as_deref(), query::limit(paging.limit)?).await?;
    Ok(Json(Listed::of("imports", page)))
}

/// One import with its progress; 304 when nothing moved.
#[utoipa::path(get, path = "/v1/imports/{id}", tag = "imports", params(("id" = String, Path)),
    responses((status = 200, body = Import, headers(("ETag" = String))), (status = 304)))]
async fn one(State(state): State<ApiState>, id: Segment, headers: HeaderMap) -> Result<Response, Problem> {
    let id = id.parse(ImportId::parse)?;
    let import = state.ports.imports.get(&id).await?;
    let import = import.ok_or_else(|| not_found("import", id.as_str()))?;
    Ok(etag::hashed_or_304(&headers, Import::from(&import)))
}
