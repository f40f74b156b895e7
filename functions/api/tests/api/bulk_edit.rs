//! One edit of many products.

use serde_json::{Value, json};

use crate::{cards, world::World};

/// Products P0 to P{n-1} at Rp10.000, Rp20.000 and so on.
async fn shelf(count: u32) -> World {
    let world = World::new();
    for number in 0..count {
        let variants =
            json!([{ "sku": format!("S-{number}"), "base_price": 10_000 * (number + 1), "stock": 5 }]);
        let product = json!({ "title": format!("Produk {number}"), "variants": variants });
        world.create(product).await.ok(201);
    }
    while world.fakes.outbox.next_pricing().is_some() {}
    world
}

async fn prices(world: &World) -> Vec<i64> {
    let list = world.get("/v1/products?sort=sku&limit=200").await.ok(200);
    list["items"].as_array().unwrap().iter().map(|card| card["min_price"].as_i64().unwrap()).collect()
}

fn five_percent(dry_run: bool) -> Value {
    json!({
        "selection": { "filter": {} },
        "changes": [{ "field": "base_price", "op": "percent", "value": 5, "rounding": "up500" }],
        "dry_run": dry_run,
    })
}

#[tokio::test]
async fn a_trial_run_says_from_and_to_and_writes_nothing() {
    let world = shelf(3).await;
    let found = world.start("/v1/products/bulk", &five_percent(true)).await.ok(200);
    assert_eq!((&found["selected"], &found["task"]["counts"]), (&json!(3), &json!({ "changed": 3 })));
    assert_eq!(found["task"]["kind"], "products_edit_preview");
    let mut moves: Vec<_> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["changes"][0]["from"].as_i64().unwrap(), row["changes"][0]["to"].as_i64().unwrap()))
        .collect();
    moves.sort_unstable();
    assert_eq!(moves, [(10_000, 10_500), (20_000, 21_000), (30_000, 31_500)]);
    assert_eq!(prices(&world).await, [10_000, 20_000, 30_000]);
    let task = found["task"]["id"].as_str().unwrap();
    world
        .start(&format!("/v1/bulk-tasks/{task}/undo"), &json!({}))
        .await
        .problem(409, "bulk_task_without_undo");
}

#[tokio::test]
async fn an_edit_of_many_is_carried_out_audited_and_undone_as_a_whole() {
    let world = shelf(3).await;
    let found = world.start("/v1/products/bulk", &five_percent(false)).await.ok(200);
    assert_eq!(prices(&world).await, [10_500, 21_000, 31_500]);
    let task = found["task"]["id"].as_str().unwrap().to_owned();
    let row = &found["items"][0];
    let history = world.get(&format!("/v1/products/{}/history", row["product_id"].as_str().unwrap())).await;
    let entry = history.ok(200)["items"][0].clone();
    assert_eq!(
        (&entry["action"], &entry["details"]["bulk_task"]),
        (&json!("product.bulk_edit"), &json!(task))
    );
    let rows = world.get(&format!("/v1/bulk-tasks/{task}/rows")).await.ok(200);
    assert_eq!(rows["items"][0]["details"]["changes"], row["changes"]);

    // A person types another price for one of them. The undo leaves that product unchanged and reports it.
    let one = world.get("/v1/products?q=S-0").await.ok(200)["items"][0].clone();
    let path = format!("/v1/products/{}/variants/S-0", one["id"].as_str().unwrap());
    world
        .edit("PATCH", &path, &format!("\"{}\"", one["version"]), &json!({ "base_price": 12_000 }))
        .await
        .ok(200);
    // Who may edit many may take it back.
    let member = [("authorization", "Bearer member"), ("idempotency-key", "by-a-member")];
    let undone =
        world.call("POST", &format!("/v1/bulk-tasks/{task}/undo"), &member, Some("{}")).await.ok(202);
    world.work_pricing().await;
    assert_eq!(prices(&world).await, [12_000, 20_000, 30_000]);
    let undone = world.get(&format!("/v1/bulk-tasks/{}", undone["id"].as_str().unwrap())).await.ok(200);
    assert_eq!(undone["counts"], json!({ "left": 1, "restored": 2 }));
}

