//! Editing what an item says.

use serde_json::{Value, json};

use super::{
    request::{Answer, Ctx, Refusal, entries, id, list, refuse, response, text},
    state::{Item, State},
    tables::{DAYS_TO_SHIP, DESCRIPTION, IMAGES, NAME, SKU},
};

pub(super) fn update(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let body = &ctx.call.body;
    let item_id = id(body, "item_id")?;
    for wrong in ["original_price", "seller_stock", "normal_stock"] {
        if body.get(wrong).is_some() {
            return Err(refuse("error_busi_cannot_update_field", format!("{wrong} cannot be updated here")));
        }
    }
    let mut item = state.living(item_id).cloned().ok_or_else(not_found)?;
    // A banned item is corrected by editing it; one under review cannot be edited.
    if item.status == "REVIEWING" {
        return Err(refuse("error_item_uneditable", "The item is under review."));
    }
    if item.in_promotion() {
        let held = [
            ("item_name", "product.error_cannt_edit_name_in_promotion"),
            ("description", "product.error_cannt_edit_description_in_promotion"),
            ("description_info", "product.error_cannt_edit_description_in_promotion"),
            ("image", "product.error_cannt_edit_images_in_promotion"),
            ("pre_order", "product.error_cannt_edit_days_to_ship_in_promotion"),
            ("category_id", "product.error_cannt_edit_category_in_promotion"),
        ];
        if let Some((_, code)) = held.into_iter().find(|(key, _)| body.get(*key).is_some()) {
            return Err(refuse(code, "The item is in an ongoing promotion."));
        }
    }
    write_content(state, &mut item, body)?;
    item.updated = ctx.now;
    let view = json!({ "item_id": item.id, "item_name": item.name, "item_status": item.status });
    state.items.insert(item.id, item);
    Ok(response(view))
}

pub(super) fn not_found() -> Refusal {
    refuse("error_item_not_found", "Item not found.")
}

