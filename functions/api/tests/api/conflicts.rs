//! A field that changed on both sides: the value of each side, and the decision of a person.

use serde_json::{Value, json};

use crate::world::World;

const LISTING: &str = "/v1/listings/shopee:14701711:100";

/// One listing whose title was edited in SyncStore and then at the channel.
async fn world() -> World {
    let world = World::with_one_listing().await;
    world.price_shopee().await;
    world.shop_prices_are_base().await;
    edit_product(&world, &json!({ "title": "Judul master" })).await;
    world.work_pricing().await;
    world.change_title_at_the_channel("Judul kanal").await;
    world
}

async fn product(world: &World) -> Value {
    let list = world.get("/v1/products").await.json();
    world.get(&format!("/v1/products/{}", list["items"][0]["id"].as_str().unwrap())).await.ok(200)
}

async fn edit_product(world: &World, edit: &Value) {
    let path = format!("/v1/products/{}", product(world).await["id"].as_str().unwrap());
    let tag = world.get(&path).await.etag().to_owned();
    world.edit("PATCH", &path, &tag, edit).await.ok(200);
}

async fn conflicts(world: &World) -> Vec<Value> {
    let page = world.get("/v1/conflicts").await.ok(200);
    let items = page["items"].as_array().unwrap().clone();
    assert_eq!(page["total"], items.len() as u64, "{page}");
    items
}

/// The ids of the current conflicts.
async fn ids(world: &World) -> Value {
    let ids: Vec<Value> = conflicts(world).await.iter().map(|conflict| conflict["id"].clone()).collect();
    json!({ "ids": ids })
}

async fn resolve(world: &World, selection: Value, to: Value) -> Value {
    let body = json!({ "selection": selection, "to": to });
    world.start("/v1/conflicts/resolve", &body).await.ok(202)
}

async fn undo(world: &World, task: &Value) -> Value {
    let path = format!("/v1/conflicts/resolve/{}/undo", task["id"].as_str().unwrap());
    world.start(&path, &json!({})).await.ok(202)
}

/// The values of these fields that a plan would push.
async fn planned(world: &World, field: &str) -> Vec<Value> {
    let body = json!({ "filter": {}, "channels": ["shopee"], "fields": [field] });
    let path = world.start("/v1/plans", &body).await.header("location").to_owned();
    let entries = world.get(&format!("{path}/entries")).await.ok(200);
    let changes = entries["items"][0]["changes"].as_array().cloned().unwrap_or_default();
    changes
        .into_iter()
        .filter(|change| change["pushed"] == true)
        .map(|change| change["to"]["value"].clone())
        .collect()
}

fn live_title(world: &World) -> String {
    world.shopee.listing(&crate::world::shop(), &testkit::build::an_external_id("100")).unwrap().title
}

#[tokio::test]
async fn a_conflict_shows_both_sides_and_what_was_agreed() {
    let world = world().await;
    let found = conflicts(&world).await;
    assert_eq!(found.len(), 1, "{found:?}");
    let conflict = &found[0];
    assert!(conflict["id"].as_str().unwrap().starts_with("shopee:14701711:100#title@"), "{conflict}");
    assert_eq!((&conflict["title"], &conflict["field"]), (&json!("Judul master"), &json!("title")));
    assert_eq!(conflict["thumbnail"], product(&world).await["images"][0]["url"]);
    let imported = testkit::build::a_content().title;
    assert_eq!(conflict["base"], json!({ "kind": "text", "value": imported }));
    assert_eq!(conflict["ours"]["value"]["value"], "Judul master");
    assert_eq!(conflict["ours"]["by"], "owner@motekar.test");
    assert_eq!(conflict["theirs"]["value"]["value"], "Judul kanal");
    let channel = &app::Marketplace::capabilities(world.shopee.as_ref()).name;
    assert_eq!(conflict["theirs"]["by"], json!(channel));
    assert!(conflict["theirs"]["at"].is_string() && conflict["ours"]["at"].is_string());
    for (query, count) in
        [("field=title", 1), ("field=price", 0), ("channel=tiktok_shop", 0), ("q=judul", 1), ("q=x", 0)]
    {
        let page = world.get(&format!("/v1/conflicts?{query}")).await.ok(200);
        assert_eq!(
            (page["items"].as_array().unwrap().len(), &page["total"]),
            (count, &json!(count)),
            "{query}"
        );
    }
    world.get("/v1/conflicts?channel=blibli").await.problem(422, "channel_unknown");
}

