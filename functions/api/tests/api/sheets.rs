//! Masters exported as a file and imported again.

use app::words;
use axum::{body::Body, http::Request};
use domain::{Product, sheet::Fault};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use testkit::{
    Kind,
    build::{ProductVerbs, a_product_named},
};

use crate::world::{Reply, World};

const EXPORT: &str = "/v1/exports/products";
const SHEETS: &str = "/v1/products/sheets";

async fn world(products: &[Product]) -> World {
    let world = World::new();
    for product in products {
        world.ports.products.create(product).await.unwrap();
    }
    world.fakes.memory.forget_writes();
    world
}

fn three() -> Vec<Product> {
    let sizes = a_product_named("2")
        .with_variants(&["Ukuran"], &[(&["S"], "MTK-2-S", 50_000), (&["L"], "MTK-2-L", 75_000)]);
    vec![a_product_named("1"), sizes, a_product_named("3").with_title("=HYPERLINK(\"http://x\")")]
}

async fn exported(world: &World, query: &str) -> Vec<u8> {
    let request = Request::get(format!("{EXPORT}?{query}")).header("authorization", "Bearer viewer");
    let (status, headers, bytes) = world.file(request.body(Body::empty()).unwrap()).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    assert!(
        headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment; filename=\"syncstore-produk-")
    );
    bytes
}

async fn upload(world: &World, bytes: Vec<u8>) -> Reply {
    let key = world.ports.ids.unique();
    upload_under(world, &key, bytes).await
}

async fn upload_under(world: &World, key: &str, bytes: Vec<u8>) -> Reply {
    let request = Request::post(format!("{SHEETS}?name=produk.csv"))
        .header("authorization", "Bearer member")
        .header("idempotency-key", key)
        .header("content-type", "application/octet-stream");
    world.send(request.body(Body::from(bytes)).unwrap()).await
}

