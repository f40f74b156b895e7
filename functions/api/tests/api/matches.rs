//! Matches: what is found, and what a person says about it.

use app::usecase::{build, matches};
use domain::{Channel, ListingKey};
use serde_json::{Value, json};
use testkit::build::{ListingVerbs, a_channel, a_key, a_listing, a_shop, observed};

use crate::world::World;

const OURS: &str = "shopee:14701711:1";
const THEIRS: &str = "tiktok_shop:749:171";

/// A world with these two listings, compared and with their products.
async fn world(ours: (&str, &str), theirs: (&str, &str)) -> World {
    let world = World::new();
    for (key, (title, sku)) in [(OURS, ours), (THEIRS, theirs)] {
        let key = a_key(key);
        let listing = a_listing(key.external_id.as_str()).with_title(title).with_sku(sku);
        world.ports.listings.observe(&[observed(&key, listing.content)]).await.unwrap();
    }
    let shop =
        |channel: &str, shop: &str| -> (Channel, domain::ShopId) { (a_channel(channel), a_shop(shop)) };
    let (one, other) = (shop("shopee", "14701711"), shop("tiktok_shop", "749"));
    matches::match_shops(&world.ports, "imp_0199c0ffee", &one, &other).await.unwrap();
    let keys: Vec<ListingKey> = [OURS, THEIRS].map(a_key).to_vec();
    build::masters_of(&world.ports, &keys[..1]).await.unwrap();
    build::masters_of(&world.ports, &keys[1..]).await.unwrap();
    world
}

/// Offered, and not linked unasked: an equal SKU under two model names.
async fn doubtful() -> (World, Value) {
    let title = |mark: &str| format!("Dudukan Kamera GoPro TPU untuk Drone FPV Mark {mark}");
    let world = world((&title("4"), "MTK-1"), (&title("5"), "mtk-1")).await;
    let found = world.get("/v1/matches").await.ok(200)["items"][0].clone();
    (world, found)
}

async fn unlike() -> World {
    world(("Dudukan Kamera GoPro TPU", "MTK-1"), ("Tas Baterai LiPo Tahan Api", "BAG-9")).await
}

