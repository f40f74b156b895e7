//! The field report and the field mapping.

use serde_json::{Value, json};
use testkit::build::{ListingVerbs, a_listing};

use crate::world::{World, shop};

/// A world with two imported listings; a spreadsheet would run the name of one of them as a formula.
async fn reported() -> World {
    let world = World::connected().await;
    let mut listing = a_listing("100").with_offers(&[], &[(&[], "MTK-1", 150_000)]);
    "=HYPERLINK(\"http://evil\"), \"kutip\"".clone_into(&mut listing.content.title);
    world.shopee.put_listing(&shop(), listing);
    world.shopee.put_listing(&shop(), a_listing("101").with_offers(&[], &[(&[], "MTK-2", 90_000)]));
    world.start("/v1/imports", &json!({ "channels": ["shopee"] })).await.ok(202);
    world.work_imports().await;
    world
}

/// The first product is also on the web store, with another title and price.
async fn shared() -> World {
    let world = reported().await;
    let key = testkit::build::a_key("shopee:14701711:100");
    let listing = world.ports.listings.get(&key).await.unwrap().unwrap();
    let twin = testkit::build::a_key("shopee:14701711:101");
    let other = world.ports.listings.get(&twin).await.unwrap().unwrap();
    // Channels differ only by name, so the second listing can become one of TikTok Shop.
    let key = testkit::build::a_key("tiktok_shop:7494:101");
    let mut content = other.observed.content;
    "Judul di kanal lain".clone_into(&mut content.title);
    world.ports.listings.observe(&[testkit::build::observed(&key, content)]).await.unwrap();
    let mut state = world.ports.listings.get(&key).await.unwrap().unwrap().state;
    state.value.product.clone_from(&listing.state.value.product);
    world.ports.listings.put_state(&state.value, state.version).await.unwrap();
    let mut connection =
        world.ports.connections.get(&testkit::build::a_channel("shopee")).await.unwrap().unwrap().value;
    connection.channel = testkit::build::a_channel("tiktok_shop");
    let tokens = connection.shops.pop_first().unwrap().1;
    connection.shops.insert(testkit::build::a_shop("7494"), tokens);
    world.ports.connections.put(&connection, 0).await.unwrap();
    world.start("/v1/field-report", &json!({})).await.ok(202);
    world.work_imports().await;
    world
}

fn field<'a>(report: &'a Value, name: &str) -> &'a Value {
    let fields = report["report"]["fields"].as_array().unwrap();
    fields.iter().find(|field| field["field"] == name).unwrap()
}

#[tokio::test]
async fn the_report_stands_after_an_import_and_is_sent_once() {
    let world = World::connected().await;
    world.get("/v1/field-report").await.problem(404, "field_report_not_found");
    world.get("/v1/field-report.csv").await.problem(404, "field_report_not_found");
    let world = reported().await;
    let reply = world.get("/v1/field-report").await;
    let tag = reply.etag().to_owned();
    let report = reply.ok(200);
    assert_eq!((&report["computing"], &report["outdated"]), (&Value::Null, &json!(false)));
    assert_eq!(report["report"]["products"], 2);
    assert_eq!(report["report"]["channels"], json!({ "shopee": 2 }));
    assert_eq!(field(&report, "title")["channels"]["shopee"], json!({ "has": 2, "lacks": 0 }));
    assert_eq!(world.call("GET", "/v1/field-report", &[("if-none-match", &tag)], None).await.status, 304);
}

#[tokio::test]
async fn a_report_is_computed_on_demand_and_shows_how_far_it_is() {
    let world = reported().await;
    let started = world.start("/v1/field-report", &json!({})).await;
    assert_eq!(started.header("location"), "/v1/field-report");
    let started = started.ok(202);
    let state = world.get("/v1/field-report").await.ok(200);
    assert_eq!(state["computing"]["id"], started["id"]);
    assert_ne!(state["report"]["id"], started["id"], "the one before stays until then");
    world.work_imports().await;
    let state = world.get("/v1/field-report").await.ok(200);
    assert_eq!((&state["report"]["id"], &state["computing"]), (&started["id"], &Value::Null));
}

