//! The state of a product on each channel, through everything that can happen to its listing.

use domain::ListingStatus;
use serde_json::{Value, json};

use crate::world::{World, shop};

/// One listing at Rp150.000 that should cost Rp172.500.
pub async fn priced() -> World {
    let world = World::with_one_listing().await;
    world.price_shopee().await;
    world.shop_prices_are_base().await;
    world
}

pub async fn card(world: &World) -> Value {
    world.get("/v1/products").await.ok(200)["items"][0].clone()
}

/// The state on Shopee, the fields that it is about, and its run.
async fn shopee(world: &World) -> (String, Value, Value) {
    let card = card(world).await;
    let on = &card["states"]["shopee"];
    let filter = format!("/v1/products?channel_state=shopee:{}", on["state"].as_str().unwrap());
    assert_eq!(world.get(&filter).await.ok(200)["total"], 1, "the filter finds what the card says");
    (on["state"].as_str().unwrap().to_owned(), on["fields"].clone(), on["run_id"].clone())
}

async fn state(world: &World) -> String {
    shopee(world).await.0
}

/// Plans everything and starts the run; returns the run's path.
pub async fn start_run(world: &World) -> String {
    let body = json!({ "filter": { "channel": "shopee" }, "channels": ["shopee"] });
    let plan = world.start("/v1/plans", &body).await.ok(201);
    let body = json!({ "plan_id": plan["id"], "plan_hash": plan["hash"] });
    let run = world.start("/v1/runs", &body).await;
    let path = run.header("location").to_owned();
    run.ok(202);
    path
}

async fn observe(world: &World) {
    let key = testkit::build::a_key("shopee:14701711:100");
    app::publishing::observe::observe(&world.ports, &key, "test").await.unwrap();
}

fn edit(world: &World, change: impl FnOnce(&mut domain::ListingContent)) {
    world.shopee.edit(&shop(), &testkit::build::an_external_id("100"), change);
}

#[tokio::test]
async fn a_price_rule_makes_a_listing_wait_and_a_run_brings_it_into_step() {
    let world = World::with_one_listing().await;
    assert_eq!(state(&world).await, "synced", "what was imported is what we want");
    world.price_shopee().await;
    world.shop_prices_are_base().await;
    let before = card(&world).await;
    let on = &before["states"]["shopee"];
    assert_eq!((&on["state"], &on["fields"]), (&json!("pending"), &json!(["price"])));
    assert_eq!((&on["target_min"], &on["live_min"]), (&json!(172_500), &json!(150_000)));
    assert_eq!((&on["keeps_min"], &before["keeps_min"]), (&json!(158_700), &json!(158_700)));
    assert_eq!(before["states"]["tiktok_shop"]["state"], "not_listed");
    assert_eq!((&before["state"], &before["variants"]), (&json!("pending"), &json!(1)));

    let run = start_run(&world).await;
    let (now, _, of) = shopee(&world).await;
    assert_eq!(now, "pushing", "from the moment at which the workers have it");
    assert_eq!(of, json!(run.trim_start_matches("/v1/runs/")));
    world.work_sync().await;
    let after = card(&world).await;
    let on = &after["states"]["shopee"];
    assert_eq!((&on["state"], &on["fields"], &on["run_id"]), (&json!("synced"), &json!([]), &Value::Null));
    assert_eq!((&on["target_max"], &on["live_max"]), (&json!(172_500), &json!(172_500)));
}

#[tokio::test]
async fn an_edit_at_the_channel_is_drift_and_on_both_sides_a_conflict() {
    let world = World::with_one_listing().await;
    edit(&world, |content| content.title = "Judul dari toko".to_owned());
    observe(&world).await;
    let (now, fields, _) = shopee(&world).await;
    assert_eq!((now.as_str(), fields), ("drift", json!(["title"])));
    let product = format!("/v1/products/{}", card(&world).await["id"].as_str().unwrap());
    let tag = world.get(&product).await.etag().to_owned();
    world.edit("PATCH", &product, &tag, &json!({ "title": "Judul dari SyncStore" })).await.ok(200);
    world.work_pricing().await;
    let (now, fields, _) = shopee(&world).await;
    assert_eq!((now.as_str(), fields), ("conflict", json!(["title"])));
    let counts = world.get("/v1/products?state=synced").await.ok(200);
    assert_eq!((&counts["total"], &counts["by_state"]), (&json!(0), &json!({ "conflict": 1 })));
}

#[tokio::test]
async fn the_listings_own_title_makes_it_wait() {
    let world = World::with_one_listing().await;
    let path = "/v1/listings/shopee:14701711:100";
    let tag = world.get(path).await.etag().to_owned();
    let own = json!({ "overrides": { "title": "Judul khusus untuk toko Shopee" } });
    world.edit("PATCH", path, &tag, &own).await.ok(200);
    let (now, fields, _) = shopee(&world).await;
    assert_eq!((now.as_str(), fields), ("pending", json!(["title"])));
}

