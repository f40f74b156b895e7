//! The master catalogue.

use app::message::PricingMessage;
use serde_json::{Value, json};

use crate::world::World;

fn priced(world: &World) -> Vec<String> {
    let product = |message: PricingMessage| match message {
        PricingMessage::Product { product } => product.to_string(),
        other => panic!("{other:?}"),
    };
    std::iter::from_fn(|| world.fakes.outbox.next_pricing())
        .map(|envelope| product(envelope.message))
        .collect()
}

fn id(product: &Value) -> String {
    product["id"].as_str().unwrap().to_owned()
}

const COLOURS: [&str; 3] = ["Merah", "Hitam", "Biru"];

async fn with_colours(world: &World) -> Value {
    let variant = |colour: &&str| json!({ "sku": format!("C-{colour}"), "option_values": [colour], "base_price": 50_000 });
    let variants: Vec<Value> = COLOURS.iter().map(variant).collect();
    world.create(json!({ "options": ["Warna"], "variants": variants })).await.ok(201)
}

#[tokio::test]
async fn a_created_product_is_read_back_found_and_priced() {
    let world = World::new();
    let created = world.create(json!({})).await;
    assert_eq!(created.etag(), "\"1\"");
    let location = created.header("location").to_owned();
    let product = created.ok(201);
    assert_eq!(location, format!("/v1/products/{}", id(&product)));
    assert_eq!(world.get(&location).await.ok(200), product);
    assert_eq!(product["dimensions"], json!({ "length_cm": 20.5, "width_cm": 18, "height_cm": 3.25 }));
    assert_eq!(product["variants"][0]["base_price"], 150_000);
    let found = world.get("/v1/products?q=motekar%20v2&status=active").await.ok(200);
    assert_eq!(found["total"], 1);
    assert_eq!(found["items"][0]["skus"], json!(["MTK-FRM5-V2"]));
    assert_eq!(found["by_status"], json!({ "active": 1 }));
    assert_eq!(priced(&world), [id(&product)]);
}

#[tokio::test]
async fn an_edit_touches_what_it_names_and_is_kept_in_the_history() {
    let world = World::new();
    let product = world.create(json!({})).await.ok(201);
    let path = format!("/v1/products/{}", id(&product));
    let edit = json!({ "title": "Frame 5 inch V3", "pre_order_days": null, "weight_g": 260 });
    let reply = world.edit("PATCH", &path, "\"1\"", &edit).await;
    assert_eq!(reply.etag(), "\"2\"");
    let edited = reply.ok(200);
    assert_eq!(edited["title"], "Frame 5 inch V3");
    assert_eq!(edited["pre_order_days"], Value::Null);
    assert_eq!(edited["images"], product["images"]);
    assert_eq!(edited["variants"], product["variants"]);
    let history = world.get(&format!("{path}/history")).await.ok(200);
    assert_eq!(history["items"][0]["action"], "product.edit");
    assert_eq!(history["items"][0]["actor"], "owner@motekar.test");
    assert_eq!(
        history["items"][0]["details"]["changed"],
        json!({
            "title": { "from": "Frame 5 inch Motekar V2", "to": "Frame 5 inch V3" },
            "weight": { "from": 250, "to": 260 },
            "pre_order": { "from": 5, "to": null },
        })
    );
    assert_eq!(history["items"][1]["action"], "product.create");
}

#[tokio::test]
async fn an_edit_that_changes_nothing_writes_nothing() {
    let world = World::new();
    let product = world.create(json!({})).await.ok(201);
    world.fakes.memory.forget_writes();
    let path = format!("/v1/products/{}", id(&product));
    let reply = world.edit("PATCH", &path, "\"1\"", &json!({ "weight_g": 250 })).await;
    assert_eq!(reply.etag(), "\"1\"");
    assert_eq!(reply.ok(200), product);
    assert_eq!(world.fakes.memory.writes(), std::collections::BTreeMap::new());
}

#[tokio::test]
async fn pictures_keep_their_identity_by_id_or_address() {
    let world = World::new();
    let product = world
        .create(json!({ "images": [{ "url": "https://i.test/1.png" }, { "url": "https://i.test/2.png" }] }));
    let product = product.await.ok(201);
    let path = format!("/v1/products/{}", id(&product));
    let first = &product["images"][0];
    let images = json!({ "images": [{ "url": "https://i.test/2.png" }, { "id": first["id"] }, { "url": "https://i.test/3.png" }] });
    let edited = world.edit("PATCH", &path, "\"1\"", &images).await.ok(200);
    assert_eq!(edited["images"][0], product["images"][1]);
    assert_eq!(&edited["images"][1], first);
    assert_eq!(edited["images"].as_array().unwrap().len(), 3);
    let unknown = json!({ "images": [{ "id": "img_0199c0ffee00" }] });
    world.edit("PATCH", &path, "\"2\"", &unknown).await.problem(422, "image_unknown");
}

#[tokio::test]
async fn variants_are_added_changed_and_removed_by_the_list() {
    let world = World::new();
    let product = with_colours(&world).await;
    let path = format!("/v1/products/{}", id(&product));
    let [first, second] = [&product["variants"][0], &product["variants"][1]];
    let list = json!({ "variants": [
        { "id": second["id"], "base_price": 55_000 },
        { "id": first["id"] },
        { "sku": "C-Putih", "option_values": ["Putih"], "base_price": 60_000 },
    ] });
    let edited = world.edit("PATCH", &path, "\"1\"", &list).await.ok(200);
    let rows: Vec<_> =
        edited["variants"].as_array().unwrap().iter().map(|v| (&v["sku"], &v["base_price"])).collect();
    assert_eq!(
        rows,
        [
            (&json!("C-Hitam"), &json!(55_000)),
            (&json!("C-Merah"), &json!(50_000)),
            (&json!("C-Putih"), &json!(60_000))
        ]
    );
    assert_eq!(&edited["variants"][0]["id"], &second["id"]);
    let stranger = json!({ "variants": [{ "id": "var_0199c0ffee00" }] });
    world.edit("PATCH", &path, "\"2\"", &stranger).await.problem(422, "variant_unknown");
}