#[tokio::test]
async fn what_is_resolved_for_the_master_is_pushed_by_a_plan_and_can_be_undone() {
    let world = world().await;
    assert_eq!(planned(&world, "title").await, Vec::<Value>::new(), "a conflict is not pushed");
    let task = resolve(&world, ids(&world).await, json!("master")).await;
    assert_eq!((&task["kind"], &task["counts"]), (&json!("conflicts_resolve"), &json!({ "resolved": 1 })));
    assert!(task["finished_at"].is_string());
    assert_eq!(conflicts(&world).await, Vec::<Value>::new());
    assert_eq!(planned(&world, "title").await, [json!("Judul master")]);
    assert_eq!(live_title(&world), "Judul kanal", "no shop changes without a plan");
    let audit = world.get("/v1/audit?action=conflict.resolve").await.ok(200);
    assert_eq!(audit["items"][0]["details"]["theirs"]["value"], "Judul kanal");
    assert_eq!(undo(&world, &task).await["counts"], json!({ "restored": 1 }));
    assert_eq!(conflicts(&world).await.len(), 1, "it is a conflict again");
    world.change_title_at_the_channel("Judul kanal kedua").await;
    assert_eq!(conflicts(&world).await[0]["theirs"]["value"]["value"], "Judul kanal kedua");
}

#[tokio::test]
async fn what_is_resolved_for_the_channel_is_the_masters_and_not_found_again() {
    let world = world().await;
    let task = resolve(&world, json!({ "filter": { "channel": "shopee" } }), json!("channel")).await;
    assert_eq!(task["counts"], json!({ "resolved": 1 }));
    assert_eq!(product(&world).await["title"], "Judul kanal");
    world.work_pricing().await;
    assert_eq!((conflicts(&world).await, planned(&world, "title").await), (Vec::new(), Vec::new()));
    assert_eq!(undo(&world, &task).await["counts"], json!({ "restored": 1 }));
    assert_eq!(product(&world).await["title"], "Judul master");
    assert_eq!(conflicts(&world).await.len(), 1);

    let again = resolve(&world, json!({ "filter": {} }), json!("channel")).await;
    edit_product(&world, &json!({ "title": "Judul ketiga" })).await;
    assert_eq!(undo(&world, &again).await["counts"], json!({ "left": 1 }), "somebody changed it since");
    assert_eq!(product(&world).await["title"], "Judul ketiga");
}

#[tokio::test]
async fn a_third_value_is_the_masters_and_is_pushed() {
    let world = world().await;
    let ids = ids(&world).await;
    let wrong = json!({ "value": { "kind": "money", "value": 5 } });
    let refused = resolve(&world, ids.clone(), wrong).await;
    assert_eq!(refused["counts"], json!({ "refused": 1 }));
    let rows = world.get(&format!("/v1/bulk-tasks/{}/rows", refused["id"].as_str().unwrap())).await.ok(200);
    assert_eq!(rows["items"][0]["details"]["code"], "value_type_wrong");
    let typed = json!({ "value": { "kind": "text", "value": "Judul bersama" } });
    assert_eq!(resolve(&world, ids.clone(), typed).await["counts"], json!({ "resolved": 1 }));
    assert_eq!(product(&world).await["title"], "Judul bersama");
    assert_eq!(conflicts(&world).await, Vec::<Value>::new());
    assert_eq!(planned(&world, "title").await, [json!("Judul bersama")]);
    assert_eq!(
        resolve(&world, ids, json!("master")).await["counts"],
        json!({ "gone": 1 }),
        "nothing is left"
    );
}

#[tokio::test]
async fn where_a_person_is_asked_the_listing_keeps_its_own() {
    let world = World::with_one_listing().await;
    let tag = world.get(LISTING).await.etag().to_owned();
    let edit = json!({ "overrides": { "title": "Judul listing" }, "owners": { "title": "ask" } });
    world.edit("PATCH", LISTING, &tag, &edit).await.ok(200);
    world.change_title_at_the_channel("Judul kanal").await;
    let before = product(&world).await["title"].clone();
    assert_eq!(conflicts(&world).await[0]["ours"]["value"]["value"], "Judul listing");
    let task = resolve(&world, json!({ "filter": {} }), json!("channel")).await;
    assert_eq!(task["counts"], json!({ "resolved": 1 }));
    assert_eq!(world.get(LISTING).await.ok(200)["overrides"]["title"], "Judul kanal");
    assert_eq!(product(&world).await["title"], before, "the master says what it said");
    assert_eq!(conflicts(&world).await, Vec::<Value>::new());
    undo(&world, &task).await;
    assert_eq!(world.get(LISTING).await.ok(200)["overrides"]["title"], "Judul listing");
}

