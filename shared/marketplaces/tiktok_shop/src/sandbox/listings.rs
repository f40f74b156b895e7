//! Search Products, Get Product, Search Inventory.

use serde_json::{Value, json};

use super::{
    Desk,
    api::Ask,
    reply::Reply,
    views::{TIKTOK_SHOP, TOKOPEDIA, is_all, is_any, items, platforms, row, status, text},
};

/// Page tokens hold characters that must be encoded on the wire and signed as they are.
const TOKEN_TAIL: &str = "+/==";

pub fn search(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let body = ask.body();
    let Some(size) = ask.query("page_size").and_then(|text| text.parse::<usize>().ok()) else {
        return Reply::fail(36_009_004, "param query.page_size is missing");
    };
    if !(1..=100).contains(&size) {
        return Reply::fail(12_019_108, "page_size must be 1 to 100");
    }
    let wanted = match Wanted::read(body) {
        Ok(wanted) => wanted,
        Err(reply) => return reply,
    };
    let offset = match ask.query("page_token") {
        None => 0,
        Some(token) => {
            match token.strip_suffix(TOKEN_TAIL).and_then(|hex| usize::from_str_radix(hex, 16).ok()) {
                Some(offset) => offset,
                None => return Reply::fail(36_009_004, "page_token is invalid"),
            }
        }
    };
    let found: Vec<&Value> = desk
        .state
        .products
        .values()
        .map(|stored| &stored.live)
        .filter(|document| wanted.fits(document))
        .collect();
    if found.len() > desk.search_window {
        return Reply::fail(12_052_180, "More than 10000 products match; narrow the search");
    }
    let page: Vec<Value> = found.iter().skip(offset).take(size).map(|document| row(document)).collect();
    let mut data = json!({ "total_count": found.len(), "products": page });
    // The last page has no token at all; documents also know it as an empty text.
    if offset + size < found.len() {
        data["next_page_token"] = json!(format!("{:08x}{TOKEN_TAIL}", offset + size));
    }
    Reply::ok(data)
}

/// The filter of a search.
struct Wanted {
    status: String,
    seller_skus: Vec<String>,
    sku_ids: Vec<String>,
    listing_platforms: Vec<String>,
    times: [(&'static str, Option<i64>, Option<i64>); 2],
}

impl Wanted {
    fn read(body: &Value) -> Result<Self, Reply> {
        let texts = |key| -> Vec<String> {
            items(body, key).iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        let status = match text(body, "status") {
            "" => "ALL".to_owned(),
            status => status.to_owned(),
        };
        let known = [
            "ALL",
            "DRAFT",
            "PENDING",
            "FAILED",
            "ACTIVATE",
            "SELLER_DEACTIVATED",
            "PLATFORM_DEACTIVATED",
            "FREEZE",
            "DELETED",
        ];
        if !known.contains(&status.as_str()) {
            return Err(Reply::fail(12_052_910, "status is invalid"));
        }
        let (seller_skus, sku_ids) = (texts("seller_skus"), texts("sku_ids"));
        if seller_skus.len() > 10 {
            return Err(Reply::fail(12_019_027, "at most 10 seller_skus"));
        }
        if sku_ids.len() > 10 {
            return Err(Reply::fail(12_019_087, "at most 10 sku_ids"));
        }
        let listing_platforms = texts("listing_platforms");
        if !listing_platforms.is_empty() && status == "ALL" {
            return Err(Reply::fail(12_052_910, "listing_platforms needs a status other than ALL"));
        }
        let time = |key: &str| body.get(key).and_then(Value::as_i64);
        let times = [
            ("create_time", time("create_time_ge"), time("create_time_le")),
            ("update_time", time("update_time_ge"), time("update_time_le")),
        ];
        Ok(Self { status, seller_skus, sku_ids, listing_platforms, times })
    }

    fn fits(&self, document: &Value) -> bool {
        // Several platforms mean: on all of them.
        let places: Vec<&str> = if self.listing_platforms.is_empty() {
            vec![TIKTOK_SHOP, TOKOPEDIA]
        } else {
            self.listing_platforms.iter().map(String::as_str).collect()
        };
        let listed = platforms(document);
        let on_platforms = self.listing_platforms.iter().all(|wanted| listed.contains(wanted));
        let in_status =
            self.status == "ALL" || places.iter().any(|place| status(document, place) == Some(&self.status));
        let in_time = self.times.iter().all(|(key, from, to)| {
            let at = document[*key].as_i64().unwrap_or_default();
            from.is_none_or(|from| at >= from) && to.is_none_or(|to| at <= to)
        });
        let skus = items(document, "skus");
        let by_sku = |wanted: &[String], key| {
            wanted.is_empty() || skus.iter().any(|sku| wanted.iter().any(|wanted| wanted == text(sku, key)))
        };
        on_platforms
            && in_status
            && in_time
            && by_sku(&self.seller_skus, "seller_sku")
            && by_sku(&self.sku_ids, "id")
    }
}

pub fn get(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let Some(stored) = desk.state.products.get(&ask.id) else {
        return Reply::fail(12_052_032, "The product does not exist");
    };
    if is_all(&stored.live, "DELETED") || is_any(&stored.live, "FREEZE") {
        return Reply::fail(
            12_052_901,
            "The product in its current status is not available for this operation.",
        );
    }
    if ask.query("return_under_review_version") == Some("true") {
        return match &stored.review {
            Some(review) => {
                let mut version = review.version.clone();
                version["audit"] = json!({ "status": "AUDITING" });
                Reply::ok(version)
            }
            None => Reply::fail(12_052_547, "There is no version of this product that is under review."),
        };
    }
    Reply::ok(stored.live.clone())
}

pub fn inventory(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let body = ask.body();
    let (products, skus) = (items(body, "product_ids"), items(body, "sku_ids"));
    if products.len() > 100 || skus.len() > 600 || (products.is_empty() && skus.is_empty()) {
        return Reply::fail(12_052_910, "name up to 100 product_ids or 600 sku_ids");
    }
    let named = |list: &[Value], id: &Value| list.iter().any(|wanted| wanted == id);
    let mut found = Vec::new();
    for stored in desk.state.products.values() {
        let document = &stored.live;
        let rows: Vec<Value> =
            items(document, "skus")
                .iter()
                .filter(|sku| {
                    if skus.is_empty() { named(products, &document["id"]) } else { named(skus, &sku["id"]) }
                })
                .map(stock_row)
                .collect();
        if !rows.is_empty() {
            found.push(json!({ "product_id": document["id"], "skus": rows }));
        }
    }
    Reply::ok(json!({ "inventory": found }))
}

fn stock_row(sku: &Value) -> Value {
    let places: Vec<Value> = items(sku, "inventory")
        .iter()
        .map(|place| {
            json!({
                "warehouse_id": place["warehouse_id"],
                "available_quantity": place["quantity"],
                "committed_quantity": 0,
            })
        })
        .collect();
    let total: i64 = items(sku, "inventory").iter().filter_map(|place| place["quantity"].as_i64()).sum();
    json!({
        "id": sku["id"],
        "seller_sku": text(sku, "seller_sku"),
        "total_available_quantity": total,
        "total_committed_quantity": 0,
        "warehouse_inventory": places,
    })
}
