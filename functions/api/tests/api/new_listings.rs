//! From a product to its first listing: category, what it asks, plan, run.

use serde_json::{Value, json};

use crate::world::{World, shop};

async fn product(world: &World, sku: &str) -> Value {
    let more = json!({
        "title": format!("Dudukan Kamera untuk Drone FPV {sku}"), "category": "Dudukan", "weight_g": 40,
        "description": "Dicetak dari TPU.", "images": [{ "url": format!("https://pictures.test/{sku}.jpg") }],
        "variants": [{ "sku": sku, "base_price": 150_000, "stock": 5 }]
    });
    world.create(more).await.ok(201)
}

fn path(product: &Value) -> String {
    format!("/v1/products/{}/details/shopee", product["id"].as_str().unwrap())
}

async fn suggested(world: &World, product: &Value) -> Value {
    let id = product["id"].as_str().unwrap();
    world.get(&format!("/v1/channels/shopee/categories?product_id={id}")).await.ok(200)["items"].clone()
}

#[tokio::test]
async fn a_product_is_listed_with_the_category_that_was_chosen() {
    let world = World::with_one_listing().await;
    world.price_shopee().await;
    world.shop_prices_are_base().await;
    world.shopee.category_asks(domain::CategoryRules { takes_pre_order: true, ..Default::default() });
    let made = product(&world, "A-1").await;

    let found = world.get("/v1/channels/shopee/categories?q=drone").await.ok(200);
    assert_eq!(found["items"], json!([{ "id": "100630", "path": ["Aksesoris Drone"], "reason": null }]));
    assert_eq!(suggested(&world, &made).await[0]["reason"], "recommended");
    let asked = world.get("/v1/channels/shopee/categories/100630").await.ok(200);
    assert_eq!((&asked["attributes"], &asked["takes_pre_order"]), (&json!([]), &json!(true)));
    world.get("/v1/channels/shopee/categories/1").await.problem(404, "category_not_found");
    let brands = world.get("/v1/channels/shopee/brands?category=100630&q=mo").await.ok(200);
    assert_eq!(brands["items"][0]["name"], "Motekar");

    let wanted = json!({ "products": [made["id"]], "channels": ["shopee"], "create": true });
    let plan = world.start("/v1/plans", &wanted).await.ok(201);
    assert_eq!((&plan["listings"], &plan["changes"]), (&json!(1), &json!(0)));
    let codes = plan["by_code"].as_object().unwrap();
    assert_eq!(codes.keys().collect::<Vec<_>>(), ["creation_lacks"]);

    let tag = format!("\"{}\"", made["version"]);
    let unknown = json!({ "category": { "id": "100630" }, "attributes": [{ "id": "7", "values": [{ "name": "TPU" }] }] });
    let problem = world.edit("PUT", &path(&made), &tag, &unknown).await.problem(422, "attribute_unknown");
    assert_eq!(problem["field"], "attributes[0]");
    let said = json!({ "category": { "id": "100630", "name": "Aksesoris Drone" } });
    let saved = world.edit("PUT", &path(&made), &tag, &said).await.ok(200);
    assert_eq!(saved["details"]["category"]["id"], "100630");
    assert_eq!(world.get(&path(&made)).await.ok(200), saved);
    world.edit("PUT", &path(&made), &tag, &said).await.problem(412, "version_stale");

    let other = product(&world, "A-2").await;
    assert_eq!(
        suggested(&world, &other).await[0],
        json!({ "id": "100630", "path": ["Aksesoris Drone"], "reason": "chosen" })
    );

    world.work_pricing().await;
    let plan = world.start("/v1/plans", &wanted).await.ok(201);
    assert_eq!((&plan["listings_changed"], &plan["blocked"]), (&json!(1), &json!(0)));
    let run = json!({ "plan_id": plan["id"], "plan_hash": plan["hash"] });
    let run = world.start("/v1/runs", &run).await.header("location").to_owned();
    world.work_sync().await;
    let done = world.get(&run).await.ok(200);
    assert_eq!((&done["state"], &done["counts"]), (&json!("finished"), &json!({ "succeeded": 1 })));
    let listings = world.shopee.listings(&shop());
    let new = listings.iter().find(|one| one.content.title.ends_with("A-1")).unwrap();
    assert_eq!(new.content.offers[0].price, Some(domain::Rupiah::new(172_500)));
    let shown = world.get(&format!("/v1/products/{}", made["id"].as_str().unwrap())).await.ok(200);
    assert_eq!(shown["channels"], json!(["shopee"]));
}

#[tokio::test]
async fn fields_cannot_be_chosen_of_what_is_created_whole() {
    let world = World::with_one_listing().await;
    let made = product(&world, "A-1").await;
    let both = json!({ "products": [made["id"]], "fields": ["price"], "create": true });
    let problem = world.start("/v1/plans", &both).await.problem(422, "fields_with_create");
    assert_eq!(problem["field"], "fields");
}
