//! Work is done once, however often it is requested.

use app::ports::Begin;
use serde_json::{Value, json};

use crate::world::{Reply, World, a_new_product, with};

async fn create(world: &World, key: &str, body: &Value) -> Reply {
    world.call("POST", "/v1/products", &[("idempotency-key", key)], Some(&body.to_string())).await
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_again() {
    let world = World::new();
    let first = create(&world, "key-1", &a_new_product()).await;
    let again = create(&world, "key-1", &a_new_product()).await;
    assert_eq!(first.header("idempotency-replayed"), "");
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.status, first.status);
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.text, first.text);
    assert_eq!(world.get("/v1/products").await.json()["total"], 1);
}

#[tokio::test]
async fn a_key_with_another_body_is_refused() {
    let world = World::new();
    create(&world, "key-1", &a_new_product()).await.ok(201);
    let other = with(a_new_product(), json!({ "title": "Another" }));
    create(&world, "key-1", &other).await.problem(422, "idempotency_key_reused");
    let headers = [("idempotency-key", "key-1")];
    let elsewhere = world.call("POST", "/v1/plans", &headers, Some(&a_new_product().to_string())).await;
    elsewhere.problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn two_people_may_use_the_same_key() {
    let world = World::new();
    create(&world, "key-1", &a_new_product()).await.ok(201);
    let headers = [("idempotency-key", "key-1"), ("authorization", "Bearer member")];
    let body = with(a_new_product(), json!({ "variants": [{ "sku": "OTHER" }] })).to_string();
    world.call("POST", "/v1/products", &headers, Some(&body)).await.ok(201);
}

#[tokio::test]
async fn a_request_that_is_at_work_is_not_begun_again() {
    let world = World::new();
    let body = a_new_product();
    let hash = domain::ContentHash::of_bytes(body.to_string().as_bytes());
    let fingerprint = domain::ContentHash::of_parts(&["POST", "/v1/products", hash.as_str()]);
    let now = world.ports.clock.now();
    let begun = world.ports.idempotency.begin("sub-owner/key-1", fingerprint.as_str(), now).await.unwrap();
    assert_eq!(begun, Begin::Fresh);
    let reply = create(&world, "key-1", &body).await;
    reply.problem(409, "idempotency_in_progress");
    assert_eq!(reply.header("retry-after"), "2");
}

#[tokio::test]
async fn a_refused_request_frees_its_key() {
    let world = World::new();
    let wrong = with(a_new_product(), json!({ "weight_g": null }));
    create(&world, "key-1", &wrong).await.problem(422, "weight_missing");
    create(&world, "key-1", &a_new_product()).await.ok(201);
}

#[tokio::test]
async fn a_product_whose_answer_was_lost_is_found_again() {
    let world = World::new();
    // The product was written, but the audit entry after it was not.
    let lost = app::StoreError::Unavailable("lost".into());
    world.fakes.memory.refuse_next(testkit::fake::Kind::Audit, lost);
    create(&world, "key-1", &a_new_product()).await.problem(503, "store_unavailable");
    create(&world, "key-1", &a_new_product()).await.ok(201);
    assert_eq!(world.get("/v1/products").await.json()["total"], 1);
}

#[tokio::test]
async fn a_key_is_visible_text() {
    let world = World::new();
    for key in ["", "two words", &"k".repeat(201)] {
        create(&world, key, &a_new_product()).await.problem(400, "idempotency_key_malformed");
    }
}
