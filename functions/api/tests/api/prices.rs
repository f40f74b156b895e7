//! Price rules, fee schedules, and the preview of a rule.

use app::message::PricingMessage;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn the_first_rule_is_saved_and_every_offer_is_quoted_again() {
    let world = World::new();
    world.get("/v1/price-rules/shopee").await.problem(404, "price_rule_not_found");
    assert_eq!(world.get("/v1/price-rules").await.ok(200), json!({ "items": [] }));
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
    assert!(
        matches!(message, PricingMessage::Channel { rule_version: 1, cursor: None, repricing: Some(_), .. }),
        "{message:?}"
    );
    world.call("PUT", path, &first, Some(&rule.to_string())).await.problem(412, "version_stale");
    let second = json!({ "markup_percent": 15.5 });
    world.edit("PUT", path, "\"0\"", &second).await.problem(412, "version_stale");
    assert_eq!(world.edit("PUT", path, "\"1\"", &second).await.etag(), "\"2\"");
    assert_eq!(world.get(path).await.json()["rule"]["markup_percent"], 15.5);
    let all = world.get("/v1/price-rules").await.ok(200);
    assert_eq!((&all["items"][0]["channel"], &all["items"][0]["version"]), (&json!("shopee"), &json!(2)));
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
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
    let preview = world.start("/v1/price-rules/preview", &body).await.ok(200);
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
    let mut writes = world.fakes.memory.writes();
    writes.remove(&testkit::Kind::Idempotency);
    assert!(writes.is_empty(), "a preview writes nothing but that its key was used");
    let wrong = json!({ "channel": "blibli", "rule": { "markup_percent": 1 } });
    world.start("/v1/price-rules/preview", &wrong).await.problem(422, "channel_unknown");
    let wrong = json!({ "channel": "shopee", "rule": { "markup_percent": -100 } });
    let problem = world.start("/v1/price-rules/preview", &wrong).await.problem(422, "percent_out_of_range");
    assert_eq!(problem["field"], "rule.markup_percent");
}

#[tokio::test]
async fn an_exception_is_saved_listed_and_removed() {
    let world = World::new();
    let list = "/v1/price-rules/shopee/overrides";
    let path = "/v1/price-rules/shopee/overrides/category%3AFrame%20FPV";
    world.get(path).await.problem(404, "price_override_not_found");
    let rule = json!({ "method": "keep_net", "rounding": "charm", "charm_ending": 900 });
    let reply = world.edit("PUT", path, "\"0\"", &rule).await;
    assert_eq!(reply.etag(), "\"1\"");
    let saved = reply.ok(200);
    assert_eq!((&saved["scope"], &saved["level"]), (&json!("category:frame fpv"), &json!("category")));
    assert_eq!(saved["rule"]["net_of"], "base");
    assert_eq!(saved["rule"]["guard_percent"], 30);
    let repricing = format!("/v1/repricings/{}", saved["repricing_id"].as_str().unwrap());
    assert_eq!(world.get(&repricing).await.ok(200)["cause"], "price_override");
    world.edit("PUT", path, "\"0\"", &rule).await.problem(412, "version_stale");
    assert_eq!(world.get(list).await.ok(200)["items"][0]["rule"]["charm_ending"], 900);
    world.call("DELETE", path, &[], None).await.problem(428, "if_match_missing");
    world.call("DELETE", path, &[("if-match", "\"1\"")], None).await;
    assert_eq!(world.get(list).await.ok(200)["items"], json!([]));
    world.get(path).await.problem(404, "price_override_not_found");
    let first = [("if-none-match", "*")];
    let again = world.call("PUT", path, &first, Some(&rule.to_string())).await;
    assert_eq!(again.etag(), "\"3\"", "versions keep counting");
    let channel = json!({ "markup_percent": 10, "guard_percent": 12 });
    world.edit("PUT", "/v1/price-rules/shopee", "\"0\"", &channel).await.ok(200);
    let lifted = json!({ "method": "fixed", "fixed_price": 9_000, "minimum_margin_percent": -100 });
    let saved = world.edit("PUT", path, "\"3\"", &lifted).await.ok(200);
    assert_eq!(saved["rule"]["guard_percent"], 12, "the channel's guard, where the exception names none");
    assert_eq!(saved["rule"]["minimum_margin_percent"], -100);
    let deeper = json!({ "markup_percent": 1, "minimum_margin_percent": -101 });
    world.edit("PUT", path, "\"4\"", &deeper).await.problem(422, "percent_out_of_range");
    let wrong = "/v1/price-rules/shopee/overrides/shop%3A1";
    world.edit("PUT", wrong, "\"0\"", &rule).await.problem(422, "scope_malformed");
    let unknown = "/v1/price-rules/shopee/overrides/product%3Aprd_0199c0ffee00";
    world.edit("PUT", unknown, "\"0\"", &rule).await.problem(404, "product_not_found");
}

