//! Building masters again: preview, accepting, and the source of a field.

use serde_json::{Value, json};

use crate::world::World;

const LISTING: &str = "/v1/listings/shopee:14701711:100";

async fn product(world: &World) -> (String, Value) {
    let id = world.get(LISTING).await.ok(200)["product_id"].as_str().unwrap().to_owned();
    let product = world.get(&format!("/v1/products/{id}")).await.ok(200);
    (id, product)
}

async fn preview(world: &World) -> Value {
    let page = world.post("/v1/masters/preview", &json!({ "filter": {} })).await.ok(200);
    assert_eq!(page["looked_at"], 1);
    page["items"].clone()
}

#[tokio::test]
async fn a_product_says_where_each_value_came_from() {
    let world = World::with_one_listing().await;
    let (id, product) = product(&world).await;
    let from = json!({ "from": "shopee:14701711:100", "rule": "only_one", "others": [] });
    assert_eq!(product["sources"]["title"], from);
    let variant = product["variants"][0]["id"].as_str().unwrap();
    assert_eq!(product["sources"][format!("base_price/{variant}")], from);
    let path = format!("/v1/products/{id}");
    let edited = world.edit("PATCH", &path, "*", &json!({ "title": "Judul saya" })).await.ok(200);
    assert_eq!(edited["sources"]["title"], json!({ "from": "person", "rule": "typed", "others": [] }));
    assert_eq!(edited["sources"]["description"], from);
}

#[tokio::test]
async fn a_preview_is_accepted_by_its_hash_and_only_once() {
    let world = World::with_one_listing().await;
    assert_eq!(preview(&world).await, json!([]));
    world.change_title_at_the_channel("Judul baru di toko").await;
    let items = preview(&world).await;
    let one = &items[0];
    assert_eq!(one["fields"][0]["field"], "title");
    assert_eq!(one["fields"][0]["proposed"], json!({ "kind": "text", "value": "Judul baru di toko" }));
    assert_eq!(one["fields"][0]["source"]["rule"], "only_one");
    assert_eq!(one["warnings"][0]["code"], "images_missing");
    assert!(one["warnings"][0]["text"].as_str().unwrap().contains("gambar"));
    let yes = json!({ "items": [{ "product_id": one["product_id"], "hash": one["hash"] }] });
    let unknown = json!({ "items": [{
        "product_id": one["product_id"], "hash": one["hash"], "fields": ["titel"],
    }] });
    let problem = world.start("/v1/masters/accept", &unknown).await.problem(422, "master_field_unknown");
    assert_eq!(problem["field"], "items[0].fields");
    let wrong = json!({ "items": [{ "product_id": one["product_id"], "hash": "0000" }] });
    let stale = world.start("/v1/masters/accept", &wrong).await.ok(200);
    assert_eq!((&stale["items"][0]["outcome"], &stale["applied"]), (&json!("stale"), &json!(0)));
    let done = world.start("/v1/masters/accept", &yes).await.ok(200);
    assert_eq!((&done["items"][0]["outcome"], &done["applied"]), (&json!("applied"), &json!(1)));
    let again = world.start("/v1/masters/accept", &yes).await.ok(200);
    assert_eq!(again["items"][0]["outcome"], "unchanged");
    let (id, product) = product(&world).await;
    assert_eq!(product["title"], "Judul baru di toko");
    assert_eq!(product["version"], done["items"][0]["version"]);
    let history = world.get(&format!("/v1/products/{id}/history")).await.ok(200);
    assert_eq!(history["items"][0]["action"], "product.rebuild");
    assert_eq!(history["items"].as_array().unwrap().len(), 1, "a repeat is not written down");
}

#[tokio::test]
async fn what_has_a_warning_waits_until_somebody_has_looked() {
    let world = World::with_one_listing().await;
    world.change_title_at_the_channel("Judul baru di toko").await;
    let all = json!({ "without_warnings": { "filter": {} } });
    let done = world.start("/v1/masters/accept", &all).await.ok(200);
    assert_eq!(done["items"][0]["outcome"], "warned");
    assert_eq!(done["items"][0]["warnings"][0]["code"], "images_missing");
    let (id, _) = product(&world).await;
    world.edit("PATCH", &format!("/v1/products/{id}"), "*", &json!({ "attention": [] })).await.ok(200);
    let done = world.start("/v1/masters/accept", &all).await.ok(200);
    assert_eq!(done["items"][0]["outcome"], "applied");
    assert_eq!(product(&world).await.1["title"], "Judul baru di toko");
}

#[tokio::test]
async fn a_field_follows_whom_a_person_says() {
    let world = World::with_one_listing().await;
    let (id, _) = product(&world).await;
    let path = format!("/v1/products/{id}/sources");
    let mine = json!({ "title": "person", "base_price": "person" });
    world.call("PATCH", &path, &[], Some(&mine.to_string())).await.problem(428, "if_match_missing");
    let product = world.edit("PATCH", &path, "\"1\"", &mine).await.ok(200);
    assert_eq!(product["sources"]["title"]["from"], "person");
    world.edit("PATCH", &path, "\"1\"", &mine).await.problem(412, "version_stale");
    world.change_title_at_the_channel("Judul baru di toko").await;
    assert_eq!(preview(&world).await, json!([]), "it is a person's now");
    let theirs = json!({ "title": "shopee:14701711:100" });
    let product = world.edit("PATCH", &path, "\"2\"", &theirs).await.ok(200);
    assert_eq!(
        (&product["title"], &product["sources"]["title"]["rule"]),
        (&json!("Judul baru di toko"), &json!("chosen"))
    );
    let problem = world.edit("PATCH", &path, "\"3\"", &json!({ "brand": "shopee:14701711:100" })).await;
    assert_eq!(problem.problem(422, "source_silent")["field"], "brand");
    let problem = world.edit("PATCH", &path, "\"3\"", &json!({ "colour": "rules" })).await;
    problem.problem(422, "source_field_unknown");
}

#[tokio::test]
async fn a_listing_keeps_what_it_says() {
    let world = World::with_one_listing().await;
    let tag = world.get(LISTING).await.etag().to_owned();
    let title = world.get(LISTING).await.ok(200)["observed"]["title"].clone();
    let fields = json!({ "fields": ["title", "weight"] });
    let path = format!("{LISTING}/keep");
    let kept = world.edit("POST", &path, &tag, &fields).await.ok(200);
    assert_eq!((&kept["overrides"]["title"], &kept["owners"]["weight"]), (&title, &json!("channel")));
    world.edit("POST", &path, &tag, &fields).await.problem(412, "version_stale");
    let nothing = world.edit("POST", &path, "*", &json!({ "fields": ["colour"] })).await;
    nothing.problem(422, "value_type_wrong");
}

#[tokio::test]
async fn what_is_meant_must_be_said() {
    let world = World::new();
    world.post("/v1/masters/preview", &json!({})).await.problem(422, "nothing_named");
    world.start("/v1/masters/accept", &json!({})).await.problem(422, "nothing_named");
    let wrong = json!({ "products": ["x"] });
    assert_eq!(
        world.post("/v1/masters/preview", &wrong).await.problem(422, "id_malformed")["field"],
        "products[0]"
    );
    let many = json!({ "products": vec!["prd_0199c0ffee00"; 201] });
    world.post("/v1/masters/preview", &many).await.problem(422, "too_many_named");
}
