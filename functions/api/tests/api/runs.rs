//! What a run shows: counts, speed, why it waits, what failed and how to correct it.

use app::worker;
use serde_json::{Value, json};
use testkit::build::{a_listing, an_external_id};

use crate::world::{World, shop};

/// Twelve listings at Rp150.000 that should cost Rp172.500, and the run that changes them.
async fn world() -> (World, String) {
    let world = World::connected().await;
    for number in 100..112 {
        let mut listing = a_listing(&number.to_string());
        for image in &mut listing.content.images {
            image.url = Some(format!("https://pictures.test/{}.jpg", image.reference));
        }
        world.shopee.put_listing(&shop(), listing);
    }
    world.start("/v1/imports", &json!({ "channels": ["shopee"] })).await.ok(202);
    world.work_imports().await;
    world.price_shopee().await;
    world.shop_prices_are_base().await;
    let plan = world.start("/v1/plans", &json!({ "filter": {}, "channels": ["shopee"] })).await.ok(201);
    let body = json!({ "plan_id": plan["id"], "plan_hash": plan["hash"] });
    let path = world.start("/v1/runs", &body).await.header("location").to_owned();
    (world, path)
}

async fn run(world: &World, path: &str) -> Value {
    world.get(path).await.ok(200)
}

/// Two of the listings are removed from the shop before the run reaches them.
async fn with_failures() -> (World, String) {
    let (world, path) = world().await;
    for number in ["103", "107"] {
        world.shopee.remove(&shop(), &an_external_id(number));
    }
    while let Some(message) = world.fakes.outbox.next_sync() {
        world.fakes.clock.advance(std::time::Duration::from_secs(6));
        worker::sync::handle(&world.ports, message).await.unwrap();
    }
    (world, path)
}

#[tokio::test]
async fn a_run_counts_by_wave_and_channel_and_says_how_fast_it_is() {
    let (world, path) = world().await;
    let begun = run(&world, &path).await;
    let queued = json!({ "queued": 12 });
    assert_eq!(begun["by_wave"], json!([{ "wave": 0, "jobs": 12, "counts": queued }]));
    assert_eq!(begun["by_channel"], json!({ "shopee": queued }));
    assert_eq!((&begun["jobs_per_hour"], &begun["eta_seconds"]), (&Value::Null, &Value::Null));
    for _ in 0..11 {
        world.fakes.clock.advance(std::time::Duration::from_secs(6));
        worker::sync::handle(&world.ports, world.fakes.outbox.next_sync().unwrap()).await.unwrap();
    }
    let near = run(&world, &path).await;
    assert_eq!((&near["jobs_per_hour"], &near["eta_seconds"]), (&json!(600), &json!(6)));
    assert_eq!(near["by_wave"][0]["counts"], json!({ "queued": 1, "succeeded": 11 }));
    let tag = world.get(&path).await.etag().to_owned();
    world.fakes.clock.advance(std::time::Duration::from_mins(1));
    let again = world.call("GET", &path, &[("if-none-match", &tag)], None).await;
    assert_eq!(again.status, 304, "time alone moves nothing");
    world.work_sync().await;
    let done = run(&world, &path).await;
    assert_eq!(
        (&done["state"], &done["eta_seconds"], &done["waits"]),
        (&json!("finished"), &Value::Null, &json!([]))
    );
}

#[tokio::test]
async fn a_job_says_what_it_changes_and_when() {
    let (world, path) = with_failures().await;
    let jobs = world.get(&format!("{path}/jobs?state=succeeded&limit=2")).await.ok(200);
    let job = &jobs["items"][0];
    assert!(!job["title"].as_str().unwrap().is_empty());
    assert!(job["thumbnail"].as_str().is_some_and(|url| url.starts_with("http")));
    assert_eq!(job["changes"][0]["money"]["buyer_pays"], json!({ "from": 150_000, "to": 172_500 }));
    assert!(job["started_at"].is_string() && job["ended_at"].is_string());
    assert_eq!((&job["next_attempt_at"], &job["remedy"]), (&Value::Null, &Value::Null));
    let whole = world.get(&format!("{path}/jobs/{}", job["id"].as_str().unwrap())).await.ok(200);
    assert_eq!((&whole["title"], &whole["changes"]), (&job["title"], &job["changes"]));
    for (query, count) in [
        ("wave=0", 12),
        ("wave=1", 0),
        ("channel=shopee&state=failed", 2),
        ("channel=tiktok_shop", 0),
        ("code=listing_gone", 2),
        ("code=stale", 0),
    ] {
        let found = world.get(&format!("{path}/jobs?{query}")).await.ok(200);
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{query}");
    }
    world.get(&format!("{path}/jobs?channel=blibli")).await.problem(422, "channel_unknown");
}

