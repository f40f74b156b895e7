//! Price overrides: exceptions from a channel's price rule.

use app::pricing::rules;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{Channel, pricing::Scope};

use crate::{
    ApiState,
    body::Body,
    etag::{self, Expected},
    guard::Caller,
    problem::{Problem, codes::state as codes},
    query::{self, Listed, Paging, Params, Segment, Segments, known_channel},
    route::{Routes, routes},
    wire::{
        number::Percent,
        price::{PriceOverride, PriceRule},
    },
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list)).routes(routes!(one, save, remove))
}

/// The exceptions of a channel's price rule, in the order of their scopes.
#[utoipa::path(get, path = "/v1/price-rules/{channel}/overrides", tag = "prices",
    params(("channel" = String, Path), Paging), responses((status = 200, body = Listed<PriceOverride>)))]
async fn list(
    State(state): State<ApiState>,
    channel: Segment,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<PriceOverride>>, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let name = format!("overrides/{channel}");
    let after = query::unwrap_cursor(&name, paging.cursor.as_deref())?;
    let limit = query::limit(paging.limit)?;
    let all = state.ports.rules.price_overrides(&channel).await?;
    let shown = all.iter().filter_map(|stored| PriceOverride::of(stored, None));
    let mut items: Vec<PriceOverride> =
        shown.filter(|one| after.as_ref().is_none_or(|after| one.scope > *after)).take(limit + 1).collect();
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| query::wrap_cursor(&name, &last.scope));
    Ok(Json(Listed { items, next }))
}

/// The exception of one category, product or variant.
#[utoipa::path(get, path = "/v1/price-rules/{channel}/overrides/{scope}", tag = "prices",
    params(("channel" = String, Path), ("scope" = String, Path, example = "category:frame")),
    responses((status = 200, body = PriceOverride, headers(("ETag" = String))), (status = 304)))]
async fn one(State(state): State<ApiState>, path: Segments, headers: HeaderMap) -> Result<Response, Problem> {
    let (channel, scope) = place(&state, &path)?;
    let stored = state.ports.rules.price_override(&channel, &scope).await?;
    let shown = stored.and_then(|stored| PriceOverride::of(&stored, None));
    let shown = shown.ok_or_else(|| Problem::of(&codes::PRICE_OVERRIDE_NOT_FOUND))?;
    Ok(etag::versioned_or_304(&headers, shown.version, shown))
}

/// Saves an exception as a new version; what it touches is quoted again. The first save says `If-Match: "0"` or
/// `If-None-Match: *`; one after a removal names the version of the removal, or `*`.
#[utoipa::path(put, path = "/v1/price-rules/{channel}/overrides/{scope}", tag = "prices",
    params(("channel" = String, Path), ("scope" = String, Path, example = "category:frame"),
        ("If-Match" = String, Header, example = "\"0\"")),
    request_body = PriceRule,
    responses((status = 200, body = PriceOverride, headers(("ETag" = String)))))]
async fn save(
    State(state): State<ApiState>,
    caller: Caller,
    path: Segments,
    headers: HeaderMap,
    Body(mut rule): Body<PriceRule>,
) -> Result<Response, Problem> {
    let (channel, scope) = place(&state, &path)?;
    guarded(&state, &channel, &mut rule).await?;
    let first = headers.get(axum::http::header::IF_NONE_MATCH).is_some();
    let expected = match etag::required_or_first(&headers)? {
        // For a person, a removed exception does not exist, but its version still counts.
        Expected::Version(0) if first => removed(&state, &channel, &scope).await?,
        Expected::Version(version) => version,
        Expected::Any => newest(&state, &channel, &scope).await?,
    };
    let rule = rule.try_into().map_err(|invalid: domain::Invalid| Problem::from(invalid))?;
    let saved = rules::put_override(&state.ports, caller.actor(), &channel, &scope, &rule, expected)
        .await
        .map_err(Problem::of_edit)?;
    let version = saved.stored.version;
    let shown = PriceOverride::of(&saved.stored, saved.repricing.map(|id| id.to_string()));
    Ok(etag::versioned(version, shown))
}

/// Removes an exception: the next wider rule holds again. Its versions stay readable for quotes.
#[utoipa::path(delete, path = "/v1/price-rules/{channel}/overrides/{scope}", tag = "prices",
    params(("channel" = String, Path), ("scope" = String, Path, example = "category:frame"),
        ("If-Match" = String, Header)),
    responses((status = 204)))]
async fn remove(
    State(state): State<ApiState>,
    caller: Caller,
    path: Segments,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (channel, scope) = place(&state, &path)?;
    let expected = match etag::required(&headers)? {
        Expected::Version(version) => version,
        Expected::Any => newest(&state, &channel, &scope).await?,
    };
    rules::remove_override(&state.ports, caller.actor(), &channel, &scope, expected)
        .await
        .map_err(Problem::of_edit)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// An exception without a guard gets that of the channel's rule.
pub(super) async fn guarded(
    state: &ApiState,
    channel: &Channel,
    rule: &mut PriceRule,
) -> Result<(), Problem> {
    if rule.guard_percent.is_none() {
        let wider = state.ports.rules.price_rule(channel).await?;
        rule.guard_percent = wider.map(|wider| Percent(wider.value.guard));
    }
    Ok(())
}

fn place(state: &ApiState, Segments(channel, scope): &Segments) -> Result<(Channel, Scope), Problem> {
    let channel = known_channel(&state.ports, channel)?;
    let scope = Scope::parse(&scope.0).map_err(|invalid| Problem::from(invalid).field("scope"))?;
    Ok((channel, scope))
}

async fn newest(state: &ApiState, channel: &Channel, scope: &Scope) -> Result<u64, Problem> {
    Ok(state.ports.rules.price_override(channel, scope).await?.map_or(0, |stored| stored.version))
}

/// The version that means "no exception exists": 0, or the version of the removal.
async fn removed(state: &ApiState, channel: &Channel, scope: &Scope) -> Result<u64, Problem> {
    let stored = state.ports.rules.price_override(channel, scope).await?;
    Ok(stored.filter(|stored| stored.rule.is_none()).map_or(0, |stored| stored.version))
}
