//! A product as a JSON document, exactly as Get Product answers it, and how it is read and changed.

use serde_json::{Value, json};

pub const TIKTOK_SHOP: &str = "TIKTOK_SHOP";
pub const TOKOPEDIA: &str = "TOKOPEDIA";

pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A list, or nothing.
pub fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub fn items_mut<'a>(value: &'a mut Value, key: &str) -> &'a mut [Value] {
    value.get_mut(key).and_then(Value::as_array_mut).map_or(&mut [], Vec::as_mut_slice)
}

pub fn remove(value: &mut Value, key: &str) {
    if let Some(object) = value.as_object_mut() {
        object.shift_remove(key);
    }
}

/// Where a product is listed.
pub fn platforms(document: &Value) -> Vec<String> {
    let own = document.get("status").map(|_| TIKTOK_SHOP.to_owned());
    let others = items(document, "integrated_platform_statuses")
        .iter()
        .map(|other| text(other, "platform").to_owned());
    own.into_iter().chain(others).collect()
}

/// The status on a platform.
pub fn status<'a>(document: &'a Value, platform: &str) -> Option<&'a str> {
    if platform == TIKTOK_SHOP {
        return document.get("status").and_then(Value::as_str);
    }
    let others = items(document, "integrated_platform_statuses");
    others.iter().find(|other| text(other, "platform") == platform).map(|other| text(other, "status"))
}

/// Sets the status on the platforms named, where the product is listed there.
pub fn set_status(document: &mut Value, platforms: &[String], status: &str) {
    if platforms.iter().any(|platform| platform == TIKTOK_SHOP) && document.get("status").is_some() {
        document["status"] = json!(status);
        if status != "PENDING" && status != "FAILED" {
            document["product_status"] = json!(status);
        }
    }
    for other in items_mut(document, "integrated_platform_statuses") {
        if platforms.iter().any(|platform| platform == text(other, "platform")) {
            other["status"] = json!(status);
        }
    }
}

/// Lists the product exactly on `platforms`: it disappears from others, and gets `status` on new ones.
pub fn set_platforms(document: &mut Value, platforms: &[String], status: &str) {
    let wants = |platform: &str| platforms.iter().any(|wanted| wanted == platform);
    if !wants(TIKTOK_SHOP) {
        // Documented: the fields of TikTok Shop's own storefront are left out.
        for field in ["status", "product_status", "audit"] {
            remove(document, field);
        }
    } else if document.get("status").is_none() {
        document["status"] = json!(status);
        document["product_status"] = json!(status);
        document["audit"] = json!({ "status": "APPROVED" });
    }
    let standing = self::status(document, TOKOPEDIA).unwrap_or(status).to_owned();
    if wants(TOKOPEDIA) {
        document["integrated_platform_statuses"] = json!([{ "platform": TOKOPEDIA, "status": standing }]);
    } else {
        remove(document, "integrated_platform_statuses");
    }
}

/// Buyers see it somewhere.
pub fn is_live(document: &Value) -> bool {
    platforms(document).iter().any(|platform| status(document, platform) == Some("ACTIVATE"))
}

/// It has `status` wherever it is listed.
pub fn is_all(document: &Value, wanted: &str) -> bool {
    let platforms = platforms(document);
    !platforms.is_empty() && platforms.iter().all(|platform| status(document, platform) == Some(wanted))
}

/// It has `status` somewhere.
pub fn is_any(document: &Value, wanted: &str) -> bool {
    platforms(document).iter().any(|platform| status(document, platform) == Some(wanted))
}

/// What Search Products shows of a product: no pictures, description, sales attributes or weight.
pub fn row(document: &Value) -> Value {
    let sku = |sku: &Value| {
        let mut row = json!({
            "id": sku["id"],
            "seller_sku": text(sku, "seller_sku"),
            "price": sku["price"],
            "inventory": sku["inventory"],
            "status_info": sku["status_info"],
        });
        if let Some(pre_sale) = sku.get("pre_sale") {
            row["pre_sale"] = pre_sale.clone();
        }
        row
    };
    let mut row = json!({
        "id": document["id"],
        "title": document["title"],
        "sales_regions": ["ID"],
        "create_time": document["create_time"],
        "update_time": document["update_time"],
        "is_not_for_sale": false,
        "has_draft": false,
        "skus": items(document, "skus").iter().map(sku).collect::<Vec<_>>(),
    });
    for field in ["status", "integrated_platform_statuses", "audit"] {
        if let Some(value) = document.get(field) {
            row[field] = value.clone();
        }
    }
    row
}
