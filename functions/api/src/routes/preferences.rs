//! A person's own settings: read and written by that person alone.

use app::ports::PersonPreferences;
use axum::{extract::State, http::HeaderMap, response::Response};

use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    problem::{
        Problem,
        codes::{request, values},
    },
    route::{Routes, routes},
    wire::preferences::{Preferences, PreferencesPatch},
};

/// The most that is stored for one person, in bytes of JSON.
const LARGEST: usize = 16_384;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(preferences, prefer))
}

/// My own settings of the dashboard; 304 when nothing moved.
#[utoipa::path(get, path = "/v1/me/preferences", tag = "meta",
    responses((status = 200, body = Preferences, headers(("ETag" = String))), (status = 304)))]
async fn preferences(
    State(state): State<ApiState>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let stored = state.ports.preferences.of(caller.subject()).await?;
    let (value, version) = stored.map_or_else(Default::default, |stored| (stored.value, stored.version));
    Ok(etag::versioned_or_304(&headers, version, Preferences::from(&value)))
}

/// Changes my own settings: a merge patch. `If-Match: "0"` says that there are none yet.
#[utoipa::path(patch, path = "/v1/me/preferences", tag = "meta", request_body = PreferencesPatch,
    responses((status = 200, body = Preferences, headers(("ETag" = String)))))]
async fn prefer(
    State(state): State<ApiState>,
    caller: Caller,
    headers: HeaderMap,
    Body(patch): Body<PreferencesPatch>,
) -> Result<Response, Problem> {
    let expected = etag::required_or_first(&headers)?;
    let stored = state.ports.preferences.of(caller.subject()).await?;
    let (before, version): (PersonPreferences, u64) =
        stored.map_or_else(Default::default, |stored| (stored.value, stored.version));
    if expected.version().is_some_and(|expected| expected != version) {
        return Err(Problem::of(&request::VERSION_STALE));
    }
    let after = patch.apply(before);
    let size = serde_json::to_vec(&after).map_or(usize::MAX, |json| json.len());
    if size > LARGEST {
        return Err(Problem::of(&values::PREFERENCES_TOO_LARGE));
    }
    let stored = state.ports.preferences.put(caller.subject(), &after, version).await;
    let stored = stored.map_err(Problem::of_edit)?;
    Ok(etag::versioned(stored.version, Preferences::from(&stored.value)))
}
