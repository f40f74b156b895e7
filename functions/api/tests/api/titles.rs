//! Titles per channel, their rules, titles that are too similar, and the check of the catalogue.

use serde_json::{Value, json};

use crate::world::World;

const MASTER: &str = "Dudukan Kamera untuk Action Cam 9 25 derajat Bahan TPU 95A Drone FPV";

/// A product with one listing on Shopee: its id, and the path of its titles.
async fn product(world: &World) -> (String, String) {
    let list = world.get("/v1/products").await.ok(200);
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    let etag = world.get(&format!("/v1/products/{id}")).await.etag().to_owned();
    world.edit("PATCH", &format!("/v1/products/{id}"), &etag, &json!({ "title": MASTER })).await.ok(200);
    (id.clone(), format!("/v1/products/{id}/titles"))
}

#[tokio::test]
async fn a_proposal_is_shown_taken_and_locked() {
    let world = World::with_one_listing().await;
    let (id, path) = product(&world).await;
    let titles = world.get(&path).await.ok(200);
    assert_eq!(titles["master"], MASTER);
    assert_eq!(titles["facts"]["fit"], "untuk Action Cam 9");
    let title = &titles["listings"][0];
    assert_eq!((&title["origin"], &title["target"]), (&json!("master"), &json!(MASTER)));
    let proposal = &title["proposal"];
    assert_eq!(proposal["in_band"], true, "{proposal}");
    assert!(proposal["similarity"].as_f64().is_some_and(|share| (0.70..=0.80).contains(&share)));
    assert!(!proposal["added"].as_array().unwrap().is_empty());
    let listing = title["listing"].as_str().unwrap();
    let choice = json!({ "items": [{ "listing": listing, "title": proposal["title"] }] });
    let accepted = world.start("/v1/titles/accept", &choice).await.ok(200);
    assert_eq!(accepted["counts"], json!({ "accepted": 1 }));
    let title = world.get(&path).await.ok(200)["listings"][0].clone();
    assert_eq!((&title["origin"], &title["target"]), (&json!("accepted"), &proposal["title"]));
    let one = format!("{path}/{listing}");
    world.call("PUT", &one, &[], Some("{}")).await.problem(428, "if_match_missing");
    let etag = format!("\"{}\"", title["version"]);
    let reply = world.edit("PUT", &one, &etag, &json!({ "title": "Mount Kamera Kesukaan Saya" })).await;
    let next = reply.etag().to_owned();
    let locked = reply.ok(200);
    assert_eq!((&locked["locked"], &locked["target"]), (&json!(true), &json!("Mount Kamera Kesukaan Saya")));
    assert_eq!(locked["proposal"]["explanations"][0]["code"], "locked");
    world.edit("PUT", &one, &etag, &json!({})).await.problem(412, "version_stale");
    let refused = world.start("/v1/titles/accept", &choice).await.ok(200);
    assert_eq!(refused["items"][0]["outcome"], "locked");
    let open = world.call("DELETE", &one, &[("if-match", &next)], None).await.ok(200);
    assert_eq!((&open["origin"], &open["target"]), (&json!("master"), &json!(MASTER)));
    let elsewhere = "/v1/products/prd_0199c0ffee00/titles";
    world.get(elsewhere).await.problem(404, "product_not_found");
    world
        .edit("PUT", &format!("{path}/shopee:1:2"), &next, &json!({}))
        .await
        .problem(404, "listing_not_found");
    let history = world.get(&format!("/v1/audit?subject={listing}")).await.ok(200);
    let actions: Vec<&Value> =
        history["items"].as_array().unwrap().iter().map(|entry| &entry["action"]).collect();
    assert_eq!(actions, ["title.unlock", "title.lock", "title.accept"], "{id}");
}

#[tokio::test]
async fn many_are_looked_at_a_page_at_a_time() {
    let world = World::with_one_listing().await;
    let (id, _) = product(&world).await;
    let page = world.post("/v1/titles/propose", &json!({ "filter": {}, "limit": 1 })).await.ok(200);
    assert_eq!((page["items"].as_array().unwrap().len(), &page["items"][0]["product_id"]), (1, &json!(id)));
    let named = json!({ "products": [id], "channels": ["tiktok_shop"] });
    let none = world.post("/v1/titles/propose", &named).await.ok(200);
    assert_eq!(none["items"], json!([]), "it is not listed there");
    world.post("/v1/titles/propose", &json!({})).await.problem(422, "nothing_to_plan");
    world.start("/v1/titles/accept", &json!({ "items": [] })).await.problem(422, "title_choices");
    let wrong = json!({ "items": [{ "listing": "shopee", "title": "x" }] });
    let problem = world.start("/v1/titles/accept", &wrong).await.problem(422, "listing_malformed");
    assert_eq!(problem["field"], "items[0].listing");
}

