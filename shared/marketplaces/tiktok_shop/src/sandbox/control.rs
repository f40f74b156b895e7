//! The control API below `/_sandbox/`: what a test or a person does to the stand-in, without the channel's own checks.

use std::sync::Arc;

use app::marketplace::FetchedListing;
use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State as Shared},
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use domain::{ExternalId, ListingContent};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Sandbox,
    faults::Rule,
    pushes::Push,
    upload,
    views::{items_mut, platforms, set_status, text},
};

type Shop = Shared<Arc<Sandbox>>;

fn bad(problem: &impl ToString) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": problem.to_string() }))).into_response()
}

pub async fn health(Shared(sandbox): Shop) -> Response {
    let products = sandbox.lock().state.products.len();
    Json(json!({ "status": "ok", "channel": "tiktok_shop", "products": products })).into_response()
}

#[derive(Debug, Deserialize)]
pub struct Since {
    since: Option<String>,
}

/// Calls after `since`: a sequence number, or a time.
pub async fn journal(Shared(sandbox): Shop, Query(query): Query<Since>) -> Response {
    Json(json!(sandbox.lock().journal.since(query.since.as_deref()))).into_response()
}

pub async fn clear_journal(Shared(sandbox): Shop) -> Response {
    sandbox.lock().journal.clear();
    StatusCode::NO_CONTENT.into_response()
}

pub async fn stats(Shared(sandbox): Shop) -> Response {
    Json(sandbox.lock().journal.stats()).into_response()
}

