//! Shops, categories, brands, warehouses, prerequisites and the addresses of pushes.

use serde_json::{Value, json};
use url::Url;

use super::{
    Desk, WAREHOUSE,
    api::Ask,
    reply::Reply,
    state::Webhook,
    views::{TOKOPEDIA, items, text},
};

/// Id, parent, name, leaf, also on Tokopedia, takes pre-orders.
const CATEGORIES: [(&str, &str, &str, bool, bool, bool); 5] = [
    ("851848", "0", "Elektronik", false, true, true),
    ("853000", "851848", "Suku Cadang Drone", true, true, true),
    ("853001", "851848", "Aksesori Drone", true, true, true),
    ("853002", "851848", "Mainan Remote Control", true, false, true),
    ("853099", "851848", "Voucher", true, true, false),
];
const DELIVERY: [(&str, &str); 2] =
    [("7091146663229654785", "Pengiriman Standar"), ("7091146663229654786", "Pengiriman Kargo")];

pub fn shops(desk: &mut Desk<'_>, _: &Ask) -> Reply {
    Reply::ok(json!({ "shops": [{
        "id": desk.options.shop_id,
        "name": desk.options.seller_name,
        "region": "ID",
        "seller_type": "LOCAL",
        "cipher": desk.options.shop_cipher,
        "code": "IDLCABCDEF",
    }]}))
}

pub fn active_shops(desk: &mut Desk<'_>, _: &Ask) -> Reply {
    Reply::ok(json!({ "shops": [{ "id": desk.options.shop_id, "region": "ID" }] }))
}

/// A local seller has none.
pub fn permissions(_: &mut Desk<'_>, _: &Ask) -> Reply {
    Reply::ok(json!({ "permissions": [] }))
}

pub fn prerequisites(_: &mut Desk<'_>, _: &Ask) -> Reply {
    let items = ["SHOP_STATUS", "PICKUP_WAREHOUSE", "RETURN_WAREHOUSE", "DELIVERY_OPTION", "BANk_ACCOUNT"];
    let result = |item: &&str| json!({ "check_item": item, "is_failed": false, "fail_reasons": [] });
    Reply::ok(json!({ "check_results": items.iter().map(result).collect::<Vec<_>>() }))
}

/// The fixed ones, and those that the seeded products are in.
fn all(desk: &Desk<'_>) -> Vec<Value> {
    let fixed = CATEGORIES.iter().map(|(id, parent, name, leaf, ..)| {
        json!({
            "id": id, "parent_id": parent, "local_name": name, "is_leaf": leaf,
            "permission_statuses": ["AVAILABLE"],
        })
    });
    let mut all: Vec<Value> = fixed.collect();
    for stored in desk.state.products.values() {
        for link in items(&stored.live, "category_chains") {
            if !all.iter().any(|known| known["id"] == link["id"]) {
                let mut category = link.clone();
                category["permission_statuses"] = json!(["AVAILABLE"]);
                all.push(category);
            }
        }
    }
    all
}

fn is_on_tokopedia(id: &str) -> bool {
    CATEGORIES.iter().find(|category| category.0 == id).is_none_or(|category| category.4)
}

pub fn categories(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let tokopedia = ask.query("listing_platform") == Some(TOKOPEDIA);
    let mut categories = all(desk);
    categories.retain(|category| !tokopedia || is_on_tokopedia(text(category, "id")));
    Reply::ok(json!({ "categories": categories }))
}

/// The chain of a leaf, as products show it.
pub fn chain(desk: &Desk<'_>, id: &str, platforms: &[String]) -> Result<Value, Reply> {
    let all = all(desk);
    let find = |id: &str| all.iter().find(|category| text(category, "id") == id);
    let leaf = find(id).ok_or_else(|| Reply::fail(12_052_023, "Category does not exist"))?;
    if leaf["is_leaf"] != json!(true) {
        return Err(Reply::fail(12_052_024, "Category is not final category"));
    }
    if platforms.iter().any(|platform| platform == TOKOPEDIA) && !is_on_tokopedia(id) {
        return Err(Reply::fail(12_052_220, "This category is prohibited or unsupported on Tokopedia."));
    }
    let link = |category: &Value| {
        json!({
            "id": category["id"], "parent_id": category["parent_id"],
            "local_name": category["local_name"], "is_leaf": category["is_leaf"],
        })
    };
    let parent = find(text(leaf, "parent_id")).map(link);
    Ok(json!(parent.into_iter().chain([link(leaf)]).collect::<Vec<_>>()))
}

pub fn recommend(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let title = text(ask.body(), "product_title").to_ascii_lowercase();
    if title.is_empty() {
        return Reply::fail(36_009_004, "param body.product_title is missing");
    }
    let id = match () {
        () if title.contains("frame") || title.contains("arm") => "853000",
        () if title.contains("drone") || title.contains("fpv") => "853001",
        () => return Reply::fail(12_019_064, "No category matches"),
    };
    let found: Vec<Value> = all(desk).into_iter().filter(|category| text(category, "id") == id).collect();
    let shown = |category: &Value| {
        json!({
            "id": id, "name": category["local_name"], "level": 2, "is_leaf": true,
            "permission_statuses": ["AVAILABLE"],
        })
    };
    Reply::ok(json!({ "leaf_category_id": id, "categories": found.iter().map(shown).collect::<Vec<_>>() }))
}