async fn pages(world: &World, path: &str) -> Vec<Value> {
    let (mut items, mut query) = (Vec::new(), String::new());
    loop {
        let page = world.get(&format!("{path}{query}")).await.ok(200);
        items.extend(page["items"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => query = format!("?cursor={next}"),
            None => return items,
        }
    }
}

#[tokio::test]
async fn an_export_that_is_uploaded_again_changes_nothing() {
    let world = world(&three()).await;
    for query in ["format=csv", "format=csv&separator=semicolon", "format=csv&separator=tab", "format=xlsx"] {
        let file = exported(&world, query).await;
        let sheet = upload(&world, file).await.ok(201);
        let counts =
            ["rows", "unchanged", "updates", "creates", "errors"].map(|name| sheet[name].as_u64().unwrap());
        assert_eq!(counts, [4, 3, 0, 0, 0], "{query}: {sheet}");
        assert_eq!(sheet["ignored"], json!([]));
    }
    assert_eq!(world.fakes.memory.writes_of(Kind::Product), 0);
}

#[tokio::test]
async fn an_export_can_be_narrowed_and_carries_no_formula() {
    let world = world(&three()).await;
    let text = String::from_utf8(exported(&world, "format=csv&q=MTK-3").await).unwrap();
    assert_eq!(text.lines().count(), 2);
    assert!(text.starts_with('\u{feff}') && text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
    world.get(&format!("{EXPORT}?format=pdf")).await.problem(400, "query_malformed");
    world.get(&format!("{EXPORT}?format=csv&channel=blibli")).await.problem(422, "channel_unknown");
}

#[tokio::test]
async fn errors_are_told_with_sheet_row_and_column_and_the_valid_part_can_be_applied() {
    let world = world(&three()).await;
    let file = "SKU;Harga dasar;Catatan\r\nMTK-1;150.5;x\r\nMTK-2-L;Rp 80.000;\r\nMTK-3;0;\r\n";
    let reply = upload(&world, file.into()).await;
    let path = reply.header("location").to_owned();
    let sheet = reply.ok(201);
    assert_eq!(
        (&sheet["phase"], &sheet["updates"], &sheet["rejected"]),
        (&json!("checked"), &json!(1), &json!(2))
    );
    assert_eq!(sheet["ignored"], json!([{ "sheet": "produk.csv", "column": "C", "heading": "Catatan" }]));
    let errors = pages(&world, &format!("{path}/errors")).await;
    let places: Vec<String> = errors
        .iter()
        .map(|e| {
            format!("{} {}{} {} {}", e["sheet"], e["column"], e["row"], e["code"], e["value"])
                .replace('"', "")
        })
        .collect();
    assert_eq!(places, ["produk.csv B2 sheet_money_ambiguous 150.5", "produk.csv B4 price_zero 0"]);
    assert_eq!(errors[1]["detail"], "Harga paling sedikit Rp1.");
    assert!(
        errors.iter().all(|e| !e["detail"].as_str().unwrap().is_empty() && e["heading"] == "Harga dasar")
    );
    let entries = pages(&world, &format!("{path}/entries")).await;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["changes"][0]["field"], "base_price");
    assert_eq!(
        (&entries[0]["changes"][0]["from"], &entries[0]["changes"][0]["to"]),
        (&json!("75000"), &json!("80000"))
    );
    assert_eq!(entries[0]["outcome"], Value::Null);
    let apply = |part: &str, hash: &Value| json!({ "part": part, "hash": hash });
    let at = format!("{path}/apply");
    world.start(&at, &apply("all", &sheet["hash"])).await.problem(409, "sheet_has_errors");
    world.start(&at, &apply("valid", &json!("other"))).await.problem(409, "sheet_hash_mismatch");
    world.start(&at, &json!({ "part": "some", "hash": "x" })).await.problem(422, "value_type_wrong");
    assert_eq!(world.fakes.memory.writes_of(Kind::Product), 0);
    let started = world.start(&at, &apply("valid", &sheet["hash"])).await;
    assert_eq!(started.header("location"), path);
    assert_eq!(started.ok(202)["phase"], "applying");
    let tag = world.get(&path).await.etag().to_owned();
    assert_eq!(world.call("GET", &path, &[("if-none-match", &tag)], None).await.status, 304);
    world.work_imports().await;
    let done = world.call("GET", &path, &[("if-none-match", &tag)], None).await.ok(200);
    assert_eq!((&done["phase"], &done["applied"]), (&json!("finished"), &json!(1)));
    let entries = pages(&world, &format!("{path}/entries")).await;
    assert_eq!(entries[0]["outcome"]["result"], "applied");
    let id = entries[0]["product"].as_str().unwrap();
    let product = world.get(&format!("/v1/products/{id}")).await.ok(200);
    assert_eq!(product["variants"][1]["base_price"], 80_000);
    let history = world.get(&format!("/v1/products/{id}/history")).await.ok(200);
    assert_eq!(history["items"][0]["action"], "product.edit");
    assert!(world.fakes.outbox.next_pricing().is_some(), "prices follow");
    world.start(&at, &apply("valid", &sheet["hash"])).await.problem(409, "sheet_already_applied");
    assert_eq!(world.get(SHEETS).await.ok(200)["items"], json!([done]));
}

#[tokio::test]
async fn an_upload_happens_once() {
    let world = world(&three()).await;
    let file = b"Judul,Berat (g)\nBaru,10\n".to_vec();
    let first = upload_under(&world, "one", file.clone()).await.ok(201);
    let again = upload_under(&world, "one", file).await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.ok(201)["id"], first["id"]);
    upload_under(&world, "one", b"SKU\nA\n".to_vec()).await.problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn what_is_no_spreadsheet_is_refused() {
    let world = World::new();
    upload(&world, b"\xd0\xcf\x11\xe0 old".to_vec()).await.problem(422, "sheet_unreadable");
    upload(&world, b"PK\x03\x04 broken".to_vec()).await.problem(422, "sheet_unreadable");
    upload(&world, vec![b'a'; api::sheet::MAX_FILE + 1]).await.problem(413, "sheet_too_large");
    let large = upload(&world, [b"SKU\n".to_vec(), vec![b'\n'; 3_000_000]].concat()).await;
    assert_eq!(large.status, 201, "a file may be larger than a JSON body: {}", large.text);
    let json = world.start(SHEETS, &json!({ "file": "x" })).await;
    json.problem(415, "content_type_unsupported");
    let empty = upload(&world, Vec::new()).await.ok(201);
    assert_eq!((&empty["errors"], &empty["updates"]), (&json!(1), &json!(0)));
    world.get(&format!("{SHEETS}/sht_0199c0ffee00")).await.problem(404, "sheet_not_found");
    let body = json!({ "hash": "x", "part": "all" });
    world.start(&format!("{SHEETS}/sht_0199c0ffee00/apply"), &body).await.problem(404, "sheet_not_found");
}

#[tokio::test]
async fn a_viewer_exports_and_a_member_uploads() {
    let world = world(&three()).await;
    let headers =
        [("authorization", "Bearer viewer"), ("idempotency-key", "k"), ("content-type", "text/csv")];
    world.call("POST", SHEETS, &headers, Some("SKU\nA\n")).await.problem(403, "role_insufficient");
    exported(&world, "format=csv").await;
}

#[tokio::test]
async fn the_masters_of_a_full_catalogue_fit_into_one_answer_and_come_back_unchanged() {
    let seed =
        testkit::catalogue::generate(testkit::catalogue::DEFAULT_SEED, "http://a.test", "http://b.test");
    let listings = seed.shopee.iter().chain(&seed.tiktok);
    let products: Vec<Product> =
        listings.enumerate().map(|(n, listing)| master_of(n, &listing.content)).collect();
    assert_eq!(products.len(), 4_147);
    let world = world(&products).await;
    let request = Request::get(format!("{EXPORT}?format=csv"))
        .header("authorization", "Bearer viewer")
        .header("accept-encoding", "gzip, br");
    let (status, headers, packed) = world.file(request.body(Body::empty()).unwrap()).await;
    assert_eq!((status.as_u16(), headers["content-encoding"].to_str().unwrap()), (200, "gzip"));
    let mut csv = Vec::new();
    std::io::Read::read_to_end(&mut GzDecoder::new(packed.as_slice()), &mut csv).unwrap();
    let xlsx = exported(&world, "format=xlsx").await;
    println!("csv {} gzip {} xlsx {}", csv.len(), packed.len(), xlsx.len());
    for file in [packed, xlsx] {
        let sheet = upload(&world, file).await.ok(201);
        let counts = ["unchanged", "updates", "creates", "errors"].map(|name| sheet[name].as_u64().unwrap());
        assert_eq!(counts, [4_147, 0, 0, 0]);
    }
    assert_eq!(world.fakes.memory.writes_of(Kind::Product), 0);
}

/// The product that a listing would become. SKUs are made unique, because the two shops share some.
fn master_of(number: usize, content: &domain::ListingContent) -> Product {
    let mut product = a_product_named(&format!("seed-{number}")).with_title(&content.title);
    product.description.clone_from(&content.description);
    product.category = content.category.as_ref().and_then(|category| category.name.clone());
    product.weight = content.weight;
    product.dimensions = content.dimensions;
    product.options.clone_from(&content.options);
    let image = |(nth, image): (usize, &domain::ListingImage)| domain::ProductImage {
        id: domain::ImageId::derived(&["seed", &number.to_string(), &nth.to_string()]),
        url: image.url.clone().unwrap_or_else(|| format!("https://images.test/{}", image.reference)),
        origin: None,
        copies: Vec::new(),
    };
    product.images = content.images.iter().enumerate().map(image).collect();
    let variant = |(nth, offer): (usize, &domain::Offer)| domain::Variant {
        id: domain::VariantId::derived(&["seed", &number.to_string(), &nth.to_string()]),
        sku: offer.sku.as_ref().map(|sku| testkit::build::a_sku(&format!("{sku}/{number}/{nth}"))),
        option_values: offer.option_values.clone(),
        base_price: offer.price,
        cost: None,
        stock: offer.stock,
        weight: offer.weight,
        image: None,
    };
    product.variants = content.offers.iter().enumerate().map(variant).collect();
    product
}

#[test]
fn every_fault_of_a_sheet_is_in_the_handbook() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let text = std::fs::read_to_string(root.join("docs/SHEETS.md")).unwrap();
    for fault in Fault::all() {
        let words::SellerText { text: id, text_en: en } = words::sheet_fault(&fault);
        let row = format!("| `{}` | {id} | {en} |", fault.code());
        assert!(text.contains(&row), "docs/SHEETS.md lacks: {row}");
    }
}
