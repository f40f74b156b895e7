//! What a product says for one channel alone, and what the channel offers for it: categories, their attributes, brands.

use app::{
    catalogue::{listing_details, products},
    publishing::{
        category_choice::{Tree, suggest},
        creation::category_rules,
    },
    shops::directory::shops_of,
};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use domain::{Channel, ProductId, ShopId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    ApiState,
    body::Body,
    etag,
    guard::Caller,
    problem::{Problem, not_found},
    query::{Listed, Params, Segment, Segments, known_channel},
    route::{Routes, routes},
    wire::listing_details::{CategoryLeaf, CategoryRules, ListingDetails, Named, StoredListingDetails},
};

/// Categories and brands of one answer.
const MOST: usize = 50;

pub(crate) fn routes<R: Routes>() -> R {
    R::new()
        .routes(routes!(details, save_details))
        .routes(routes!(categories))
        .routes(routes!(category))
        .routes(routes!(brands))
}

/// What the product says for one channel alone: its category there, attributes, brand and delivery.
#[utoipa::path(get, path = "/v1/products/{id}/details/{channel}", tag = "products",
    params(("id" = String, Path), ("channel" = String, Path)),
    responses((status = 200, body = StoredListingDetails, headers(("ETag" = String))), (status = 304)))]
async fn details(
    State(state): State<ApiState>,
    Segments(id, channel): Segments,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (id, channel) = (id.parse(ProductId::parse)?, known_channel(&state.ports, &channel)?);
    let product = products::find(&state.ports, &id).await?;
    let said = product.value.details.get(&channel).cloned().unwrap_or_default();
    let body = StoredListingDetails { details: said.into(), version: product.version };
    Ok(etag::versioned_or_304(&headers, product.version, body))
}

/// Replaces what the product says for one channel. Nothing is pushed; a plan with `create` proposes the listing.
#[utoipa::path(put, path = "/v1/products/{id}/details/{channel}", tag = "products",
    params(("id" = String, Path), ("channel" = String, Path), ("If-Match" = String, Header, example = "\"3\"")),
    request_body = ListingDetails,
    responses((status = 200, body = StoredListingDetails, headers(("ETag" = String)))))]
async fn save_details(
    State(state): State<ApiState>,
    caller: Caller,
    Segments(id, channel): Segments,
    headers: HeaderMap,
    Body(said): Body<ListingDetails>,
) -> Result<Response, Problem> {
    let (id, channel) = (id.parse(ProductId::parse)?, known_channel(&state.ports, &channel)?);
    let expected = etag::required(&headers)?.version();
    let details = domain::ListingDetails::from(said);
    let rules = match (&details.category, a_shop(&state, &channel).await?) {
        (Some(category), Some(shop)) => category_rules(&state.ports, &channel, &shop, &category.id).await?,
        _ => None,
    };
    let stored =
        listing_details::put(&state.ports, caller.actor(), &id, &channel, expected, details, rules.as_ref())
            .await
            .map_err(Problem::of_edit)?;
    let said = stored.value.details.get(&channel).cloned().unwrap_or_default();
    Ok(etag::versioned(
        stored.version,
        StoredListingDetails { details: said.into(), version: stored.version },
    ))
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct CategoryQuery {
    /// Words of the category's path.
    q: Option<String>,
    /// Suggestions for this product in place of a search.
    product_id: Option<String>,
}

/// Categories of a channel that a listing can be put in: found by words, or suggested for a product, the best first.
#[utoipa::path(get, path = "/v1/channels/{channel}/categories", tag = "products",
    params(("channel" = String, Path), CategoryQuery),
    responses((status = 200, body = Listed<CategoryLeaf>)))]
async fn categories(
    State(state): State<ApiState>,
    channel: Segment,
    Params(asked): Params<CategoryQuery>,
) -> Result<Json<Listed<CategoryLeaf>>, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let items = if let Some(id) = asked.product_id {
        let id = ProductId::parse(&id).map_err(|invalid| Problem::from(invalid).field("product_id"))?;
        let product = products::find(&state.ports, &id).await?;
        let shop = a_shop(&state, &channel).await?;
        let found = suggest(&state.ports, &product.value, &channel, shop.as_ref()).await?;
        found.into_iter().map(CategoryLeaf::from).collect()
    } else {
        let tree = Tree::read(&state.ports, &channel).await?;
        let found = tree.search(asked.q.as_deref().unwrap_or_default(), MOST);
        found.into_iter().map(CategoryLeaf::from).collect()
    };
    Ok(Json(Listed { items, next: None }))
}

/// What the channel requires of every listing in a category.
#[utoipa::path(get, path = "/v1/channels/{channel}/categories/{category}", tag = "products",
    params(("channel" = String, Path), ("category" = String, Path)),
    responses((status = 200, body = CategoryRules)))]
async fn category(
    State(state): State<ApiState>,
    Segments(channel, category): Segments,
) -> Result<Json<CategoryRules>, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let missing = || not_found("category", &category.0);
    let leaf = Tree::read(&state.ports, &channel).await?.leaf(&category.0).ok_or_else(missing)?;
    let shop = a_shop(&state, &channel).await?.ok_or_else(missing)?;
    let rules = category_rules(&state.ports, &channel, &shop, &leaf.id).await?.ok_or_else(missing)?;
    Ok(Json(CategoryRules::of(leaf.id, leaf.path, rules)))
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BrandQuery {
    /// The category that the listing is in.
    category: String,
    /// The beginning of the name.
    #[serde(default)]
    q: String,
}

/// Brands that a listing of a category can have.
#[utoipa::path(get, path = "/v1/channels/{channel}/brands", tag = "products",
    params(("channel" = String, Path), BrandQuery), responses((status = 200, body = Listed<Named>)))]
async fn brands(
    State(state): State<ApiState>,
    channel: Segment,
    Params(asked): Params<BrandQuery>,
) -> Result<Json<Listed<Named>>, Problem> {
    let channel = known_channel(&state.ports, &channel)?;
    let Some(shop) = a_shop(&state, &channel).await? else {
        return Ok(Json(Listed { items: Vec::new(), next: None }));
    };
    let found =
        app::publishing::creation::brands(&state.ports, &channel, &shop, &asked.category, &asked.q).await?;
    let items = found.into_iter().take(MOST).map(Named::from).collect();
    Ok(Json(Listed { items, next: None }))
}

/// The shop that answers for the channel.
async fn a_shop(state: &ApiState, channel: &Channel) -> Result<Option<ShopId>, Problem> {
    Ok(shops_of(&state.ports, channel).await?.into_iter().next())
}
