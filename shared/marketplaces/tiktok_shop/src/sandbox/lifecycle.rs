//! Prices, stock, showing and hiding, deleting: what needs no audit of its content.

use serde_json::{Value, json};

use super::{
    Desk,
    api::Ask,
    audit, check,
    pushes::Push,
    reply::Reply,
    views::{TIKTOK_SHOP, is_all, is_any, is_live, items, items_mut, platforms, set_status, status, text},
};

const WRONG_STATUS: i64 = 12_052_901;
const PRICE_LOCKED: i64 = 12_052_038;

/// Changes a SKU in the live product and in the version that waits for its audit.
fn change_sku(desk: &mut Desk<'_>, product: &str, sku_id: &Value, change: impl Fn(&mut Value)) {
    let now = desk.seconds();
    let Some(stored) = desk.state.products.get_mut(product) else { return };
    let versions = std::iter::once(&mut stored.live).chain(stored.review.as_mut().map(|r| &mut r.version));
    for version in versions {
        version["update_time"] = json!(now);
        items_mut(version, "skus").iter_mut().filter(|sku| sku["id"] == *sku_id).for_each(&change);
    }
}

/// The product of a price or stock call: it must be live.
fn live_product(desk: &Desk<'_>, id: &str) -> Result<Value, Reply> {
    let Some(stored) = desk.state.products.get(id) else {
        return Err(Reply::fail(12_052_032, "The product does not exist"));
    };
    if !is_live(&stored.live) {
        return Err(Reply::fail(WRONG_STATUS, "The product in its current status is not available."));
    }
    Ok(stored.live.clone())
}

fn has_sku(product: &Value, id: &Value) -> bool {
    items(product, "skus").iter().any(|sku| sku["id"] == *id)
}

/// All or nothing: the answer has no place for a partial failure.
pub fn prices(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let product = match live_product(desk, &ask.id) {
        Ok(product) => product,
        Err(reply) => return reply,
    };
    let skus = items(ask.body(), "skus");
    if skus.is_empty() || skus.len() > 100 {
        return Reply::fail(12_052_902, "skus must have 1 to 100 items");
    }
    for sku in skus {
        if !has_sku(&product, &sku["id"]) {
            return Reply::fail(12_052_553, "The SKU id does not belong to the product");
        }
        if let Err(reply) = check::price(&sku["price"]) {
            return reply;
        }
    }
    if desk.state.promoted.contains(&ask.id) {
        return Reply::fail(PRICE_LOCKED, "The product is in a promotion, its price cannot be changed");
    }
    for sku in skus {
        let price = check::shown_price(&sku["price"]);
        change_sku(desk, &ask.id, &sku["id"], |stored| stored["price"] = price.clone());
    }
    Reply::ok(json!({}))
}

/// Failures of single SKUs come with code 0.
pub fn inventory(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let product = match live_product(desk, &ask.id) {
        Ok(product) => product,
        Err(reply) => return reply,
    };
    let skus = items(ask.body(), "skus");
    if skus.is_empty() || skus.len() > 100 {
        return Reply::fail(12_052_902, "skus must have 1 to 100 items");
    }
    let mut errors = Vec::new();
    for sku in skus {
        match places(&product, sku) {
            Ok(places) => change_sku(desk, &ask.id, &sku["id"], |stored| {
                for (held, (_, quantity)) in items_mut(stored, "inventory").iter_mut().zip(&places) {
                    held["quantity"] = json!(quantity);
                }
            }),
            Err((code, message, place)) => errors.push(json!({
                "code": 12_052_990, "message": "Check failed",
                "detail": {
                    "sku_id": sku["id"],
                    "extra_errors": [{ "warehouse_id": place, "code": code, "message": message }],
                },
            })),
        }
    }
    if errors.is_empty() { Reply::ok(json!({})) } else { Reply::ok(json!({ "errors": errors })) }
}

