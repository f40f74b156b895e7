//! Reading items.

use serde_json::{Value, json};

use super::{
    request::{Answer, Ctx, missing, refuse, response},
    state::{Item, State},
    views,
};

const STATUSES: [&str; 6] = ["NORMAL", "BANNED", "UNLIST", "REVIEWING", "SELLER_DELETE", "SHOPEE_DELETE"];

pub(super) fn list(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let call = ctx.call;
    let (offset, size) = (call.query_int("offset")?, call.query_int("page_size")?);
    if offset < 0 || !(1..=100).contains(&size) {
        return Err(refuse("error_param", "offset must be at least 0 and page_size 1 to 100"));
    }
    let (offset, size) = (usize::try_from(offset).unwrap_or(0), usize::try_from(size).unwrap_or(100));
    if ctx.options.max_offset.is_some_and(|most| offset >= most) {
        return Err(refuse("error_param", "get items offset over limit, please use the next field"));
    }
    let statuses = call.query_list("item_status");
    if statuses.is_empty() {
        return Err(missing("item_status"));
    }
    if let Some(unknown) = statuses.iter().find(|status| !STATUSES.contains(status)) {
        return Err(refuse("error_param", format!("item_status {unknown} is invalid")));
    }
    let bound = |name: &str| call.query(name).map(|_| call.query_int(name)).transpose();
    let (from, to) = (bound("update_time_from")?, bound("update_time_to")?);
    let matches = |item: &&Item| {
        statuses.contains(&item.status.as_str())
            && from.is_none_or(|from| item.updated >= from)
            && to.is_none_or(|to| item.updated <= to)
    };
    let found: Vec<&Item> = state.items.values().filter(matches).collect();
    let page: Vec<Value> = found
        .iter()
        .skip(offset)
        .take(size)
        .map(|item| {
            json!({
                "item_id": item.id, "item_status": item.status, "update_time": item.updated,
                "tag": { "kit": false }
            })
        })
        .collect();
    let more = offset + page.len() < found.len();
    let mut answer = json!({ "total_count": found.len(), "has_next_page": more });
    if let Some(answer) = answer.as_object_mut() {
        // As seen on the wire: nothing found is no `item`, the last page has an empty `next` instead of an offset.
        if !page.is_empty() {
            answer.insert("item".to_owned(), json!(page));
        }
        if more {
            answer.insert("next_offset".to_owned(), json!(offset + size));
        } else {
            answer.insert("next".to_owned(), json!(""));
        }
    }
    Ok(response(answer))
}

pub(super) fn base_info(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let ids = ctx.call.query_ids("item_id_list", 50)?;
    let (base, locations) = (&ctx.options.public_base, &ctx.options.locations);
    // Unknown ids are dropped without a word.
    let known = ids.iter().filter_map(|id| state.items.get(id));
    let items: Vec<Value> = known.map(|item| views::item(item, base, locations)).collect();
    let mut answer = response(json!({ "item_list": items }));
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("debug_message".to_owned(), json!(""));
    }
    Ok(answer)
}

pub(super) fn models(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let id = u64::try_from(ctx.call.query_int("item_id")?).unwrap_or(0);
    let item = state.living(id).ok_or_else(|| refuse("error_item_not_found", "Item not found."))?;
    Ok(response(views::models(item, &ctx.options.public_base, &ctx.options.locations)))
}

/// Finds by the item's own SKU, in part and whatever the case; models are not searched.
pub(super) fn search(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let call = ctx.call;
    let size = call.query_int("page_size")?;
    if !(1..=100).contains(&size) {
        return Err(refuse("error_param", "page_size must be 1 to 100"));
    }
    let size = usize::try_from(size).unwrap_or(100);
    let offset: usize = call.query("offset").and_then(|text| text.parse().ok()).unwrap_or(0);
    let lower = |name: &str| call.query(name).map(str::to_lowercase);
    let (sku, name) = (lower("item_sku"), lower("item_name"));
    if sku.is_none() && name.is_none() && call.query("attribute_status").is_none() {
        return Err(refuse("error_param", "one of item_name, item_sku, attribute_status is needed"));
    }
    let statuses = call.query_list("item_status");
    let matches = |item: &&Item| {
        (statuses.is_empty() && !item.is_deleted() || statuses.contains(&item.status.as_str()))
            && match (&sku, &name) {
                (Some(sku), _) => item.sku.to_lowercase().contains(sku),
                (None, Some(name)) => item.name.to_lowercase().contains(name),
                (None, None) => true,
            }
    };
    let found: Vec<u64> = state.items.values().filter(matches).map(|item| item.id).collect();
    let page: Vec<u64> = found.iter().skip(offset).take(size).copied().collect();
    let next = offset + page.len();
    let next_offset = if next < found.len() { next.to_string() } else { String::new() };
    Ok(response(json!({ "item_id_list": page, "total_count": found.len(), "next_offset": next_offset })))
}

pub(super) fn extra_info(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let ids = ctx.call.query_ids("item_id_list", 50)?;
    let known = ids.iter().filter_map(|id| state.items.get(id));
    let items: Vec<Value> = known
        .map(|item| json!({ "item_id": item.id, "sale": 0, "views": 0, "likes": 0, "rating_star": 0, "comment_count": 0 }))
        .collect();
    Ok(response(json!({ "item_list": items })))
}

pub(super) fn promotions(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let ids = ctx.call.query_ids("item_id_list", 50)?;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for id in ids {
        let Some(item) = state.living(id) else {
            unknown.push(json!({ "item_id": id, "failed_reason": "Item not found." }));
            continue;
        };
        let promotion = |(model, price): (u64, i64)| {
            json!({
                "promotion_type": "Discount Promotions", "promotion_id": u64::MAX - model, "model_id": model,
                "start_time": item.promotion_ends - 90_000, "end_time": item.promotion_ends,
                "promotion_price_info": [{ "promotion_price": price }], "promotion_staging": "ongoing",
                "promotion_stock_info_v2": { "summary_info": { "total_reserved_stock": 0 } }
            })
        };
        let single = item.promotion.map(|price| (0, price));
        let of_models = item.models.iter().filter_map(|model| Some((model.id, model.promotion?)));
        let promotions: Vec<Value> = single.into_iter().chain(of_models).map(promotion).collect();
        known.push(json!({ "item_id": id, "promotion": promotions }));
    }
    Ok(response(json!({ "success_list": known, "failure_list": unknown })))
}

pub(super) fn violations(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let ids = ctx.call.query_ids("item_id_list", 50)?;
    let known = ids.iter().filter_map(|id| state.items.get(id));
    let items: Vec<Value> = known
        .map(|item| {
            json!({
                "item_id": item.id, "item_status": item.status, "deboost": false,
                "item_status_details": item.violations, "deboosted_details": []
            })
        })
        .collect();
    Ok(response(json!({ "item_list": items })))
}