#[tokio::test]
async fn one_variant_is_edited_by_its_sku() {
    let world = World::new();
    let product = with_colours(&world).await;
    let path = format!("/v1/products/{}", id(&product));
    let variants = world.get(&format!("{path}/variants")).await;
    assert_eq!(variants.etag(), "\"1\"");
    let edit = json!({ "base_price": 75_000, "stock": 4 });
    let edited = world.edit("PATCH", &format!("{path}/variants/c-hitam"), "\"1\"", &edit).await.ok(200);
    assert_eq!(edited["variants"][1]["base_price"], 75_000);
    assert_eq!(edited["variants"][1]["stock"], 4);
    assert_eq!(edited["variants"][0], product["variants"][0]);
    let missing = world.edit("PATCH", &format!("{path}/variants/X"), "\"2\"", &edit).await;
    missing.problem(404, "variant_not_found");
    let wrong =
        world.edit("PATCH", &format!("{path}/variants/C-Biru"), "\"2\"", &json!({ "base_price": -1 })).await;
    assert_eq!(wrong.problem(422, "price_negative")["field"], "base_price");
    let taken =
        world.edit("PATCH", &format!("{path}/variants/C-Biru"), "\"2\"", &json!({ "sku": "c-hitam" })).await;
    taken.problem(422, "sku_duplicate");
}

#[tokio::test]
async fn a_sku_of_another_product_is_refused_by_name() {
    let world = World::new();
    let first = world.create(json!({})).await.ok(201);
    let problem = world.create(json!({})).await.problem(409, "sku_taken");
    assert!(problem["detail_en"].as_str().unwrap().contains(&id(&first)), "{problem}");
}

#[tokio::test]
async fn an_archived_product_can_come_back() {
    let world = World::new();
    let product = world.create(json!({})).await.ok(201);
    let path = format!("/v1/products/{}", id(&product));
    let archived = world.edit("DELETE", &path, "\"1\"", &json!({})).await.ok(200);
    assert_eq!(archived["status"], "archived");
    assert_eq!(world.get("/v1/products?status=active").await.json()["total"], 0);
    let back = world.edit("PATCH", &path, "\"2\"", &json!({ "status": "active" })).await.ok(200);
    assert_eq!(back["status"], "active");
}

#[tokio::test]
async fn lists_are_paged_to_the_end_and_a_cursor_belongs_to_its_search() {
    let world = World::new();
    for number in 0..5 {
        let title = format!("Antena {number}");
        world.create(json!({ "title": title, "variants": [{ "sku": format!("A{number}") }] })).await.ok(201);
    }
    let (mut titles, mut next, mut last) = (Vec::new(), Some(String::new()), String::new());
    while let Some(cursor) = next {
        let page = world.get(&format!("/v1/products?sort=title&limit=2{cursor}")).await.ok(200);
        assert_eq!(page["total"], 5);
        titles.extend(
            page["items"].as_array().unwrap().iter().map(|p| p["title"].as_str().unwrap().to_owned()),
        );
        next = page["next"].as_str().map(|cursor| format!("&cursor={cursor}"));
        last = next.clone().unwrap_or(last);
    }
    assert_eq!(titles, ["Antena 0", "Antena 1", "Antena 2", "Antena 3", "Antena 4"]);
    world.get(&format!("/v1/products?sort=price&limit=2{last}")).await.problem(400, "cursor_malformed");
}

#[tokio::test]
async fn what_the_caller_has_is_not_sent_again() {
    let world = World::new();
    let product = world.create(json!({})).await.ok(201);
    let path = format!("/v1/products/{}", id(&product));
    let known = world.call("GET", &path, &[("if-none-match", "\"1\"")], None).await;
    assert_eq!(known.status, 304);
    assert_eq!(known.text, "");
    world.call("GET", &path, &[("if-none-match", "\"0\"")], None).await.ok(200);
}

#[tokio::test]
async fn stock_is_set_by_sku() {
    let world = World::new();
    let product = world.create(json!({})).await.ok(201);
    let set = json!({ "sku": "mtk-frm5-v2", "stock": 12 });
    let stock = world.post("/v1/stock/adjustments", &set).await.ok(200);
    assert_eq!(stock["variants"][0]["stock"], 12);
    assert_eq!(world.get(&format!("/v1/stock?product={}", id(&product))).await.ok(200), stock);
    assert_eq!(world.get("/v1/stock?sku=MTK-FRM5-V2").await.ok(200), stock);
    let audit = world.get(&format!("/v1/audit?subject={}", id(&product))).await.ok(200);
    assert_eq!(audit["items"][0]["action"], "product.stock");
    world.post("/v1/stock/adjustments", &json!({ "sku": "MTK-FRM5-V2" })).await.problem(422, "field_missing");
    let nothing = json!({ "sku": "MTK-FRM5-V2", "stock": null });
    assert_eq!(
        world.post("/v1/stock/adjustments", &nothing).await.ok(200)["variants"][0]["stock"],
        Value::Null
    );
}
