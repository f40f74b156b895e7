//! `Idempotency-Key`: a request that starts work is carried out once, however often it is sent.
//!
//! The answer of a successful request is kept for a day and returned again to repeats. A refused request had no effect
//! and is forgotten, so that a corrected request may use the same key.

use app::ports::{Begin, Ports, Principal, StoredResponse};
use axum::{
    body::{Body, to_bytes},
    extract::{MatchedPath, Request},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::ContentHash;

use crate::{
    body::MAX_BODY,
    problem::{Problem, codes::request},
    sheet,
};

/// The header that names the request.
pub const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The header that marks an answer which was returned before.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The request's key and content, for handlers that derive an id from it.
#[derive(Debug, Clone)]
pub struct Idempotent {
    /// Equal for repeats of one request by one person.
    pub name: String,
}

/// Carries out the request once.
pub async fn once(ports: &Ports, principal: &Principal, request: Request, next: Next) -> Response {
    match try_once(ports, principal, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn try_once(
    ports: &Ports,
    principal: &Principal,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let key = format!("{}/{}", principal.subject, key_of(request.headers())?);
    let (mut head, body) = request.into_parts();
    let template = head.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let (most, refusal) = match template {
        sheet::ROUTE => (sheet::MAX_FILE, &request::SHEET_TOO_LARGE),
        _ => (MAX_BODY, &request::BODY_TOO_LARGE),
    };
    let bytes = to_bytes(body, most).await.map_err(|_| Problem::of(refusal))?;
    let path = head.uri.path_and_query().map_or("", |path| path.as_str());
    let content = ContentHash::of_bytes(&bytes);
    let fingerprint = ContentHash::of_parts(&[head.method.as_str(), path, content.as_str()]);
    match ports.idempotency.begin(&key, fingerprint.as_str(), ports.clock.now()).await? {
        Begin::Fresh => {}
        Begin::Replay(stored) => return Ok(replay(stored)),
        Begin::InProgress => return Err(Problem::of(&request::IDEMPOTENCY_IN_PROGRESS).retry_after(2)),
        Begin::Mismatch => return Err(Problem::of(&request::IDEMPOTENCY_KEY_REUSED)),
    }
    let name = ContentHash::of_parts(&[&key, fingerprint.as_str()]).to_string();
    head.extensions.insert(Idempotent { name });
    let response = next.run(Request::from_parts(head, Body::from(bytes))).await;
    if !response.status().is_success() {
        ports.idempotency.abandon(&key).await?;
        return Ok(response);
    }
    keep(ports, &key, response).await
}

async fn keep(ports: &Ports, key: &str, response: Response) -> Result<Response, Problem> {
    let (head, body) = response.into_parts();
    // No limit is needed: our own answers are in memory already.
    let bytes = to_bytes(body, usize::MAX).await.map_err(|error| Problem::internal(error.to_string()))?;
    let stored = StoredResponse {
        status: head.status.as_u16(),
        location: head.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).map(str::to_owned),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    // The work is done. If its answer cannot be stored, the request must still succeed.
    if let Err(error) = ports.idempotency.finish(key, &stored, ports.clock.now()).await {
        tracing::warn!(error.message = %error, "an answer could not be kept for its idempotency key");
    }
    Ok(Response::from_parts(head, Body::from(bytes)))
}

fn replay(stored: StoredResponse) -> Response {
    let status = StatusCode::from_u16(stored.status).unwrap_or(StatusCode::OK);
    let mut response = (status, stored.body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    if let Some(location) = stored.location.and_then(|text| HeaderValue::from_str(&text).ok()) {
        headers.insert(header::LOCATION, location);
    }
    response
}

fn key_of(headers: &HeaderMap) -> Result<&str, Problem> {
    let Some(value) = headers.get(KEY) else {
        return Err(Problem::of(&request::IDEMPOTENCY_KEY_MISSING));
    };
    let key = value.to_str().unwrap_or("");
    if (1..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(key)
    } else {
        Err(Problem::of(&request::IDEMPOTENCY_KEY_MALFORMED))
    }
}
