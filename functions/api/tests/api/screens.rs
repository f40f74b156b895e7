//! Answers for whole screens: the first screen, a product with its related records, and the index.

use app::ports::QueueName;
use serde_json::{Value, json};

use crate::{
    cards::{card, priced, start_run},
    operations::letter,
    world::World,
};

#[tokio::test]
async fn a_product_comes_with_everything_around_it_in_one_request() {
    let world = priced().await;
    let product = format!("/v1/products/{}", card(&world).await["id"].as_str().unwrap());
    let tag = world.get(&product).await.etag().to_owned();
    world.edit("PATCH", &product, &tag, &json!({ "brand": "Motekar" })).await.ok(200);
    let reply = world.get(&format!("{product}?include=listings,titles,stock,history")).await;
    let tag = reply.etag().to_owned();
    let view = reply.ok(200);
    let plain = world.get(&product).await.ok(200);
    for (name, value) in plain.as_object().unwrap() {
        assert_eq!(&view[name], value, "{name}");
    }
    let listing = &view["listings"][0];
    assert_eq!(listing["state"]["state"], "pending");
    assert_eq!(listing["target"]["offers"][0]["price"], 172_500);
    assert_eq!(listing["observed"]["offers"][0]["price"], 150_000);
    let [difference] = listing["differences"].as_array().unwrap().as_slice() else { panic!("{listing}") };
    assert_eq!((&difference["field"], &difference["pushed"]), (&json!("price"), &json!(true)));
    assert_eq!(difference["to"], json!({ "kind": "money", "value": 172_500 }));
    assert!(listing["limits"]["title_max"].as_u64().is_some_and(|most| most > 0));
    assert_eq!(view["titles"]["listings"][0]["listing"], listing["key"]);
    assert_eq!(view["stock"]["variants"][0]["observed"], json!({ "shopee:14701711:100": 10 }));
    assert_eq!(view["history"]["items"].as_array().unwrap().len(), 1);
    assert_eq!(world.get(&format!("{product}/listings")).await.ok(200)["items"], view["listings"]);

    let again = format!("{product}?include=listings,titles,stock,history");
    assert_eq!(world.call("GET", &again, &[("if-none-match", &tag)], None).await.status, 304);
    world.edit("PATCH", &product, &tag, &json!({ "title": "Judul yang lain" })).await.ok(200);
    world.call("GET", &again, &[("if-none-match", &tag)], None).await.ok(200);
    world.get(&format!("{product}?include=everything")).await.problem(400, "query_malformed");
    let some = world.get(&format!("{product}?include=stock")).await.ok(200);
    assert_eq!((some.get("listings"), some["stock"].is_object()), (None, true));
}

#[tokio::test]
async fn a_limit_that_is_hit_is_named_in_both_languages() {
    let world = World::with_one_listing().await;
    let product = format!("/v1/products/{}", card(&world).await["id"].as_str().unwrap());
    let tag = world.get(&product).await.etag().to_owned();
    let long = json!({ "title": "Judul yang terlalu panjang ".repeat(9).trim_end() });
    world.edit("PATCH", &product, &tag, &long).await.ok(200);
    let listing = world.get("/v1/listings/shopee:14701711:100").await.ok(200);
    let hit = &listing["limits_hit"][0];
    assert_eq!((&hit["code"], &hit["details"]["field"]), (&json!("text_length"), &json!("title")));
    for text in ["text", "text_en"] {
        assert!(hit[text].as_str().is_some_and(|text| !text.is_empty()), "{hit}");
    }
}

fn needs(dashboard: &Value) -> Vec<Value> {
    let needs = dashboard["needs"].as_array().unwrap().iter();
    needs.map(|need| json!([need["kind"], need["count"], need["path"]])).collect()
}

