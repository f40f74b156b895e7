//! Bad input, each with its documented problem.

use rstest::rstest;
use serde_json::{Value, json};

use crate::world::{World, a_new_product, with};

fn variant(more: Value) -> Value {
    json!({ "variants": [with(json!({ "sku": "A-1", "base_price": 1000 }), more)] })
}

#[rstest]
#[case::a_negative_price(variant(json!({ "base_price": -1 })), "price_negative", "variants[0].base_price")]
#[case::a_price_of_nothing(variant(json!({ "base_price": 0 })), "price_zero", "variants[0].base_price")]
#[case::a_price_with_decimals(variant(json!({ "base_price": 1500.5 })), "money_not_whole", "variants[0].base_price")]
#[case::a_price_in_quotes(variant(json!({ "base_price": "1500" })), "value_type_wrong", "variants[0].base_price")]
#[case::a_price_beyond_every_channel(variant(json!({ "base_price": 100_000_001 })), "price_too_large", "variants[0].base_price")]
#[case::a_negative_cost(variant(json!({ "cost": -5 })), "cost_out_of_range", "variants[0].cost")]
#[case::a_negative_stock(variant(json!({ "stock": -1 })), "value_type_wrong", "variants[0].stock")]
#[case::an_empty_sku(variant(json!({ "sku": "  " })), "sku_malformed", "variants[0].sku")]
#[case::an_unknown_field_of_a_variant(variant(json!({ "harga": 1 })), "field_unknown", "variants[0].harga")]
#[case::a_title_of_256_characters(json!({ "title": "a".repeat(256) }), "title_too_long", "title")]
#[case::an_empty_title(json!({ "title": " " }), "title_empty", "title")]
#[case::a_title_that_is_a_number(json!({ "title": 7 }), "value_type_wrong", "title")]
#[case::ten_images(
    json!({ "images": (0..10).map(|n| json!({ "url": format!("https://i.test/{n}.png") })).collect::<Vec<_>>() }),
    "too_many_images", "images"
)]
#[case::an_image_that_is_no_address(json!({ "images": [{ "url": "javascript:alert(1)" }] }), "image_url_malformed", "images[0].url")]
#[case::a_missing_weight(json!({ "weight_g": null }), "weight_missing", "weight_g")]
#[case::a_weight_of_nothing(json!({ "weight_g": 0 }), "weight_out_of_range", "weight_g")]
#[case::a_weight_with_decimals(json!({ "weight_g": 12.5 }), "value_type_wrong", "weight_g")]
#[case::pre_order_beyond_every_channel(json!({ "pre_order_days": 91 }), "pre_order_out_of_range", "pre_order_days")]
#[case::a_length_in_words(
    json!({ "dimensions": { "length_cm": "long", "width_cm": 1, "height_cm": 1 } }), "length_malformed", "dimensions.length_cm"
)]
#[case::an_unknown_field(json!({ "price": 1000 }), "field_unknown", "price")]
#[case::no_variants(json!({ "variants": [] }), "variant_count", "variants")]
#[case::a_variant_without_its_option(json!({ "options": ["Warna"] }), "option_values_mismatch", "variants[0].option_values")]
#[case::one_sku_twice(
    json!({ "options": ["Warna"], "variants": [
        { "sku": "A-1", "option_values": ["Merah"] }, { "sku": "a-1", "option_values": ["Biru"] }] }),
    "sku_duplicate", "variants[1].sku"
)]
#[tokio::test]
async fn a_new_product_with(#[case] wrong: Value, #[case] code: &str, #[case] field: &str) {
    let world = World::new();
    let problem = world.create(wrong).await.problem(422, code);
    assert_eq!(problem["field"], field, "{problem}");
    assert_eq!(world.get("/v1/products").await.ok(200)["total"], 0, "nothing was written");
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let world = World::new();
    let wrong = json!({ "title": "", "weight_g": null, "variants": [{ "base_price": -1 }, { "cost": -1 }] });
    let problem = world.create(wrong).await.problem(422, "title_empty");
    let codes: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|e| e["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["title_empty", "price_negative", "cost_out_of_range"]);
}

#[rstest]
#[case::that_is_not_json("harga: 5", 400, "body_not_json")]
#[case::that_is_empty("", 400, "body_not_json")]
#[case::that_ends_early("{\"title\":", 400, "body_not_json")]
#[case::that_is_a_list("[]", 422, "value_type_wrong")]
#[case::without_a_title("{}", 422, "field_missing")]
#[tokio::test]
async fn a_body(#[case] body: &str, #[case] status: u16, #[case] code: &str) {
    let world = World::new();
    let key = [("idempotency-key", "key-1")];
    world.call("POST", "/v1/products", &key, Some(body)).await.problem(status, code);
}

#[tokio::test]
async fn a_body_of_another_type() {
    let world = World::new();
    let headers = [("idempotency-key", "key-1"), ("content-type", "text/plain")];
    let body = a_new_product().to_string();
    let reply = world.call("POST", "/v1/products", &headers, Some(&body)).await;
    reply.problem(415, "content_type_unsupported");
    let patch = [("if-match", "\"1\""), ("content-type", "application/merge-patch+json")];
    let reply = world.call("PATCH", "/v1/products/prd_0199c0ffee00", &patch, Some("{}")).await;
    reply.problem(404, "product_not_found");
}

#[rstest]
#[case::an_unknown_channel_in_a_path("/v1/price-rules/blibli", 404, "channel_unknown")]
#[case::a_malformed_channel_in_a_path("/v1/price-rules/Blibli!", 404, "channel_malformed")]
#[case::an_unknown_channel_in_a_query("/v1/products?channel=blibli", 422, "channel_unknown")]
#[case::a_malformed_id("/v1/products/7", 404, "id_malformed")]
#[case::an_id_of_another_kind("/v1/products/run_0199c0ffee00", 404, "id_malformed")]
#[case::an_unknown_id("/v1/products/prd_0199c0ffee00", 404, "product_not_found")]
#[case::a_malformed_listing("/v1/listings/shopee", 404, "listing_malformed")]
#[case::an_unknown_listing("/v1/listings/shopee:1:2", 404, "listing_not_found")]
#[case::a_malformed_cursor("/v1/products?cursor=abc", 400, "cursor_malformed")]
#[case::a_malformed_cursor_of_runs("/v1/runs?cursor=%C3%A4", 400, "cursor_malformed")]
#[case::a_limit_of_nothing("/v1/products?limit=0", 400, "limit_out_of_range")]
#[case::a_limit_beyond("/v1/plans?limit=201", 400, "limit_out_of_range")]
#[case::an_unknown_parameter("/v1/products?page=2", 400, "query_malformed")]
#[case::an_unknown_word("/v1/products?status=gone", 400, "query_malformed")]
#[case::stock_of_nobody("/v1/stock", 400, "query_malformed")]
#[case::stock_of_an_unknown_sku("/v1/stock?sku=X", 422, "sku_unknown")]
#[tokio::test]
async fn asking_for(#[case] path: &str, #[case] status: u16, #[case] code: &str) {
    World::new().get(path).await.problem(status, code);
}

#[rstest]
#[case::an_unknown_channel(json!({ "channels": ["blibli"], "skus": ["A"] }), "channel_unknown", "channels[0]")]
#[case::an_unknown_sku(json!({ "skus": ["A-404"] }), "sku_unknown", "skus[0]")]
#[case::a_malformed_product(json!({ "products": ["7"] }), "id_malformed", "products[0]")]
#[case::nothing(json!({}), "nothing_to_plan", "products")]
#[case::an_unknown_field_name(json!({ "skus": ["A"], "fields": ["colour"] }), "value_type_wrong", "fields[0]")]
#[case::a_guard_of_nothing(json!({ "skus": ["A"], "guard_percent": 0 }), "percent_out_of_range", "guard_percent")]
#[case::a_guard_too_exact(json!({ "skus": ["A"], "guard_percent": 1.234 }), "percent_malformed", "guard_percent")]
#[case::too_many(json!({ "skus": vec!["A"; 1001] }), "too_many_named", "skus")]
#[tokio::test]
async fn a_plan_of(#[case] body: Value, #[case] code: &str, #[case] field: &str) {
    let problem = World::new().start("/v1/plans", &body).await.problem(422, code);
    assert_eq!(problem["field"], field, "{problem}");
}

#[tokio::test]
async fn an_unknown_sku_is_named() {
    let world = World::new();
    let problem = world.start("/v1/plans", &json!({ "skus": ["A-404"] })).await.json();
    assert!(problem["detail_en"].as_str().unwrap().contains("A-404"), "{problem}");
    let stock = json!({ "sku": "A-404", "stock": 3 });
    world.post("/v1/stock/adjustments", &stock).await.problem(422, "sku_unknown");
}

#[rstest]
#[case::without_a_markup(json!({}), "field_missing", "markup_percent")]
#[case::in_words(json!({ "markup_percent": "15%" }), "percent_malformed", "markup_percent")]
#[case::below_nothing(json!({ "markup_percent": -100 }), "percent_out_of_range", "markup_percent")]
#[case::with_a_ceiling_below_nothing(json!({ "markup_percent": 5, "ceiling": -1 }), "price_negative", "ceiling")]
#[case::with_an_unknown_rounding(json!({ "markup_percent": 5, "rounding": "up7" }), "value_type_wrong", "rounding")]
#[tokio::test]
async fn a_price_rule(#[case] rule: Value, #[case] code: &str, #[case] field: &str) {
    let reply = World::new().edit("PUT", "/v1/price-rules/shopee", "\"0\"", &rule).await;
    assert_eq!(reply.problem(422, code)["field"], field);
}

#[rstest]
#[case::of_a_kind_without_its_number(json!({ "name": "A", "kind": "percent" }), "field_missing", "fees[0].percent")]
#[case::above_the_whole(json!({ "name": "A", "kind": "percent", "percent": 101 }), "percent_out_of_range", "fees[0].percent")]
#[case::below_nothing(json!({ "name": "A", "kind": "per_order", "amount": -1 }), "fee_out_of_range", "fees[0].amount")]
#[case::without_a_name(json!({ "name": " ", "kind": "per_order", "amount": 1 }), "fee_name_malformed", "fees[0].name")]
#[tokio::test]
async fn a_fee(#[case] fee: Value, #[case] code: &str, #[case] field: &str) {
    let schedule = json!({ "fees": [fee], "source": "test", "valid_from": "2026-01-01" });
    let reply = World::new().edit("PUT", "/v1/fee-schedules/shopee", "\"0\"", &schedule).await;
    assert_eq!(reply.problem(422, code)["field"], field);
}

#[tokio::test]
async fn an_edit_without_a_version_and_one_of_a_stale_version() {
    let world = World::new();
    let id = world.create(json!({})).await.ok(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/products/{id}");
    let body = json!({ "brand": "Motekar" });
    world.call("PATCH", &path, &[], Some(&body.to_string())).await.problem(428, "if_match_missing");
    world.call("DELETE", &path, &[], None).await.problem(428, "if_match_missing");
    world.edit("PATCH", &path, "1", &body).await.problem(400, "if_match_malformed");
    world.edit("PATCH", &path, "\"1\"", &body).await.ok(200);
    world.edit("PATCH", &path, "\"1\"", &json!({ "brand": "Other" })).await.problem(412, "version_stale");
    world.edit("DELETE", &path, "\"1\"", &json!({})).await.problem(412, "version_stale");
    assert_eq!(world.get(&path).await.json()["brand"], "Motekar");
}
