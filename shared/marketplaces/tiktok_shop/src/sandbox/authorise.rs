//! The auth host: the authorise page, which agrees unless its query says to decline, and the tokens.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Query, State as Shared},
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use domain::ContentHash;
use secrecy::ExposeSecret;
use serde_json::json;
use url::Url;

use super::{
    Sandbox,
    faults::{self, Fault},
    journal::Entry,
    reply::Reply,
};

/// A code works once and for half an hour.
const CODE_LIVES: i64 = 30 * 60;
/// About what samples of the channel show between issue and expiry.
const REFRESH_LIVES: i64 = 358 * 24 * 60 * 60;
const BAD_GRANT: i64 = 36_004_004;

type Parameters = Query<BTreeMap<String, String>>;

/// Sends the browser straight back with a code; with `deny` in the query, as a seller who declines.
pub async fn authorize(Shared(sandbox): Shared<Arc<Sandbox>>, Query(query): Parameters) -> Response {
    let refuse = |text: &'static str| (StatusCode::BAD_REQUEST, text).into_response();
    let known = query.contains_key("service_id") || query.get("app_key") == Some(&sandbox.options.app_key);
    if !known {
        return refuse("unknown app_key");
    }
    let redirect = match query.get("redirect_uri") {
        Some(text) => Url::parse(text).ok(),
        None => sandbox.options.redirect_url.clone(),
    };
    let Some(mut redirect) = redirect else { return refuse("no redirect URL is configured") };
    if query.contains_key("deny") {
        redirect.query_pairs_mut().append_pair("code", "null").append_pair("error", "auth_denied");
    } else {
        redirect
            .query_pairs_mut()
            .append_pair("app_key", &sandbox.options.app_key)
            .append_pair("code", &code(&sandbox));
    }
    if let Some(state) = query.get("state") {
        redirect.query_pairs_mut().append_pair("state", state);
    }
    match HeaderValue::from_str(redirect.as_str()) {
        Ok(location) => (StatusCode::FOUND, [(LOCATION, location)]).into_response(),
        Err(_) => refuse("the redirect URL cannot be sent"),
    }
}

pub async fn token_get(Shared(sandbox): Shared<Arc<Sandbox>>, Query(query): Parameters) -> Response {
    answered(&sandbox, "/api/v2/token/get", || {
        credentials(&sandbox, &query, "authorized_code")?;
        let code = query.get("auth_code").map(String::as_str).unwrap_or_default();
        let now = sandbox.now().div_euclid(1000);
        match sandbox.lock().state.codes.remove(code) {
            Some(ends) if ends > now => {}
            _ => return Err(Reply::fail(BAD_GRANT, "The auth_code is invalid, used or expired")),
        }
        Ok(tokens(&sandbox))
    })
    .await
}

/// The old refresh token does not work afterwards. The documents do not say so; a client that works with this works
/// with both.
pub async fn token_refresh(Shared(sandbox): Shared<Arc<Sandbox>>, Query(query): Parameters) -> Response {
    answered(&sandbox, "/api/v2/token/refresh", || {
        credentials(&sandbox, &query, "refresh_token")?;
        let token = query.get("refresh_token").map(String::as_str).unwrap_or_default();
        let now = sandbox.now().div_euclid(1000);
        match sandbox.lock().state.refresh.remove(token) {
            Some(ends) if ends > now => {}
            _ => return Err(Reply::fail(BAD_GRANT, "The refresh_token is invalid, used or expired")),
        }
        Ok(tokens(&sandbox))
    })
    .await
}

/// Journal and faults hold for the auth host too.
async fn answered(
    sandbox: &Arc<Sandbox>,
    path: &str,
    run: impl FnOnce() -> Result<Reply, Reply>,
) -> Response {
    let fault = sandbox.lock().faults.take(path);
    if let Some(fault) = &fault {
        faults::wait(fault).await;
    }
    let entry = Entry::new("GET".to_owned(), path.to_owned(), path.to_owned(), false, sandbox.now());
    if fault == Some(Fault::DropBefore) {
        sandbox.lock().journal.add(entry);
        return faults::closed();
    }
    let none = axum::http::HeaderMap::new();
    let reply = match fault.as_ref().and_then(|fault| faults::instead(fault, sandbox, &none)) {
        Some(reply) => reply,
        None => run().unwrap_or_else(|reply| reply),
    };
    if fault == Some(Fault::DropAfter) {
        sandbox.lock().journal.add(entry);
        return faults::closed();
    }
    sandbox.lock().journal.add(entry.answered(reply.status, reply.code));
    reply.into_response()
}

fn credentials(sandbox: &Sandbox, query: &BTreeMap<String, String>, grant: &str) -> Result<(), Reply> {
    let secret = query.get("app_secret").map(String::as_str);
    if query.get("app_key") != Some(&sandbox.options.app_key)
        || secret != Some(sandbox.options.app_secret.expose_secret())
    {
        return Err(Reply::fail(36_009_004, "Invalid app_key or app_secret"));
    }
    if query.get("grant_type").map(String::as_str) != Some(grant) {
        return Err(Reply::fail(36_009_004, "Invalid grant_type"));
    }
    Ok(())
}

fn code(sandbox: &Sandbox) -> String {
    let code = secret_text(sandbox, "code");
    let ends = sandbox.now().div_euclid(1000) + CODE_LIVES;
    sandbox.lock().state.codes.insert(code.clone(), ends);
    code
}

fn tokens(sandbox: &Sandbox) -> Reply {
    let (access, refresh) = (secret_text(sandbox, "access"), secret_text(sandbox, "refresh"));
    let now = sandbox.now().div_euclid(1000);
    let ttl = i64::try_from(sandbox.options.access_token_ttl.as_secs()).unwrap_or(i64::MAX / 2);
    let mut inner = sandbox.lock();
    inner.state.access.retain(|_, ends| *ends > now);
    inner.state.access.insert(access.clone(), now + ttl);
    inner.state.refresh.insert(refresh.clone(), now + REFRESH_LIVES);
    Reply::ok(json!({
        "access_token": access,
        "access_token_expire_in": now + ttl,
        "refresh_token": refresh,
        "refresh_token_expire_in": now + REFRESH_LIVES,
        "open_id": "7010736057180325637",
        "seller_name": sandbox.options.seller_name,
        "seller_base_region": "ID",
        "user_type": 0,
        "granted_scopes": ["seller.product.basic", "seller.product.write", "seller.product.delete", "seller.authorization.info", "seller.logistics"],
    }))
}

/// A text that cannot be guessed without the secret.
fn secret_text(sandbox: &Sandbox, what: &str) -> String {
    let number = sandbox.lock().state.next_id();
    let now = sandbox.now().to_string();
    let parts = [sandbox.options.app_secret.expose_secret(), what, &number, &now];
    format!("GCP_{}", &ContentHash::of_parts(&parts).as_str()[..48])
}