#[tokio::test]
async fn a_rule_of_another_method_says_what_it_needs() {
    let world = World::new();
    let path = "/v1/price-rules/shopee";
    for (rule, field) in [
        (json!({ "method": "fixed" }), "fixed_price"),
        (json!({ "method": "keep_net", "net_of": "cost" }), "net_margin_percent"),
        (json!({ "markup_percent": 5, "rounding": "charm" }), "charm_ending"),
    ] {
        let problem = world.edit("PUT", path, "\"0\"", &rule).await.problem(422, "field_missing");
        assert_eq!(problem["field"], field);
    }
    let ending = json!({ "markup_percent": 5, "rounding": "charm", "charm_ending": 1000 });
    world.edit("PUT", path, "\"0\"", &ending).await.problem(422, "charm_ending_malformed");
    let rule = json!({ "method": "keep_net", "net_of": "cost", "net_margin_percent": 25 });
    let saved = world.edit("PUT", path, "\"0\"", &rule).await.ok(200);
    assert_eq!(saved["rule"]["net_margin_percent"], 25);
    assert!(saved["repricing_id"].as_str().unwrap().starts_with("rpr_"));
}

#[tokio::test]
async fn a_planned_schedule_waits_for_its_day_and_can_be_previewed() {
    let world = World::new();
    let path = "/v1/fee-schedules/shopee";
    let fees = |percent: u8, from: &str| {
        json!({ "fees": [{ "name": "Komisi", "kind": "percent", "percent": percent, "enabled": true, "group": "commission" }],
            "source": "test", "valid_from": from })
    };
    world.edit("PUT", path, "\"0\"", &fees(10, "2026-01-01")).await.ok(200);
    let planned = world.edit("PUT", path, "\"1\"", &fees(20, "2026-12-01")).await.ok(200);
    assert_eq!((&planned["state"], &planned["in_force_version"]), (&json!("planned"), &json!(1)));
    assert_eq!(planned["recomputing"], false);
    let frame = world.edit("PUT", &format!("{path}?category=Frame"), "\"0\"", &fees(5, "2026-01-01")).await;
    assert_eq!(frame.ok(200)["category"], "frame");
    let versions = world.get(&format!("{path}/versions")).await.ok(200);
    let states: Vec<_> =
        versions["items"].as_array().unwrap().iter().map(|one| one["state"].clone()).collect();
    assert_eq!(states, ["planned", "in_force", "in_force"]);
    let whole = fees(100, "2026-01-01");
    world.edit("PUT", path, "\"2\"", &whole).await.problem(422, "fees_take_everything");
    world.get("/v1/fee-schedules/shopee/presets").await.ok(200);

    let rule = json!({ "method": "keep_net" });
    world.edit("PUT", "/v1/price-rules/shopee", "\"0\"", &rule).await.ok(200);
    let id = world.create(json!({ "title": "Produk A", "variants": [{ "sku": "A", "base_price": 90_000 }] }));
    let id = domain::ProductId::parse(id.await.ok(201)["id"].as_str().unwrap()).unwrap();
    let mut stored = world.ports.products.get(&id).await.unwrap().unwrap();
    stored.value.channels.insert(domain::Channel::parse("shopee").unwrap());
    world.ports.products.put(&stored.value, stored.version, &[]).await.unwrap();
    let early = fees(1, "2025-12-31");
    world.edit("PUT", path, "\"2\"", &early).await.problem(422, "superseded");
    let tried = json!({ "channel": "shopee", "fees": early });
    world.start("/v1/price-rules/preview", &tried).await.problem(422, "superseded");
    let asked = json!({ "channel": "shopee", "on": "2026-12-01", "sold": { "A": 3, "B": 1 } });
    let preview = world.start("/v1/price-rules/preview", &asked).await.ok(200);
    // 90,000 of 0.9 is 100,000; of 0.8 it is 112,500: + 12.5 %.
    assert_eq!(preview["examples"][0]["from"]["price"], 100_000);
    assert_eq!(preview["examples"][0]["to"]["price"], 112_500);
    assert_eq!(preview["examples"][0]["to"]["over_base"], 0);
    let bucket = json!({ "from_percent": 10, "to_percent": 30, "offers": 1 });
    assert!(preview["histogram"].as_array().unwrap().contains(&bucket), "{preview}");
    assert_eq!(preview["month"], json!({ "pieces": 3, "unpriced": 0, "before": 270_000, "after": 270_000 }));
    let nothing = json!({ "channel": "shopee" });
    world.start("/v1/price-rules/preview", &nothing).await.problem(422, "nothing_to_preview");

    // The change that is tried for the end of November is no longer in force in December.
    let mut between = json!({ "channel": "shopee", "fees": fees(50, "2026-11-25"), "on": "2026-12-01" });
    let preview = world.start("/v1/price-rules/preview", &between).await.ok(200);
    assert_eq!(preview["examples"][0]["to"]["price"], 112_500);
    between.as_object_mut().unwrap().remove("on");
    let preview = world.start("/v1/price-rules/preview", &between).await.ok(200);
    assert_eq!(preview["examples"][0]["to"]["price"], 180_000);

    let tag = world.get(path).await.etag().to_owned();
    let known = [("if-none-match", tag.as_str())];
    assert_eq!(world.call("GET", path, &known, None).await.status, 304);
    world.fakes.clock.set("2026-11-30T17:10:00Z".parse().unwrap());
    let begun = world.call("GET", path, &known, None).await;
    let now = begun.etag().to_owned();
    assert_eq!(begun.ok(200)["state"], "in_force", "the same version says something else after midnight");
    world.edit("PUT", path, &now, &fees(25, "2026-12-01")).await.ok(200);
}

