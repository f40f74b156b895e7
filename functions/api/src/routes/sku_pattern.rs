//! SKUs for new products: the seller's pattern, and proposals by it.

use app::catalogue::sku_pattern::{propose, put_sku_pattern, sku_pattern};
use axum::{Json, extract::State, http::HeaderMap, response::Response};

use crate::{
    ApiState,
    body::Body,
    etag::{self, Expected},
    guard::Caller,
    problem::{Problem, codes::limits},
    route::{Routes, routes},
    wire::sku_pattern::{SkuPattern, SkuProposal, SkuRequest, StoredSkuPattern},
};

/// The most variants of one product on any channel.
const MOST: usize = 300;

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(pattern, save_pattern)).routes(routes!(proposal))
}

/// How SKUs are proposed: by the default pattern, with version 0, until somebody saves one.
#[utoipa::path(get, path = "/v1/products/sku-pattern", tag = "products",
    responses((status = 200, body = StoredSkuPattern, headers(("ETag" = String))), (status = 304)))]
async fn pattern(State(state): State<ApiState>, headers: HeaderMap) -> Result<Response, Problem> {
    let stored = sku_pattern(&state.ports).await?;
    Ok(etag::versioned_or_304(&headers, stored.version, StoredSkuPattern::from(stored)))
}

/// Saves the pattern as a new version. SKUs that exist stay as they are. The first save says `If-Match: "0"`.
#[utoipa::path(put, path = "/v1/products/sku-pattern", tag = "products",
    params(("If-Match" = String, Header, example = "\"0\"")), request_body = SkuPattern,
    responses((status = 200, body = StoredSkuPattern, headers(("ETag" = String)))))]
async fn save_pattern(
    State(state): State<ApiState>,
    caller: Caller,
    headers: HeaderMap,
    Body(wanted): Body<SkuPattern>,
) -> Result<Response, Problem> {
    let expected = match etag::required_or_first(&headers)? {
        Expected::Version(version) => version,
        Expected::Any => sku_pattern(&state.ports).await?.version,
    };
    let stored = put_sku_pattern(&state.ports, caller.actor(), &wanted.pattern, expected)
        .await
        .map_err(Problem::of_edit)?;
    Ok(etag::versioned(stored.version, StoredSkuPattern::from(stored)))
}

/// Proposes free SKUs for a new product by the seller's pattern. Nothing is reserved: saving the product claims them.
#[utoipa::path(post, path = "/v1/products/sku-proposals", tag = "products", request_body = SkuRequest,
    responses((status = 200, body = SkuProposal)))]
async fn proposal(
    State(state): State<ApiState>,
    Body(request): Body<SkuRequest>,
) -> Result<Json<SkuProposal>, Problem> {
    if request.variants.len() > MOST {
        return Err(Problem::of(&limits::TOO_MANY_VARIANTS).field("variants"));
    }
    let skus = propose(&state.ports, &request.title, &request.variants).await?;
    Ok(Json(SkuProposal { skus: skus.into_iter().map(|sku| sku.as_str().to_owned()).collect() }))
}