/// What was sold since the edit is not overwritten because the edit is taken back.
#[tokio::test]
async fn an_undone_stock_counts_as_typed_when_the_edit_was_made() {
    let world = shelf(1).await;
    let id = world.get("/v1/products?q=S-0").await.ok(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let id = domain::ProductId::parse(&id).unwrap();
    let body = json!({
        "selection": { "filter": {} },
        "changes": [{ "field": "stock", "op": "add", "value": 5 }],
    });
    world.fakes.clock.advance(std::time::Duration::from_mins(1));
    let found = world.start("/v1/products/bulk", &body).await.ok(200);
    let edited = world.ports.products.get(&id).await.unwrap().unwrap().value;
    assert_eq!(edited.variants[0].stock, Some(10));
    world.fakes.clock.advance(std::time::Duration::from_mins(1));
    let undo = format!("/v1/bulk-tasks/{}/undo", found["task"]["id"].as_str().unwrap());
    world.start(&undo, &json!({})).await.ok(202);
    world.work_pricing().await;
    let undone = world.ports.products.get(&id).await.unwrap().unwrap().value;
    assert_eq!((undone.variants[0].stock, &undone.set_at), (Some(5), &edited.set_at));
}

#[tokio::test]
async fn a_large_selection_goes_through_the_queue_with_progress() {
    let world = shelf(260).await;
    let body = json!({
        "selection": { "filter": { "q": "produk" } },
        "changes": [{ "field": "stock", "op": "add", "value": 3 }],
    });
    let key = [("idempotency-key", "one")];
    let reply = world.call("POST", "/v1/products/bulk", &key, Some(&body.to_string())).await;
    let place = reply.header("location").to_owned();
    let begun = reply.ok(202);
    assert_eq!((&begun["selected"], &begun["task"]["finished_at"]), (&json!(260), &Value::Null));
    assert_eq!(begun["items"].as_array().unwrap().len(), 50);
    world.work_pricing().await;
    let done = world.get(&place).await.ok(200);
    assert_eq!((&done["looked_at"], &done["counts"]), (&json!(260), &json!({ "changed": 260 })));
    let list = world.get("/v1/products?limit=200").await.ok(200);
    assert!(list["items"].as_array().unwrap().iter().all(|card| card["stock"] == 8), "each once");
}

#[tokio::test]
async fn what_moves_too_far_or_is_not_valid_is_refused_for_that_product_alone() {
    let world = shelf(3).await;
    let ids: Vec<Value> = world.get("/v1/products?sort=sku").await.ok(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["id"].clone())
        .collect();
    let body = json!({
        "selection": { "ids": ids },
        "changes": [{ "field": "base_price", "op": "add", "value": 4_000 }],
    });
    let found = world.start("/v1/products/bulk", &body).await.ok(200);
    assert_eq!(found["task"]["counts"], json!({ "changed": 2, "refused": 1 }));
    let refused =
        found["items"].as_array().unwrap().iter().find(|row| row["outcome"] == "refused").unwrap().clone();
    assert_eq!(refused["refused"]["code"], "base_price_move");
    assert!(refused["refused"]["text"].as_str().unwrap().contains("40%"), "{refused}");
    assert_eq!(prices(&world).await, [10_000, 24_000, 34_000]);
    let wider = json!({ "selection": { "ids": [ids[0]] }, "guard_percent": 50,
        "changes": [{ "field": "base_price", "op": "add", "value": 4_000 }] });
    world.start("/v1/products/bulk", &wider).await.ok(200);
    assert_eq!(prices(&world).await, [14_000, 24_000, 34_000]);
    let nothing = json!({ "selection": { "filter": {}, "except": [ids[1], ids[2]] }, "guard_percent": 1000,
        "changes": [{ "field": "base_price", "op": "percent", "value": -100 }] });
    let found = world.start("/v1/products/bulk", &nothing).await.ok(200);
    assert_eq!(
        (&found["selected"], &found["items"][0]["refused"]["code"]),
        (&json!(1), &json!("price_zero"))
    );
}

#[tokio::test]
async fn a_price_under_the_floor_is_refused() {
    let world = cards::priced().await;
    let card = cards::card(&world).await;
    let path = format!("/v1/products/{}", card["id"].as_str().unwrap());
    let tag = world.get(&path).await.etag().to_owned();
    let sku = card["skus"][0].as_str().unwrap();
    world.edit("PATCH", &format!("{path}/variants/{sku}"), &tag, &json!({ "cost": 150_000 })).await.ok(200);
    let tag = world.get("/v1/price-rules/shopee").await.etag().to_owned();
    let floor = json!({ "markup_percent": 15, "minimum_margin_percent": 0 });
    world.edit("PUT", "/v1/price-rules/shopee", &tag, &floor).await.ok(200);
    let body = json!({ "selection": { "filter": {} },
        "changes": [{ "field": "base_price", "op": "percent", "value": -20 }] });
    let found = world.start("/v1/products/bulk", &body).await.ok(200);
    let refused = &found["items"][0]["refused"];
    assert_eq!(refused["code"], "base_price_under_floor");
    assert!(refused["text"].as_str().unwrap().contains("shopee"), "{refused}");
}

#[tokio::test]
async fn texts_are_set_replaced_added_to_and_cleared() {
    let world = shelf(2).await;
    let edit = |changes: Value| json!({ "selection": { "filter": {} }, "changes": changes });
    let changes = json!([
        { "field": "title", "op": "replace", "value": { "find": "Produk", "with": "Frame" } },
        { "field": "title", "op": "add", "value": " TPU" },
        { "field": "category", "op": "set", "value": "Frame" },
        { "field": "pre_order_days", "op": "set", "value": 4 },
        { "field": "status", "op": "set", "value": "archived" },
    ]);
    let found = world.start("/v1/products/bulk", &edit(changes)).await.ok(200);
    let product = world.get("/v1/products?q=S-1").await.ok(200)["items"][0].clone();
    assert_eq!(
        (&product["title"], &product["category"], &product["status"]),
        (&json!("Frame 1 TPU"), &json!("Frame"), &json!("archived"))
    );
    let fields: Vec<_> =
        found["items"][0]["changes"].as_array().unwrap().iter().map(|moved| moved["field"].clone()).collect();
    assert_eq!(fields, ["title", "category", "pre_order_days", "status"]);
    let clear = json!([{ "field": "category", "op": "clear" }, { "field": "stock", "op": "clear" }]);
    world.start("/v1/products/bulk", &edit(clear)).await.ok(200);
    let product = world.get("/v1/products?q=S-1").await.ok(200)["items"][0].clone();
    assert_eq!((&product["category"], &product["stock"]), (&Value::Null, &Value::Null));
    let undo = format!("/v1/bulk-tasks/{}/undo", found["task"]["id"].as_str().unwrap());
    world.start(&undo, &json!({})).await.ok(202);
    let product = world.get("/v1/products?q=S-1").await.ok(200)["items"][0].clone();
    assert_eq!((&product["title"], &product["status"]), (&json!("Produk 1"), &json!("active")));
}

#[tokio::test]
async fn a_change_that_fits_no_product_is_refused_at_once() {
    let world = shelf(1).await;
    for (change, field, code) in [
        (json!({ "field": "title", "op": "percent", "value": 5 }), "changes[0].op", "op_not_for_field"),
        (json!({ "field": "title", "op": "clear" }), "changes[0].op", "op_not_for_field"),
        (json!({ "field": "status", "op": "set", "value": "sold" }), "changes[0].value", "value_type_wrong"),
        (json!({ "field": "base_price", "op": "set", "value": 1.5 }), "changes[0].value", "value_type_wrong"),
        (json!({ "field": "base_price", "op": "set" }), "changes[0].value", "value_type_wrong"),
        (json!({ "field": "stock", "op": "percent", "value": 5 }), "changes[0].op", "op_not_for_field"),
        (
            json!({ "field": "cost", "op": "add", "value": 1, "rounding": "up100" }),
            "changes[0].rounding",
            "op_not_for_field",
        ),
        (
            json!({ "field": "title", "op": "replace", "value": { "find": "", "with": "x" } }),
            "changes[0].value.find",
            "field_missing",
        ),
    ] {
        let body = json!({ "selection": { "filter": {} }, "changes": [change] });
        let problem = world.start("/v1/products/bulk", &body).await.problem(422, code);
        assert_eq!(problem["field"], field, "{body}");
    }
    let nothing = json!({ "selection": {}, "changes": [{ "field": "brand", "op": "clear" }] });
    world.start("/v1/products/bulk", &nothing).await.problem(422, "nothing_named");
    let both = json!({ "selection": { "ids": ["prd_0199c0ffee00"], "filter": {} }, "changes": [{ "field": "brand", "op": "clear" }] });
    world.start("/v1/products/bulk", &both).await.problem(422, "nothing_named");
    let none = json!({ "selection": { "filter": {} }, "changes": [] });
    world.start("/v1/products/bulk", &none).await.problem(422, "bulk_changes");
    let unknown = json!({ "selection": { "ids": ["prd_0199c0ffee00"] }, "changes": [{ "field": "brand", "op": "clear" }] });
    let found = world.start("/v1/products/bulk", &unknown).await.ok(200);
    assert_eq!(found["items"][0]["outcome"], "not_found");
}

#[tokio::test]
async fn plans_masters_and_titles_take_the_same_selection() {
    let world = cards::priced().await;
    let id = cards::card(&world).await["id"].clone();
    for selection in [json!({ "ids": [id] }), json!({ "filter": { "state": "pending" }, "except": [] })] {
        let plan = world.start("/v1/plans", &json!({ "selection": selection })).await.ok(201);
        assert_eq!(plan["listings_changed"], 1, "{selection}");
        let titles = world.post("/v1/titles/propose", &json!({ "selection": selection })).await;
        assert_eq!(titles.ok(200)["items"].as_array().unwrap().len(), 1, "{selection}");
        let masters = world.post("/v1/masters/preview", &json!({ "selection": selection })).await.ok(200);
        assert_eq!(masters["looked_at"], 1, "{selection}");
    }
    let none = json!({ "selection": { "filter": {}, "except": [id] } });
    let masters = world.post("/v1/masters/preview", &none).await.ok(200);
    assert_eq!(masters["looked_at"], 0);
    let twice = json!({ "selection": { "filter": {} }, "filter": {} });
    world.start("/v1/plans", &twice).await.problem(422, "nothing_named");
}