#[tokio::test]
async fn differing_products_are_listed_with_every_value() {
    let world = shared().await;
    let report = world.get("/v1/field-report").await.ok(200);
    assert_eq!(report["report"]["shared"], 1);
    let title = field(&report, "title");
    assert_eq!((&title["differ"], &title["label"]), (&json!(1), &json!("Judul")));
    assert_eq!(title["pairs"][0]["second"], "tiktok_shop");
    assert_eq!(title["examples"][0]["values"][1]["value"], "Judul di kanal lain");
    let page = world.get("/v1/field-report/title/products").await.ok(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    assert_eq!(page["items"][0]["verdict"], "differ");
    assert_eq!(page["items"][0]["values"][1]["channel"], "tiktok_shop");
    assert_eq!(world.get("/v1/field-report/weight/products").await.ok(200)["items"], json!([]));
    world.get("/v1/field-report/colour/products").await.problem(404, "field_name_unknown");
    world.get("/v1/field-report/title/products?cursor=zzz").await.problem(400, "cursor_malformed");
    world.get("/v1/field-report/title/products?limit=0").await.problem(400, "limit_out_of_range");
}

/// The rows of a CSV answer, without the byte order mark.
fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').expect("Excel knows UTF-8 by its mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn the_report_as_csv_reads_back_and_runs_nothing() {
    let world = shared().await;
    let reply = world.get("/v1/field-report.csv").await;
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    let tag = reply.etag().to_owned();
    assert_eq!(world.call("GET", "/v1/field-report.csv", &[("if-none-match", &tag)], None).await.status, 304);
    let accept = [("accept", "text/csv")];
    assert_eq!(world.call("GET", "/v1/field-report", &accept, None).await.text, reply.text);
    let rows_read = rows(&reply.text);
    assert_eq!(rows_read.len(), 1 + domain::diff::Field::ALL.len());
    assert!(rows_read.iter().all(|row| row.len() == rows_read[0].len()));
    let report = world.get("/v1/field-report").await.ok(200);
    let column = |name: &str| rows_read[0].iter().position(|head| head == name).unwrap();
    for row in &rows_read[1..] {
        let counted = field(&report, &row[0]);
        for (name, key) in
            [("sama", "agree"), ("berbeda", "differ"), ("kurang", "lacking"), ("kosong", "absent")]
        {
            assert_eq!(row[column(name)], counted[key].to_string(), "{name} of {}", row[0]);
        }
        assert_eq!(row[column("ada_shopee")], counted["channels"]["shopee"]["has"].to_string());
    }
    let title = rows_read.iter().find(|row| row[0] == "title").unwrap();
    assert_eq!(title[column("contoh_shopee")], "'=HYPERLINK(\"http://evil\"), \"kutip\"");
    let reply = world.call("GET", "/v1/field-report/title/products", &accept, None).await;
    let products = rows(&reply.text);
    assert_eq!(products.len(), 2);
    assert_eq!(products[1][3], "berbeda");
    let dangerous = |cell: &&String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    assert_eq!(products.iter().chain(&rows_read).flatten().find(dangerous), None);
}

#[tokio::test]
async fn every_file_that_is_offered_has_an_address_that_answers() {
    let world = reported().await;
    let exports = world.get("/v1/exports").await.ok(200);
    let exports = exports["items"].as_array().unwrap();
    assert!(exports.iter().any(|export| export["path"] == "/v1/field-report.csv"));
    for export in exports {
        for format in export["formats"].as_array().unwrap() {
            let path = export["path"].as_str().unwrap();
            let one = if path.contains(".csv") {
                path.to_owned()
            } else {
                format!("{path}?format={}", format.as_str().unwrap())
            };
            // A workbook is not text, so only the answer's headers are checked.
            let request = axum::http::Request::get(one).header("authorization", "Bearer viewer");
            let answer = world.answer(request.body(axum::body::Body::empty()).unwrap()).await;
            assert_eq!(answer.status().as_u16(), 200, "{export}");
        }
    }
}

