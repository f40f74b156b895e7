//! Making and deleting items.

use serde_json::{Value, json};

use super::{
    edits::{not_found, write_content},
    prices::{amount, check_price, stock_of},
    request::{Answer, Ctx, Refusal, entries, id, list, missing, refuse, response, text},
    state::{Item, State},
    tables::CATEGORIES,
};

pub(super) fn add(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let body = &ctx.call.body;
    for name in
        ["original_price", "description", "weight", "item_name", "category_id", "image", "logistic_info"]
    {
        if body.get(name).is_none_or(Value::is_null) {
            return Err(missing(name));
        }
    }
    let category = id(body, "category_id")?;
    if !is_leaf(state, category) {
        return Err(refuse("error_invalid_category", "The category is not a leaf category."));
    }
    let price = amount(&body["original_price"])?;
    check_price(price)?;
    let stock = body.get("seller_stock").map(|_| stock_of(ctx, list(body, "seller_stock"))).transpose()?;
    let status = match text(body, "item_status") {
        None | Some("NORMAL") => "NORMAL",
        Some("UNLIST") => "UNLIST",
        Some(_) => return Err(refuse("error_param", "item_status must be NORMAL or UNLIST")),
    };
    let brand = body.get("brand").map(|brand| {
        let name = text(brand, "original_brand_name").ok_or_else(|| missing("original_brand_name"))?;
        Ok::<_, Refusal>((id(brand, "brand_id")?, name.to_owned()))
    });
    let mut item = Item {
        id: 0,
        category,
        category_name: None,
        name: String::new(),
        description: String::new(),
        description_fields: Vec::new(),
        image_ratio: None,
        sku: String::new(),
        created: ctx.now,
        updated: ctx.now,
        attributes: Vec::new(),
        images: Vec::new(),
        weight_grams: 0,
        size: None,
        shipping: shipping(body)?,
        pre_order: None,
        status: status.to_owned(),
        brand: brand.transpose()?.unwrap_or((0, "NoBrand".to_owned())),
        price,
        stock: stock.unwrap_or(0),
        promotion: None,
        promotion_ends: 0,
        tiers: Vec::new(),
        models: Vec::new(),
        violations: Vec::new(),
    };
    write_content(state, &mut item, body)?;
    item.id = state.draw_id();
    let view = json!({
        "item_id": item.id, "item_name": item.name, "item_status": item.status, "category_id": item.category,
        "item_sku": item.sku, "price_info": { "original_price": price, "current_price": price }
    });
    state.items.insert(item.id, item);
    Ok(response(view))
}

pub(super) fn is_leaf(state: &State, category: u64) -> bool {
    let known = CATEGORIES.iter().any(|(id, _, _)| *id == category);
    let parent = CATEGORIES.iter().any(|(_, parent, _)| *parent == category);
    (known && !parent) || state.items.values().any(|item| item.category == category)
}

fn shipping(body: &Value) -> Result<Vec<(u64, String)>, Refusal> {
    let mut on = Vec::new();
    for entry in entries(body, "logistic_info", 50)? {
        let logistic = id(entry, "logistic_id")?;
        let enabled = entry.get("enabled").and_then(Value::as_bool).ok_or_else(|| missing("enabled"))?;
        if enabled {
            on.push((logistic, super::shop::delivery_name(logistic)));
        }
    }
    if on.is_empty() {
        return Err(refuse("error_invalid_logistic_info", "at least one channel must be enabled"));
    }
    Ok(on)
}

pub(super) fn delete(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let item = state.living(id(&ctx.call.body, "item_id")?).ok_or_else(not_found)?;
    "SELLER_DELETE".clone_into(&mut item.status);
    item.updated = ctx.now;
    // Nothing more is answered.
    Ok(json!({}))
}
