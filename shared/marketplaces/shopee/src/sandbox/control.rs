//! Commands to the sandbox, and what it reports.

use std::sync::Arc;

use app::marketplace::FetchedListing;
use axum::{
    Json,
    extract::{Path, Query, State as Shared},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use domain::{ExternalId, ListingContent};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Sandbox,
    budget::TokenBucket,
    faults::Fault,
    prices::price_push,
    pushes,
    state::{Item, State},
};

type Shop = Shared<Arc<Sandbox>>;

pub(super) async fn health(Shared(sandbox): Shop) -> Json<Value> {
    let state = sandbox.state();
    let living = state.items.values().filter(|item| !item.is_deleted()).count();
    Json(
        json!({ "status": "ok", "channel": crate::CHANNEL, "shop_id": sandbox.options.shop_id, "items": living }),
    )
}

#[derive(Deserialize)]
pub(super) struct Since {
    #[serde(default)]
    since: u64,
}

pub(super) async fn journal(Shared(sandbox): Shop, Query(since): Query<Since>) -> Json<Value> {
    Json(json!({ "entries": sandbox.log().since(since.since) }))
}

pub(super) async fn clear_journal(Shared(sandbox): Shop) -> StatusCode {
    sandbox.log().clear();
    StatusCode::NO_CONTENT
}

pub(super) async fn stats(Shared(sandbox): Shop) -> Json<Value> {
    Json(json!(sandbox.log().stats()))
}

pub(super) async fn add_fault(Shared(sandbox): Shop, Json(fault): Json<Fault>) -> StatusCode {
    sandbox.trouble().add(fault);
    StatusCode::CREATED
}

pub(super) async fn list_faults(Shared(sandbox): Shop) -> Json<Value> {
    Json(json!({ "faults": sandbox.trouble().all() }))
}

pub(super) async fn clear_faults(Shared(sandbox): Shop) -> StatusCode {
    sandbox.trouble().clear();
    StatusCode::NO_CONTENT
}

/// A listing put into the shop without the channel's own checks, in our words.
#[derive(Deserialize)]
pub(super) struct Seeded {
    id: ExternalId,
    content: ListingContent,
}

pub(super) async fn seed(Shared(sandbox): Shop, Json(listings): Json<Vec<Seeded>>) -> StatusCode {
    let updated_at = Some(sandbox.now());
    let listings = listings.into_iter().map(|Seeded { id, content }| FetchedListing {
        id,
        content,
        updated_at,
        audit: None,
        partial: false,
    });
    sandbox.seed(listings.collect());
    StatusCode::CREATED
}

/// The shop answers this many calls a second from now on; 0 for no limit.
#[derive(Deserialize)]
pub(super) struct WantedBudget {
    calls_per_second: u32,
}

pub(super) async fn limit(Shared(sandbox): Shop, Json(wish): Json<WantedBudget>) -> StatusCode {
    *sandbox.bucket() = TokenBucket::new((wish.calls_per_second > 0).then_some(wish.calls_per_second));
    StatusCode::NO_CONTENT
}

fn unknown(what: &str) -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "error": format!("no such {what}") }))).into_response()
}

pub(super) async fn items(Shared(sandbox): Shop) -> Json<Value> {
    let ids: Vec<u64> = sandbox.state().items.keys().copied().collect();
    Json(json!({ "items": ids }))
}

pub(super) async fn item(Shared(sandbox): Shop, Path(id): Path<u64>) -> Response {
    match sandbox.state().items.get(&id) {
        Some(item) => Json(json!(item)).into_response(),
        None => unknown("item"),
    }
}

/// The seller edits by hand. Without `model_id` price and stock are the item's own, or of all its models.
#[derive(Deserialize)]
pub(super) struct HandEdit {
    item_id: u64,
    name: Option<String>,
    description: Option<String>,
    /// An extended description.
    description_fields: Option<Vec<Value>>,
    image_ratio: Option<String>,
    status: Option<String>,
    model_id: Option<u64>,
    price: Option<i64>,
    stock: Option<u32>,
    sku: Option<String>,
    /// Sends push 22 about the price, as Shopee does.
    #[serde(default)]
    push: bool,
}

