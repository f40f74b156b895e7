//! One listing, and the seller's own settings for it.

use app::publishing::{
    listing_edit,
    shown::{ShownListing, shown},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::ListingKey;

use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    problem::{Problem, not_found},
    query::Segment,
    route::{Routes, routes},
    wire::listing::{Listing, ListingPatch},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(one, edit))
}

pub(super) async fn find(state: &ApiState, key: &ListingKey) -> Result<ShownListing, Problem> {
    let listing = state.ports.listings.get(key).await?;
    let listing = listing.ok_or_else(|| not_found("listing", &key.to_string()))?;
    let shown = shown(&state.ports, vec![listing]).await?.into_iter().next();
    shown.ok_or_else(|| Problem::internal("a listing was not shown"))
}

/// One listing: what the channel says, links, exceptions and prices. The `ETag` is of what a person edits.
#[utoipa::path(get, path = "/v1/listings/{key}", tag = "listings",
    params(("key" = String, Path, description = "`channel:shop:id`", example = "shopee:14701711:2500139861")),
    responses((status = 200, body = Listing, headers(("ETag" = String)))))]
async fn one(State(state): State<ApiState>, key: Segment) -> Result<Response, Problem> {
    let listing = find(&state, &key.parse(ListingKey::parse)?).await?;
    Ok(etag::versioned(listing.listing.state.version, Listing::from(&listing)))
}

/// Edits the listing's own title and description, who decides which field, and which variant an offer sells.
#[utoipa::path(patch, path = "/v1/listings/{key}", tag = "listings",
    params(("key" = String, Path), ("If-Match" = String, Header, example = "\"3\"")),
    request_body = ListingPatch,
    responses((status = 200, body = Listing, headers(("ETag" = String)))))]
async fn edit(
    State(state): State<ApiState>,
    caller: Caller,
    key: Segment,
    headers: HeaderMap,
    Body(patch): Body<ListingPatch>,
) -> Result<Response, Problem> {
    let key = key.parse(ListingKey::parse)?;
    let expected = etag::required(&headers)?.version();
    let edited = listing_edit::edit_listing(&state.ports, caller.actor(), &key, expected, patch.into())
        .await
        .map_err(Problem::of_edit)?;
    let mut listing = find(&state, &key).await?;
    listing.listing.state = edited;
    Ok(etag::versioned(listing.listing.state.version, Listing::from(&listing)))
}
