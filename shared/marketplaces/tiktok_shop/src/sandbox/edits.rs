//! Create, edit, partial edit.

use serde_json::{Value, json};

use super::{
    Desk,
    api::Ask,
    audit, check,
    pushes::Push,
    reply::Reply,
    shop,
    state::Stored,
    views::{TIKTOK_SHOP, TOKOPEDIA, is_all, is_any, items, items_mut, remove, set_platforms, text},
};

mod skus;
pub use skus::shown_attribute;

/// Which properties a write may hold, and whether it has to hold all that are required.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Everything that is required has to be there.
    Whole,
    /// Whole, but price, stock and pre-sale that are left out stay.
    Overwrite,
    /// What is left out stays; what is sent replaces the whole property.
    Partial,
}

pub fn create(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let body = ask.body();
    let key = text(body, "idempotency_key").to_owned();
    if key.chars().count() > 128 {
        return Reply::fail(12_052_910, "idempotency_key is too long");
    }
    if let Some(id) = desk.state.keys.get(&key).filter(|_| !key.is_empty()) {
        let document = desk.state.products.get(id).map(|stored| stored.live.clone()).unwrap_or_default();
        return Reply::ok(saved(&document, &[], None));
    }
    let mut document = json!({ "skus": [] });
    let warnings = match apply(desk, &mut document, body, Mode::Whole) {
        Ok(warnings) => warnings,
        Err(reply) => return reply,
    };
    let id = desk.state.next_id();
    let now = desk.seconds();
    document["id"] = json!(id);
    document["create_time"] = json!(now);
    document["update_time"] = json!(now);
    document["is_not_for_sale"] = json!(false);
    let platforms = named_platforms(body);
    set_platforms(&mut document, &platforms, "PENDING");
    if document.get("status").is_some() {
        document["product_status"] = json!("INITIAL");
    }
    let reply = Reply::ok(saved(&document, &warnings, None));
    desk.state.products.insert(id.clone(), Stored { live: document, review: None });
    if !key.is_empty() {
        desk.state.keys.insert(key, id.clone());
    }
    audit::submit_product(desk, &id, &platforms);
    desk.pushes.push(Push {
        kind: 16,
        data: json!({ "product_id": id, "product_types": [], "update_time": now }),
        at: now,
    });
    reply
}

/// Says whether a listing would pass, and creates nothing.
pub fn listing_check(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let mut document = json!({ "skus": [] });
    match apply(desk, &mut document, ask.body(), Mode::Whole) {
        Ok(_) => Reply::ok(json!({ "check_result": "PASS", "fail_reasons": [] })),
        Err(reply) => Reply::ok(json!({
            "check_result": "FAILED",
            "fail_reasons": [{ "code": reply.code, "message": "The product cannot be listed as it is" }],
        })),
    }
}

pub fn edit(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    change(desk, ask, Mode::Overwrite)
}

pub fn partial_edit(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    change(desk, ask, Mode::Partial)
}

fn change(desk: &mut Desk<'_>, ask: &Ask, mode: Mode) -> Reply {
    let Some(stored) = desk.state.products.get(&ask.id).cloned() else {
        return Reply::fail(12_052_032, "The product does not exist");
    };
    if is_all(&stored.live, "DELETED") || is_any(&stored.live, "FREEZE") {
        return Reply::fail(
            12_052_901,
            "The product in its current status is not available for this operation.",
        );
    }
    // Documented: an edit adds to the version that waits for its audit, where there is one.
    let base = stored.review.as_ref().map_or(&stored.live, |review| &review.version).clone();
    let mut version = base.clone();
    let body = ask.body();
    let warnings = match apply(desk, &mut version, body, mode) {
        Ok(warnings) => warnings,
        Err(reply) => return reply,
    };
    // Worst case of an open point: without the field the product leaves Tokopedia.
    set_platforms(&mut version, &named_platforms(body), "ACTIVATE");
    publish_amounts(desk, &ask.id, &version);
    let verdict = if bare(&base) == bare(&version) {
        // Prices and stock alone need no audit.
        audit::Verdict::Approved
    } else {
        let fields = changed(&base, &version);
        let at = desk.seconds();
        desk.pushes.push(Push::information(&ask.id, "OPEN_API", &fields, at));
        audit::submit(desk, &ask.id, version.clone())
    };
    let has_audit = version.get("status").is_some();
    Reply::ok(saved(&version, &warnings, has_audit.then(|| verdict.word())))
}

fn named_platforms(body: &Value) -> Vec<String> {
    let named: Vec<String> = items(body, "listing_platforms")
        .iter()
        .filter_map(|platform| platform.as_str().map(str::to_owned))
        .collect();
    if named.is_empty() { vec![TIKTOK_SHOP.to_owned()] } else { named }
}