/// A description as Shopee shows it after it took it: no space at the ends of lines, none around the text.
fn tidied(text: &str) -> String {
    text.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The fields that making and editing an item share; the whole item is checked again, as Shopee does.
pub(super) fn write_content(state: &State, item: &mut Item, body: &Value) -> Result<(), Refusal> {
    if let Some(name) = text(body, "item_name") {
        name.clone_into(&mut item.name);
    }
    if let Some(description) = text(body, "description") {
        item.description = tidied(description);
        item.description_fields.clear();
    }
    if text(body, "description_type") == Some("extended") {
        let extended = body.get("description_info").and_then(|info| info.get("extended_description"));
        let fields = extended.ok_or_else(|| refuse("error_param", "description_info is missing"))?;
        item.description_fields = list(fields, "field_list").to_vec();
        let texts = item.description_fields.iter().filter_map(|field| text(field, "text"));
        item.description = texts.collect::<Vec<_>>().join("\n");
    }
    if let Some(sku) = text(body, "item_sku") {
        sku.clone_into(&mut item.sku);
    }
    if let Some(image) = body.get("image") {
        let ids = list(image, "image_id_list").iter().filter_map(Value::as_str);
        item.images = ids.map(str::to_owned).collect();
        // The object is replaced as a whole.
        item.image_ratio = text(image, "image_ratio").map(str::to_owned);
    }
    if let Some(weight) = body.get("weight") {
        item.weight_grams = grams(weight)?;
        item.models.iter_mut().for_each(|model| model.weight_grams = None);
    }
    if let Some(dimension) = body.get("dimension") {
        item.size = Some(size(dimension)?);
    }
    if let Some(wish) = body.get("pre_order") {
        item.pre_order = pre_order(wish)?;
    }
    if body.get("attribute_list").is_some() {
        item.attributes = list(body, "attribute_list").to_vec();
    }
    check(state, item)
}

fn check(state: &State, item: &Item) -> Result<(), Refusal> {
    if !NAME.holds_text(&item.name) {
        let code = if item.name.chars().count() < 5 {
            "error_item_name_is_too_short"
        } else {
            "error_name_length_limit"
        };
        return Err(refuse(code, format!("item_name takes {} to {} characters", NAME.min, NAME.max)));
    }
    if !DESCRIPTION.holds_text(&item.description) {
        let message = format!("description takes {} to {} characters", DESCRIPTION.min, DESCRIPTION.max);
        return Err(refuse("error_desc_length_min_limit", message));
    }
    if item.sku.chars().count() > SKU {
        return Err(refuse("error_param", "item_sku is too long"));
    }
    if !i64::try_from(item.images.len()).is_ok_and(|count| IMAGES.holds(count)) {
        return Err(refuse(
            "error_image_num_min",
            format!("an item takes {} to {} images", IMAGES.min, IMAGES.max),
        ));
    }
    if let Some(unknown) = item.images.iter().find(|id| !state.images.contains_key(*id)) {
        return Err(refuse("error_param", format!("Image not exist. {unknown}")));
    }
    Ok(())
}

/// A JSON number of kilograms, read as text.
pub(super) fn grams(value: &Value) -> Result<u32, Refusal> {
    let Value::Number(number) = value else { return Err(refuse("error_param", "weight must be a number")) };
    domain::Grams::from_kilograms(&number.to_string())
        .map(domain::Grams::get)
        .map_err(|_| refuse("error_param", "weight should be greater than 0"))
}

pub(super) fn size(value: &Value) -> Result<[u32; 3], Refusal> {
    let side = |name: &str| {
        let side = id(value, name)?;
        u32::try_from(side)
            .ok()
            .filter(|side| *side > 0)
            .ok_or_else(|| refuse("error_param", format!("{name} should be greater than 0")))
    };
    Ok([side("package_length")?, side("package_width")?, side("package_height")?])
}

pub(super) fn pre_order(value: &Value) -> Result<Option<u32>, Refusal> {
    if !value
        .get("is_pre_order")
        .and_then(Value::as_bool)
        .ok_or_else(|| refuse("error_param", "is_pre_order"))?
    {
        return Ok(None);
    }
    let days = id(value, "days_to_ship")?;
    let days = u32::try_from(days).ok().filter(|days| DAYS_TO_SHIP.holds(i64::from(*days)));
    days.map(Some).ok_or_else(|| {
        let message = format!("days_to_ship takes {} to {}", DAYS_TO_SHIP.min, DAYS_TO_SHIP.max);
        refuse("error_invalid_days_to_ship", message)
    })
}

pub(super) fn unlist(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for entry in entries(&ctx.call.body, "item_list", 50)? {
        let item_id = id(entry, "item_id")?;
        let unlist = entry.get("unlist").and_then(Value::as_bool);
        let unlist = unlist.ok_or_else(|| refuse("error_param", "There is no unlist in request."))?;
        let reason = match state.living(item_id) {
            None => "Item not found.",
            Some(item) if matches!(item.status.as_str(), "BANNED" | "REVIEWING") => {
                "error_busi_cannot_delist_reviewing_or_banned_item"
            }
            Some(item) if unlist && item.in_promotion() => "error_cannt_unlisted_in_promotion",
            Some(item) => {
                let status = if unlist { "UNLIST" } else { "NORMAL" };
                if item.status != status {
                    status.clone_into(&mut item.status);
                    item.updated = ctx.now;
                }
                done.push(json!({ "item_id": item_id, "unlist": unlist }));
                continue;
            }
        };
        failed.push(json!({ "item_id": item_id, "failed_reason": reason }));
    }
    let none_done = done.is_empty();
    let lists = json!({ "success_list": done, "failure_list": failed });
    if none_done {
        let refusal = refuse("product.error_unlist_item_all_failed", "All items failed.");
        return Err(Refusal { response: Some(lists), ..refusal });
    }
    Ok(response(lists))
}
