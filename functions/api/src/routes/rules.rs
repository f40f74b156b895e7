//! Price rules of whole channels.

use app::pricing::rules;
use axum::{Json, extract::State, http::HeaderMap, response::Response};

use crate::{
    ApiState,
    body::Body,
    etag::{self, Expected},
    guard::Caller,
    problem::{Problem, codes::state as codes},
    query::{Listed, Segment, known_channel},
    route::{Routes, routes},
    wire::price::{PriceRule, StoredPriceRule},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(rules_of_channels)).routes(routes!(rule, save_rule))
}

/// The price rules of all channels; a channel that has none yet is not in the list.
#[utoipa::path(get, path = "/v1/price-rules", tag = "prices",
    responses((status = 200, body = Listed<StoredPriceRule>)))]
async fn rules_of_channels(State(state): State<ApiState>) -> Result<Json<Listed<StoredPriceRule>>, Problem> {
    let mut items = Vec::new();
    for marketplace in state.ports.marketplaces.all() {
        let channel = &marketplace.capabilities().channel;
        if let Some(stored) = state.ports.rules.price_rule(channel).await? {
            items.push(StoredPriceRule::of(channel, &stored, None));
        }
    }
    Ok(Json(Listed { items, next: None }))
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
    Ok(etag::versioned_or_304(&headers, stored.version, StoredPriceRule::of(&channel, &stored, None)))
}

/// Saves a channel's price rule as a new version; its offers are quoted again. The first save says
/// `If-Match: "0"` or `If-None-Match: *`.
///
/// A mark-up is not a margin: + 15 % against a commission of 15 % does not keep the base. `keep_net` does.
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
    let rule = rule.try_into().map_err(|invalid: domain::Invalid| Problem::from(invalid))?;
    let saved = rules::put_price_rule(&state.ports, caller.actor(), &channel, &rule, expected)
        .await
        .map_err(Problem::of_edit)?;
    let repricing = saved.repricing.map(|id| id.to_string());
    let stored = saved.stored;
    Ok(etag::versioned(stored.version, StoredPriceRule::of(&channel, &stored, repricing)))
}