#[tokio::test]
async fn a_failed_push_says_so_until_it_is_tried_again() {
    let world = priced().await;
    world.shopee.fault_next_write(testkit::fake::Fault::rejected("error_param", "the price is refused"));
    let run = start_run(&world).await;
    world.work_sync().await;
    let on = card(&world).await["states"]["shopee"].clone();
    assert_eq!(on["state"], "failed");
    assert_eq!(on["run_id"], json!(run.trim_start_matches("/v1/runs/")));
    assert!(on["code"].as_str().is_some_and(|code| !code.is_empty()), "{on}");
    world.start(&format!("{run}/retry"), &json!({})).await.ok(202);
    assert_eq!(state(&world).await, "pushing");
    world.work_sync().await;
    assert_eq!(state(&world).await, "synced");
}

#[tokio::test]
async fn an_audited_edit_is_checked_and_then_live_or_refused() {
    let world = priced().await;
    world.shopee.audit_edits(true);
    let product = format!("/v1/products/{}", card(&world).await["id"].as_str().unwrap());
    let tag = world.get(&product).await.etag().to_owned();
    world.edit("PATCH", &product, &tag, &json!({ "title": "Dudukan kamera yang baru" })).await.ok(200);
    start_run(&world).await;
    let mut watch = Vec::new();
    while let Some(message) = world.fakes.outbox.next_sync() {
        if app::worker::sync::handle(&world.ports, message.clone()).await.is_err() {
            watch.push(message);
        }
    }
    assert_eq!(state(&world).await, "auditing");
    world.shopee.refuse_audit(&shop(), &testkit::build::an_external_id("100"), "judul tidak jelas");
    observe(&world).await;
    let on = card(&world).await["states"]["shopee"].clone();
    assert_eq!((&on["state"], &on["code"]), (&json!("refused"), &json!("audit_refused")));
}

#[tokio::test]
async fn frozen_and_gone_are_told_from_all_others() {
    let world = priced().await;
    edit(&world, |content| content.status = ListingStatus::Frozen);
    observe(&world).await;
    assert_eq!(state(&world).await, "frozen");
    edit(&world, |content| content.status = ListingStatus::Live);
    observe(&world).await;
    assert_eq!(state(&world).await, "pending");
    world.shopee.remove(&shop(), &testkit::build::an_external_id("100"));
    observe(&world).await;
    assert_eq!(state(&world).await, "gone");
}

#[tokio::test]
async fn a_cancelled_or_paused_run_leaves_the_listing_waiting() {
    let world = priced().await;
    let run = start_run(&world).await;
    world.start(&format!("{run}/pause"), &json!({})).await.ok(202);
    world.work_sync().await;
    assert_eq!(state(&world).await, "pending", "nothing is at work on it");
    world.start(&format!("{run}/resume"), &json!({})).await.ok(202);
    assert_eq!(state(&world).await, "pushing");
    world.start(&format!("{run}/cancel"), &json!({})).await.ok(202);
    world.work_sync().await;
    assert_eq!(state(&world).await, "pending");
}

#[tokio::test]
async fn the_list_has_an_etag_an_offset_and_filters_of_what_its_cards_say() {
    let world = priced().await;
    world.create(json!({ "title": "Belum di mana-mana", "variants": [{ "sku": "X-1", "stock": 7, "base_price": 20_000 }] }))
        .await
        .ok(201);
    let all = world.get("/v1/products?sort=price").await;
    let tag = all.etag().to_owned();
    let all = all.ok(200);
    assert_eq!(
        world.call("GET", "/v1/products?sort=price", &[("if-none-match", &tag)], None).await.status,
        304
    );
    assert_eq!(all["by_state"], json!({ "not_listed": 1, "pending": 1 }));
    let titles = |query: &str| {
        let path = format!("/v1/products?{query}");
        let world = &world;
        async move {
            let list = world.get(&path).await.ok(200);
            let items = list["items"].as_array().unwrap();
            items.iter().map(|card| card["variants"].as_u64().unwrap_or(0)).sum::<u64>()
        }
    };
    for (query, found) in [
        ("state=pending", 1),
        ("state=not_listed", 1),
        ("state=failed", 0),
        ("channel_state=shopee:not_listed", 1),
        ("channel_state=shopee:pending,tiktok_shop:not_listed", 1),
        ("under_floor=true", 0),
        ("price_max=20000", 1),
        ("price_min=20001", 1),
        ("updated_before=2020-01-01T00:00:00Z", 0),
        ("updated_since=2020-01-01T00:00:00Z", 2),
        ("sort=price&offset=1", 1),
        ("offset=2", 0),
        ("margin_min=0", 0),
    ] {
        assert_eq!(titles(query).await, found, "{query}");
    }
    assert_eq!(all["items"][0]["stock"], 7);
    assert_eq!(world.get("/v1/products?sort=channel_price&channel=shopee").await.ok(200)["total"], 1);
    world.get("/v1/products?sort=channel_price").await.problem(400, "channel_needed");
    world.get("/v1/products?offset=100001").await.problem(400, "offset_out_of_range");
    world.get("/v1/products?channel_state=shopee").await.problem(422, "channel_state_malformed");
    world.get("/v1/products?channel_state=shopee:nope").await.problem(422, "channel_state_malformed");
}

