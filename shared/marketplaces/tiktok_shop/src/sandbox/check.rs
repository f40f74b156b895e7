//! The limits for Indonesia, as the channel would hold them against a write.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    State,
    reply::Reply,
    views::{items, text},
};

type Checked = Result<(), Reply>;

fn ensure(condition: bool, code: i64, message: &str) -> Checked {
    if condition { Ok(()) } else { Err(Reply::fail(code, message)) }
}

pub fn title(title: &str) -> Checked {
    ensure(!title.trim().is_empty(), 12_052_261, "product name is empty")?;
    let length = title.chars().count();
    ensure(length <= 255, 12_052_051, "The product name exceed max limit characters")?;
    ensure(length >= 25, 12_052_931, "The product name has less than 25 characters")?;
    let chinese = title.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    ensure(!chinese, 12_052_262, "Chinese characters are not supported in product name")?;
    let emoji = title.chars().any(|c| ('\u{1f300}'..='\u{1faff}').contains(&c));
    let escape = ["&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&#"].iter().any(|part| title.contains(part));
    let run = title.as_bytes().windows(10).any(|window| window.iter().all(|byte| *byte == window[0]));
    ensure(!(emoji || escape || run), 12_052_931, "The product name contains invalid characters")
}

pub fn description(html: &str) -> Checked {
    ensure(!html.is_empty(), 12_052_015, "The product description is required")?;
    let length = html.chars().count();
    ensure(length <= 10_000, 12_052_013, "The product description cannot exceed maximum characters")?;
    let images = html.matches("<img").count();
    ensure(images <= 30, 12_052_056, "The num of image in description cannot exceed max limit")
}

pub fn images(state: &State, images: &[Value]) -> Checked {
    ensure(!images.is_empty(), 12_052_028, "Main product image is required")?;
    ensure(images.len() <= 9, 12_052_306, "main product images count exceed limit")?;
    let known = |image: &Value| state.images.contains(text(image, "uri"));
    ensure(images.iter().all(known), 12_052_300, "product main image uri illegal")
}

pub fn weight(weight: &Value) -> Checked {
    ensure(text(weight, "unit") == "KILOGRAM", 12_019_011, "product package weight is invalid")?;
    let value = text(weight, "value");
    ensure(is_decimal(value, 3), 12_019_011, "product package weight is invalid")?;
    let zero = value.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    ensure(!zero, 12_052_181, "The package weight of the product can not be zero.")
}

pub fn dimensions(size: &Value) -> Checked {
    ensure(text(size, "unit") == "CENTIMETER", 12_019_060, "The unit of the package is invalid")?;
    for (side, code) in [("height", 12_052_003), ("width", 12_052_004), ("length", 12_052_005)] {
        ensure(is_decimal(text(size, side), 2), code, "Incorrect parcel format")?;
    }
    Ok(())
}

fn is_decimal(text: &str, places: usize) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(part) && part.len() <= places.max(1)
}

/// Whole rupiah from Rp100 to Rp100,000,000, as a text.
pub fn price(price: &Value) -> Checked {
    ensure(
        text(price, "currency") == "IDR",
        12_052_084,
        "The provided currency is not available for this shop/region.",
    )?;
    let amount = text(price, "amount");
    let whole = !amount.is_empty() && amount.bytes().all(|byte| byte.is_ascii_digit());
    let within = amount.parse::<i64>().is_ok_and(|amount| (100..=100_000_000).contains(&amount));
    ensure(whole && within, 12_052_073, "The product price is invalid")
}

/// What a sent price is read as.
pub fn shown_price(price: &Value) -> Value {
    let amount = text(price, "amount");
    json!({ "currency": "IDR", "sale_price": amount, "tax_exclusive_price": amount })
}

/// A seller SKU that is new or was changed; older ones stay as they are.
pub fn seller_sku(name: &str) -> Checked {
    let fits = name.chars().count() <= 50 && !name.contains(' ');
    ensure(fits, 12_052_054, "The seller SKU text length cannot exceed max limit characters")
}