type Refused = (i64, &'static str, String);

/// The new quantities in the order of the warehouses that the SKU has: each of them, and no other.
fn places(product: &Value, sku: &Value) -> Result<Vec<(String, i64)>, Refused> {
    let stored = items(product, "skus").iter().find(|stored| stored["id"] == sku["id"]);
    let stored = stored.ok_or((12_052_553, "The SKU id does not belong to the product", String::new()))?;
    let given = items(sku, "inventory");
    let held = items(stored, "inventory");
    for place in given {
        let id = text(place, "warehouse_id");
        let known = held.iter().any(|held| text(held, "warehouse_id") == id);
        let only = id.is_empty() && held.len() == 1;
        if !known && !only {
            return Err((12_052_533, "Warehouses cannot be added by this call", id.to_owned()));
        }
    }
    held.iter()
        .map(|held| {
            let id = text(held, "warehouse_id");
            let only = held.get("warehouse_id").is_some()
                && given.len() == 1
                && text(&given[0], "warehouse_id").is_empty();
            let place = given.iter().find(|place| text(place, "warehouse_id") == id || only);
            let place = place.ok_or((12_019_028, "List all warehouses of the SKU", id.to_owned()))?;
            let quantity = place["quantity"].as_i64().filter(|quantity| (0..=99_999).contains(quantity));
            let quantity =
                quantity.ok_or((12_052_055, "The quantity must be within allowed limits", id.to_owned()))?;
            Ok((id.to_owned(), quantity))
        })
        .collect()
}

/// Without `listing_platforms` only TikTok Shop's own storefront follows.
fn named_platforms(body: &Value) -> Vec<String> {
    let named: Vec<String> =
        items(body, "listing_platforms").iter().filter_map(|p| p.as_str().map(str::to_owned)).collect();
    if named.is_empty() { vec![TIKTOK_SHOP.to_owned()] } else { named }
}

/// Runs an action on up to 20 products and collects what failed, with code 0.
fn each(
    desk: &mut Desk<'_>,
    ask: &Ask,
    act: impl Fn(&mut Desk<'_>, &str) -> Result<(), (i64, &'static str)>,
) -> Reply {
    let ids = items(ask.body(), "product_ids");
    if ids.is_empty() {
        return Reply::fail(36_009_004, "param body.product_ids is missing");
    }
    if ids.len() > 20 {
        return Reply::fail(12_019_120, "At most 20 product ids");
    }
    let mut errors = Vec::new();
    for id in ids {
        let id = id.as_str().unwrap_or_default();
        let outcome = if desk.state.products.contains_key(id) {
            act(desk, id)
        } else {
            Err((12_052_032, "The product does not exist"))
        };
        if let Err((code, message)) = outcome {
            errors.push(json!({
                "code": 12_052_990, "message": "Check failed",
                "detail": { "product_id": id, "extra_errors": [{ "code": code, "message": message }] },
            }));
        }
    }
    if errors.is_empty() { Reply::ok(Value::Null) } else { Reply::ok(json!({ "errors": errors })) }
}

pub fn activate(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let platforms = named_platforms(ask.body());
    each(desk, ask, |desk, id| {
        let document = &desk.state.products[id].live;
        let waiting = |platform: &String| {
            matches!(status(document, platform), Some("SELLER_DEACTIVATED" | "PLATFORM_DEACTIVATED"))
        };
        let affected: Vec<String> = platforms.iter().filter(|platform| waiting(platform)).cloned().collect();
        if affected.is_empty() {
            return Err((WRONG_STATUS, "The product in its current status cannot be activated."));
        }
        audit::submit_product(desk, id, &affected);
        Ok(())
    })
}

pub fn deactivate(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let platforms = named_platforms(ask.body());
    each(desk, ask, |desk, id| {
        let now = desk.seconds();
        let document = &desk.state.products[id].live;
        let live = |platform: &&String| matches!(status(document, platform), Some("ACTIVATE" | "PENDING"));
        let affected: Vec<String> = platforms.iter().filter(live).cloned().collect();
        if affected.is_empty() {
            return Err((WRONG_STATUS, "The product in its current status cannot be deactivated."));
        }
        if let Some(stored) = desk.state.products.get_mut(id) {
            set_status(&mut stored.live, &affected, "SELLER_DEACTIVATED");
            stored.live["update_time"] = json!(now);
            stored.review = None;
        }
        desk.pushes.push(Push::status(id, "PRODUCT_STATUS_CHANGED", "", now));
        Ok(())
    })
}

pub fn delete(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    each(desk, ask, |desk, id| {
        let now = desk.seconds();
        let Some(stored) = desk.state.products.get_mut(id) else { return Ok(()) };
        if is_any(&stored.live, "FREEZE") {
            return Err((WRONG_STATUS, "A product that is frozen on any platform cannot be deleted."));
        }
        if is_all(&stored.live, "DELETED") {
            return Err((12_052_032, "The product does not exist"));
        }
        let everywhere = platforms(&stored.live);
        set_status(&mut stored.live, &everywhere, "DELETED");
        stored.live["update_time"] = json!(now);
        stored.review = None;
        Ok(())
    })
}

pub fn recover(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    each(desk, ask, |desk, id| {
        let now = desk.seconds();
        let Some(stored) = desk.state.products.get_mut(id) else { return Ok(()) };
        if !is_all(&stored.live, "DELETED") {
            return Err((WRONG_STATUS, "Only deleted products can be recovered."));
        }
        let everywhere = platforms(&stored.live);
        set_status(&mut stored.live, &everywhere, "SELLER_DEACTIVATED");
        stored.live["update_time"] = json!(now);
        Ok(())
    })
}
