//! The master catalogue.

use app::{
    catalogue::products::{self, ProductEdit},
    ports::AuditFilter,
};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{Channel, ProductId};

use super::{
    catalogue_index::{__path_index, index},
    located,
    product_list::{__path_list, list},
    product_view::{__path_one, listings_of, one},
};
use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    idempotency::Idempotent,
    problem::Problem,
    query::{self, Listed, Paging, Params, Segment, channel_unknown},
    route::{Routes, routes},
    wire::{
        listing::Listing,
        operation::AuditEntry,
        product::{NewProduct, Product, ProductPatch},
    },
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(list, create))
        .routes(routes!(index))
        .routes(routes!(one, edit, archive))
        .routes(routes!(listings))
        .routes(routes!(history))
}

/// A channel named in a query.
pub(crate) fn channel_of(state: &ApiState, name: &str) -> Result<Channel, Problem> {
    let channel = Channel::parse(name).map_err(Problem::from)?;
    match state.ports.marketplaces.get(&channel) {
        Some(_) => Ok(channel),
        None => Err(channel_unknown("channel", &channel)),
    }
}

/// Creates a product. Its prices on every channel follow within moments.
#[utoipa::path(post, path = "/v1/products", tag = "products", request_body = NewProduct,
    responses((status = 201, body = Product, headers(("Location" = String), ("ETag" = String)))))]
async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Extension(request): Extension<Idempotent>,
    Body(new): Body<NewProduct>,
) -> Result<Response, Problem> {
    // The id is derived from the request, so that a repeat after a lost answer finds the same product.
    let id = ProductId::derived(&["product", &request.name]);
    let title = new.title.clone();
    let edit = ProductEdit::from(new);
    let stored = products::create(&state.ports, caller.actor(), id, &title, edit).await?;
    let location = format!("/v1/products/{}", stored.value.id);
    let response = located(StatusCode::CREATED, &location, Product::from(&stored));
    Ok(etag::with_tag(response, &format!("\"{}\"", stored.version)))
}

/// Edits a product as a JSON merge patch. Its prices on every channel follow within moments; nothing is pushed.
#[utoipa::path(patch, path = "/v1/products/{id}", tag = "products",
    params(("id" = String, Path), ("If-Match" = String, Header, example = "\"3\"")),
    request_body = ProductPatch,
    responses((status = 200, body = Product, headers(("ETag" = String)))))]
async fn edit(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    headers: HeaderMap,
    Body(patch): Body<ProductPatch>,
) -> Result<Response, Problem> {
    let id = id.parse(ProductId::parse)?;
    let expected = etag::required(&headers)?.version();
    let stored = products::edit(&state.ports, caller.actor(), &id, expected, patch.into())
        .await
        .map_err(Problem::of_edit)?;
    Ok(etag::versioned(stored.version, Product::from(&stored)))
}

/// Archives a product: nothing is pushed for it any more. Its listings stay as they are. `PATCH {"status":"active"}`
/// brings it back.
#[utoipa::path(delete, path = "/v1/products/{id}", tag = "products",
    params(("id" = String, Path), ("If-Match" = String, Header, example = "\"3\"")),
    responses((status = 200, body = Product, headers(("ETag" = String)))))]
async fn archive(
    State(state): State<ApiState>,
    caller: Caller,
    id: Segment,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = id.parse(ProductId::parse)?;
    let expected = etag::required(&headers)?.version();
    let stored =
        products::archive(&state.ports, caller.actor(), &id, expected).await.map_err(Problem::of_edit)?;
    Ok(etag::versioned(stored.version, Product::from(&stored)))
}

/// Where the product is listed: what each channel says, what is linked, and the computed prices.
#[utoipa::path(get, path = "/v1/products/{id}/listings", tag = "products", params(("id" = String, Path)),
    responses((status = 200, body = Listed<Listing>)))]
async fn listings(State(state): State<ApiState>, id: Segment) -> Result<Response, Problem> {
    let id = id.parse(ProductId::parse)?;
    products::find(&state.ports, &id).await?;
    let found = listings_of(&state, &id).await?;
    Ok(Json(Listed { items: found, next: None }).into_response())
}

/// Everything that was done to the product, the newest first.
#[utoipa::path(get, path = "/v1/products/{id}/history", tag = "products", params(("id" = String, Path), Paging),
    responses((status = 200, body = Listed<AuditEntry>)))]
async fn history(
    State(state): State<ApiState>,
    id: Segment,
    Params(paging): Params<Paging>,
) -> Result<Json<Listed<AuditEntry>>, Problem> {
    let id = id.parse(ProductId::parse)?;
    products::find(&state.ports, &id).await?;
    let of = query::history_of(&id);
    let cursor = query::unwrap_cursor(&of, paging.cursor.as_deref())?;
    let limit = query::limit(paging.limit)?;
    let filter = AuditFilter { subject: Some(id.to_string()), ..AuditFilter::default() };
    let page = state.ports.audit.search(&filter, cursor.as_deref(), limit).await?;
    Ok(Json(Listed::of(&of, page)))
}