fn path(found: &Value, verb: &str) -> String {
    format!("/v1/matches/{}{verb}", found["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_match_shows_both_listings_and_says_why_in_two_languages() {
    let (world, found) = doubtful().await;
    assert_eq!((&found["decision"], &found["one_product"]), (&json!("open"), &json!(false)));
    assert_eq!((&found["left"]["key"], &found["right"]["key"]), (&json!(OURS), &json!(THEIRS)));
    assert_eq!(found["left"]["skus"], json!(["MTK-1"]));
    assert_eq!(
        (&found["left"]["min_price"], &found["left"]["max_price"]),
        (&json!(150_000), &json!(150_000))
    );
    assert!(found["left"]["title"].as_str().unwrap().ends_with("Mark 4"));
    let said: Vec<(&str, &str)> = found["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|said| (said["about"].as_str().unwrap(), said["speaks"].as_str().unwrap()))
        .collect();
    assert!(said.contains(&("sku", "for")) && said.contains(&("title", "for")), "{said:?}");
    assert!(said.iter().any(|(_, speaks)| *speaks == "against"), "{said:?}");
    for said in found["evidence"].as_array().unwrap() {
        assert!(!said["text"].as_str().unwrap().is_empty() && !said["text_en"].as_str().unwrap().is_empty());
    }
    let one = world.get(&path(&found, "")).await;
    assert_eq!(one.etag(), format!("\"{}\"", found["version"]));
    assert_eq!(one.ok(200), found);
    world.get("/v1/matches/mat_0199c0ffee00").await.problem(404, "match_not_found");
}

#[tokio::test]
async fn lists_are_narrowed_by_tier_decision_and_channel() {
    let (world, found) = doubtful().await;
    let tier = found["tier"].as_str().unwrap();
    let count = async |query: &str| {
        world.get(&format!("/v1/matches?{query}")).await.ok(200)["items"].as_array().unwrap().len()
    };
    assert_eq!(count(&format!("tier={tier}")).await, 1);
    assert_eq!(count("tier=auto").await, 0);
    assert_eq!(count("decision=rejected").await, 0);
    assert_eq!(count("channel=tiktok_shop&limit=1").await, 1);
    world.get("/v1/matches?tier=sure").await.problem(400, "query_malformed");
    assert_eq!(count(&format!("listing={OURS}")).await, 1);
    assert_eq!(count(&format!("listing={OURS}&decision=rejected")).await, 0);
    assert_eq!(count("listing=shopee:14701711:999").await, 0);
    world.get("/v1/matches?listing=somewhere").await.problem(422, "listing_malformed");
    world.get("/v1/matches?channel=lazada").await.problem(422, "channel_unknown");

    let title = "Dudukan Kamera GoPro TPU untuk Drone FPV";
    let world = self::world((title, "MTK-1"), (title, "MTK-1")).await;
    let linked = world.get("/v1/matches?tier=auto").await.ok(200)["items"][0].clone();
    assert_eq!((&linked["decision"], &linked["one_product"]), (&json!("linked_automatically"), &json!(true)));
}

#[tokio::test]
async fn yes_no_and_a_second_thought() {
    let (world, found) = doubtful().await;
    let etag = format!("\"{}\"", found["version"]);
    world.post(&path(&found, "/accept"), &json!({})).await.problem(428, "if_match_missing");
    world.edit("POST", &path(&found, "/accept"), "\"9\"", &json!({})).await.problem(412, "version_stale");

    let reply = world.edit("POST", &path(&found, "/accept"), &etag, &json!({})).await;
    let etag = reply.etag().to_owned();
    let accepted = reply.ok(200);
    assert_eq!((&accepted["decision"], &accepted["one_product"]), (&json!("accepted"), &json!(true)));
    assert_eq!(accepted["decided_by"], "owner@motekar.test");
    let emptied = found["right"]["product_id"].as_str().unwrap();
    let archived = world.get(&format!("/v1/products/{emptied}")).await.ok(200);
    assert_eq!(
        (&archived["status"], &archived["merged_into"]),
        (&json!("archived"), &found["left"]["product_id"])
    );
    let history = world.get(&format!("/v1/products/{emptied}/history")).await.ok(200);
    assert_eq!(history["items"][0]["action"], "match.accept");
    world.edit("POST", &path(&found, "/reject"), &etag, &json!({})).await.problem(409, "match_decided");

    let reply = world.edit("POST", &path(&found, "/undo"), &etag, &json!({})).await;
    let etag = reply.etag().to_owned();
    assert_eq!(reply.ok(200)["one_product"], false);
    world.edit("POST", &path(&found, "/undo"), &etag, &json!({})).await.problem(409, "match_not_decided");
    let reply = world.edit("POST", &path(&found, "/reject"), &etag, &json!({})).await;
    assert_eq!(reply.ok(200)["decision"], "rejected");
    assert_eq!(
        world.get("/v1/matches?decision=rejected").await.ok(200)["items"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn many_are_accepted_with_a_result_for_each() {
    let (world, found) = doubtful().await;
    let ids = json!({ "ids": ["mat_0199c0ffee00", found["id"]] });
    let done = world.start("/v1/matches/accept", &ids).await.ok(200);
    assert_eq!((&done["accepted"], &done["failed"], done.get("task")), (&json!(1), &json!(1), None));
    assert_eq!(done["results"][0]["code"], "match_not_found");
    assert!(done["results"][0]["detail"].as_str().is_some_and(|text| !text.is_empty()));
    assert_eq!(done["results"][1]["accepted"], true);
    let none = world.start("/v1/matches/accept", &json!({ "suggested_from_percent": 99.9 })).await.ok(200);
    assert_eq!(none["results"], json!([]));
    for wrong in
        [json!({}), json!({ "ids": [] }), json!({ "ids": ["mat_0199c0ffee"], "suggested_from_percent": 5 })]
    {
        world.start("/v1/matches/accept", &wrong).await.problem(422, "matches_unnamed");
    }
    let over = json!({ "suggested_from_percent": 101 });
    world.start("/v1/matches/accept", &over).await.problem(422, "percent_out_of_range");
}

#[tokio::test]
async fn a_listing_is_linked_and_unlinked_by_hand() {
    let world = unlike().await;
    let body = json!({ "listing": THEIRS, "to_listing": OURS });
    let linked = world.start("/v1/matches/link", &body).await.ok(200);
    assert_eq!(linked["matches"][0]["decision"], "linked_by_hand");
    let listing = world.get(&format!("/v1/listings/{THEIRS}")).await.ok(200);
    assert_eq!(listing["product_id"], linked["product_id"]);
    let unlinked = world.start("/v1/matches/unlink", &json!({ "listing": THEIRS })).await.ok(200);
    assert_ne!(unlinked["product_id"], linked["product_id"]);
    world.start("/v1/matches/unlink", &json!({ "listing": THEIRS })).await.problem(409, "listing_alone");
    let body = json!({ "listing": THEIRS, "to_product": linked["product_id"] });
    assert_eq!(world.start("/v1/matches/link", &body).await.ok(200)["product_id"], linked["product_id"]);

    for (body, status, code) in [
        (json!({ "listing": THEIRS }), 422, "matches_unnamed"),
        (json!({ "listing": "x", "to_listing": OURS }), 422, "listing_malformed"),
        (json!({ "listing": "shopee:14701711:404", "to_listing": THEIRS }), 404, "listing_not_found"),
        (json!({ "listing": OURS, "to_listing": "shopee:14701711:2" }), 409, "match_same_shop"),
        (json!({ "listing": OURS, "to_product": "prd_0199c0ffee00" }), 404, "product_not_found"),
    ] {
        world.start("/v1/matches/link", &body).await.problem(status, code);
    }
}
