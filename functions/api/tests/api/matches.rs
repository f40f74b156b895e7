//! Matches: what is found, and what a person decides.

use app::{
    catalogue::{master_builder, matches},
    marketplace::ShopInfo,
    ports::{ConnectedShop, Connection, ConnectionState},
};
use domain::{Channel, ListingKey};
use serde_json::{Value, json};
use testkit::build::{ListingVerbs, a_channel, a_key, a_listing, a_moment, a_shop, observed};

use crate::world::World;

const OURS: &str = "shopee:14701711:1";
const THEIRS: &str = "tiktok_shop:749:171";

/// A world with these two listings, after matching, with their products.
async fn world(ours: (&str, &str), theirs: (&str, &str)) -> World {
    let world = World::new();
    for (channel, shop) in [("shopee", "14701711"), ("tiktok_shop", "749")] {
        let connection = a_connection(&a_channel(channel), &a_shop(shop));
        world.ports.connections.put(&connection, 0).await.unwrap();
    }
    for (key, (title, sku)) in [(OURS, ours), (THEIRS, theirs)] {
        let key = a_key(key);
        let listing = a_listing(key.external_id.as_str()).with_title(title).with_sku(sku).with(|content| {
            content.images[0].url = Some(format!("https://pictures.test/{}.jpg", key.external_id));
        });
        world.ports.listings.observe(&[observed(&key, listing.content)]).await.unwrap();
    }
    let shop =
        |channel: &str, shop: &str| -> (Channel, domain::ShopId) { (a_channel(channel), a_shop(shop)) };
    let (one, other) = (shop("shopee", "14701711"), shop("tiktok_shop", "749"));
    matches::match_shops(&world.ports, "imp_0199c0ffee", &one, &other).await.unwrap();
    let keys: Vec<ListingKey> = [OURS, THEIRS].map(a_key).to_vec();
    master_builder::masters_of(&world.ports, &keys[..1]).await.unwrap();
    master_builder::masters_of(&world.ports, &keys[1..]).await.unwrap();
    world
}

/// An equal SKU with two model names: the match is offered, but not linked automatically.
async fn doubtful() -> (World, Value) {
    let title = |mark: &str| format!("Dudukan Kamera GoPro TPU untuk Drone FPV Mark {mark}");
    let world = world((&title("4"), "MTK-1"), (&title("5"), "mtk-1")).await;
    let queue = world.get("/v1/matches").await.ok(200);
    let id = queue["items"][0]["candidates"][0]["id"].as_str().unwrap().to_owned();
    let found = world.get(&format!("/v1/matches/{id}")).await.ok(200);
    (world, found)
}

/// A connection with one shop.
fn a_connection(channel: &Channel, shop: &domain::ShopId) -> Connection {
    let now = a_moment();
    let info = ShopInfo { name: None, region: None, authorization_expires_at: None, limits: None };
    let connected = ConnectedShop {
        info,
        access_expires_at: now,
        refresh_expires_at: None,
        last_refresh_at: now,
        checked_at: None,
        reconciled_at: None,
        refused: None,
        promotions_changed_at: None,
    };
    Connection {
        channel: channel.clone(),
        state: ConnectionState::Connected,
        app_id: "1".to_owned(),
        secret_last4: "1234".to_owned(),
        webhook_url: String::new(),
        shops: [(shop.clone(), connected)].into(),
        problem: None,
        pending: None,
        updated_at: now,
    }
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
    let (world, _) = doubtful().await;
    let queue = world.get("/v1/matches").await.ok(200);
    let tier = queue["items"][0]["tier"].as_str().unwrap();
    let count = async |query: &str| {
        let page = world.get(&format!("/v1/matches?{query}")).await.ok(200);
        assert_eq!(json!(page["items"].as_array().unwrap().len()), page["total"]);
        page["total"].as_u64().unwrap()
    };
    assert_eq!(count(&format!("tier={tier}")).await, 1);
    assert_eq!(count("tier=auto").await, 0);
    assert_eq!(count("decision=rejected").await, 0);
    assert_eq!(count("channel=tiktok_shop&limit=1").await, 1);
    assert_eq!(count("q=gopro%20mark").await, 1);
    assert_eq!(count("q=MTK1").await, 1);
    assert_eq!(count("q=propeler").await, 0);
    world.get("/v1/matches?tier=sure").await.problem(400, "query_malformed");
    assert_eq!(count(&format!("listing={OURS}")).await, 1);
    assert_eq!(count(&format!("listing={OURS}&decision=rejected")).await, 0);
    assert_eq!(count("listing=shopee:14701711:999").await, 0);
    world.get("/v1/matches?listing=somewhere").await.problem(422, "listing_malformed");
    world.get("/v1/matches?channel=lazada").await.problem(422, "channel_unknown");
    world.get("/v1/matches?cursor=x").await.problem(400, "cursor_malformed");

    let title = "Dudukan Kamera GoPro TPU untuk Drone FPV";
    let world = self::world((title, "MTK-1"), (title, "MTK-1")).await;
    let linked = world.get("/v1/matches?tier=auto&decision=linked_automatically").await.ok(200);
    assert_eq!(linked["counts"]["decided"], json!({ "linked_automatically": 1 }));
    let linked = linked["items"][0]["candidates"][0].clone();
    assert_eq!((&linked["decision"], &linked["one_product"]), (&json!("linked_automatically"), &json!(true)));
}

