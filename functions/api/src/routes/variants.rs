//! The variants of a product.

use app::catalogue::products;
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::ProductId;

use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    problem::Problem,
    query::{Segment, Segments},
    route::{Routes, routes},
    wire::product::{Product, Variant, VariantList, VariantPatch},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list)).routes(routes!(edit))
}

/// The variants of a product; the `ETag` is the product's.
#[utoipa::path(get, path = "/v1/products/{id}/variants", operation_id = "variants_list", tag = "products", params(("id" = String, Path)),
    responses((status = 200, body = VariantList, headers(("ETag" = String))), (status = 304)))]
async fn list(State(state): State<ApiState>, id: Segment, headers: HeaderMap) -> Result<Response, Problem> {
    let stored = products::find(&state.ports, &id.parse(ProductId::parse)?).await?;
    let items = stored.value.variants.iter().map(Variant::from).collect();
    Ok(etag::versioned_or_304(&headers, stored.version, VariantList { items }))
}

/// Edits one variant, named by its id or its SKU. `If-Match` names the product's version.
#[utoipa::path(patch, path = "/v1/products/{id}/variants/{variant}", operation_id = "variants_edit", tag = "products",
    params(
        ("id" = String, Path),
        ("variant" = String, Path, description = "The variant's id or SKU"),
        ("If-Match" = String, Header, example = "\"3\"")
    ),
    request_body = VariantPatch,
    responses((status = 200, body = Product, headers(("ETag" = String)))))]
async fn edit(
    State(state): State<ApiState>,
    caller: Caller,
    Segments(id, variant): Segments,
    headers: HeaderMap,
    Body(patch): Body<VariantPatch>,
) -> Result<Response, Problem> {
    let id = id.parse(ProductId::parse)?;
    let expected = etag::required(&headers)?.version();
    let actor = caller.actor();
    let stored = products::edit_variant(&state.ports, actor, &id, &variant.0, expected, patch.into())
        .await
        .map_err(Problem::of_edit)?;
    Ok(etag::versioned(stored.version, Product::from(&stored)))
}
