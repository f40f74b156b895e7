//! Items and models as Shopee shows them, odd types included.

use domain::Grams;
use serde_json::{Value, json};
use url::Url;

use super::{
    state::{Item, Model},
    tables::ORDINARY_DAYS,
};

/// Kilograms, as a text.
fn kilograms(grams: u32) -> String {
    Grams::parse(grams).map_or_else(|_| "0".to_owned(), Grams::to_kilograms)
}

pub(super) fn image_url(base: &Url, id: &str) -> String {
    base.join(&format!("/_sandbox/images/{id}")).map_or_else(|_| String::new(), String::from)
}

fn price_info(price: i64, promotion: Option<i64>) -> Value {
    let current = promotion.unwrap_or(price);
    json!([{
        "currency": "IDR", "original_price": price, "current_price": current,
        "inflated_price_of_original_price": price, "inflated_price_of_current_price": current,
        "sip_item_price": 0, "sip_item_price_source": ""
    }])
}

/// The first place has it all; the others are there and empty.
fn stock_info(locations: &[String], stock: u32) -> Value {
    let place = |(position, location): (usize, &String)| {
        let stock = if position == 0 { stock } else { 0 };
        json!({ "location_id": location, "stock": stock, "if_saleable": true })
    };
    let seller_stock: Vec<Value> = locations.iter().enumerate().map(place).collect();
    json!({
        "summary_info": { "total_reserved_stock": 0, "total_available_stock": stock },
        "seller_stock": seller_stock, "shopee_stock": [],
        "advance_stock": { "sellable_advance_stock": 0, "in_transit_advance_stock": 0 }
    })
}

fn dimension(size: Option<[u32; 3]>) -> Value {
    let [length, width, height] = size.unwrap_or_default();
    json!({ "package_length": length, "package_width": width, "package_height": height })
}

fn pre_order(days: Option<u32>) -> Value {
    let days_to_ship = days.map_or(ORDINARY_DAYS, i64::from);
    json!({ "is_pre_order": days.is_some(), "days_to_ship": days_to_ship })
}

pub(super) fn item(item: &Item, base: &Url, locations: &[String]) -> Value {
    let has_model = !item.models.is_empty();
    let promotion = item.in_promotion();
    let urls: Vec<String> = item.images.iter().map(|id| image_url(base, id)).collect();
    let logistic = |(id, name): &(u64, String)| {
        json!({
            "logistic_id": id, "logistic_name": name, "enabled": true, "shipping_fee": 0, "size_id": 0,
            "is_free": false, "estimated_shipping_fee": 0
        })
    };
    let mut view = json!({
        "item_id": item.id, "category_id": item.category, "item_name": item.name,
        "description": item.description, "description_type": "normal", "item_sku": item.sku,
        "create_time": item.created, "update_time": item.updated, "attribute_list": item.attributes,
        "image": {
            "image_id_list": item.images, "image_url_list": urls,
            "image_ratio": item.image_ratio.as_deref().unwrap_or("1:1")
        },
        "weight": kilograms(item.weight_grams), "dimension": dimension(item.size),
        "logistic_info": item.shipping.iter().map(logistic).collect::<Vec<_>>(),
        "pre_order": pre_order(item.pre_order), "wholesales": [], "condition": "NEW",
        "item_status": item.status, "deboost": "FALSE", "has_model": has_model, "has_promotion": promotion,
        "brand": { "brand_id": item.brand.0, "original_brand_name": item.brand.1 },
        "item_dangerous": 0, "gtin_code": "", "tag": { "kit": false }
    });
    if !item.description_fields.is_empty() {
        view["description"] = json!("");
        view["description_type"] = json!("extended");
        view["description_info"] =
            json!({ "extended_description": { "field_list": item.description_fields } });
    }
    if let (false, Some(view)) = (has_model, view.as_object_mut()) {
        view.insert("price_info".to_owned(), price_info(item.price, item.promotion));
        view.insert("stock_info_v2".to_owned(), stock_info(locations, item.stock));
    }
    view
}

pub(super) fn models(item: &Item, base: &Url, locations: &[String]) -> Value {
    let tier = |tier: &super::state::Tier| {
        let option = |option: &super::state::TierOption| match &option.image {
            Some(id) => {
                json!({ "option": option.name, "image": { "image_id": id, "image_url": image_url(base, id) } })
            }
            None => json!({ "option": option.name }),
        };
        json!({ "name": tier.name, "option_list": tier.options.iter().map(option).collect::<Vec<_>>() })
    };
    let standard = |tier: &super::state::Tier| {
        let option = |option: &super::state::TierOption| {
            json!({
                "variation_option_id": 0, "variation_option_name": option.name,
                "image_id": option.image.clone().unwrap_or_default()
            })
        };
        json!({
            "variation_id": 0, "variation_name": tier.name, "variation_group_id": 0,
            "variation_option_list": tier.options.iter().map(option).collect::<Vec<_>>()
        })
    };
    json!({
        "tier_variation": item.tiers.iter().map(tier).collect::<Vec<_>>(),
        "standardise_tier_variation": item.tiers.iter().map(standard).collect::<Vec<_>>(),
        "model": item.models.iter().map(|one| model(one, item, locations)).collect::<Vec<_>>()
    })
}

pub(super) fn model(model: &Model, item: &Item, locations: &[String]) -> Value {
    json!({
        "model_id": model.id, "tier_index": model.index, "model_sku": model.sku, "model_status": "MODEL_NORMAL",
        "price_info": price_info(model.price, model.promotion),
        "stock_info_v2": stock_info(locations, model.stock),
        "pre_order": pre_order(item.pre_order), "promotion_id": 0,
        "has_promotion": model.promotion.is_some(),
        "weight": kilograms(model.weight_grams.unwrap_or(item.weight_grams)),
        "dimension": dimension(item.size), "gtin_code": "", "is_fulfillment_by_shopee": false
    })
}