#[tokio::test]
async fn the_first_rule_waits_until_somebody_says_what_the_shops_prices_mean() {
    let world = World::with_one_listing().await;
    let rule = json!({ "channel": "shopee", "rule": { "markup_percent": 15 } });
    let readings = world.start("/v1/price-rules/preview", &rule).await.ok(200)["base_readings"].clone();
    assert_eq!(readings["open"], 1);
    let stay = &readings["shop_prices_include_fees"];
    assert_eq!((&stay["bases"], &stay["bases_difference"]), (&json!(1), &json!(130_435 - 150_000)));

    world.price_shopee().await;
    world.work_pricing().await;
    let readings = world.start("/v1/price-rules/preview", &rule).await.ok(200)["base_readings"].clone();
    assert_eq!(readings["shop_prices_include_fees"]["channels"]["shopee"]["stay"], 1);
    let rise = &readings["shop_prices_are_base"]["channels"]["shopee"];
    assert_eq!((&rise["raised"], &rise["total_difference"]), (&json!(1), &json!(22_500)));

    let everything = json!({ "filter": {}, "channels": ["shopee"] });
    let plan = world.start("/v1/plans", &everything).await.ok(201);
    assert_eq!((&plan["changes"], &plan["blocked"]), (&json!(0), &json!(1)));
    let wrong = json!({ "reading": "harga" });
    assert_eq!(world.start("/v1/price-rules/base-readings", &wrong).await.status.as_u16(), 422);
    let asked = json!({ "reading": "shop_prices_include_fees" });
    let task = world.start("/v1/price-rules/base-readings", &asked).await.ok(202);
    let path = format!("/v1/bulk-tasks/{}", task["id"].as_str().unwrap());
    assert_eq!((&task["kind"], &task["finished_at"]), (&json!("base_reading"), &json!(null)));
    world.start("/v1/price-rules/base-readings", &asked).await.problem(409, "base_reading_running");
    world.work_pricing().await;
    let done = world.get(&path).await.ok(200);
    assert_eq!((&done["looked_at"], &done["counts"]), (&json!(1), &json!({ "changed": 1 })));
    assert!(done["finished_at"].is_string());
    let rows = world.get(&format!("{path}/rows")).await.ok(200);
    assert_eq!((rows["items"].as_array().unwrap().len(), &rows["next"]), (1, &json!(null)));
    let plan = world.start("/v1/plans", &everything).await.ok(201);
    assert_eq!((&plan["changes"], &plan["blocked"]), (&json!(0), &json!(0)), "the live price stays");

    let undo = format!("{path}/undo");
    let member = [("authorization", "Bearer member"), ("idempotency-key", "by-a-member")];
    world.call("POST", &undo, &member, Some("{}")).await.problem(403, "role_insufficient");
    let undo = world.start(&undo, &json!({})).await.ok(202);
    world.work_pricing().await;
    let undone = world.get(&format!("/v1/bulk-tasks/{}", undo["id"].as_str().unwrap())).await.ok(200);
    assert_eq!(undone["counts"], json!({ "restored": 1 }));
    let again = format!("/v1/bulk-tasks/{}/undo", undo["id"].as_str().unwrap());
    world.start(&again, &json!({})).await.problem(409, "bulk_task_without_undo");
    assert_eq!(world.get("/v1/bulk-tasks").await.ok(200)["items"].as_array().unwrap().len(), 2);
    world.get("/v1/bulk-tasks/blk_0199c0ffee00").await.problem(404, "bulk_task_not_found");
}
