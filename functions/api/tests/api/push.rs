//! Plan, run, undo: the steps of a change to a channel.

use serde_json::{Value, json};

use crate::world::{Reply, World, shop};

/// One listing at Rp150.000 that should cost Rp172.500.
async fn priced() -> World {
    let world = World::with_one_listing().await;
    world.price_shopee().await;
    world.shop_prices_are_base().await;
    world
}

async fn plan(world: &World) -> Value {
    let body = json!({ "filter": { "channel": "shopee" }, "channels": ["shopee"] });
    world.start("/v1/plans", &body).await.ok(201)
}

async fn run(world: &World, plan: &Value) -> Reply {
    world.start("/v1/runs", &json!({ "plan_id": plan["id"], "plan_hash": plan["hash"] })).await
}

fn price(world: &World) -> i64 {
    let listing = world.shopee.listing(&shop(), &testkit::build::an_external_id("100")).unwrap();
    listing.offers[0].price.unwrap().get()
}

#[tokio::test]
async fn a_plan_shows_every_change_and_sends_nothing() {
    let world = priced().await;
    world.shopee.forget_journal();
    let plan = plan(&world).await;
    assert_eq!((&plan["listings"], &plan["changes"], &plan["blocked"]), (&json!(1), &json!(1), &json!(0)));
    let path = format!("/v1/plans/{}", plan["id"].as_str().unwrap());
    assert_eq!(world.get(&path).await.ok(200), plan);
    let entries = world.get(&format!("{path}/entries")).await.ok(200);
    let change = &entries["items"][0]["changes"][0];
    assert_eq!(change["field"], "price");
    assert_eq!(change["from"], json!({ "kind": "money", "value": 150_000 }));
    assert_eq!(change["to"], json!({ "kind": "money", "value": 172_500 }));
    assert_eq!((&change["pushed"], &change["blocked"]), (&json!(true), &Value::Null));
    // A list reads no listings, so it does not know whether one has changed.
    let mut listed = plan.clone();
    listed["freshness"] = Value::Null;
    assert_eq!(world.get("/v1/plans").await.ok(200)["items"], json!([listed]));
    assert!(world.shopee.journal().is_empty());
}

#[tokio::test]
async fn a_blocked_change_says_why_in_both_languages() {
    let world = priced().await;
    let body = json!({ "skus": ["mtk-gp-01"], "guard_percent": 5, "fields": ["price"] });
    let plan = world.start("/v1/plans", &body).await.ok(201);
    assert_eq!(
        (&plan["changes"], &plan["blocked"], &plan["fields"]),
        (&json!(0), &json!(1), &json!(["price"]))
    );
    let entries = world.get(&format!("/v1/plans/{}/entries", plan["id"].as_str().unwrap())).await.ok(200);
    let blocked = &entries["items"][0]["changes"][0]["blocked"];
    assert_eq!(blocked["code"], "price_move");
    assert!(blocked["text"].as_str().unwrap().contains("batas aman"));
    assert!(blocked["text_en"].as_str().unwrap().contains("guard"));
    assert_eq!(blocked["details"]["guard"], 500);
    run(&world, &plan).await.problem(409, "plan_empty");
}

#[tokio::test]
async fn a_run_is_carried_out_read_back_and_undone() {
    let world = priced().await;
    let plan = plan(&world).await;
    let wrong = json!({ "plan_id": plan["id"], "plan_hash": "0".repeat(64) });
    world.start("/v1/runs", &wrong).await.problem(409, "plan_hash_mismatch");
    let started = run(&world, &plan).await;
    let path = started.header("location").to_owned();
    assert_eq!(started.ok(202)["state"], "running");
    let tag = world.get(&path).await.etag().to_owned();
    assert_eq!(world.call("GET", &path, &[("if-none-match", &tag)], None).await.status, 304);
    world.work_sync().await;
    let done = world.call("GET", &path, &[("if-none-match", &tag)], None).await.ok(200);
    assert_eq!((&done["state"], &done["counts"]), (&json!("finished"), &json!({ "succeeded": 1 })));
    assert_eq!(price(&world), 172_500);
    let jobs = world.get(&format!("{path}/jobs?state=succeeded")).await.ok(200);
    let job = &jobs["items"][0];
    assert_eq!(job["listing"], "shopee:14701711:100");
    assert!(job.get("snapshot").is_none(), "a list is short");
    let whole = world.get(&format!("{path}/jobs/{}", job["id"].as_str().unwrap())).await.ok(200);
    assert_eq!(whole["snapshot"]["offers"][0]["price"], 150_000);
    assert_eq!(whole["read_back"]["offers"][0]["price"], 172_500);
    assert_eq!(world.get(&format!("{path}/jobs?state=failed")).await.ok(200)["items"], json!([]));
    let undo = world.start(&format!("{path}/undo"), &json!({})).await.ok(201);
    assert_eq!(undo["undoes"], done["id"]);
    run(&world, &undo).await.ok(202);
    world.work_sync().await;
    assert_eq!(price(&world), 150_000);
}

#[tokio::test]
async fn a_run_takes_only_the_commands_of_its_state() {
    let world = priced().await;
    let plan = plan(&world).await;
    let path = run(&world, &plan).await.header("location").to_owned();
    let tell = async |word: &str| world.start(&format!("{path}/{word}"), &json!({})).await;
    tell("approve").await.problem(409, "run_state");
    tell("undo").await.problem(409, "run_state");
    assert_eq!(tell("pause").await.ok(202)["state"], "paused");
    assert_eq!(tell("resume").await.ok(202)["state"], "running");
    assert_eq!(tell("cancel").await.ok(202)["counts"], json!({ "dropped": 1 }));
    tell("resume").await.problem(409, "run_state");
    tell("undo").await.problem(409, "nothing_to_undo");
    world.get("/v1/runs/run_0199c0ffee00").await.problem(404, "run_not_found");
    world.get(&format!("{path}/jobs/job_0199c0ffee00")).await.problem(404, "job_not_found");
    let missing = json!({ "plan_id": "pln_0199c0ffee00", "plan_hash": "x" });
    world.start("/v1/runs", &missing).await.problem(404, "plan_not_found");
}

#[tokio::test]
async fn what_a_person_has_to_decide_is_listed() {
    let world = priced().await;
    let listing = world.get("/v1/listings/shopee:14701711:100").await;
    let edit = json!({ "overrides": { "title": "Judul lain" }, "owners": { "title": "ask" } });
    let tag = listing.etag().to_owned();
    let product = listing.json()["product_id"].as_str().unwrap().to_owned();
    world.edit("PATCH", "/v1/listings/shopee:14701711:100", &tag, &edit).await.ok(200);
    world.change_title_at_the_channel("Judul dari kanal").await;
    for query in ["", "?channel=shopee", &format!("?product={product}")] {
        let conflicts = world.get(&format!("/v1/conflicts{query}")).await.ok(200);
        assert_eq!(conflicts["items"].as_array().map(Vec::len), Some(1), "{query}: {conflicts}");
        assert_eq!((&conflicts["items"][0]["field"], &conflicts["total"]), (&json!("title"), &json!(1)));
        assert_eq!(conflicts["items"][0]["theirs"]["value"]["value"], "Judul dari kanal");
    }
    assert_eq!(world.get("/v1/conflicts?channel=tiktok_shop").await.ok(200)["items"], json!([]));
    world.get("/v1/conflicts?channel=blibli").await.problem(422, "channel_unknown");
}