#[tokio::test]
async fn the_first_screen_says_what_needs_a_person_and_where_it_is_listed() {
    let world = priced().await;
    let quiet = world.get("/v1/dashboard").await;
    let tag = quiet.etag().to_owned();
    let quiet = quiet.ok(200);
    // The problem that the import found in the product is shown from the start.
    let attention = json!(["attention", 1, "/v1/products?status=active&attention=true"]);
    assert_eq!(needs(&quiet), std::slice::from_ref(&attention));
    assert_eq!(quiet["states"], json!({ "pending": 1 }));
    let pushes = quiet["pushes"].as_array().unwrap();
    assert_eq!((pushes.len(), &quiet["pushes_today"]), (30, &json!({ "succeeded": 0, "failed": 0 })));
    assert_eq!(world.call("GET", "/v1/dashboard", &[("if-none-match", &tag)], None).await.status, 304);
    let shopee = quiet["channels"].as_array().unwrap().iter().find(|one| one["channel"] == "shopee").unwrap();
    assert_eq!((&shopee["health"], &shopee["products"]), (&json!("well"), &json!({ "pending": 1 })));
    assert!(shopee["imported_at"].is_string());
    let tiktok =
        quiet["channels"].as_array().unwrap().iter().find(|one| one["channel"] == "tiktok_shop").unwrap();
    assert_eq!(tiktok["health"], "not_connected");

    world.shopee.fault_next_write(testkit::fake::Fault::rejected("error_param", "the price is refused"));
    world.fakes.clock.advance(std::time::Duration::from_mins(1));
    let run = start_run(&world).await;
    assert_eq!(world.get("/v1/dashboard").await.ok(200)["runs"].as_array().unwrap().len(), 1);
    world.work_sync().await;
    for number in 0..3 {
        world.fakes.memory.bury(letter(QueueName::Sync, &format!("dl-{number}")));
    }
    let busy = world.call("GET", "/v1/dashboard", &[("if-none-match", &tag)], None).await.ok(200);
    assert_eq!(
        needs(&busy),
        [
            json!(["products", 1, "/v1/products?status=active&state=failed"]),
            json!(["dead_letters", 3, "/v1/dead-letters?queue=sync"]),
            attention,
        ]
    );
    assert_eq!(busy["pushes_today"], json!({ "succeeded": 0, "failed": 1 }));
    // The newest come first: the plan and its start have the same time, which is later than all others.
    let newest: std::collections::BTreeSet<&str> = busy["activity"].as_array().unwrap()[..2]
        .iter()
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    assert_eq!(newest, ["plan.create", "run.start"].into());
    for need in busy["needs"].as_array().unwrap() {
        world.get(need["path"].as_str().unwrap()).await.ok(200);
    }
    world.start(&format!("{run}/retry"), &json!({})).await.ok(202);
    world.work_sync().await;
    let after = world.get("/v1/dashboard").await.ok(200);
    assert_eq!(after["pushes_today"], json!({ "succeeded": 1, "failed": 1 }));
    assert_eq!(after["pushes"][29]["channels"], json!({ "shopee": { "succeeded": 1, "failed": 1 } }));
    assert_eq!(after["runs"], json!([]));
}

#[tokio::test]
async fn the_index_is_whole_at_first_and_then_only_what_changed() {
    let world = priced().await;
    world
        .create(json!({ "title": "Antena", "variants": [{ "sku": "A-1", "base_price": 20_000 }] }))
        .await
        .ok(201);
    let whole = world.get("/v1/products/index").await;
    let tag = whole.etag().to_owned();
    let whole = whole.ok(200);
    assert_eq!((&whole["whole"], &whole["count"]), (&json!(true), &json!(2)));
    assert_eq!(world.call("GET", "/v1/products/index", &[("if-none-match", &tag)], None).await.status, 304);
    let at = whole["skus"].as_array().unwrap().iter().position(|skus| skus == &json!(["A-1"])).unwrap();
    assert_eq!((&whole["title"][at], &whole["price"][at]), (&json!("Antena"), &json!(20_000)));
    let other = 1 - at;
    let state = whole["channels"]["shopee"]["state"][other].as_u64().unwrap();
    assert_eq!(whole["states"][usize::try_from(state).unwrap()], "pending");
    assert_eq!(whole["channels"]["shopee"]["price"][other], 150_000);

    let since = |answer: &Value| format!("/v1/products/index?since={}", answer["next"].as_str().unwrap());
    let nothing = world.get(&since(&whole)).await.ok(200);
    assert_eq!((&nothing["whole"], &nothing["count"]), (&json!(false), &json!(0)));
    start_run(&world).await;
    world.work_sync().await;
    let moved = world.get(&since(&whole)).await.ok(200);
    assert_eq!((&moved["count"], &moved["id"]), (&json!(1), &json!([whole["id"][other]])));
    assert_eq!(moved["channels"]["shopee"]["price"][0], 172_500);
    world.get("/v1/products/index?since=abc").await.problem(400, "cursor_malformed");
    let packed = world
        .file(
            axum::http::Request::get("/v1/products/index")
                .header("authorization", "Bearer owner")
                .header("accept-encoding", "gzip, br")
                .body(axum::body::Body::empty())
                .unwrap(),
        )
        .await;
    assert_eq!(packed.1["content-encoding"], "gzip");
    assert_eq!(packed.2[..2], [0x1f, 0x8b]);
}