#[tokio::test]
async fn a_rule_is_a_preset_until_it_is_saved() {
    let world = World::new();
    let reply = world.get("/v1/title-rules/shopee").await;
    assert_eq!(reply.etag(), "\"0\"");
    let mut rule = reply.ok(200)["rule"].clone();
    assert_eq!(rule["enabled"], true);
    rule["keywords"] = json!([{ "text": "Drone FPV", "when": ["drone"], "place": "after_kind" }]);
    let path = "/v1/title-rules/shopee";
    world.call("PUT", path, &[], Some(&rule.to_string())).await.problem(428, "if_match_missing");
    let saved = world.edit("PUT", path, "\"0\"", &rule).await;
    assert_eq!(saved.etag(), "\"1\"");
    assert_eq!(saved.ok(200)["rule"], rule);
    world.edit("PUT", path, "\"0\"", &rule).await.problem(412, "version_stale");
    for (wrong, field, code) in [
        (
            json!({ "enabled": true, "keywords": [{ "text": "Termurah" }] }),
            "keywords[0].text",
            "keyword_banned",
        ),
        (
            json!({ "enabled": true, "keywords": [{ "text": "{warna}" }] }),
            "keywords[0].text",
            "placeholder_unknown",
        ),
        (
            json!({ "enabled": true, "swaps": [{ "from": "TPU 95A", "to": "TPU" }] }),
            "swaps[0]",
            "swap_number",
        ),
        (json!({ "enabled": true, "pattern": ["kind", "kind"] }), "pattern[1]", "part_repeated"),
        (json!({ "enabled": true, "banned": [""] }), "banned[0]", "phrase_malformed"),
    ] {
        let problem = world.edit("PUT", path, "\"1\"", &wrong).await.problem(422, code);
        assert_eq!(problem["field"], field);
    }
}

#[tokio::test]
async fn the_catalogue_is_checked_and_its_near_titles_are_listed() {
    let world = World::with_one_listing().await;
    world.get("/v1/verification").await.problem(404, "verification_not_found");
    assert_eq!(world.get("/v1/titles/risks").await.ok(200)["items"], json!([]));
    let twin = {
        let mut listing = testkit::build::a_listing("200");
        for offer in &mut listing.content.offers {
            offer.sku = None;
        }
        listing
    };
    world.shopee.put_listing(&crate::world::shop(), twin);
    world.start("/v1/imports", &json!({ "channels": ["shopee"] })).await.ok(202);
    world.work_imports().await;
    world.price_shopee().await;
    world.work_pricing().await;
    let started = world.start("/v1/verification", &json!({})).await.ok(202);
    assert_eq!((&started["passed"], &started["finished_at"]), (&Value::Null, &Value::Null));
    world.work_pricing().await;
    let reply = world.get("/v1/verification").await;
    let etag = reply.etag().to_owned();
    let done = reply.ok(200);
    assert_eq!((&done["passed"], &done["listings"]), (&json!(true), &json!(2)), "{done}");
    let names: Vec<&Value> = done["checks"].as_array().unwrap().iter().map(|line| &line["check"]).collect();
    assert_eq!(names, ["prices", "titles", "titles_differ", "mapping"]);
    assert_eq!(done["titles"], json!({ "master": 2 }));
    let same = world.call("GET", "/v1/verification", &[("if-none-match", &etag)], None).await;
    assert_eq!(same.status.as_u16(), 304);
    let risks = world.get("/v1/titles/risks?limit=1").await.ok(200);
    assert_eq!(risks["items"][0]["kind"], "own_shop");
    assert_eq!(risks["items"][0]["similarity"], 1.0);
    let next = format!("/v1/titles/risks?limit=1&cursor={}", risks["next"].as_str().unwrap());
    let rest = world.get(&next).await.ok(200);
    assert_eq!((rest["items"].as_array().unwrap().len(), rest.get("next")), (1, None));
    assert_eq!(world.get("/v1/verification/rows?check=prices").await.ok(200)["items"], json!([]));
}
