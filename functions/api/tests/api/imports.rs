//! Imports and their progress.

use serde_json::json;
use testkit::build::a_listing;

use crate::world::{World, shop};

#[tokio::test]
async fn an_import_is_started_watched_and_listed() {
    let world = World::connected().await;
    world.shopee.put_listing(&shop(), a_listing("100"));
    let started = world.start("/v1/imports", &json!({ "channels": ["shopee"] })).await;
    let path = started.header("location").to_owned();
    let import = started.ok(202);
    assert_eq!(import["phase"], "pulling");
    let first = world.get(&path).await;
    let tag = first.etag().to_owned();
    assert_eq!(world.call("GET", &path, &[("if-none-match", &tag)], None).await.status, 304);
    world.work_imports().await;
    let moved = world.call("GET", &path, &[("if-none-match", &tag)], None).await.ok(200);
    assert_eq!(moved["phase"], "finished", "{moved}");
    assert_eq!(moved["shops"][0]["created"], 1);
    assert_eq!(moved["masters_created"], 1);
    let listed = world.get("/v1/imports").await.ok(200);
    assert_eq!(listed["items"], json!([moved]));
    assert_eq!(world.get("/v1/products?channel=shopee").await.json()["total"], 1);
}

#[tokio::test]
async fn an_import_of_a_channel_that_is_not_there_is_refused() {
    let world = World::new();
    let start = async |body| world.start("/v1/imports", &body).await;
    start(json!({ "channels": ["blibli"] })).await.problem(422, "channel_unknown");
    start(json!({ "channels": [] })).await.problem(422, "channels_empty");
    start(json!({})).await.problem(422, "field_missing");
    start(json!({ "channels": ["shopee"] })).await.problem(409, "channel_not_connected");
    world.get("/v1/imports/imp_0199c0ffee00").await.problem(404, "import_not_found");
}