/// Puts the properties of `body` into `document`, checked. Returns warnings.
fn apply(desk: &mut Desk<'_>, document: &mut Value, body: &Value, mode: Mode) -> Result<Vec<String>, Reply> {
    let mut warnings = Vec::new();
    let sent = |key: &str| -> Result<bool, Reply> {
        let there = body.get(key).is_some_and(|value| !value.is_null());
        if !there && mode != Mode::Partial {
            return Err(Reply::fail(36_009_004, &format!("param body.{key} is missing")));
        }
        Ok(there)
    };
    for platform in items(body, "listing_platforms") {
        if !matches!(platform.as_str(), Some(TIKTOK_SHOP | TOKOPEDIA)) {
            return Err(Reply::fail(
                12_052_330,
                "product is not supported to list in designated sale platform",
            ));
        }
    }
    if sent("title")? {
        check::title(text(body, "title"))?;
        document["title"] = body["title"].clone();
    }
    if sent("description")? {
        check::description(text(body, "description"))?;
        document["description"] = json!(tidied(text(body, "description")));
    }
    if mode != Mode::Partial && sent("category_id")? {
        let category = text(body, "category_id");
        document["category_chains"] = shop::chain(desk, category, &named_platforms(body))?;
    }
    if sent("main_images")? {
        check::images(desk.state, items(body, "main_images"))?;
        let images: Vec<Value> =
            items(body, "main_images").iter().map(|image| shown_image(desk, text(image, "uri"))).collect();
        document["main_images"] = json!(images);
    }
    if sent("package_weight")? {
        check::weight(&body["package_weight"])?;
        document["package_weight"] = body["package_weight"].clone();
    }
    if body.get("package_dimensions").is_some() {
        check::dimensions(&body["package_dimensions"])?;
        document["package_dimensions"] = body["package_dimensions"].clone();
    } else if mode == Mode::Overwrite {
        remove(document, "package_dimensions");
    }
    if let Some(brand) = body.get("brand_id").and_then(Value::as_str) {
        match desk.state.brands.get(brand) {
            Some(name) => document["brand"] = json!({ "id": brand, "name": name }),
            // Documented: a brand that is not known is silently cleared and only remarked.
            None => warnings.push(format!("The brand {brand} is invalid and was cleared")),
        }
    }
    for key in ["product_attributes", "external_product_id", "is_cod_allowed", "minimum_order_quantity"] {
        if let Some(value) = body.get(key) {
            document[key] = value.clone();
        }
    }
    if mode != Mode::Partial {
        document["delivery_options"] = shop::delivery_of(items(body, "delivery_option_ids"));
    }
    if sent("skus")? {
        let skus = skus::resolved(desk, document, items(body, "skus"), mode)?;
        check::skus(&skus)?;
        document["skus"] = json!(skus.into_iter().map(skus::stored).collect::<Vec<_>>());
    }
    Ok(warnings)
}

/// A description as TikTok Shop shows it after it took it: the same text in its own way of writing HTML.
fn tidied(html: &str) -> String {
    html.trim().replace("<br>", "<br />").replace("</p><p>", "</p>\n<p>")
}

/// How an image is shown: identity and addresses of the delivery network.
pub fn shown_image(desk: &Desk<'_>, uri: &str) -> Value {
    let base = desk.options.public_base.as_str().trim_end_matches('/');
    let url = format!("{base}/_sandbox/images/{uri}");
    json!({ "uri": uri, "urls": [&url], "thumb_urls": [&url], "height": 800, "width": 800 })
}

/// New prices and quantities of SKUs that are live already are published at once.
fn publish_amounts(desk: &mut Desk<'_>, id: &str, version: &Value) {
    let now = desk.seconds();
    let Some(stored) = desk.state.products.get_mut(id) else { return };
    let mut touched = false;
    let documents =
        std::iter::once(&mut stored.live).chain(stored.review.as_mut().map(|review| &mut review.version));
    for document in documents {
        for sku in items_mut(document, "skus") {
            let Some(edited) = items(version, "skus").iter().find(|edited| edited["id"] == sku["id"]) else {
                continue;
            };
            for key in ["price", "inventory"] {
                if sku[key] != edited[key] {
                    sku[key] = edited[key].clone();
                    touched = true;
                }
            }
        }
    }
    if touched {
        stored.live["update_time"] = json!(now);
    }
}

/// A version without what needs no audit.
fn bare(document: &Value) -> Value {
    let mut bare = document.clone();
    for field in ["update_time", "audit", "audit_failed_reasons"] {
        remove(&mut bare, field);
    }
    for sku in items_mut(&mut bare, "skus") {
        remove(sku, "price");
        remove(sku, "inventory");
    }
    bare
}

fn changed(before: &Value, after: &Value) -> Vec<&'static str> {
    let mut fields: Vec<&'static str> = ["title", "description", "main_images", "product_attributes"]
        .into_iter()
        .filter(|field| before.get(*field) != after.get(*field))
        .collect();
    if fields.is_empty() {
        fields.push("others");
    }
    fields
}

/// What a write is answered. SKUs are named by ids, their attributes too.
fn saved(document: &Value, warnings: &[String], audit: Option<&str>) -> Value {
    let sku = |sku: &Value| {
        let attributes: Vec<Value> = items(sku, "sales_attributes")
            .iter()
            .map(|attribute| json!({ "id": attribute["id"], "value_id": attribute["value_id"] }))
            .collect();
        json!({
            "id": sku["id"],
            "seller_sku": text(sku, "seller_sku"),
            "sales_attributes": attributes,
            "external_sku_id": text(sku, "external_sku_id"),
        })
    };
    let mut data = json!({
        "product_id": document["id"],
        "skus": items(document, "skus").iter().map(sku).collect::<Vec<_>>(),
        "warnings": warnings.iter().map(|message| json!({ "message": message })).collect::<Vec<_>>(),
    });
    if let Some(status) = audit {
        data["audit"] = json!({ "status": status });
    }
    data
}
