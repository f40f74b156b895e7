//! Layers around a stand-in: its credentials in the health answer, and a signal for requests that may change it.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{Method, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tower::ServiceExt as _;

/// Adds to the health answer of `router` the credentials with which the demo connects.
pub fn with_health(router: Router, credentials: Value) -> Router {
    let inner = router.clone();
    let health = move |request: Request| async move {
        let known = match inner.oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        if !known.status().is_success() {
            return known;
        }
        let bytes = to_bytes(known.into_body(), 1 << 20).await.unwrap_or_default();
        let mut health: Value = serde_json::from_slice(&bytes).unwrap_or_else(|_| json!({ "status": "ok" }));
        if let Some(health) = health.as_object_mut() {
            health.insert("credentials".to_owned(), credentials);
        }
        (StatusCode::OK, Json(health)).into_response()
    };
    Router::new().route("/_sandbox/health", get(health)).fallback_service(router)
}

/// Notifies `changed` after every request that may have changed the shop.
pub fn noting_changes(router: Router, changed: Arc<Notify>) -> Router {
    router.layer(middleware::from_fn(move |request: Request<Body>, next: Next| {
        let changed = changed.clone();
        async move {
            let may_change = may_change(request.method(), request.uri().path());
            let answer: Response = next.run(request).await;
            if may_change {
                changed.notify_one();
            }
            answer
        }
    }))
}

/// A GET changes nothing, except for the pages and tokens of an authorisation.
fn may_change(method: &Method, path: &str) -> bool {
    let authorises = ["/auth", "/oauth/", "/open/", "/api/v2/token/", "/api/v2/shop/auth_partner"];
    method != Method::GET || authorises.iter().any(|start| path.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_authorisations_may_change_a_shop_and_reads_may_not() {
        assert!(may_change(&Method::POST, "/api/v2/product/update_price"));
        assert!(may_change(&Method::PUT, "/product/202509/products/1"));
        assert!(may_change(&Method::GET, "/api/v2/token/refresh"));
        assert!(may_change(&Method::GET, "/oauth/authorize"));
        assert!(!may_change(&Method::GET, "/api/v2/product/get_item_list"));
        assert!(!may_change(&Method::GET, "/_sandbox/health"));
    }

    #[tokio::test]
    async fn health_tells_the_credentials() {
        let inner = Router::new().route("/_sandbox/health", get(|| async { Json(json!({ "items": 3 })) }));
        let router = with_health(inner, json!({ "app_id": "1000016" }));
        let request = Request::get("/_sandbox/health").body(Body::empty()).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        let bytes = to_bytes(answer.into_body(), 1000).await.unwrap();
        let health: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(health, json!({ "items": 3, "credentials": { "app_id": "1000016" } }));
    }
}
