//! Prices and stock. Some parts may be taken and others refused.

use serde_json::{Value, json};

use super::{
    edits::not_found,
    request::{Answer, Ctx, Refusal, entries, id, list, missing, refuse, response, text},
    state::{Item, State},
    tables::{PRICE, SPREAD, STOCK},
};

/// Whole rupiah out of a JSON number; nothing passes through a float.
pub(super) fn amount(value: &Value) -> Result<i64, Refusal> {
    let Value::Number(number) = value else {
        return Err(refuse("error_param", "original_price must be a number"));
    };
    let number = number.to_string();
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    let whole = part.bytes().all(|digit| digit == b'0').then(|| whole.parse().ok()).flatten();
    whole.ok_or_else(|| refuse("error_invalid_price", "The price must be an integer for this region."))
}

pub(super) fn check_price(price: i64) -> Result<(), Refusal> {
    if price < PRICE.min {
        Err(refuse("error_price_exceed_min_limitt", format!("The price must be at least {}.", PRICE.min)))
    } else if price > PRICE.max {
        Err(refuse("error_price_exceed_max_limitt", format!("The price must be at most {}.", PRICE.max)))
    } else {
        Ok(())
    }
}

pub(super) fn check_spread(prices: &[i64]) -> Result<(), Refusal> {
    match (prices.iter().min(), prices.iter().max()) {
        (Some(min), Some(max)) if *max > min.saturating_mul(SPREAD) => {
            let message =
                format!("The highest price cannot be more than {SPREAD} times of the lowest price.");
            Err(refuse("error_price_out_of_range", message))
        }
        _ => Ok(()),
    }
}

/// A stock, with its place where the shop has several.
pub(super) fn stock_of(ctx: &Ctx<'_>, places: &[Value]) -> Result<u32, Refusal> {
    if places.is_empty() {
        return Err(missing("seller_stock"));
    }
    let mut sum = 0_i64;
    for place in places {
        let location = text(place, "location_id").filter(|location| !location.is_empty());
        match (ctx.options.locations.len() > 1, location) {
            (true, None) => return Err(refuse("error_busi", "multi warehouse, please input location id")),
            (true, Some(id)) if !ctx.options.locations.iter().any(|known| known == id) => {
                return Err(refuse("error_inner", "Invalid stock location ID"));
            }
            (false, Some(_)) => return Err(refuse("error_inner", "Invalid stock location ID")),
            _ => {}
        }
        let stock = super::request::int(place, "stock")?;
        if !STOCK.holds(stock) {
            return Err(refuse("error_param", "stock is out of range"));
        }
        sum += stock;
    }
    u32::try_from(sum).map_err(|_| refuse("error_param", "stock is out of range"))
}

fn model_id(entry: &Value) -> Result<u64, Refusal> {
    if entry.get("model_id").is_some() { id(entry, "model_id") } else { Ok(0) }
}

pub(super) fn update_price(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let body = &ctx.call.body;
    let item_id = id(body, "item_id")?;
    let wishes = entries(body, "price_list", 50)?;
    let mut item = state.living(item_id).cloned().ok_or_else(not_found)?;
    let (mut done, mut failed, mut pushes) = (Vec::new(), Vec::new(), Vec::new());
    for wish in wishes {
        let model = model_id(wish)?;
        let price = amount(wish.get("original_price").ok_or_else(|| missing("original_price"))?)?;
        match set_price(&mut item, model, price) {
            Ok(before) => {
                done.push(json!({ "model_id": model, "original_price": price }));
                if before != price {
                    pushes.push(price_push(item_id, model, before, price, ctx.now));
                }
            }
            Err(reason) => failed.push(json!({ "model_id": model, "failed_reason": reason })),
        }
    }
    check_spread(&item.prices())?;
    finish(state, item, done, failed, pushes, ctx.now)
}

pub(super) fn price_push(item: u64, model: u64, old: i64, new: i64, now: i64) -> (i64, Value) {
    let data = json!({
        "item_id": item, "model_id": model, "update_field": "original_price", "old_value": old,
        "new_value": new, "update_time": now
    });
    (22, data)
}

/// The price before.
fn set_price(item: &mut Item, model: u64, price: i64) -> Result<i64, String> {
    check_price(price).map_err(|refusal| refusal.message)?;
    let offer = item.offer(model).ok_or("Wrong model_id.")?;
    if offer.promotion.is_some() {
        return Err("The price is locked: the item is in an ongoing promotion.".to_owned());
    }
    Ok(std::mem::replace(offer.price, price))
}

pub(super) fn update_stock(state: &mut State, ctx: &Ctx<'_>) -> Answer {
    let body = &ctx.call.body;
    let item_id = id(body, "item_id")?;
    let wishes = entries(body, "stock_list", 50)?;
    let mut item = state.living(item_id).cloned().ok_or_else(not_found)?;
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for wish in wishes {
        let model = model_id(wish)?;
        let stock = stock_of(ctx, list(wish, "seller_stock"))?;
        match item.offer(model) {
            Some(offer) => {
                *offer.stock = stock;
                let location = ctx.options.locations.first().cloned().unwrap_or_default();
                done.push(json!({ "model_id": model, "location_id": location, "stock": stock }));
            }
            None => failed.push(json!({ "model_id": model, "failed_reason": "Wrong model_id." })),
        }
    }
    finish(state, item, done, failed, Vec::new(), ctx.now)
}

/// Keeps the accepted parts. When none was accepted, the refusals come together with an error, as seen on the wire.
fn finish(
    state: &mut State,
    mut item: Item,
    done: Vec<Value>,
    failed: Vec<Value>,
    pushes: Vec<(i64, Value)>,
    now: i64,
) -> Answer {
    let none_done = done.is_empty();
    let lists = json!({ "success_list": done, "failure_list": failed });
    if none_done {
        return Err(Refusal { response: Some(lists), ..refuse("product.error_busi", "Update failed.") });
    }
    item.updated = now;
    state.items.insert(item.id, item);
    state.outbox.extend(pushes);
    Ok(response(lists))
}