#[tokio::test]
async fn a_mapping_is_the_channels_own_until_it_is_changed() {
    let world = World::new();
    let path = "/v1/field-mapping/shopee";
    let reply = world.get(path).await;
    assert_eq!(reply.etag(), "\"0\"");
    let mut mapping = reply.ok(200);
    assert_eq!(mapping["fields"]["title"], json!({ "channel_field": "their_title", "owner": "master" }));
    assert_eq!(mapping["unmapped"], json!([]));
    mapping["fields"]["title"]["owner"] = json!("ask");
    mapping["fields"]["stock"]["channel_field"] = Value::Null;
    let body = json!({ "fields": mapping["fields"] });
    world.call("PUT", path, &[], Some(&body.to_string())).await.problem(428, "if_match_missing");
    let member = [("authorization", "Bearer member"), ("if-match", "\"0\"")];
    world.call("PUT", path, &member, Some(&body.to_string())).await.problem(403, "role_insufficient");
    let saved = world.edit("PUT", path, "\"0\"", &body).await;
    assert_eq!(saved.etag(), "\"1\"");
    let saved = saved.ok(200);
    assert_eq!((&saved["version"], &saved["unmapped"]), (&json!(1), &json!(["stock"])));
    assert_eq!(world.get(path).await.ok(200), saved);
    world.edit("PUT", path, "\"0\"", &body).await.problem(412, "version_stale");
    let wrong = json!({ "fields": { "title": { "channel_field": "nama", "owner": "master" } } });
    let problem = world.edit("PUT", path, "\"1\"", &wrong).await.problem(422, "channel_field_unknown");
    assert_eq!(problem["field"], "fields.title.channel_field");
    let mut wrong = body.clone();
    wrong["fields"]["brand"]["owner"] = json!("master");
    let problem = world.edit("PUT", path, "\"1\"", &wrong).await.problem(422, "owner_without_effect");
    assert_eq!(problem["field"], "fields.brand.owner");
    assert_eq!(saved["read_only"][0], "category");
    world.get("/v1/field-mapping/blibli").await.problem(404, "channel_unknown");
    let audit = world.get("/v1/audit?subject=shopee").await.ok(200);
    assert_eq!(audit["items"][0]["action"], "field_mapping.put");
}

#[tokio::test]
async fn a_plan_made_before_the_mapping_changed_is_stale() {
    let world = World::with_one_listing().await;
    world.price_shopee().await;
    world.shop_prices_are_base().await;
    let make = async || {
        let plan = world.start("/v1/plans", &json!({ "filter": {}, "channels": ["shopee"] })).await.ok(201);
        let run = json!({ "plan_id": plan["id"], "plan_hash": plan["hash"] });
        (plan, run)
    };
    let carry_out = async |run: &Value| {
        let started = world.start("/v1/runs", run).await;
        let path = started.header("location").to_owned();
        started.ok(202);
        path
    };
    let counts = async |path: &str| {
        world.work_sync().await;
        world.get(path).await.ok(200)["counts"].clone()
    };
    let mapping = world.get("/v1/field-mapping/shopee").await.ok(200);
    let save = async |tag: &str, edit: &dyn Fn(&mut Value)| {
        let mut fields = mapping["fields"].clone();
        edit(&mut fields);
        world.edit("PUT", "/v1/field-mapping/shopee", tag, &json!({ "fields": fields })).await.ok(200);
    };
    let (plan, run) = make().await;
    assert_eq!(plan["changes"], 1);
    let path = carry_out(&run).await;
    save("\"0\"", &|fields| fields["description"]["owner"] = json!("ask")).await;
    assert_eq!(counts(&path).await, json!({ "stale": 1 }));
    // A price that is not mapped is not planned, and a price that the channel owns is not pushed.
    save("\"1\"", &|fields| fields["price"]["channel_field"] = Value::Null).await;
    assert_eq!(make().await.0["changes"], 0);
    save("\"2\"", &|fields| fields["price"]["owner"] = json!("channel")).await;
    assert_eq!(make().await.0["changes"], 0);
    // The owner that is set on the listing takes precedence over the channel's.
    let listing = "/v1/listings/shopee:14701711:100";
    let tag = world.get(listing).await.etag().to_owned();
    world.edit("PATCH", listing, &tag, &json!({ "owners": { "price": "master" } })).await.ok(200);
    let (plan, run) = make().await;
    assert_eq!(plan["changes"], 1);
    let path = carry_out(&run).await;
    assert_eq!(counts(&path).await, json!({ "succeeded": 1 }));
}
