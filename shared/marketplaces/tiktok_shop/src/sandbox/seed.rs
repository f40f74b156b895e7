//! A listing of ours as a product that was in the shop before.

use app::marketplace::FetchedListing;
use domain::{ListingContent, ListingImage, ListingStatus, Offer};
use serde_json::{Value, json};

use super::{
    Desk, WAREHOUSE,
    edits::shown_image,
    state::Stored,
    views::{TIKTOK_SHOP, TOKOPEDIA},
};

pub fn put(desk: &mut Desk<'_>, listing: &FetchedListing) {
    let content = &listing.content;
    let updated = listing.updated_at.map_or_else(|| desk.seconds(), jiff::Timestamp::as_second);
    let images: Vec<Value> = content.images.iter().map(|image| shown(desk, image)).collect();
    let skus: Vec<Value> = content.offers.iter().map(|offer| sku(desk, content, offer)).collect();
    let mut document = json!({
        "id": listing.id.as_str(),
        "title": content.title,
        "description": content.description,
        "category_chains": content.category.iter().map(|category| json!({
            "id": category.id, "parent_id": "0", "local_name": category.name, "is_leaf": true,
        })).collect::<Vec<_>>(),
        "main_images": images,
        "product_attributes": content.attributes.iter().map(|attribute| json!({
            "id": attribute.id,
            "name": attribute.name,
            "values": attribute.values.iter().map(|v| json!({ "id": v.id, "name": v.name })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "delivery_options": content.shipping.iter().map(|option| json!({
            "id": option.id, "name": option.name, "is_available": true,
        })).collect::<Vec<_>>(),
        "skus": skus,
        "create_time": updated,
        "update_time": updated,
        "is_not_for_sale": false,
        "has_draft": false,
    });
    if let Some(weight) = content.weight {
        document["package_weight"] = json!({ "value": weight.to_kilograms(), "unit": "KILOGRAM" });
    }
    if let Some(size) = content.dimensions {
        document["package_dimensions"] = json!({
            "length": size.length.to_centimetres(),
            "width": size.width.to_centimetres(),
            "height": size.height.to_centimetres(),
            "unit": "CENTIMETER",
        });
    }
    if let Some(brand) = &content.brand {
        let name = brand.name.clone().unwrap_or_default();
        document["brand"] = json!({ "id": brand.id, "name": name });
        desk.state.brands.insert(brand.id.clone(), name);
    }
    standing(&mut document, content);
    let id = listing.id.to_string();
    desk.state.products.insert(id, Stored { live: document, review: None });
}

/// A product that is in Tokopedia only has no `status` at all.
fn standing(document: &mut Value, content: &ListingContent) {
    let is_in = |name: &str| content.storefronts.iter().any(|storefront| storefront == name);
    if content.storefronts.is_empty() || is_in("tiktok_shop") {
        let status = word(content, "tiktok_shop");
        document["status"] = json!(status);
        document["product_status"] = json!(status);
        document["audit"] = json!({ "status": "APPROVED" });
    }
    if is_in("tokopedia") {
        let status = word(content, "tokopedia");
        document["integrated_platform_statuses"] = json!([{ "platform": TOKOPEDIA, "status": status }]);
    }
    debug_assert!(document.get("status").is_some() || !is_in(TIKTOK_SHOP));
}

fn word(content: &ListingContent, storefront: &str) -> &'static str {
    match content.storefront_status.get(storefront).copied().unwrap_or(content.status) {
        ListingStatus::Live => "ACTIVATE",
        ListingStatus::Unlisted => "SELLER_DEACTIVATED",
        ListingStatus::UnderReview => "PENDING",
        ListingStatus::Refused | ListingStatus::Unknown => "PLATFORM_DEACTIVATED",
        ListingStatus::Frozen => "FREEZE",
        ListingStatus::Draft => "DRAFT",
        ListingStatus::Deleted => "DELETED",
    }
}

fn sku(desk: &mut Desk<'_>, content: &ListingContent, offer: &Offer) -> Value {
    let mut attributes = Vec::new();
    for (i, (name, value)) in content.options.iter().zip(&offer.option_values).enumerate() {
        let mut attribute = super::edits::shown_attribute(desk, name, value);
        // Where one value of an axis has a picture, each of them must.
        let pictured = i == 0 && content.offers.iter().any(|offer| offer.image.is_some());
        if let Some(image) = offer.image.as_ref().or(content.images.first()).filter(|_| pictured) {
            attribute["sku_img"] = shown(desk, image);
        }
        attributes.push(attribute);
    }
    let price = offer.price.map(|price| price.get().to_string()).unwrap_or_default();
    let mut sku = json!({
        "id": offer.id.as_str(),
        "seller_sku": offer.sku.as_ref().map(ToString::to_string).unwrap_or_default(),
        "price": { "currency": "IDR", "sale_price": price, "tax_exclusive_price": price },
        "inventory": [{ "warehouse_id": WAREHOUSE, "quantity": offer.stock.unwrap_or(0) }],
        "sales_attributes": attributes,
        "status_info": { "status": "NORMAL" },
    });
    if let Some(days) = content.pre_order {
        sku["pre_sale"] = json!({
            "type": "PRE_ORDER", "fulfillment_type": { "handling_duration_days": days.get() },
        });
    }
    if let Some(weight) = offer.weight {
        sku["sku_weight"] = json!({ "value": weight.to_kilograms(), "unit": "KILOGRAM" });
    }
    sku
}

/// A picture keeps the address that it came with.
fn shown(desk: &mut Desk<'_>, image: &ListingImage) -> Value {
    desk.state.images.insert(image.reference.clone());
    let mut shown = shown_image(desk, &image.reference);
    if let Some(url) = &image.url {
        shown["urls"] = json!([url]);
    }
    shown
}
