//! What is ignored in SKUs when shops are compared.

use app::catalogue::sku_rules::{put_sku_rules, sku_rules};
use axum::{extract::State, http::HeaderMap, response::Response};

use crate::{
    ApiState,
    body::Body,
    etag::{self, Expected},
    guard::Caller,
    problem::Problem,
    route::{Routes, routes},
    wire::sku_rules::{SkuRules, StoredSkuRules},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(rules, save))
}

/// What is overlooked in SKUs: nothing, with version 0, until somebody saves rules.
#[utoipa::path(get, path = "/v1/matching/sku-rules", tag = "matches",
    responses((status = 200, body = StoredSkuRules, headers(("ETag" = String))), (status = 304)))]
async fn rules(State(state): State<ApiState>, headers: HeaderMap) -> Result<Response, Problem> {
    let stored = sku_rules(&state.ports).await?;
    Ok(etag::versioned_or_304(&headers, stored.version, StoredSkuRules::from(stored)))
}

/// Saves what is overlooked in SKUs as a new version. The next import compares by it, for listings and for the variants
/// of a product; what is linked stays linked. The first save says `If-Match: "0"`.
#[utoipa::path(put, path = "/v1/matching/sku-rules", tag = "matches",
    params(("If-Match" = String, Header, example = "\"0\"")), request_body = SkuRules,
    responses((status = 200, body = StoredSkuRules, headers(("ETag" = String)))))]
async fn save(
    State(state): State<ApiState>,
    caller: Caller,
    headers: HeaderMap,
    Body(rules): Body<SkuRules>,
) -> Result<Response, Problem> {
    let expected = match etag::required_or_first(&headers)? {
        Expected::Version(version) => version,
        Expected::Any => sku_rules(&state.ports).await?.version,
    };
    let stored = put_sku_rules(&state.ports, caller.actor(), &rules.into(), expected)
        .await
        .map_err(Problem::of_edit)?;
    Ok(etag::versioned(stored.version, StoredSkuRules::from(stored)))
}