/// All SKUs of a product, resolved: how many, their combinations, pictures and pre-sale.
pub fn skus(skus: &[Value]) -> Checked {
    ensure(!skus.is_empty(), 12_052_902, "The SKU list is empty")?;
    ensure(skus.len() <= 100, 12_052_050, "A single product cannot have more than 100 different SKUs")?;
    for sku in skus {
        for place in items(sku, "inventory") {
            let within = place["quantity"].as_i64().is_some_and(|quantity| (0..=99_999).contains(&quantity));
            ensure(
                within,
                12_052_055,
                "The SKU inventory quantity for the warehouse must be within allowed limits.",
            )?;
        }
        ensure(!items(sku, "inventory").is_empty(), 12_019_022, "SKU must contain a valid warehouse.")?;
    }
    combinations(skus)?;
    pictures(skus)?;
    pre_sale(skus)
}

fn combinations(skus: &[Value]) -> Checked {
    let axes = |sku: &Value| -> BTreeSet<String> {
        items(sku, "sales_attributes").iter().map(|attribute| text(attribute, "id").to_owned()).collect()
    };
    let first = skus.first().map(axes).unwrap_or_default();
    ensure(first.len() <= 3, 12_052_244, "At most 3 types of sales attributes")?;
    ensure(
        skus.iter().all(|sku| axes(sku) == first),
        12_052_241,
        "Every SKU must have the same sales attributes",
    )?;
    ensure(skus.len() == 1 || !first.is_empty(), 12_052_241, "Several SKUs need sales attributes")?;
    let mut seen = BTreeSet::new();
    for sku in skus {
        let mut values: Vec<String> = items(sku, "sales_attributes")
            .iter()
            .map(|attribute| format!("{}={}", text(attribute, "id"), text(attribute, "value_id")))
            .collect();
        values.sort();
        ensure(seen.insert(values), 12_052_251, "Duplicated attribute values found for an attribute.")?;
        for attribute in items(sku, "sales_attributes") {
            ensure(
                text(attribute, "name").chars().count() <= 20,
                12_052_242,
                "The attribute name characters cannot exceed 20",
            )?;
            ensure(
                text(attribute, "value_name").chars().count() <= 50,
                12_052_249,
                "The value name characters cannot exceed 50",
            )?;
        }
    }
    Ok(())
}

/// Pictures belong to one axis, and each of its values has one.
fn pictures(skus: &[Value]) -> Checked {
    let mut axes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for attribute in skus.iter().flat_map(|sku| items(sku, "sales_attributes")) {
        let (all, pictured) = axes.entry(text(attribute, "id")).or_default();
        *all += 1;
        *pictured += usize::from(attribute.get("sku_img").is_some());
    }
    let pictured: Vec<_> = axes.values().filter(|(_, pictured)| *pictured > 0).collect();
    ensure(pictured.len() <= 1, 12_052_310, "Images are allowed on one sales attribute only")?;
    ensure(pictured.iter().all(|(all, with)| all == with), 12_052_310, "Each value needs an image")
}

fn pre_sale(skus: &[Value]) -> Checked {
    let mut kinds = BTreeSet::new();
    for sku in skus {
        let Some(pre_sale) = sku.get("pre_sale") else {
            kinds.insert("NONE");
            continue;
        };
        let days = &pre_sale["fulfillment_type"]["handling_duration_days"];
        match text(pre_sale, "type") {
            "" => return Err(Reply::fail(12_019_096, "The value for `pre_sale.type` is missing.")),
            "NONE" => ensure(
                pre_sale.get("fulfillment_type").is_none(),
                12_019_094,
                "Conflicting presale fields. Remove `pre_sale.fulfillment_type`.",
            )?,
            "PRE_ORDER" => {
                ensure(
                    days.is_i64(),
                    12_019_098,
                    "`handling_duration_days` must be set to a non-zero value.",
                )?;
                let within = days.as_i64().is_some_and(|days| (3..=30).contains(&days));
                ensure(within, 12_052_269, "The selected time is outside the limit")?;
            }
            _ => {
                return Err(Reply::fail(
                    12_019_099,
                    "The specified `pre_sale.type` is not supported in your region.",
                ));
            }
        }
        kinds.insert(text(pre_sale, "type"));
    }
    ensure(kinds.len() <= 1, 12_019_100, "All SKUs of a product must have the same `pre_sale.type`.")
}
