//! Rules that apply to every request.

use axum::{body::Body, http::Request};

use crate::world::World;

#[tokio::test]
async fn health_is_open() {
    let world = World::new();
    let reply = world.send(Request::get("/health").body(Body::empty()).unwrap()).await;
    assert_eq!(reply.ok(200)["status"], "ok");
}

#[tokio::test]
async fn an_unknown_address_is_a_problem() {
    let world = World::new();
    world.get("/v1/orders").await.problem(404, "route_not_found");
    world.get("/").await.problem(404, "route_not_found");
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_a_problem() {
    let reply = World::new().call("DELETE", "/v1/plans", &[], None).await;
    reply.problem(405, "method_not_allowed");
    assert!(reply.header("allow").contains("POST"), "{:?}", reply.headers);
}

#[tokio::test]
async fn every_answer_names_its_request() {
    let world = World::new();
    for path in ["/v1/me", "/v1/nowhere"] {
        assert!(!world.get(path).await.header("x-request-id").is_empty(), "{path}");
    }
    let reply = world.call("GET", "/v1/me", &[("x-request-id", "0199c0ffee-desk-7")], None).await;
    assert_eq!(reply.header("x-request-id"), "0199c0ffee-desk-7");
    let forged = world.call("GET", "/v1/me", &[("x-request-id", "a b\tc=\"d\"")], None).await;
    assert_ne!(forged.header("x-request-id"), "a b\tc=\"d\"");
}

#[tokio::test]
async fn a_body_over_a_megabyte_is_refused() {
    let world = World::new();
    let body = format!("{{\"title\":\"{}\"}}", "a".repeat(1_100_000));
    let key = [("idempotency-key", "key-1")];
    world.call("POST", "/v1/products", &key, Some(&body)).await.problem(413, "body_too_large");
    let match_ = [("if-match", "\"1\"")];
    world
        .call("PATCH", "/v1/products/prd_0199c0ffee00", &match_, Some(&body))
        .await
        .problem(413, "body_too_large");
}

#[tokio::test]
async fn a_browser_of_an_allowed_origin_may_call_and_another_may_not() {
    let world = World::new();
    let preflight = |origin: &'static str| {
        Request::options("/v1/products/prd_0199c0ffee00")
            .header("origin", origin)
            .header("access-control-request-method", "PATCH")
            .header("access-control-request-headers", "authorization,if-match")
            .body(Body::empty())
            .unwrap()
    };
    let allowed = world.send(preflight("https://dashboard.motekar.test")).await;
    assert_eq!(allowed.status, 200);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://dashboard.motekar.test");
    assert!(allowed.header("access-control-allow-headers").contains("if-match"));
    let other = world.send(preflight("https://evil.test")).await;
    assert_eq!(other.header("access-control-allow-origin"), "");
    let read = world.call("GET", "/v1/me", &[("origin", "https://dashboard.motekar.test")], None).await;
    let exposed = read.header("access-control-expose-headers");
    assert!(
        ["etag", "link", "location", "retry-after"].iter().all(|name| exposed.contains(name)),
        "{exposed}"
    );
}

#[tokio::test]
async fn a_failure_of_ours_tells_nothing_of_the_inside() {
    let world = World::new();
    let inside = app::StoreError::Unavailable("dynamodb at 10.1.2.3: throttled".into());
    world.fakes.memory.refuse_next(testkit::fake::Kind::Idempotency, inside);
    let reply = world.create(serde_json::json!({})).await;
    reply.problem(503, "store_unavailable");
    assert!(!reply.text.contains("10.1.2.3"));
    assert_eq!(reply.header("retry-after"), "1");
    let broken = app::StoreError::Corrupt("item pk=PRODUCT#prd_1".into());
    world.fakes.memory.refuse_next(testkit::fake::Kind::Product, broken);
    let reply = world.create(serde_json::json!({})).await;
    reply.problem(500, "internal");
    assert!(!reply.text.contains("PRODUCT#"));
}
