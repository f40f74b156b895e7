//! What the gateway checks before any business rule: key, time, signature, token, cipher, budget, body.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::{HeaderMap, header::CONTENT_TYPE, request::Parts},
};
use bytes::Bytes;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{
    Sandbox,
    api::{Content, Endpoint},
    reply::Reply,
};
use crate::client::sign::sign;

pub const TOKEN_HEADER: &str = "x-tts-access-token";
/// Seconds that a timestamp may be behind and ahead.
const BEHIND: i64 = 300;
const AHEAD: i64 = 30;
/// The catch-all of the gateway.
const REFUSED: i64 = 36_009_004;

/// Lets a call through and returns its query.
pub fn check(
    sandbox: &Arc<Sandbox>,
    endpoint: &Endpoint,
    parts: &Parts,
    body: &Bytes,
) -> Result<BTreeMap<String, String>, Reply> {
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let query: BTreeMap<String, String> = pairs.iter().cloned().collect();
    let options = &sandbox.options;
    if query.get("app_key") != Some(&options.app_key) {
        return Err(Reply::fail(REFUSED, "Invalid app_key"));
    }
    let now = sandbox.now().div_euclid(1000);
    match query.get("timestamp").and_then(|text| text.parse::<i64>().ok()) {
        Some(at) if at >= now - BEHIND && at <= now + AHEAD => {}
        _ => return Err(Reply::fail(REFUSED, "Invalid timestamp, expired or ahead of the server's clock")),
    }
    let multipart = is_multipart(&parts.headers);
    let secret = options.app_secret.expose_secret();
    let signed = |body: &[u8]| sign(secret, parts.uri.path(), &pairs, body);
    let given = query.get("sign").map(String::as_str).unwrap_or_default();
    // Whether an empty object counts for the signature differs between the channel's own samples: both are taken.
    let empty = matches!(&body[..], b"{}" | b"[]");
    let fits = if multipart {
        given == signed(b"")
    } else {
        given == signed(body) || (empty && given == signed(b""))
    };
    if !fits {
        return Err(Reply::fail(106_001, "Invalid signature, check the algorithm"));
    }
    token(sandbox, &parts.headers, now)?;
    match (endpoint.cipher, query.get("shop_cipher")) {
        (true, None) => return Err(Reply::fail(106_013, "shop_cipher is required")),
        (true, Some(cipher)) if *cipher != options.shop_cipher => {
            return Err(Reply::fail(101_000, "The shop_cipher does not belong to this token"));
        }
        (false, Some(_)) => return Err(Reply::fail(REFUSED, "Unexpected identifier shop_cipher")),
        _ => {}
    }
    if query.contains_key("shop_id") {
        return Err(Reply::fail(REFUSED, "shop_id is invalid"));
    }
    let mut inner = sandbox.lock();
    let now = sandbox.now();
    if inner.budget.as_mut().is_some_and(|budget| !budget.take(now)) {
        return Err(Reply::fail(36_009_002, "Too many requests"));
    }
    Ok(query)
}

fn token(sandbox: &Sandbox, headers: &HeaderMap, now: i64) -> Result<(), Reply> {
    let token = headers.get(TOKEN_HEADER).and_then(|token| token.to_str().ok()).unwrap_or_default();
    if token.is_empty() {
        return Err(Reply::fail(REFUSED, "Invalid access token header"));
    }
    match sandbox.lock().state.access.get(token) {
        Some(ends) if *ends > now => Ok(()),
        _ => Err(Reply::fail(105_002, "Expired credentials, the access token is no longer valid")),
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    content_type(headers).starts_with("multipart/form-data")
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default()
}

/// Reads the body as the endpoint wants it.
pub async fn content(endpoint: &Endpoint, parts: &Parts, body: &Bytes) -> Result<Content, Reply> {
    if endpoint.upload {
        if !is_multipart(&parts.headers) {
            return Err(Reply::fail(36_009_023, "Unsupported media type: multipart/form-data is required"));
        }
        return upload(parts, body).await;
    }
    if body.is_empty() {
        return Ok(Content::Json(json!({})));
    }
    if !content_type(&parts.headers).starts_with("application/json") {
        return Err(Reply::fail(36_009_022, "Unsupported media type: application/json is required"));
    }
    match serde_json::from_slice::<Value>(body) {
        // PHP writes an empty object as an empty list.
        Ok(Value::Array(items)) if items.is_empty() => Ok(Content::Json(json!({}))),
        Ok(value) if value.is_object() => Ok(Content::Json(value)),
        _ => Err(Reply::fail(36_009_022, "The request body is not a JSON object")),
    }
}

async fn upload(parts: &Parts, body: &Bytes) -> Result<Content, Reply> {
    let broken = || Reply::fail(36_009_022, "The form cannot be read");
    let mut request = Request::new(Body::from(body.clone()));
    *request.headers_mut() = parts.headers.clone();
    // The router's own limit is lower than the largest picture.
    request.extensions_mut().insert(axum::extract::DefaultBodyLimit::disable());
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let (mut data, mut use_case) = (None, None);
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        match field.name() {
            Some("data") => data = Some(field.bytes().await.map_err(|_| broken())?),
            Some("use_case") => use_case = Some(field.text().await.map_err(|_| broken())?),
            _ => {}
        }
    }
    let data = data.ok_or_else(|| Reply::fail(REFUSED, "param data is missing"))?;
    Ok(Content::Picture { data, use_case: use_case.unwrap_or_else(|| "MAIN_IMAGE".to_owned()) })
}
