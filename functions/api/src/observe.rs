//! Wraps every request: gives it an id and a log line. This is the only place where a 5xx is logged.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::{ApiState, problem::Cause};

/// The header with the request's id, which is also in the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id, adds security headers to the answer, and writes the log line.
pub async fn observe(State(state): State<ApiState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = asked_id(&request).unwrap_or_else(|| state.ports.ids.unique());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "none".to_owned());
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let cause = response.extensions_mut().remove::<Cause>();
    if status >= 500 {
        let cause = cause.map_or_else(String::new, |Cause(text)| text);
        tracing::error!(
            request.id = %id, http.method = %method, http.route = %route, http.status = status, duration_ms,
            error.message = %cause, "the request failed"
        );
    } else {
        tracing::info!(
            request.id = %id, http.method = %method, http.route = %route, http.status = status, duration_ms,
            "the request was answered"
        );
    }
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// The caller's own id, if it is safe to write into a log.
fn asked_id(request: &Request) -> Option<String> {
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let fits = (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    fits.then(|| id.to_owned())
}
