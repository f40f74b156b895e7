//! Price rules, fee schedules, and the preview of a rule.

use app::message::PricingMessage;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn the_first_rule_is_saved_and_every_offer_is_quoted_again() {
    let world = World::new();
    world.get("/v1/price-rules/shopee").await.problem(404, "price_rule_not_found");
    let rule = json!({ "markup_percent": 15, "rounding": "up500", "guard_percent": 40 });
    let path = "/v1/price-rules/shopee";
    world.call("PUT", path, &[], Some(&rule.to_string())).await.problem(428, "if_match_missing");
    let first = [("if-none-match", "*")];
    let reply = world.call("PUT", path, &first, Some(&rule.to_string())).await;
    assert_eq!(reply.etag(), "\"1\"");
    let saved = reply.ok(200);
    assert_eq!(saved["recomputing"], true);
    assert_eq!(saved["rule"]["markup_percent"], 15);
    assert_eq!(saved["rule"]["guard_percent"], 40);
    let message = world.fakes.outbox.next_pricing().unwrap().message;
    assert!(matches!(message, PricingMessage::Channel { rule_version: 1, cursor: None, .. }), "{message:?}");
    world.call("PUT", path, &first, Some(&rule.to_string())).await.problem(412, "version_stale");
    let second = json!({ "markup_percent": 15.5 });
    world.edit("PUT", path, "\"0\"", &second).await.problem(412, "version_stale");
    assert_eq!(world.edit("PUT", path, "\"1\"", &second).await.etag(), "\"2\"");
    assert_eq!(world.get(path).await.json()["rule"]["markup_percent"], 15.5);
    let audit = world.get("/v1/audit?subject=shopee").await.ok(200);
    assert_eq!(audit["items"][0]["action"], "price_rule.put");
}

#[tokio::test]
async fn fees_are_saved_as_they_were_typed() {
    let world = World::new();
    world.get("/v1/fee-schedules/shopee").await.problem(404, "fee_schedule_not_found");
    let schedule = json!({
        "fees": [
            { "name": "Biaya administrasi", "kind": "percent", "percent": 8.25, "cap": 40_000, "enabled": true },
            { "name": "Biaya proses pesanan", "kind": "per_order", "amount": 1250, "enabled": false },
        ],
        "source": "seller.shopee.co.id", "valid_from": "2026-01-01"
    });
    let saved = world.edit("PUT", "/v1/fee-schedules/shopee", "\"0\"", &schedule).await.ok(200);
    assert_eq!(saved["schedule"], schedule);
    assert_eq!(world.get("/v1/fee-schedules/shopee").await.json()["schedule"], schedule);
    let undated = json!({ "fees": [], "source": "test", "valid_from": "January" });
    world.edit("PUT", "/v1/fee-schedules/shopee", "\"1\"", &undated).await.problem(422, "date_malformed");
}

#[tokio::test]
async fn a_preview_says_who_changes_and_who_falls_under_the_floor() {
    let world = World::new();
    world.price_shopee().await;
    for (sku, base, cost) in
        [("A", 150_000, Some(100_000)), ("B", 100_000, Some(95_000)), ("C", 80_000, None)]
    {
        let product = world.create(json!({ "title": format!("Produk {sku}"),
            "variants": [{ "sku": sku, "base_price": base, "cost": cost }] }));
        let id = product.await.ok(201)["id"].as_str().unwrap().to_owned();
        let id = domain::ProductId::parse(&id).unwrap();
        let mut stored = world.ports.products.get(&id).await.unwrap().unwrap();
        stored.value.channels.insert(domain::Channel::parse("shopee").unwrap());
        world.ports.products.put(&stored.value, stored.version, &[]).await.unwrap();
    }
    let rule = json!({ "markup_percent": 20, "minimum_margin_percent": 20, "guard_percent": 2 });
    world.fakes.memory.forget_writes();
    let body = json!({ "channel": "shopee", "rule": rule });
    let preview = world.post("/v1/price-rules/preview", &body).await.ok(200);
    // A: 172,500 → 180,000. B: keeps 110,400 of 120,000, under 95,000 + 20 %. C: no cost to keep a margin over.
    assert_eq!(preview["offers"], 3);
    assert_eq!(preview["changed"], 3);
    assert_eq!(preview["raised"], 1);
    assert_eq!(preview["total_difference"], 7_500);
    assert_eq!(preview["largest_move_percent"], 4.35);
    assert_eq!(preview["over_guard"], 1);
    assert_eq!(preview["under_floor"], 1);
    assert_eq!(preview["losing_price"], 2);
    assert_eq!(preview["refused"], json!({ "under_floor": 1, "cost_missing": 1 }));
    assert_eq!(preview["examples"][0]["from"]["price"], 172_500);
    assert_eq!(preview["examples"][0]["to"]["price"], 180_000);
    assert_eq!(preview["examples"][1]["to"]["reason"], "under_floor");
    assert!(world.fakes.memory.writes().is_empty(), "a preview writes nothing");
    let wrong = json!({ "channel": "blibli", "rule": { "markup_percent": 1 } });
    world.post("/v1/price-rules/preview", &wrong).await.problem(422, "channel_unknown");
    let wrong = json!({ "channel": "shopee", "rule": { "markup_percent": -100 } });
    let problem = world.post("/v1/price-rules/preview", &wrong).await.problem(422, "percent_out_of_range");
    assert_eq!(problem["field"], "rule.markup_percent");
}
