//! The field mapping: which field of a channel corresponds to which of the master, and who decides it.

use app::publishing::field_mapping::{mapping_of, put_mapping};
use axum::{extract::State, http::HeaderMap, response::Response};

use crate::{
    ApiState,
    body::Body,
    etag::{self, Expected},
    guard::Caller,
    problem::Problem,
    query::{Segment, channel_unknown, known_channel},
    route::{Routes, routes},
    wire::fields::{FieldMapping, StoredFieldMapping},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(mapping, save_mapping))
}

/// A channel's mapping. While nobody has changed it, it follows from what the channel knows and has version 0.
#[utoipa::path(get, path = "/v1/field-mapping/{channel}", tag = "fields", params(("channel" = String, Path)),
    responses((status = 200, body = StoredFieldMapping, headers(("ETag" = String))), (status = 304)))]
async fn mapping(
    State(state): State<ApiState>,
    channel: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let unknown = || channel_unknown("channel", &channel).in_path();
    let marketplace = state.ports.marketplaces.get(&channel).ok_or_else(unknown)?;
    let stored = mapping_of(&state.ports, marketplace.capabilities()).await?;
    let body = StoredFieldMapping::of(marketplace.capabilities(), &stored);
    Ok(etag::versioned_or_304(&headers, stored.version, body))
}

/// Saves a channel's mapping as a new version. Plans made before it are stale. The first save says `If-Match: "0"`.
#[utoipa::path(put, path = "/v1/field-mapping/{channel}", tag = "fields",
    params(("channel" = String, Path), ("If-Match" = String, Header, example = "\"0\"")),
    request_body = FieldMapping,
    responses((status = 200, body = StoredFieldMapping, headers(("ETag" = String)))))]
async fn save_mapping(
    State(state): State<ApiState>,
    caller: Caller,
    channel: Segment,
    headers: HeaderMap,
    Body(mapping): Body<FieldMapping>,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let unknown = || channel_unknown("channel", &channel).in_path();
    let marketplace = state.ports.marketplaces.get(&channel).ok_or_else(unknown)?;
    let capabilities = marketplace.capabilities();
    let expected = match etag::required_or_first(&headers)? {
        Expected::Version(version) => version,
        Expected::Any => mapping_of(&state.ports, capabilities).await?.version,
    };
    let stored = put_mapping(&state.ports, caller.actor(), &channel, &mapping.into(), expected)
        .await
        .map_err(Problem::of_edit)?;
    Ok(etag::versioned(stored.version, StoredFieldMapping::of(capabilities, &stored)))
}
