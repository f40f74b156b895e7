//! What a plan shows: names, money, counts, freshness and its file.

use serde_json::{Value, json};

use crate::world::{Reply, World};

/// One listing at Rp150.000 that should cost Rp172.500 with a new title.
async fn world() -> World {
    let world = World::with_one_listing().await;
    world.price_shopee().await;
    world.shop_prices_are_base().await;
    world
}

async fn product(world: &World) -> Reply {
    let list = world.get("/v1/products").await.json();
    world.get(&format!("/v1/products/{}", list["items"][0]["id"].as_str().unwrap())).await
}

async fn rename(world: &World, title: &str) {
    let product = product(world).await;
    let path = format!("/v1/products/{}", product.json()["id"].as_str().unwrap());
    world.edit("PATCH", &path, product.etag(), &json!({ "title": title })).await.ok(200);
}

async fn plan(world: &World) -> (String, Value) {
    let reply = world.start("/v1/plans", &json!({ "filter": {}, "channels": ["shopee"] })).await;
    (reply.header("location").to_owned(), reply.ok(201))
}

async fn found(world: &World, path: &str, query: &str) -> usize {
    let found = world.get(&format!("{path}/entries?{query}")).await.ok(200);
    found["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn an_entry_is_shown_with_its_names_and_its_money() {
    let world = world().await;
    let (path, _) = plan(&world).await;
    let entries = world.get(&format!("{path}/entries")).await.ok(200);
    let entry = &entries["items"][0];
    let product = product(&world).await.json();
    assert_eq!((&entry["title"], &entry["product_id"]), (&product["title"], &product["id"]));
    assert_eq!(entry["thumbnail"], product["images"][0]["url"]);
    let change = &entry["changes"][0];
    assert_eq!(change["field"], "price");
    assert_eq!(change["variant"]["sku"], product["variants"][0]["sku"]);
    // 8 % of Rp150.000 and of Rp172.500 go to the channel.
    let money = json!({
        "buyer_pays": { "from": 150_000, "to": 172_500 }, "keeps": { "from": 138_000, "to": 158_700 }
    });
    assert_eq!(change["money"], money);
}

#[tokio::test]
async fn a_plan_counts_by_channel_field_and_decision_and_sums_its_money() {
    let world = world().await;
    rename(&world, "Dudukan GoPro baru").await;
    let (path, plan) = plan(&world).await;
    let counts = |changes: u64| json!({ "listings": 1, "listings_changed": 1, "changes": changes, "blocked": 0, "conflicts": 0 });
    assert_eq!(plan["by_channel"], json!({ "shopee": counts(2) }));
    assert_eq!(plan["by_field"], json!({ "title": counts(1), "price": counts(1) }));
    assert_eq!((&plan["by_decision"], &plan["by_code"]), (&json!({ "push": 2 }), &json!({})));
    let money = json!({
        "prices": 1, "raised": 1, "lowered": 0, "keeps_known": 1,
        "buyer_pays": { "from": 150_000, "to": 172_500 }, "keeps": { "from": 138_000, "to": 158_700 }
    });
    assert_eq!(plan["money"], money);
    for (query, count) in [
        ("channel=shopee", 1),
        ("channel=tiktok_shop", 0),
        ("field=title&decision=push", 1),
        ("field=weight", 0),
        ("decision=conflict", 0),
        ("decision=agree", 0),
        ("blocked=true", 0),
        ("blocked=false", 1),
        ("code=price_move", 0),
        ("q=gopro%20baru", 1),
        ("q=canopy", 0),
    ] {
        assert_eq!(found(&world, &path, query).await, count, "{query}");
    }
    world.get(&format!("{path}/entries?channel=blibli")).await.problem(422, "channel_unknown");
    world.get(&format!("{path}/entries?colour=red")).await.problem(400, "query_malformed");
}

#[tokio::test]
async fn a_plan_is_fresh_until_something_moves_and_used_once_it_runs() {
    let world = world().await;
    let (path, made) = plan(&world).await;
    assert_eq!((&made["freshness"], &made["run_id"]), (&json!("fresh"), &Value::Null));
    let tag = world.get(&path).await.etag().to_owned();
    assert_eq!(world.call("GET", &path, &[("if-none-match", &tag)], None).await.status, 304);
    rename(&world, "Dudukan GoPro baru").await;
    assert_eq!(
        world.call("GET", &path, &[("if-none-match", &tag)], None).await.ok(200)["freshness"],
        "stale"
    );
    let (path, made) = plan(&world).await;
    let body = json!({ "plan_id": made["id"], "plan_hash": made["hash"] });
    let run = world.start("/v1/runs", &body).await.ok(202);
    let used = world.get(&path).await.ok(200);
    assert_eq!((&used["freshness"], &used["run_id"]), (&json!("used"), &run["id"]));
    let listed = world.get("/v1/plans").await.ok(200);
    let freshness: Vec<&Value> =
        listed["items"].as_array().unwrap().iter().map(|plan| &plan["freshness"]).collect();
    assert_eq!(freshness, [&json!("used"), &Value::Null], "in a list only what was used is found out");
}

#[tokio::test]
async fn an_undo_is_fresh_with_the_money_of_the_way_back() {
    let world = world().await;
    let (_, made) = plan(&world).await;
    let body = json!({ "plan_id": made["id"], "plan_hash": made["hash"] });
    let run = world.start("/v1/runs", &body).await.header("location").to_owned();
    world.work_sync().await;
    let undo = world.start(&format!("{run}/undo"), &json!({})).await;
    let path = undo.header("location").to_owned();
    assert_eq!(undo.ok(201)["freshness"], "fresh");
    let entries = world.get(&format!("{path}/entries")).await.ok(200);
    let money = &entries["items"][0]["changes"][0]["money"];
    assert_eq!(money["keeps"], json!({ "from": 158_700, "to": 138_000 }));
    world.change_title_at_the_channel("Judul dari kanal").await;
    assert_eq!(world.get(&path).await.ok(200)["freshness"], "fresh", "the title is not part of it");
    let id = testkit::build::an_external_id("100");
    world.shopee.edit(&crate::world::shop(), &id, |listing| {
        listing.offers[0].price = Some(domain::Rupiah::new(160_000));
    });
    let key = testkit::build::a_key("shopee:14701711:100");
    app::publishing::observe::observe(&world.ports, &key, "test").await.unwrap();
    assert_eq!(world.get(&path).await.ok(200)["freshness"], "stale");
}

#[tokio::test]
async fn a_plan_is_taken_out_as_a_file() {
    let world = world().await;
    let (path, _) = plan(&world).await;
    let reply = world.get(&format!("{path}/entries.csv?field=price")).await;
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert!(reply.header("content-disposition").contains("syncstore-rencana-pln_"));
    let text = reply.text.strip_prefix('\u{feff}').expect("Excel knows it by the mark");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("kanal,listing,produk,judul,varian,sku,kolom,dari,menjadi,dikirim"));
    assert!(lines[1].ends_with(",150000,172500,ya,,,150000,172500,138000,158700"), "{}", lines[1]);
    assert_eq!(reply.header("link"), "", "there is no more");
}