pub async fn add_fault(Shared(sandbox): Shop, body: Bytes) -> Response {
    match serde_json::from_slice::<Rule>(&body) {
        Ok(rule) => {
            sandbox.lock().faults.add(rule);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(problem) => bad(&problem),
    }
}

pub async fn clear_faults(Shared(sandbox): Shop) -> Response {
    sandbox.lock().faults.clear();
    StatusCode::NO_CONTENT.into_response()
}

/// A listing put into the shop without the channel's own checks, in our words.
#[derive(Debug, Deserialize)]
pub struct Seeded {
    id: ExternalId,
    content: ListingContent,
}

pub async fn seed(Shared(sandbox): Shop, body: Bytes) -> Response {
    let listings: Vec<Seeded> = match serde_json::from_slice(&body) {
        Ok(listings) => listings,
        Err(problem) => return bad(&problem),
    };
    let updated_at = jiff::Timestamp::from_millisecond(sandbox.now()).ok();
    let listings = listings.into_iter().map(|Seeded { id, content }| FetchedListing {
        id,
        content,
        updated_at,
        audit: None,
        partial: false,
    });
    sandbox.seed(listings.collect());
    StatusCode::CREATED.into_response()
}

/// The ids of all products, deleted ones included.
pub async fn products(Shared(sandbox): Shop) -> Response {
    let ids: Vec<String> = sandbox.lock().state.products.keys().cloned().collect();
    Json(json!({ "products": ids })).into_response()
}

/// The product as Get Product would show it, and what waits for its audit.
pub async fn product(Shared(sandbox): Shop, Path(id): Path<String>) -> Response {
    match sandbox.lock().state.products.get(&id) {
        Some(stored) => {
            let review = stored.review.as_ref().map(|review| &review.version);
            Json(json!({ "product": stored.live, "under_review": review })).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The bytes of a picture: as uploaded, or drawn.
pub async fn image(Shared(sandbox): Shop, Path(id): Path<String>) -> Response {
    let uploaded = sandbox.lock().uploads.get(&id).cloned();
    let bytes = uploaded.unwrap_or_else(|| (sandbox.options.picture)(&id));
    let mime = match upload::format(&bytes) {
        Some("jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("bmp") => "image/bmp",
        Some("heic") => "image/heic",
        _ => "image/png",
    };
    ([(CONTENT_TYPE, HeaderValue::from_static(mime))], bytes).into_response()
}

/// The seller edits by hand.
#[derive(Debug, Deserialize)]
pub struct Edit {
    product_id: String,
    title: Option<String>,
    description: Option<String>,
    /// Whole rupiah, as a number or a text.
    price: Option<Value>,
    stock: Option<u32>,
    seller_sku: Option<String>,
    /// Which SKU `price`, `stock` and `seller_sku` are for; all without one.
    sku_id: Option<String>,
    /// As the channel spells it, on all platforms.
    status: Option<String>,
    /// Sets the address of pushes.
    #[serde(default)]
    webhook: bool,
}

pub async fn edit(Shared(sandbox): Shop, body: Bytes) -> Response {
    let edit: Edit = match serde_json::from_slice(&body) {
        Ok(edit) => edit,
        Err(problem) => return bad(&problem),
    };
    let (document, pushes) = {
        let mut inner = sandbox.lock();
        let now = sandbox.now().div_euclid(1000);
        let Some(stored) = inner.state.products.get_mut(&edit.product_id) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let pushes = by_hand(&mut stored.live, &edit, now);
        (stored.live.clone(), pushes)
    };
    if edit.webhook {
        sandbox.send_all(pushes).await;
    }
    Json(json!({ "product": document })).into_response()
}

fn by_hand(document: &mut Value, edit: &Edit, now: i64) -> Vec<Push> {
    let (id, mut fields, mut pushes) = (edit.product_id.as_str(), Vec::new(), Vec::new());
    for (field, value) in [("title", &edit.title), ("description", &edit.description)] {
        if let Some(value) = value {
            document[field] = json!(value);
            fields.push(field);
        }
    }
    let price = edit.price.as_ref().map(|price| price.as_str().map_or(price.to_string(), str::to_owned));
    for sku in items_mut(document, "skus") {
        if edit.sku_id.as_deref().is_some_and(|wanted| wanted != text(sku, "id")) {
            continue;
        }
        if let Some(price) = &price {
            sku["price"] = json!({ "currency": "IDR", "sale_price": price, "tax_exclusive_price": price });
        }
        if let Some(name) = &edit.seller_sku {
            sku["seller_sku"] = json!(name);
        }
        if let (Some(stock), Some(place)) = (edit.stock, items_mut(sku, "inventory").first_mut()) {
            place["quantity"] = json!(stock);
        }
    }
    if price.is_some() || edit.stock.is_some() || edit.seller_sku.is_some() {
        fields.push("others");
    }
    if !fields.is_empty() {
        pushes.push(Push::information(id, "SELLER_CENTER", &fields, now));
    }
    if let Some(status) = &edit.status {
        let everywhere = platforms(document);
        set_status(document, &everywhere, status);
        pushes.push(Push::status(id, "PRODUCT_STATUS_CHANGED", "", now));
    }
    document["update_time"] = json!(now);
    pushes
}

/// The start or the end of a promotion that locks a product's price.
#[derive(Debug, Deserialize)]
pub struct Promotion {
    product_id: String,
    #[serde(default)]
    ended: bool,
}

/// Get Product does not show it; a change of the price is refused while it runs.
pub async fn promotion(Shared(sandbox): Shop, body: Bytes) -> Response {
    let promotion: Promotion = match serde_json::from_slice(&body) {
        Ok(promotion) => promotion,
        Err(problem) => return bad(&problem),
    };
    let promoted = &mut sandbox.lock().state.promoted;
    if promotion.ended {
        promoted.remove(&promotion.product_id);
    } else {
        promoted.insert(promotion.product_id);
    }
    StatusCode::NO_CONTENT.into_response()
}

/// A push of any kind.
#[derive(Debug, Deserialize)]
pub struct Pushed {
    #[serde(rename = "type")]
    kind: i64,
    #[serde(default)]
    data: Value,
    /// Unix seconds; now without one.
    timestamp: Option<i64>,
    /// The id of the push, to repeat one.
    id: Option<String>,
    /// Where to, in place of the saved address.
    url: Option<String>,
    /// Signs with the wrong secret.
    #[serde(default)]
    forge: bool,
    /// Sends `data` alone, without an envelope, as the inventory push has been seen.
    #[serde(default)]
    flat: bool,
}

/// Sends a push now and says what was answered.
pub async fn push(Shared(sandbox): Shop, body: Bytes) -> Response {
    let pushed: Pushed = match serde_json::from_slice(&body) {
        Ok(pushed) => pushed,
        Err(problem) => return bad(&problem),
    };
    let Some(address) = pushed.url.clone().or_else(|| sandbox.address(pushed.kind)) else {
        return bad(&"no address for pushes is configured");
    };
    let at = pushed.timestamp.unwrap_or_else(|| sandbox.now().div_euclid(1000));
    let mut body = sandbox.envelope(pushed.kind, &pushed.data, at);
    if let Some(id) = &pushed.id {
        body["tts_notification_id"] = json!(id);
    }
    if pushed.flat {
        body = pushed.data.clone();
    }
    let id = body["tts_notification_id"].clone();
    let sent =
        if pushed.forge { sandbox.forge(&address, body).await } else { sandbox.send(&address, body).await };
    match sent {
        Ok(status) => Json(json!({ "status": status, "id": id })).into_response(),
        Err(problem) => (StatusCode::BAD_GATEWAY, Json(json!({ "error": problem }))).into_response(),
    }
}