/// A product for every listing of the seeded catalogue, each with its card.
async fn seeded(world: &World) -> usize {
    use app::ports::{ListingCard, PriceSpan};
    use domain::{ImageId, ListingKey, Product, ProductId, ProductImage, Sku, Title, Variant, VariantId};
    let seed = testkit::catalogue::generate(
        testkit::catalogue::DEFAULT_SEED,
        "https://cf.shopee.co.id/file/",
        "https://p16-oec-va.ibyteimg.com/tos-maliva-i-o3syd03w52-us/",
    );
    let now = world.ports.clock.now();
    let shops = [("shopee", "14701711", seed.shopee), ("tiktok_shop", "7496", seed.tiktok)];
    let (mut cards, mut skus) = (Vec::new(), std::collections::BTreeSet::new());
    for (channel, shop, listings) in shops {
        let channel = testkit::build::a_channel(channel);
        for listing in listings {
            let key = ListingKey::new(channel.clone(), testkit::build::a_shop(shop), listing.id.clone());
            let id = ProductId::derived(&[&key.to_string()]);
            let content = &listing.content;
            let mut product = Product::blank(id.clone(), Title::parse(&content.title).unwrap(), now);
            product.channels.insert(channel.clone());
            product.images = content
                .images
                .iter()
                .take(1)
                .map(|image| ProductImage {
                    id: ImageId::derived(&[&image.reference]),
                    url: image.url.clone().unwrap_or_default(),
                    origin: None,
                    copies: Vec::new(),
                })
                .collect();
            product.variants = content
                .offers
                .iter()
                .map(|offer| Variant {
                    id: VariantId::derived(&[id.as_str(), offer.id.as_str()]),
                    sku: offer.sku.as_ref().filter(|sku: &&Sku| skus.insert(sku.folded())).cloned(),
                    option_values: Vec::new(),
                    base_price: offer.price,
                    cost: None,
                    stock: offer.stock,
                    weight: None,
                    image: None,
                })
                .collect();
            world.ports.products.create(&product).await.unwrap();
            let span = PriceSpan::of(content.offers.iter().filter_map(|offer| offer.price));
            let states = domain::SyncState::ALL;
            let card = ListingCard {
                key,
                product: Some(id),
                state: states[cards.len() % states.len()],
                since: now,
                fields: [].into(),
                blocked: [].into(),
                target: span,
                live: span,
                keeps_min: span.map(|span| span.min),
                margin: None,
                under_floor: false,
                push: None,
                observed: content.content_hash(),
                seen_at: now,
            };
            cards.push((card, 0));
        }
    }
    let count = cards.len();
    assert!(world.ports.catalogue.put_listing_cards(&cards).await.unwrap().iter().all(|written| *written));
    count
}

#[tokio::test]
async fn the_index_of_4147_listings_is_at_most_350_kilobytes() {
    let world = World::new();
    assert_eq!(seeded(&world).await, 4_147);
    let request = axum::http::Request::get("/v1/products/index")
        .header("authorization", "Bearer owner")
        .header("accept-encoding", "gzip")
        .body(axum::body::Body::empty())
        .unwrap();
    let (status, headers, body) = world.file(request).await;
    assert_eq!((status.as_u16(), &headers["content-encoding"] == "gzip"), (200, true));
    assert!(body.len() <= 350_000, "{} bytes", body.len());
    let begun = std::time::Instant::now();
    world.get("/v1/dashboard").await.ok(200);
    println!("index {} bytes, dashboard {:?}", body.len(), begun.elapsed());
}
