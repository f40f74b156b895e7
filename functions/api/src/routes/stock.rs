//! Stock: the master's value, and what each channel shows.

use std::collections::BTreeMap;

use app::{
    catalogue::products,
    ports::{Listing, Versioned},
};
use axum::{Json, extract::State};
use domain::{Product, ProductId, Sku, VariantId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    ApiState,
    body::Body,
    guard::Caller,
    problem::{
        Problem,
        codes::{request, values},
    },
    query::Params,
    route::{Routes, routes},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(of_product)).routes(routes!(adjust))
}

/// Whose stock: a product, or the product of a SKU.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StockQuery {
    pub product: Option<String>,
    pub sku: Option<String>,
}

/// The stock of a product's variants.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Stock {
    pub product_id: String,
    pub version: u64,
    pub variants: Vec<VariantStock>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantStock {
    pub variant_id: String,
    pub sku: Option<String>,
    /// What the channels get; absent where SyncStore does not set stock.
    pub stock: Option<u32>,
    /// What each listing last showed, by `channel:shop:id`.
    pub observed: BTreeMap<String, u32>,
}

/// Sets a variant's master stock. `null` leaves stock to the channels.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockAdjustment {
    #[schema(example = "MTK-FRM5-V2")]
    pub sku: String,
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true, example = 12)]
    pub stock: Option<u32>,
}

/// The stock of a product, master and observed. Name `product` or `sku`.
#[utoipa::path(get, path = "/v1/stock", tag = "stock", params(StockQuery),
    responses((status = 200, body = Stock)))]
async fn of_product(
    State(state): State<ApiState>,
    Params(asked): Params<StockQuery>,
) -> Result<Json<Stock>, Problem> {
    let id = match (&asked.product, &asked.sku) {
        (Some(id), None) => {
            ProductId::parse(id).map_err(|invalid| Problem::from(invalid).field("product"))?
        }
        (None, Some(sku)) => {
            let sku = Sku::parse(sku)?;
            let claims = state.ports.products.sku_claims(&[sku.folded()]).await?;
            let unknown = || Problem::of(&values::SKU_UNKNOWN).field("sku");
            claims.into_iter().next().ok_or_else(unknown)?.product
        }
        _ => {
            let problem = Problem::of(&request::QUERY_MALFORMED);
            return Err(problem.english("Name either `product` or `sku`."));
        }
    };
    let product = products::find(&state.ports, &id).await?;
    let keys = state.ports.listings.of_product(&id).await?;
    let listings = state.ports.listings.get_many(&keys).await?;
    Ok(Json(stock_of(&product, &listings)))
}

/// Sets a variant's master stock. Nothing is pushed until a plan is carried out.
#[utoipa::path(post, path = "/v1/stock/adjustments", tag = "stock", request_body = StockAdjustment,
    responses((status = 200, body = Stock)))]
async fn adjust(
    State(state): State<ApiState>,
    caller: Caller,
    Body(asked): Body<StockAdjustment>,
) -> Result<Json<Stock>, Problem> {
    let sku = Sku::parse(&asked.sku)?;
    let (product, _) = products::set_stock(&state.ports, caller.actor(), &sku, asked.stock).await?;
    let keys = state.ports.listings.of_product(&product.value.id).await?;
    let listings = state.ports.listings.get_many(&keys).await?;
    Ok(Json(stock_of(&product, &listings)))
}

pub(super) fn stock_of(product: &Versioned<Product>, listings: &[Listing]) -> Stock {
    let observed = |variant: &VariantId| {
        let offers = listings.iter().flat_map(|listing| {
            let links = listing.state.value.links.iter().filter(move |(_, linked)| *linked == variant);
            links.filter_map(|(offer, _)| {
                let stock = listing.observed.content.offer(offer)?.stock?;
                Some((listing.state.value.key.to_string(), stock))
            })
        });
        offers.collect()
    };
    Stock {
        product_id: product.value.id.to_string(),
        version: product.version,
        variants: product
            .value
            .variants
            .iter()
            .map(|variant| VariantStock {
                variant_id: variant.id.to_string(),
                sku: variant.sku.as_ref().map(ToString::to_string),
                stock: variant.stock,
                observed: observed(&variant.id),
            })
            .collect(),
    }
}
