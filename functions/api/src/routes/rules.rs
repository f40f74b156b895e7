//! Price rules and fee schedules.

use app::usecase::rules;
use axum::{extract::State, http::HeaderMap, response::Response};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ApiState,
    body::Body,
    etag::{self, Expected},
    guard::Caller,
    problem::{Problem, codes::state as codes},
    query::{Segment, known_channel},
    wire::price::{FeeSchedule, PriceRule, StoredFeeSchedule, StoredPriceRule},
};

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(rule, save_rule)).routes(routes!(fees, save_fees))
}

/// How a channel's prices come from the base price.
#[utoipa::path(get, path = "/v1/price-rules/{channel}", tag = "prices", params(("channel" = String, Path)),
    responses((status = 200, body = StoredPriceRule, headers(("ETag" = String))), (status = 304)))]
async fn rule(
    State(state): State<ApiState>,
    channel: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let stored = state.ports.rules.price_rule(&channel).await?;
    let stored = stored.ok_or_else(|| Problem::of(&codes::PRICE_RULE_NOT_FOUND))?;
    Ok(etag::versioned_or_304(&headers, stored.version, StoredPriceRule::of(&channel, &stored, false)))
}

/// Saves a channel's price rule as a new version; its offers are quoted again. The first save says
/// `If-Match: "0"` or `If-None-Match: *`.
#[utoipa::path(put, path = "/v1/price-rules/{channel}", tag = "prices",
    params(("channel" = String, Path), ("If-Match" = String, Header, example = "\"0\"")),
    request_body = PriceRule,
    responses((status = 200, body = StoredPriceRule, headers(("ETag" = String)))))]
async fn save_rule(
    State(state): State<ApiState>,
    caller: Caller,
    channel: Segment,
    headers: HeaderMap,
    Body(rule): Body<PriceRule>,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let expected = match etag::required_or_first(&headers)? {
        Expected::Version(version) => version,
        Expected::Any => state.ports.rules.price_rule(&channel).await?.map_or(0, |stored| stored.version),
    };
    let stored = rules::put_price_rule(&state.ports, caller.actor(), &channel, &rule.into(), expected)
        .await
        .map_err(|error| Problem::from(error).stale_if_conflict())?;
    Ok(etag::versioned(stored.version, StoredPriceRule::of(&channel, &stored, true)))
}

/// The dated fees that a channel takes.
#[utoipa::path(get, path = "/v1/fee-schedules/{channel}", tag = "prices", params(("channel" = String, Path)),
    responses((status = 200, body = StoredFeeSchedule, headers(("ETag" = String))), (status = 304)))]
async fn fees(
    State(state): State<ApiState>,
    channel: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let stored = state.ports.rules.fee_schedule(&channel).await?;
    let stored = stored.ok_or_else(|| Problem::of(&codes::FEE_SCHEDULE_NOT_FOUND))?;
    Ok(etag::versioned_or_304(&headers, stored.version, StoredFeeSchedule::of(&channel, &stored, false)))
}

/// Saves a channel's fee schedule as a new version; its offers are quoted again. The first save says
/// `If-Match: "0"` or `If-None-Match: *`.
#[utoipa::path(put, path = "/v1/fee-schedules/{channel}", tag = "prices",
    params(("channel" = String, Path), ("If-Match" = String, Header, example = "\"0\"")),
    request_body = FeeSchedule,
    responses((status = 200, body = StoredFeeSchedule, headers(("ETag" = String)))))]
async fn save_fees(
    State(state): State<ApiState>,
    caller: Caller,
    channel: Segment,
    headers: HeaderMap,
    Body(schedule): Body<FeeSchedule>,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let expected = match etag::required_or_first(&headers)? {
        Expected::Version(version) => version,
        Expected::Any => state.ports.rules.fee_schedule(&channel).await?.map_or(0, |stored| stored.version),
    };
    let schedule = schedule.try_into().map_err(|invalid: domain::Invalid| Problem::from(invalid))?;
    let stored = rules::put_fee_schedule(&state.ports, caller.actor(), &channel, &schedule, expected)
        .await
        .map_err(|error| Problem::from(error).stale_if_conflict())?;
    Ok(etag::versioned(stored.version, StoredFeeSchedule::of(&channel, &stored, true)))
}