#[tokio::test]
async fn a_price_taken_over_from_the_channel_stays_there() {
    let world = World::with_one_listing().await;
    world.price_shopee().await;
    world.shop_prices_are_base().await;
    let id = testkit::build::an_external_id("100");
    world.shopee.edit(&crate::world::shop(), &id, |listing| {
        listing.offers[0].price = Some(domain::Rupiah::new(184_000));
    });
    let key = testkit::build::a_key("shopee:14701711:100");
    app::publishing::observe::observe(&world.ports, &key, "test").await.unwrap();
    let found = conflicts(&world).await;
    let price = found.iter().find(|conflict| conflict["field"] == "price").unwrap();
    assert_eq!(
        (&price["base"]["value"], &price["theirs"]["value"]["value"]),
        (&json!(150_000), &json!(184_000))
    );
    assert_eq!(price["ours"]["value"]["value"], 172_500);
    let task = resolve(&world, json!({ "ids": [price["id"]] }), json!("channel")).await;
    assert_eq!(task["counts"], json!({ "resolved": 1 }));
    world.work_pricing().await;
    assert_eq!(planned(&world, "price").await, Vec::<Value>::new());
    assert_eq!(conflicts(&world).await, Vec::<Value>::new());
    assert_eq!(
        product(&world).await["variants"][0]["base_price"],
        160_000,
        "184,000 less the 15 % of the rule"
    );
}

#[tokio::test]
async fn a_selection_that_names_nothing_is_refused() {
    let world = World::new();
    for (selection, status, code) in [
        (json!({}), 422, "nothing_named"),
        (json!({ "ids": [] }), 422, "nothing_named"),
        (json!({ "ids": ["shopee:1:2"] }), 422, "conflict_malformed"),
        (json!({ "ids": ["shopee:1:2#title"] }), 422, "conflict_malformed"),
        (json!({ "ids": ["shopee:1:2#title@"] }), 422, "conflict_malformed"),
        (json!({ "ids": vec!["shopee:1:2#title@1f"; 1_001] }), 422, "too_many_named"),
        (json!({ "filter": { "channel": "blibli" } }), 422, "channel_unknown"),
    ] {
        let body = json!({ "selection": selection, "to": "master" });
        world.start("/v1/conflicts/resolve", &body).await.problem(status, code);
    }
    let unknown = world.start("/v1/conflicts/resolve/blk_0199c0ffee00/undo", &json!({})).await;
    unknown.problem(404, "bulk_task_not_found");
}

#[tokio::test]
async fn a_conflict_whose_sides_moved_since_the_list_was_read_is_refused() {
    let world = world().await;
    let seen = ids(&world).await;
    world.change_title_at_the_channel("Judul kanal kedua").await;
    let task = resolve(&world, seen.clone(), json!("channel")).await;
    assert_eq!(task["counts"], json!({ "refused": 1 }));
    let rows = world.get(&format!("/v1/bulk-tasks/{}/rows", task["id"].as_str().unwrap())).await.ok(200);
    assert_eq!(rows["items"][0]["details"]["code"], "conflict_moved");
    assert_eq!(product(&world).await["title"], "Judul master");
    assert_ne!(ids(&world).await, seen);
    assert_eq!(
        resolve(&world, ids(&world).await, json!("channel")).await["counts"],
        json!({ "resolved": 1 })
    );
    assert_eq!(product(&world).await["title"], "Judul kanal kedua");
}

#[tokio::test]
async fn a_repeat_of_the_same_request_does_nothing_twice() {
    let world = world().await;
    let body = json!({ "selection": ids(&world).await, "to": "master" }).to_string();
    let send = async || {
        let headers = [("idempotency-key", "resolve-1"), ("content-type", "application/json")];
        world.call("POST", "/v1/conflicts/resolve", &headers, Some(&body)).await.ok(202)
    };
    let first = send().await;
    assert_eq!(first["counts"], json!({ "resolved": 1 }));
    assert_eq!(send().await, first);
    let audit = world.get("/v1/audit?action=conflict.resolve").await.ok(200);
    assert_eq!(audit["items"].as_array().unwrap().len(), 1, "{audit}");
}

#[tokio::test]
async fn a_viewer_sees_conflicts_and_decides_none() {
    let world = world().await;
    let viewer = ("authorization", "Bearer viewer");
    let list = world.call("GET", "/v1/conflicts", &[viewer], None).await.ok(200);
    assert_eq!(list["total"], 1);
    let body = json!({ "selection": ids(&world).await, "to": "master" }).to_string();
    let headers = [viewer, ("idempotency-key", "resolve-2")];
    let answer = world.call("POST", "/v1/conflicts/resolve", &headers, Some(&body)).await;
    answer.problem(403, "role_insufficient");
    let undo = "/v1/conflicts/resolve/blk_0199c0ffee00/undo";
    world.call("POST", undo, &headers, None).await.problem(403, "role_insufficient");
    assert_eq!(conflicts(&world).await.len(), 1);
}
