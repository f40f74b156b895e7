//! The whole catalogue for the browser.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use domain::ContentHash;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    ApiState, download, etag,
    problem::Problem,
    query::{self, Params},
    wire::catalogue_index::CatalogueIndex,
};

/// The name of the index among the lists, for its tokens.
const OF: &str = "catalogue index";

/// From where on.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IndexQuery {
    /// `next` of an earlier index: only what changed since. Left out for the whole catalogue.
    pub since: Option<String>,
}

/// The catalogue in columns, gzipped where the caller takes that: whole, or what changed since an earlier one. A product is
/// never removed; an archived one says so.
#[utoipa::path(get, path = "/v1/products/index", tag = "products", params(IndexQuery),
    responses((status = 200, body = CatalogueIndex, headers(("ETag" = String))), (status = 304)))]
pub(super) async fn index(
    State(state): State<ApiState>,
    Params(asked): Params<IndexQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let since = query::unwrap_cursor(OF, asked.since.as_deref())?;
    let found = state.ports.catalogue.index(since.as_deref()).await?;
    let next = query::wrap_cursor(OF, &found.token);
    let marketplaces = state.ports.marketplaces.all();
    let mut body = CatalogueIndex::of(&found.cards, &marketplaces, (String::new(), since.is_none()));
    // The token `next` changes with time, so the tag is the hash of the catalogue without it.
    let tag = format!("\"{}\"", ContentHash::of(&body).short());
    body.next = next;
    let json = serde_json::to_vec(&body).map_err(|error| Problem::internal(error.to_string()))?;
    let packed = download::accepts_gzip(&headers);
    let json = if packed {
        download::gzip(&json).map_err(|error| Problem::internal(error.to_string()))?
    } else {
        json
    };
    Ok(etag::if_changed(&headers, &tag, || {
        let mut response = Response::new(Body::from(json));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if packed {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }))
}