#[tokio::test]
async fn failures_are_grouped_by_their_reason_with_one_remedy_and_one_retry() {
    let (world, path) = with_failures().await;
    assert_eq!(run(&world, &path).await["failures"], json!({ "listing_gone": 2 }));
    let groups = world.get(&format!("{path}/failures")).await.ok(200);
    let group = &groups["items"][0];
    assert_eq!((&group["code"], &group["jobs"]), (&json!("listing_gone"), &json!(2)));
    assert_eq!((&group["remedy"]["action"], &group["remedy"]["retries"]), (&json!("import"), &json!(false)));
    assert!(group["remedy"]["text"].as_str().unwrap().starts_with("Impor"));
    let failed = world.get(&format!("{path}/jobs?state=failed")).await.ok(200);
    assert_eq!(failed["items"][0]["remedy"], group["remedy"]);

    let retry = async |body: Value| world.start(&format!("{path}/retry"), &body).await.ok(202);
    retry(json!({ "code": "stale" })).await;
    world.work_sync().await;
    assert_eq!(run(&world, &path).await["counts"], json!({ "failed": 2, "succeeded": 10 }));
    // One of the two is back.
    world.shopee.put_listing(&shop(), a_listing("103"));
    let retried = retry(json!({ "code": "listing_gone" })).await;
    assert_eq!((&retried["counts"]["queued"], &retried["failures"]), (&json!(2), &json!({})));
    world.work_sync().await;
    let done = run(&world, &path).await;
    assert_eq!(done["failures"], json!({ "listing_gone": 1 }));
    assert_eq!(done["by_wave"][0]["counts"], json!({ "failed": 1, "succeeded": 11 }));
    world.start(&format!("{path}/retry"), &json!({ "colour": "red" })).await.problem(422, "field_unknown");
}

#[tokio::test]
async fn a_run_says_why_it_waits_and_what_undid_it() {
    let (world, path) = world().await;
    world.start(&format!("{path}/pause"), &json!({})).await.ok(202);
    let paused = run(&world, &path).await;
    assert_eq!(paused["waits"][0]["code"], "paused");
    world.start(&format!("{path}/resume"), &json!({})).await.ok(202);
    assert_eq!(run(&world, &path).await["waits"], json!([]));
    let now = world.ports.clock.now();
    let until = now + jiff::SignedDuration::from_mins(30);
    let shopee = testkit::build::a_channel("shopee");
    world.ports.budget.refused(&shopee, &shop(), 10, now, Some(until)).await.unwrap();
    let slow = run(&world, &path).await;
    assert_eq!(
        (&slow["waits"][0]["code"], &slow["waits"][0]["until"]),
        (&json!("channel_slow"), &json!(until.to_string()))
    );
    world.fakes.clock.advance(std::time::Duration::from_hours(1));
    world.work_sync().await;

    let undo = world.start(&format!("{path}/undo"), &json!({})).await.ok(201);
    assert_eq!(run(&world, &path).await["undone_by"], json!([]), "an undo that is only planned is none yet");
    let body = json!({ "plan_id": undo["id"], "plan_hash": undo["hash"] });
    let undoing = world.start("/v1/runs", &body).await.ok(202);
    assert_eq!(undoing["undoes"], run(&world, &path).await["id"]);
    assert_eq!(run(&world, &path).await["undone_by"], json!([undoing["id"]]));
}
