//! The master catalogue.

use app::{
    ports::{AuditFilter, CatalogueQuery},
    usecase::{
        categories, locks,
        products::{self, ProductEdit},
    },
};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{Channel, ProductId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::located;
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
        enums::{Order, ProductSort, ProductStatus},
        listing::Listing,
        operation::AuditEntry,
        product::{NewProduct, Product, ProductCard, ProductList, ProductPatch},
    },
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(list, create))
        .routes(routes!(one, edit, archive))
        .routes(routes!(listings))
        .routes(routes!(history))
}

/// A search. Every condition that is present must hold.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProductQuery {
    /// Words of the title, or a SKU, each also as a prefix.
    pub q: Option<String>,
    #[param(inline)]
    pub status: Option<ProductStatus>,
    /// Listed on this channel.
    pub channel: Option<String>,
    /// Not listed on this channel: what could be offered there.
    pub missing_on: Option<String>,
    pub category: Option<String>,
    /// `true`: only products that a person should look at.
    pub attention: Option<bool>,
    #[param(inline)]
    pub sort: Option<ProductSort>,
    /// Downwards for `updated_at`, else upwards, when left out.
    #[param(inline)]
    pub order: Option<Order>,
    pub cursor: Option<String>,
    /// 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// Searches the catalogue.
#[utoipa::path(get, path = "/v1/products", tag = "products", params(ProductQuery),
    responses((status = 200, body = ProductList)))]
async fn list(
    State(state): State<ApiState>,
    Params(asked): Params<ProductQuery>,
) -> Result<Json<ProductList>, Problem> {
    let sort = asked.sort.unwrap_or(ProductSort::UpdatedAt);
    let order = asked.order.unwrap_or(if sort == ProductSort::UpdatedAt { Order::Desc } else { Order::Asc });
    let mut query = CatalogueQuery {
        text: asked.q.filter(|text| !text.trim().is_empty()),
        status: asked.status.map(Into::into),
        channel: asked.channel.as_deref().map(|name| channel_of(&state, name)).transpose()?,
        missing_on: asked.missing_on.as_deref().map(|name| channel_of(&state, name)).transpose()?,
        category: asked.category,
        attention: asked.attention.unwrap_or(false),
        sort: sort.into(),
        descending: order == Order::Desc,
        limit: 0,
        cursor: None,
    };
    // A cursor belongs to its search: with other conditions it would skip products.
    let of = format!("products {query:?}");
    query.cursor = query::unwrap_cursor(&of, asked.cursor.as_deref())?;
    query.limit = query::limit(asked.limit)?;
    let page = state.ports.catalogue.search(&query).await?;
    let by_status = page.by_status.into_iter();
    Ok(Json(ProductList {
        items: page.cards.iter().map(ProductCard::from).collect(),
        next: page.next.map(|next| query::wrap_cursor(&of, &next)),
        total: page.total,
        by_status: by_status.map(|(status, count)| (status.into(), count)).collect(),
    }))
}

/// A channel named in a query.
pub(super) fn channel_of(state: &ApiState, name: &str) -> Result<Channel, Problem> {
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
    // The id follows from the request, so that a repeat whose first answer was lost finds the same product.
    let id = ProductId::derived(&["product", &request.name]);
    let title = new.title.clone();
    let edit = ProductEdit::from(new);
    let stored = products::create(&state.ports, caller.actor(), id, &title, edit).await?;
    let location = format!("/v1/products/{}", stored.value.id);
    let response = located(StatusCode::CREATED, &location, Product::from(&stored));
    Ok(etag::with_tag(response, &format!("\"{}\"", stored.version)))
}

/// One product.
#[utoipa::path(get, path = "/v1/products/{id}", tag = "products", params(("id" = String, Path)),
    responses((status = 200, body = Product, headers(("ETag" = String))), (status = 304)))]
async fn one(State(state): State<ApiState>, id: Segment, headers: HeaderMap) -> Result<Response, Problem> {
    let stored = products::find(&state.ports, &id.parse(ProductId::parse)?).await?;
    Ok(etag::versioned_or_304(&headers, stored.version, Product::from(&stored)))
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
        .map_err(|error| Problem::from(error).stale_if_conflict())?;
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
    let stored = products::archive(&state.ports, caller.actor(), &id, expected)
        .await
        .map_err(|error| Problem::from(error).stale_if_conflict())?;
    Ok(etag::versioned(stored.version, Product::from(&stored)))
}

/// Where the product is listed: what each channel says, what is linked, and the computed prices.
#[utoipa::path(get, path = "/v1/products/{id}/listings", tag = "products", params(("id" = String, Path)),
    responses((status = 200, body = Listed<Listing>)))]
async fn listings(State(state): State<ApiState>, id: Segment) -> Result<Response, Problem> {
    let id = id.parse(ProductId::parse)?;
    products::find(&state.ports, &id).await?;
    let keys = state.ports.listings.of_product(&id).await?;
    let mut found = state.ports.listings.get_many(&keys).await?;
    found.sort_by(|a, b| a.state.value.key.cmp(&b.state.value.key));
    locks::mark(&state.ports, &mut found).await?;
    categories::name(&state.ports, &mut found).await?;
    Ok(Json(Listed { items: found.iter().map(Listing::from).collect(), next: None }).into_response())
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
    let of = format!("history {id}");
    let cursor = query::unwrap_cursor(&of, paging.cursor.as_deref())?;
    let limit = query::limit(paging.limit)?;
    let filter = AuditFilter { subject: Some(id.to_string()), ..AuditFilter::default() };
    let page = state.ports.audit.search(&filter, cursor.as_deref(), limit).await?;
    Ok(Json(Listed::of(&of, page)))
}
