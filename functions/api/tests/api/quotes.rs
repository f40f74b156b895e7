//! Quotes of a form's values that are not saved.

use serde_json::{Value, json};

use crate::world::World;

async fn quotes(world: &World, body: &Value) -> Value {
    world.post("/v1/quotes", body).await.ok(200)["channels"][0]["variants"].clone()
}

#[tokio::test]
async fn a_form_is_quoted_as_saving_it_would_be() {
    let world = World::with_one_listing().await;
    world.price_shopee().await;
    let product = world.get("/v1/products").await.json()["items"][0]["id"].clone();
    let whole = world.get(&format!("/v1/products/{}", product.as_str().unwrap())).await.json();
    let variant = whole["variants"][0]["id"].clone();
    let form = json!({
        "product_id": product, "channels": ["shopee"],
        "variants": [
            { "variant_id": variant, "base_price": 200_000, "cost": 90_000 },
            { "base_price": 100_000 },
            { "base_price": 100_000, "price": 120_000 },
            { "base_price": null }
        ]
    });
    let found = quotes(&world, &form).await;
    let quote = &found[0]["quote"];
    assert_eq!((&found[0]["variant_id"], &quote["outcome"]), (&variant, &json!("quoted")));
    assert_eq!(
        (&quote["price"], &quote["keeps"], &quote["profit"]),
        (&json!(230_000), &json!(211_600), &json!(121_600))
    );
    assert_eq!((&found[1]["variant_id"], &found[1]["quote"]["price"]), (&Value::Null, &json!(115_000)));
    assert_eq!(
        (&found[2]["quote"]["price"], &found[2]["quote"]["keeps"]),
        (&json!(120_000), &json!(110_400))
    );
    assert_eq!(found[3]["quote"]["reason"], "base_price_missing");
    let after = world.get(&format!("/v1/products/{}", whole["id"].as_str().unwrap())).await.json();
    assert_eq!(after, whole, "nothing is saved");
}

#[tokio::test]
async fn a_new_product_is_quoted_on_every_channel() {
    let world = World::new();
    world.price_shopee().await;
    let all = world.post("/v1/quotes", &json!({ "variants": [{ "base_price": 150_000 }] })).await.ok(200);
    let channels = all["channels"].as_array().unwrap();
    assert_eq!(channels.len(), 2);
    for channel in channels {
        let quote = &channel["variants"][0]["quote"];
        match channel["channel"].as_str() {
            Some("shopee") => {
                assert_eq!((&quote["price"], &quote["keeps"]), (&json!(172_500), &json!(158_700)));
            }
            _ => assert_eq!(quote["reason"], "price_rule_missing"),
        }
    }
}

#[tokio::test]
async fn a_question_that_makes_no_sense_names_its_field() {
    let world = World::new();
    let refused = async |body: Value, status: u16, code: &str| {
        world.post("/v1/quotes", &body).await.problem(status, code)
    };
    let zero = json!({ "variants": [{ "base_price": 0 }] });
    assert_eq!(refused(zero, 422, "price_zero").await["field"], "variants[0].base_price");
    refused(json!({ "channels": ["blibli"] }), 422, "channel_unknown").await;
    refused(json!({ "product_id": "prd_0199c0ffee00" }), 404, "product_not_found").await;
    let many = vec![json!({ "base_price": 1_000 }); 1_001];
    refused(json!({ "variants": many }), 422, "too_many_named").await;
}
