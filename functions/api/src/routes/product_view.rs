//! One product with everything that its screen needs, in one request.

use app::{
    catalogue,
    publishing::{self, shown::shown},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::{ContentHash, ProductId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::stock::{Stock, stock_of};
use crate::{
    ApiState, etag,
    problem::{Problem, codes::request},
    query::{self, Listed, Params, Segment},
    wire::{listing::Listing, operation::AuditEntry, product::Product, title::ProductTitles},
};

/// History entries in the answer; `/v1/products/{id}/history` has the rest.
const HISTORY: usize = 20;

/// What comes with the product.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProductViewQuery {
    /// Any of `listings`, `titles`, `stock`, `history`, separated by commas.
    #[param(example = "listings,titles,stock,history")]
    pub include: Option<String>,
}

/// A product, and what was asked to come with it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductView {
    #[serde(flatten)]
    pub product: Product,
    /// Where it is listed: target beside observed, in the order of their keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listings: Option<Vec<Listing>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titles: Option<ProductTitles>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock: Option<Stock>,
    /// The newest of what was done to it; `next` leads on at `/v1/products/{id}/history`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<Listed<AuditEntry>>,
}

/// One product, with `include` also its listings, titles, stock and history in the same answer. `If-Match` takes the `ETag`
/// with or without `include`.
#[utoipa::path(get, path = "/v1/products/{id}", tag = "products", params(("id" = String, Path), ProductViewQuery),
    responses((status = 200, body = ProductView, headers(("ETag" = String))), (status = 304)))]
pub(super) async fn one(
    State(state): State<ApiState>,
    id: Segment,
    Params(asked): Params<ProductViewQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = id.parse(ProductId::parse)?;
    let wanted = asked.include.as_deref().unwrap_or("");
    let wanted: Vec<&str> = wanted.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    if wanted.iter().any(|word| !["listings", "titles", "stock", "history"].contains(word)) {
        return Err(Problem::of(&request::QUERY_MALFORMED).field("include"));
    }
    let wants = |word: &str| wanted.contains(&word);
    let ports = &state.ports;
    let stored = catalogue::products::find(ports, &id).await?;
    let product = Product::from(&stored);
    if wanted.is_empty() {
        return Ok(etag::versioned_or_304(&headers, stored.version, product));
    }
    let stock = async {
        if !wants("stock") {
            return Ok::<_, Problem>(None);
        }
        let keys = ports.listings.of_product(&id).await?;
        Ok(Some(stock_of(&stored, &ports.listings.get_many(&keys).await?)))
    };
    let listings =
        async { if wants("listings") { listings_of(&state, &id).await.map(Some) } else { Ok(None) } };
    let titles = async {
        if !wants("titles") {
            return Ok(None);
        }
        let found = publishing::titles::of_product(ports, &id).await?;
        Ok(Some(ProductTitles::from(&found)))
    };
    let history = async {
        if !wants("history") {
            return Ok(None);
        }
        let page = ports.audit.list(Some(id.as_str()), None, HISTORY).await?;
        Ok(Some(Listed::of(&query::history_of(&id), page)))
    };
    let (stock, listings, titles, history) = tokio::try_join!(stock, listings, titles, history)?;
    let view = ProductView { product, listings, titles, stock, history };
    // The version comes first, so that an edit can name it. The hash after the point is of this answer only.
    let tag = format!("\"{}.{}\"", stored.version, ContentHash::of(&view).short());
    Ok(etag::tagged_or_304(&headers, &tag, view))
}

/// The product's listings as they are shown to a person.
pub(super) async fn listings_of(state: &ApiState, id: &ProductId) -> Result<Vec<Listing>, Problem> {
    let keys = state.ports.listings.of_product(id).await?;
    let mut found = state.ports.listings.get_many(&keys).await?;
    found.sort_by(|a, b| a.state.value.key.cmp(&b.state.value.key));
    // Boxed, because the future of planning is large.
    let shown = Box::pin(shown(&state.ports, found)).await?;
    Ok(shown.iter().map(Listing::from).collect())
}
