//! Title rules: how each channel's titles are generated.

use app::publishing::titles;
use axum::{extract::State, http::HeaderMap, response::Response};

use crate::{
    ApiState,
    body::Body,
    etag::{self, Expected},
    guard::Caller,
    problem::Problem,
    query::{Segment, known_channel},
    route::{Routes, routes},
    wire::title::{StoredTitleRule, TitleRule},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(rule, save))
}

/// A channel's title rule: the preset, with version 0, until somebody saves one.
#[utoipa::path(get, path = "/v1/title-rules/{channel}", tag = "titles", params(("channel" = String, Path)),
    responses((status = 200, body = StoredTitleRule, headers(("ETag" = String))), (status = 304)))]
async fn rule(
    State(state): State<ApiState>,
    channel: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let stored = titles::rule(&state.ports, &channel).await?;
    Ok(etag::versioned_or_304(&headers, stored.version, StoredTitleRule::of(&channel, &stored)))
}

/// Saves a channel's title rule as a new version. Titles that were accepted before stay; new proposals follow the rule.
/// The first save says `If-Match: "0"`.
#[utoipa::path(put, path = "/v1/title-rules/{channel}", tag = "titles",
    params(("channel" = String, Path), ("If-Match" = String, Header, example = "\"0\"")),
    request_body = TitleRule,
    responses((status = 200, body = StoredTitleRule, headers(("ETag" = String)))))]
async fn save(
    State(state): State<ApiState>,
    caller: Caller,
    channel: Segment,
    headers: HeaderMap,
    Body(rule): Body<TitleRule>,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let expected = match etag::required_or_first(&headers)? {
        Expected::Version(version) => version,
        Expected::Any => titles::rule(&state.ports, &channel).await?.version,
    };
    let stored = titles::put_rule(&state.ports, caller.actor(), &channel, &rule.into_model(), expected)
        .await
        .map_err(Problem::of_edit)?;
    Ok(etag::versioned(stored.version, StoredTitleRule::of(&channel, &stored)))
}
