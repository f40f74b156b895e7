//! Listings and the seller's own settings for them.

use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_listing_shows_what_is_there_what_is_linked_and_what_it_should_cost() {
    let world = World::with_one_listing().await;
    world.price_shopee().await;
    world.work_pricing().await;
    let listing = world.get("/v1/listings/shopee:14701711:100").await.ok(200);
    assert_eq!(listing["observed"]["offers"][0]["price"], 150_000);
    assert_eq!(listing["prices"][0]["quote"]["outcome"], "quoted");
    assert_eq!(listing["prices"][0]["quote"]["price"], 172_500);
    assert_eq!(listing["prices"][0]["quote"]["keeps"], 158_700);
    let product = listing["product_id"].as_str().unwrap();
    let listings = world.get(&format!("/v1/products/{product}/listings")).await.ok(200);
    assert_eq!(listings["items"], json!([listing]));
    let stock = world.get(&format!("/v1/stock?product={product}")).await.ok(200);
    assert_eq!(stock["variants"][0]["observed"], json!({ "shopee:14701711:100": 10 }));
}

#[tokio::test]
async fn exceptions_are_set_and_taken_back() {
    let world = World::with_one_listing().await;
    let path = "/v1/listings/shopee:14701711:100";
    let tag = world.get(path).await.etag().to_owned();
    let edit =
        json!({ "overrides": { "title": "Judul khusus Shopee" }, "owners": { "description": "channel" } });
    world.call("PATCH", path, &[], Some(&edit.to_string())).await.problem(428, "if_match_missing");
    let edited = world.edit("PATCH", path, &tag, &edit).await;
    let next = edited.etag().to_owned();
    let edited = edited.ok(200);
    assert_eq!(edited["overrides"]["title"], "Judul khusus Shopee");
    assert_eq!(edited["owners"]["description"], "channel");
    world.edit("PATCH", path, &tag, &edit).await.problem(412, "version_stale");
    let wrong = json!({ "overrides": { "title": "" } });
    assert_eq!(
        world.edit("PATCH", path, &next, &wrong).await.problem(422, "title_empty")["field"],
        "overrides.title"
    );
    let wrong = json!({ "owners": { "colour": "ask" } });
    world.edit("PATCH", path, &next, &wrong).await.problem(422, "value_type_wrong");
    let back = json!({ "overrides": { "title": null }, "owners": { "description": "default" } });
    let back = world.edit("PATCH", path, &next, &back).await.ok(200);
    assert_eq!((&back["overrides"]["title"], back["owners"].get("description")), (&Value::Null, None));
    let audit = world.get("/v1/audit?subject=shopee:14701711:100").await.ok(200);
    assert_eq!(audit["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_person_says_which_variant_an_offer_sells() {
    let world = World::with_one_listing().await;
    let path = "/v1/listings/shopee:14701711:100";
    let listing = world.get(path).await;
    let tag = listing.etag().to_owned();
    let listing = listing.ok(200);
    let (product, offer) = (&listing["product_id"], listing["observed"]["offers"][0]["id"].as_str().unwrap());
    let product_path = format!("/v1/products/{}", product.as_str().unwrap());
    let stored = world.get(&product_path).await;
    let product_tag = stored.etag().to_owned();
    let first = stored.ok(200)["variants"][0]["id"].as_str().unwrap().to_owned();
    let two = json!({ "options": ["Warna"], "variants": [
        { "id": first, "option_values": ["Hitam"] },
        { "sku": "MTK-MERAH", "option_values": ["Merah"], "base_price": 90_000 },
    ] });
    let two = world.edit("PATCH", &product_path, &product_tag, &two).await.ok(200);
    let red = two["variants"][1]["id"].as_str().unwrap();

    for (links, code, field) in [
        (json!({ "404": red }), "offer_unknown", "links.404".to_owned()),
        (json!({ offer: "MTK-BIRU" }), "variant_unknown", format!("links.{offer}")),
    ] {
        let refused = world.edit("PATCH", path, &tag, &json!({ "links": links })).await;
        assert_eq!(refused.problem(422, code)["field"], field);
    }
    let linked = world.edit("PATCH", path, &tag, &json!({ "links": { offer: "mtk-merah" } })).await;
    let tag = linked.etag().to_owned();
    assert_eq!(linked.ok(200)["links"], json!({ offer: red }));

    // The next import does not change what the person set.
    world.start("/v1/imports", &json!({ "channels": ["shopee"] })).await.ok(202);
    world.work_imports().await;
    assert_eq!(world.get(path).await.ok(200)["links"], json!({ offer: red }));
    let apart = world.edit("PATCH", path, &tag, &json!({ "links": { offer: null } })).await.ok(200);
    assert_eq!(apart["links"], json!({}));
    let audit = world.get("/v1/audit?subject=shopee:14701711:100").await.ok(200);
    assert_eq!(audit["items"][0]["details"]["from"]["links"], json!({ offer: red }));
}