#[tokio::test]
async fn the_queue_has_an_entry_for_a_listing_with_all_that_a_person_compares() {
    let (world, found) = doubtful().await;
    let queue = world.get("/v1/matches").await.ok(200);
    assert_eq!((&queue["total"], queue.get("next")), (&json!(1), None));
    assert_eq!(queue["counts"]["waiting"], 1);
    let open = queue["counts"]["open"].as_object().unwrap();
    let tiers: std::collections::BTreeSet<&str> = open.keys().map(String::as_str).collect();
    assert_eq!(tiers, ["auto", "review", "suggested", "unlikely"].into());
    assert_eq!(open.values().map(|count| count.as_u64().unwrap()).sum::<u64>(), 1);
    let entry = &queue["items"][0];
    assert_eq!((&entry["listing"], &entry["score_percent"]), (&found["right"], &found["score_percent"]));
    let candidate = &entry["candidates"][0];
    for (name, value) in [("listing", &found["left"]), ("id", &found["id"]), ("evidence", &found["evidence"])]
    {
        assert_eq!(&candidate[name], value, "{name}");
    }
    assert_eq!((&candidate["version"], &candidate["decision"]), (&found["version"], &json!("open")));
    let (ours, theirs) = (&candidate["listing"], &entry["listing"]);
    assert_eq!(ours["url"], "https://shopee.test/14701711/1");
    assert!(theirs["url"].as_str().unwrap().starts_with("https://tiktok-shop.test/"), "{theirs}");
    for side in [ours, theirs] {
        assert!(!side["images"].as_array().unwrap().is_empty(), "{side}");
        assert_eq!(side["image"], side["images"][0]);
        assert!(side["weight_g"].as_u64().is_some());
        assert_eq!(side["offers"][0]["price"], 150_000);
    }
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
    assert_eq!(world.get("/v1/matches?decision=rejected").await.ok(200)["total"], 1);
    assert_eq!(world.get("/v1/matches").await.ok(200)["total"], 0);
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
async fn many_are_rejected_and_taken_back() {
    let (world, found) = doubtful().await;
    let total = async |query: &str| world.get(&format!("/v1/matches{query}")).await.ok(200)["total"].clone();
    let none = json!({ "filter": { "q": "propeler" } });
    assert_eq!(world.start("/v1/matches/reject", &none).await.ok(200)["results"], json!([]));
    let spared = json!({ "filter": {}, "except": [found["id"]] });
    assert_eq!(world.start("/v1/matches/reject", &spared).await.ok(200)["results"], json!([]));
    let all = json!({ "filter": { "channel": "tiktok_shop" } });
    let done = world.start("/v1/matches/reject", &all).await.ok(200);
    assert_eq!((&done["decided"], &done["failed"], done.get("task")), (&json!(1), &json!(0), None));
    assert_eq!((total("").await, total("?decision=rejected").await), (json!(0), json!(1)));
    let ids = json!({ "ids": [found["id"], "mat_0199c0ffee00"] });
    let back = world.start("/v1/matches/undo", &ids).await.ok(200);
    assert_eq!((&back["decided"], &back["results"][1]["code"]), (&json!(1), &json!("match_not_found")));
    assert_eq!((total("").await, total("?decision=rejected").await), (json!(1), json!(0)));

    for (path, wrong) in [
        ("/v1/matches/undo", json!({ "filter": {} })),
        ("/v1/matches/reject", json!({ "ids": [found["id"]], "filter": {} })),
        ("/v1/matches/reject", json!({ "ids": [found["id"]], "except": [found["id"]] })),
    ] {
        world.start(path, &wrong).await.problem(422, "matches_unnamed");
    }
    let unknown = json!({ "filter": { "channel": "lazada" } });
    world.start("/v1/matches/reject", &unknown).await.problem(422, "channel_unknown");
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