pub fn rules(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    if let Err(reply) = chain(desk, &ask.id, &[]) {
        return reply;
    }
    let pre_order = CATEGORIES.iter().find(|category| category.0 == ask.id).is_none_or(|category| category.5);
    let mut rules = json!({
        "product_certifications": [],
        "size_chart": { "is_supported": false, "is_required": false },
        "cod": { "is_supported": true },
        "package_dimension": { "is_required": false },
        "epr": { "is_required": false },
    });
    // Left out where nothing special may be listed.
    if pre_order {
        rules["allowed_special_product_types"] = json!(["PRE_ORDER"]);
    }
    Reply::ok(rules)
}

pub fn attributes(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    if let Err(reply) = chain(desk, &ask.id, &[]) {
        return reply;
    }
    Reply::ok(json!({ "attributes": [
        // The page's own spelling.
        { "id": "100392", "name": "Bahan", "type": "PRODUCT_PROPERTY", "is_requried": false,
          "values": [{ "id": "1001533", "name": "Karbon" }, { "id": "1001534", "name": "PLA+" }],
          "is_customizable": true, "is_multiple_selection": true },
        { "id": "100000", "name": "Warna", "type": "SALES_PROPERTY", "is_requried": false,
          "values": [], "is_customizable": true, "is_multiple_selection": false },
    ]}))
}

pub fn brands(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let prefix = ask.query("brand_name").unwrap_or_default().to_lowercase();
    let shown: Vec<Value> = desk
        .state
        .brands
        .iter()
        .filter(|(_, name)| name.to_lowercase().starts_with(&prefix))
        .map(|(id, name)| {
            json!({
                "id": id, "name": name, "authorized_status": "UNAUTHORIEZD",
                "is_t1_brand": false, "brand_status": "AVAILABLE",
            })
        })
        .collect();
    Reply::ok(json!({ "brands": shown, "total_count": shown.len(), "next_page_token": "" }))
}

pub fn create_brand(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let name = text(ask.body(), "name").to_owned();
    if !(2..=30).contains(&name.chars().count()) {
        return Reply::fail(12_052_910, "The brand name must have 2 to 30 characters");
    }
    let id = desk.state.next_id();
    desk.state.brands.insert(id.clone(), name);
    Reply::ok(json!({ "id": id }))
}

pub fn warehouses(_: &mut Desk<'_>, _: &Ask) -> Reply {
    let place = |id: &str, name: &str, kind: &str, default: bool| {
        json!({
            "id": id, "entity_id": "7068517275539719900", "name": name, "effect_status": "ENABLED",
            "type": kind, "sub_type": "DOMESTIC_WAREHOUSE", "is_default": default,
            "address": { "region": "Indonesia", "city": "Bandung", "distict": "Coblong", "region_code": "ID" },
        })
    };
    // One place that sells and takes returns has two ids.
    Reply::ok(json!({ "warehouses": [
        place("7068517275539719999", "Bandung", "RETURN_WAREHOUSE", true),
        place(WAREHOUSE, "Bandung", "SALES_WAREHOUSE", true),
    ]}))
}

pub fn delivery_options(_: &mut Desk<'_>, ask: &Ask) -> Reply {
    if ask.id != WAREHOUSE {
        return Reply::fail(12_019_022, "The warehouse does not exist");
    }
    let option = |(id, name): &(&str, &str)| json!({ "id": id, "name": name });
    Reply::ok(json!({ "delivery_options": DELIVERY.iter().map(option).collect::<Vec<_>>() }))
}

/// The options of a new product: those named, or all where none is.
pub fn delivery_of(named: &[Value]) -> Value {
    let option = |(id, name): &(&str, &str)| {
        let available = named.is_empty() || named.iter().any(|wanted| wanted.as_str() == Some(id));
        json!({ "id": id, "name": name, "is_available": available })
    };
    json!(DELIVERY.iter().map(option).collect::<Vec<_>>())
}

pub fn webhooks(desk: &mut Desk<'_>, _: &Ask) -> Reply {
    let shown: Vec<Value> = desk
        .state
        .webhooks
        .iter()
        .map(|(kind, webhook)| {
            json!({
                "event_type": kind, "address": webhook.address,
                "create_time": webhook.create_time, "update_time": webhook.update_time,
            })
        })
        .collect();
    Reply::ok(json!({ "webhooks": shown, "total_count": shown.len() }))
}

pub fn set_webhook(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    let (kind, address) = (text(ask.body(), "event_type"), text(ask.body(), "address"));
    if kind.is_empty() || address.is_empty() {
        let missing = if kind.is_empty() { "event_type" } else { "address" };
        return Reply::fail(36_009_004, &format!("param body.{missing} is missing"));
    }
    // The channel takes https with a domain name and no port; a stand-in on one machine has only its own host.
    let url = Url::parse(address).ok();
    let local = url.as_ref().is_some_and(|url| matches!(url.host_str(), Some("127.0.0.1" | "localhost")));
    let public = url.as_ref().is_some_and(|url| url.scheme() == "https" && url.port().is_none());
    if address.chars().count() > 255 || !(local || public) {
        return Reply::fail(36_009_004, "param body.address is invalid");
    }
    let now = desk.seconds();
    let create_time = desk.state.webhooks.get(kind).map_or(now, |webhook| webhook.create_time);
    let webhook = Webhook { address: address.to_owned(), create_time, update_time: now };
    desk.state.webhooks.insert(kind.to_owned(), webhook);
    Reply::ok(Value::Null)
}

/// Always succeeds.
pub fn delete_webhook(desk: &mut Desk<'_>, ask: &Ask) -> Reply {
    desk.state.webhooks.remove(text(ask.body(), "event_type"));
    Reply::ok(Value::Null)
}
