//! Fee schedules of a channel or of one of its categories, in versions, with presets to start from.

use app::{ports::Versioned, pricing::rules};
use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::pricing::Scope;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    ApiState,
    body::Body,
    etag::{self, Expected},
    guard::Caller,
    problem::{Problem, codes::state as codes},
    query::{Listed, Params, Segment, known_channel},
    route::{Routes, routes},
    wire::price::{FeePreset, FeeSchedule, FeeVersion, StoredFeeSchedule},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(fees, save_fees)).routes(routes!(versions)).routes(routes!(presets))
}

/// Whose schedule.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// A category that has its own schedule; the channel's when left out.
    category: Option<String>,
}

impl Whose {
    fn scope(&self) -> Result<Scope, Problem> {
        match &self.category {
            None => Ok(Scope::Channel),
            Some(typed) => Scope::category(typed).map_err(Problem::from),
        }
    }
}

/// The newest fee schedule of a channel, or of a category there. `state` says whether it holds already.
#[utoipa::path(get, path = "/v1/fee-schedules/{channel}", tag = "prices",
    params(("channel" = String, Path), Whose),
    responses((status = 200, body = StoredFeeSchedule, headers(("ETag" = String))), (status = 304)))]
async fn fees(
    State(state): State<ApiState>,
    channel: Segment,
    Params(whose): Params<Whose>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let scope = whose.scope()?;
    let versions = state.ports.rules.fee_versions(&channel).await?;
    let newest = rules::newest_fees(&versions, &scope);
    let newest = newest.ok_or_else(|| Problem::of(&codes::FEE_SCHEDULE_NOT_FOUND))?;
    let stored = Versioned { value: newest.schedule.clone(), version: newest.version };
    let today = state.ports.today();
    let body = StoredFeeSchedule::of(&channel, &scope, &stored, &versions, today, None);
    Ok(etag::tagged_or_304(&headers, &etag::dated(body.version, body.in_force_version), body))
}

/// Saves a fee schedule as a new version. Offers are quoted again now, or on its day where `valid_from` is in the
/// future. To change or withdraw what is planned for a day, save that day again. The first save says `If-Match: "0"` or
/// `If-None-Match: *`.
#[utoipa::path(put, path = "/v1/fee-schedules/{channel}", tag = "prices",
    params(("channel" = String, Path), Whose, ("If-Match" = String, Header, example = "\"0\"")),
    request_body = FeeSchedule,
    responses((status = 200, body = StoredFeeSchedule, headers(("ETag" = String)))))]
async fn save_fees(
    State(state): State<ApiState>,
    caller: Caller,
    channel: Segment,
    Params(whose): Params<Whose>,
    headers: HeaderMap,
    Body(schedule): Body<FeeSchedule>,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let scope = whose.scope()?;
    let expected = match etag::required_or_first(&headers)? {
        Expected::Version(version) => version,
        Expected::Any => {
            let versions = state.ports.rules.fee_versions(&channel).await?;
            rules::newest_fees(&versions, &scope).map_or(0, |newest| newest.version)
        }
    };
    let schedule = schedule.try_into().map_err(|invalid: domain::Invalid| Problem::from(invalid))?;
    let saved = rules::put_fee_schedule(&state.ports, caller.actor(), &channel, &scope, &schedule, expected)
        .await
        .map_err(Problem::of_edit)?;
    let versions = state.ports.rules.fee_versions(&channel).await?;
    let repricing = saved.repricing.map(|id| id.to_string());
    let today = state.ports.today();
    let body = StoredFeeSchedule::of(&channel, &scope, &saved.stored, &versions, today, repricing);
    let tag = etag::dated(body.version, body.in_force_version);
    Ok(etag::with_tag(Json(body).into_response(), &tag))
}

/// Every version of the channel's schedules and of its categories', each past, in force or planned.
#[utoipa::path(get, path = "/v1/fee-schedules/{channel}/versions", tag = "prices",
    params(("channel" = String, Path)), responses((status = 200, body = Listed<FeeVersion>)))]
async fn versions(
    State(state): State<ApiState>,
    channel: Segment,
) -> Result<Json<Listed<FeeVersion>>, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let versions = state.ports.rules.fee_versions(&channel).await?;
    Ok(Json(Listed { items: FeeVersion::all(&versions, state.ports.today()), next: None }))
}

/// Published fees to start from, with their date and source.
#[utoipa::path(get, path = "/v1/fee-schedules/{channel}/presets", tag = "prices",
    params(("channel" = String, Path)), responses((status = 200, body = Listed<FeePreset>)))]
async fn presets(
    State(state): State<ApiState>,
    channel: Segment,
) -> Result<Json<Listed<FeePreset>>, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let presets = state.ports.marketplaces.fee_presets(&channel);
    Ok(Json(Listed { items: presets.iter().map(FeePreset::from).collect(), next: None }))
}