pub(super) async fn edit(Shared(sandbox): Shop, Json(wish): Json<HandEdit>) -> Response {
    let now = sandbox.now().as_second();
    let pushed = {
        let mut state = sandbox.state();
        let Some(item) = state.living(wish.item_id) else { return unknown("item") };
        let Some(pushed) = edit_by_hand(item, &wish, now) else { return unknown("model") };
        pushed
    };
    let mut deliveries = Vec::new();
    if wish.push {
        for (code, data) in pushed {
            deliveries.push(told(pushes::send(&sandbox, code, data).await));
        }
    }
    Json(json!({ "item_id": wish.item_id, "pushes": deliveries })).into_response()
}

fn edit_by_hand(item: &mut Item, wish: &HandEdit, now: i64) -> Option<Vec<(i64, Value)>> {
    let targets = match wish.model_id {
        Some(model) => vec![model],
        None if item.models.is_empty() => vec![0],
        None => item.models.iter().map(|model| model.id).collect(),
    };
    let mut pushed = Vec::new();
    for model in targets {
        let offer = item.offer(model)?;
        if let Some(price) = wish.price {
            let before = std::mem::replace(offer.price, price);
            pushed.push(price_push(wish.item_id, model, before, price, now));
        }
        if let Some(stock) = wish.stock {
            *offer.stock = stock;
        }
        if let (Some(sku), Some(known)) = (&wish.sku, item.models.iter_mut().find(|known| known.id == model))
        {
            known.sku.clone_from(sku);
        }
    }
    if let (Some(sku), true) = (&wish.sku, item.models.is_empty()) {
        item.sku.clone_from(sku);
    }
    for (field, value) in [
        (&mut item.name, &wish.name),
        (&mut item.description, &wish.description),
        (&mut item.status, &wish.status),
    ] {
        if let Some(value) = value {
            field.clone_from(value);
        }
    }
    if let Some(fields) = &wish.description_fields {
        item.description_fields.clone_from(fields);
    }
    if wish.image_ratio.is_some() {
        item.image_ratio.clone_from(&wish.image_ratio);
    }
    item.updated = now;
    Some(pushed)
}

fn told(delivery: Option<pushes::Delivery>) -> Value {
    match delivery {
        Some(delivery) => json!({ "status": delivery.status, "accepted": delivery.accepted }),
        None => json!({ "status": null, "accepted": false, "reason": "no webhook_url" }),
    }
}

#[derive(Deserialize)]
pub(super) struct WantedPush {
    code: i64,
    #[serde(default)]
    data: Value,
}

pub(super) async fn push(Shared(sandbox): Shop, Json(wish): Json<WantedPush>) -> Json<Value> {
    Json(told(pushes::send(&sandbox, wish.code, wish.data).await))
}

/// Locks the price of an item, or of one of its models, at `price` for buyers.
#[derive(Deserialize)]
pub(super) struct WantedPromotion {
    item_id: u64,
    model_id: Option<u64>,
    price: i64,
}

pub(super) async fn promote(Shared(sandbox): Shop, Json(wish): Json<WantedPromotion>) -> Response {
    let now = sandbox.now().as_second();
    let mut state = sandbox.state();
    let Some(item) = state.living(wish.item_id) else { return unknown("item") };
    let targets = match wish.model_id {
        Some(model) => vec![model],
        None if item.models.is_empty() => vec![0],
        None => item.models.iter().map(|model| model.id).collect(),
    };
    for model in targets {
        let Some(offer) = item.offer(model) else { return unknown("model") };
        *offer.promotion = Some(wish.price);
    }
    item.promotion_ends = now + 86_400;
    item.updated = now;
    StatusCode::CREATED.into_response()
}

pub(super) async fn end_promotions(Shared(sandbox): Shop) -> StatusCode {
    let now = sandbox.now().as_second();
    for item in sandbox.state().items.values_mut() {
        let models = item.models.iter_mut().map(|model| &mut model.promotion);
        let ended = models.chain([&mut item.promotion]).filter_map(Option::take).count();
        if ended > 0 {
            item.updated = now;
        }
    }
    StatusCode::NO_CONTENT
}

pub(super) async fn image(Shared(sandbox): Shop, Path(id): Path<String>) -> Response {
    let uploaded = uploaded(&sandbox.state(), &id);
    let bytes = uploaded.unwrap_or_else(|| (sandbox.options.picture)(&id));
    let kind = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

fn uploaded(state: &State, id: &str) -> Option<Bytes> {
    let bytes = state.images.get(id)?.as_ref()?;
    hex::decode(bytes).ok().map(Bytes::from)
}
