//! Connections: credentials in, an authorisation link out, a test, and the end of it.

use app::shops::connect;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};

use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    problem::{Problem, codes::request, not_found},
    query::{Listed, Segment, known_channel},
    route::{Routes, routes},
    wire::connection::{AuthorizationLink, CheckedShop, Connection, ConnectionTest, Credentials},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(list))
        .routes(routes!(one, disconnect))
        .routes(routes!(credentials))
        .routes(routes!(test))
        .routes(routes!(authorization))
}

/// The connections whose credentials were saved.
#[utoipa::path(get, path = "/v1/connections", tag = "connections",
    responses((status = 200, body = Listed<Connection>)))]
async fn list(State(state): State<ApiState>) -> Result<Json<Listed<Connection>>, Problem> {
    let connections = state.ports.connections.all().await?;
    Ok(Json(Listed { items: connections.iter().map(Connection::from).collect(), next: None }))
}

/// One connection.
#[utoipa::path(get, path = "/v1/connections/{channel}", tag = "connections",
    params(("channel" = String, Path, example = "shopee")),
    responses((status = 200, body = Connection, headers(("ETag" = String))), (status = 304)))]
async fn one(
    State(state): State<ApiState>,
    channel: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let stored = state.ports.connections.get(&channel).await?;
    let stored = stored.ok_or_else(|| not_found("connection", channel.as_str()))?;
    Ok(etag::versioned_or_304(&headers, stored.version, Connection::from(&stored)))
}

/// Forgets the credentials and tokens. Listings, rules and history stay. `If-Match` is optional.
#[utoipa::path(delete, path = "/v1/connections/{channel}", tag = "connections",
    params(("channel" = String, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 204)))]
async fn disconnect(
    State(state): State<ApiState>,
    caller: Caller,
    channel: Segment,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    check_version(&state, &channel, &headers).await?;
    connect::disconnect(&state.ports, caller.actor(), &channel).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Saves the app's credentials. The secret goes to the secret store and is never shown again. `If-Match` is optional.
#[utoipa::path(put, path = "/v1/connections/{channel}/credentials", tag = "connections",
    params(("channel" = String, Path), ("If-Match" = Option<String>, Header)),
    request_body = Credentials,
    responses((status = 200, body = Connection, headers(("ETag" = String)))))]
async fn credentials(
    State(state): State<ApiState>,
    caller: Caller,
    channel: Segment,
    headers: HeaderMap,
    Body(typed): Body<Credentials>,
) -> Result<Response, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    check_version(&state, &channel, &headers).await?;
    let base = state.settings.webhook_base.as_str();
    let saved = connect::save_credentials(&state.ports, caller.actor(), &channel, typed.into(), base).await?;
    Ok(etag::versioned(saved.version, Connection::from(&saved)))
}

/// Asks the channel who we are, for every connected shop; reads the shops' limits.
#[utoipa::path(post, path = "/v1/connections/{channel}/test", tag = "connections",
    params(("channel" = String, Path)), responses((status = 200, body = ConnectionTest)))]
async fn test(
    State(state): State<ApiState>,
    caller: Caller,
    channel: Segment,
) -> Result<Json<ConnectionTest>, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let found = connect::test(&state.ports, caller.actor(), &channel).await?;
    let shop = |checked: &connect::CheckedShop| {
        let problem = checked.answer.as_ref().err().map(|error| Problem::from(error.clone()).body());
        CheckedShop {
            shop: checked.shop.to_string(),
            passed: problem.is_none(),
            code: problem.as_ref().map(|problem| problem.code.clone()),
            text: problem.as_ref().map(|problem| problem.detail.clone()),
            text_en: problem.map(|problem| problem.detail_en),
        }
    };
    Ok(Json(ConnectionTest {
        passed: found.passed(),
        shops: found.shops.iter().map(shop).collect(),
        connection: (&found.connection).into(),
    }))
}

/// The page where the seller allows access. It leads back to `…/callback` within 15 minutes.
#[utoipa::path(post, path = "/v1/connections/{channel}/authorization", tag = "connections",
    params(("channel" = String, Path)), responses((status = 200, body = AuthorizationLink)))]
async fn authorization(
    State(state): State<ApiState>,
    caller: Caller,
    channel: Segment,
    headers: HeaderMap,
) -> Result<Json<AuthorizationLink>, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let redirect = state.settings.callback_url(&channel, &headers)?;
    let link = connect::start_authorization(&state.ports, caller.actor(), &channel, &redirect).await?;
    Ok(Json(AuthorizationLink { link: link.to_string() }))
}

/// If the caller names a version of the connection, it must be the stored one.
async fn check_version(
    state: &ApiState,
    channel: &domain::Channel,
    headers: &HeaderMap,
) -> Result<(), Problem> {
    let Some(expected) = etag::optional(headers)?.and_then(etag::Expected::version) else { return Ok(()) };
    let stored = state.ports.connections.get(channel).await?.map_or(0, |stored| stored.version);
    if stored == expected { Ok(()) } else { Err(Problem::of(&request::VERSION_STALE)) }
}
