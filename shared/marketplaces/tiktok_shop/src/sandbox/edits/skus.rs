//! The SKUs of a write: ids given, axes and values named, amounts checked.

use serde_json::{Value, json};

use super::{Mode, shown_image};
use crate::sandbox::{
    Desk, WAREHOUSE, check,
    reply::Reply,
    views::{items, remove, text},
};

/// Every SKU as it will be stored, apart from a `pre_sale` of the type `NONE`, which the checks still need.
pub fn resolved(
    desk: &mut Desk<'_>,
    document: &Value,
    sent: &[Value],
    mode: Mode,
) -> Result<Vec<Value>, Reply> {
    sent.iter().map(|sku| resolve(desk, document, sku, mode)).collect()
}

/// An ordinary product shows no `pre_sale` at all.
pub fn stored(mut sku: Value) -> Value {
    if sku.get("pre_sale").is_some_and(|pre_sale| text(pre_sale, "type") == "NONE") {
        remove(&mut sku, "pre_sale");
    }
    sku
}

fn resolve(desk: &mut Desk<'_>, document: &Value, sent: &Value, mode: Mode) -> Result<Value, Reply> {
    let id = text(sent, "id");
    let before = items(document, "skus").iter().find(|sku| text(sku, "id") == id && !id.is_empty());
    if before.is_none() && !id.is_empty() {
        return Err(Reply::fail(12_052_553, "The SKU id does not belong to the product"));
    }
    if before.is_none_or(|before| text(before, "seller_sku") != text(sent, "seller_sku")) {
        check::seller_sku(text(sent, "seller_sku"))?;
    }
    let mut sku = json!({
        "id": if id.is_empty() { desk.state.next_id() } else { id.to_owned() },
        "seller_sku": text(sent, "seller_sku"),
        "price": price(before, sent, mode)?,
        "inventory": inventory(before, sent, mode)?,
        "sales_attributes": attributes(desk, sent)?,
        "status_info": { "status": "NORMAL" },
    });
    // Everything else that is not sent is wiped, because the list is complete.
    for key in [
        "external_sku_id",
        "identifier_code",
        "extra_identifier_codes",
        "external_urls",
        "sku_weight",
        "sku_dimensions",
        "sku_unit_count",
        "combined_skus",
        "fees",
    ] {
        if let Some(value) = sent.get(key) {
            sku[key] = value.clone();
        }
    }
    let kept = before.and_then(|sku| sku.get("pre_sale")).filter(|_| mode == Mode::Overwrite);
    if let Some(pre_sale) = sent.get("pre_sale").or(kept) {
        sku["pre_sale"] = pre_sale.clone();
    }
    Ok(sku)
}

fn price(before: Option<&Value>, sent: &Value, mode: Mode) -> Result<Value, Reply> {
    match (sent.get("price"), before) {
        (Some(price), _) => check::price(price).map(|()| check::shown_price(price)),
        (None, Some(before)) if mode == Mode::Overwrite => Ok(before["price"].clone()),
        _ => Err(Reply::fail(12_052_571, "The price of a SKU is missing")),
    }
}

fn inventory(before: Option<&Value>, sent: &Value, mode: Mode) -> Result<Value, Reply> {
    let places = items(sent, "inventory");
    if places.is_empty() {
        return match before {
            Some(before) if mode == Mode::Overwrite => Ok(before["inventory"].clone()),
            _ => Err(Reply::fail(12_052_486, "The inventory of a SKU is required")),
        };
    }
    let ids = |places: &[Value]| -> Vec<String> {
        let mut ids: Vec<String> = places.iter().map(|p| text(p, "warehouse_id").to_owned()).collect();
        ids.sort();
        ids
    };
    match before {
        Some(before) if ids(items(before, "inventory")) != ids(places) => {
            Err(Reply::fail(12_052_533, "Warehouses cannot be added, removed or replaced by an edit"))
        }
        None if mode == Mode::Whole
            && places.iter().any(|place| text(place, "warehouse_id") != WAREHOUSE) =>
        {
            Err(Reply::fail(12_019_022, "SKU must contain a valid warehouse."))
        }
        _ => Ok(json!(places)),
    }
}

/// Of id and name the id wins; a name gets an id, the same for the same name.
fn attributes(desk: &mut Desk<'_>, sent: &Value) -> Result<Vec<Value>, Reply> {
    let mut attributes = Vec::new();
    for attribute in items(sent, "sales_attributes") {
        let name = named(desk, text(attribute, "id"), text(attribute, "name"))
            .ok_or_else(|| Reply::fail(12_052_241, "attribute name or attribute id is empty."))?;
        let value = named(desk, text(attribute, "value_id"), text(attribute, "value_name"))
            .map(|value| value.split_once('/').map_or(value.clone(), |(_, value)| value.to_owned()))
            .ok_or_else(|| Reply::fail(12_052_248, "The value name or attribute value id is empty."))?;
        let mut shown = shown_attribute(desk, &name, &value);
        let image = attribute.get("sku_img").map(|image| text(image, "uri").to_owned());
        if let Some(uri) = image.filter(|uri| !uri.is_empty()) {
            if !desk.state.images.contains(&uri) {
                return Err(Reply::fail(12_052_300, "sku image uri illegal"));
            }
            shown["sku_img"] = shown_image(desk, &uri);
        }
        let more = items(attribute, "supplementary_sku_images").iter();
        let more: Vec<Value> = more.map(|image| shown_image(desk, text(image, "uri"))).collect();
        if !more.is_empty() {
            shown["supplementary_sku_images"] = json!(more);
        }
        attributes.push(shown);
    }
    Ok(attributes)
}

/// The name of an id that we gave, otherwise the name that was sent.
fn named(desk: &Desk<'_>, id: &str, name: &str) -> Option<String> {
    let known = desk.state.attributes.iter().find(|(_, known)| *known == id && !id.is_empty());
    let name = known.map(|(name, _)| name.clone()).or_else(|| Some(name.to_owned()));
    name.filter(|name| !name.is_empty())
}

/// An axis and a value with their ids.
pub fn shown_attribute(desk: &mut Desk<'_>, name: &str, value: &str) -> Value {
    json!({
        "id": desk.state.attribute_id(name),
        "name": name,
        "value_id": desk.state.attribute_id(&format!("{name}/{value}")),
        "value_name": value,
    })
}