#[tokio::test]
async fn margins_filter_and_sort_and_what_is_under_the_floor_is_counted() {
    let world = priced().await;
    let product = card(&world).await;
    let path = format!("/v1/products/{}", product["id"].as_str().unwrap());
    let sku = product["skus"][0].as_str().unwrap().to_owned();
    let tag = world.get(&path).await.etag().to_owned();
    let cost = json!({ "cost": 100_000 });
    world.edit("PATCH", &format!("{path}/variants/{sku}"), &tag, &cost).await.ok(200);
    world.work_pricing().await;
    let with_cost = card(&world).await;
    assert_eq!(with_cost["margin_percent"], json!(58.7), "158,700 kept of a cost of 100,000");
    for (query, found) in [("margin_min=58.7", 1), ("margin_min=58.71", 0), ("margin_max=60&sort=margin", 1)]
    {
        assert_eq!(world.get(&format!("/v1/products?{query}")).await.ok(200)["total"], found, "{query}");
    }
    let rule = world.get("/v1/price-rules/shopee").await;
    let tag = rule.etag().to_owned();
    let floor = json!({ "markup_percent": 15, "minimum_margin_percent": 80 });
    world.edit("PUT", "/v1/price-rules/shopee", &tag, &floor).await.ok(200);
    world.work_pricing().await;
    let list = world.get("/v1/products?under_floor=true").await.ok(200);
    assert_eq!((&list["total"], &list["under_floor"]), (&json!(1), &json!(1)));
    let card = &list["items"][0];
    assert_eq!(
        (&card["under_floor"], &card["states"]["shopee"]["blocked"]),
        (&json!(true), &json!(["no_price"]))
    );
}

/// Handles every message of the sync and pricing queues; a message that fails is handled once more.
async fn work_with_repeats(world: &World) {
    let mut again = Vec::new();
    loop {
        if let Some(message) = world.fakes.outbox.next_sync() {
            if app::worker::sync::handle(&world.ports, message.clone()).await.is_err() {
                again.push(message);
            }
        } else if let Some(message) = world.fakes.outbox.next_pricing() {
            if app::worker::pricing::handle(&world.ports, message.clone()).await.is_err() {
                app::worker::pricing::handle(&world.ports, message).await.unwrap();
            }
        } else if let Some(message) = again.pop() {
            app::worker::sync::handle(&world.ports, message).await.unwrap();
        } else {
            return;
        }
    }
}

#[tokio::test]
async fn a_worker_that_dies_at_any_card_leaves_the_right_state_behind() {
    for writes in 0..8 {
        let world = priced().await;
        let dies = app::StoreError::Unavailable("the worker dies".to_owned());
        world.fakes.memory.refuse_after(testkit::fake::Kind::ListingCard, writes, dies);
        let body = json!({ "filter": { "channel": "shopee" }, "channels": ["shopee"] });
        let plan = world.start("/v1/plans", &body).await.ok(201);
        let body = json!({ "plan_id": plan["id"], "plan_hash": plan["hash"] });
        // The person repeats a request that failed.
        let key = [("idempotency-key", "run")];
        for _ in 0..2 {
            world.call("POST", "/v1/runs", &key, Some(&body.to_string())).await;
        }
        work_with_repeats(&world).await;
        assert_eq!(state(&world).await, "synced", "dead at card {writes}");
        let met = !world.fakes.memory.forget_refusals();
        edit(&world, |content| content.title = "Judul dari toko".to_owned());
        observe(&world).await;
        assert_eq!(state(&world).await, "drift", "dead at card {writes}, met: {met}");
    }
}

#[tokio::test]
async fn an_import_mends_a_card_whose_worker_died() {
    let world = World::with_one_listing().await;
    edit(&world, |content| content.title = "Judul dari toko".to_owned());
    let key = testkit::build::a_key("shopee:14701711:100");
    let dies = app::StoreError::Unavailable("the worker dies".to_owned());
    world.fakes.memory.refuse_next(testkit::fake::Kind::ListingCard, dies);
    assert!(app::publishing::observe::observe(&world.ports, &key, "test").await.is_err());
    assert_eq!(state(&world).await, "synced", "the card is older than the listing");
    world.start("/v1/imports", &json!({ "channels": ["shopee"] })).await.ok(202);
    world.work_imports().await;
    assert_eq!(state(&world).await, "drift", "although the import finds the listing unchanged");
}

#[tokio::test]
async fn an_unchanged_catalogue_writes_no_card() {
    let world = priced().await;
    world.fakes.memory.forget_writes();
    observe(&world).await;
    world.start("/v1/imports", &json!({ "channels": ["shopee"] })).await.ok(202);
    world.work_imports().await;
    world.work_pricing().await;
    assert_eq!(world.fakes.memory.writes_of(testkit::fake::Kind::ListingCard), 0);
}
