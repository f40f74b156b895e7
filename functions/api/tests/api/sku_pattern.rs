//! SKUs for new products: the pattern, and free proposals by it.

use serde_json::json;

use crate::world::World;

const PATTERN: &str = "/v1/products/sku-pattern";
const PROPOSALS: &str = "/v1/products/sku-proposals";

async fn proposed(world: &World, title: &str, variants: serde_json::Value) -> serde_json::Value {
    world.post(PROPOSALS, &json!({ "title": title, "variants": variants })).await.ok(200)["skus"].clone()
}

#[tokio::test]
async fn a_proposal_follows_the_pattern_and_is_free() {
    let world = World::new();
    assert_eq!(world.get(PATTERN).await.ok(200), json!({ "version": 0, "pattern": "{title}-{number}" }));
    assert_eq!(proposed(&world, "Arm depan", json!([])).await, json!(["ARMDEP-001"]));
    let variants = json!([{ "sku": "arm dep-001", "base_price": 1000 }]);
    let product = json!({ "title": "Arm depan", "weight_g": 10, "variants": variants });
    world.start("/v1/products", &product).await.ok(201);
    assert_eq!(proposed(&world, "Arm depan", json!([])).await, json!(["ARMDEP-002"]), "the first is taken");
    assert_eq!(
        proposed(&world, "Arm depan", json!([["Merah"], ["Hitam"]])).await,
        json!(["ARMDEP-001-MERA", "ARMDEP-001-HITA"])
    );

    let saved = world.edit("PUT", PATTERN, "\"0\"", &json!({ "pattern": "MTK-{number}" })).await;
    assert_eq!(saved.ok(200), json!({ "version": 1, "pattern": "MTK-{number}" }));
    assert_eq!(proposed(&world, "Arm depan", json!([])).await, json!(["MTK-001"]));
    world
        .edit("PUT", PATTERN, "\"0\"", &json!({ "pattern": "X{number}" }))
        .await
        .problem(412, "version_stale");
    let refused = world.edit("PUT", PATTERN, "\"1\"", &json!({ "pattern": "MTK" })).await;
    assert_eq!(refused.problem(422, "sku_pattern_malformed")["field"], "pattern");
    let audit = world.get("/v1/audit?subject=sku_pattern").await.ok(200);
    assert_eq!(audit["items"][0]["action"], "sku_pattern.put");
}
