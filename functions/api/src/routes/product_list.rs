//! The list of products: search, filters, counts, pages.

#![expect(
    clippy::large_stack_arrays,
    reason = "the derived list of query parameters is made once, for the document"
)]

use app::ports::{CatalogueQuery, CatalogueSort};
use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    ApiState, etag,
    problem::{Problem, codes::request},
    query::{self, Params},
    wire::{
        card::{ProductCard, ProductList},
        enums::{Order, ProductSort, ProductStatus, SyncState},
        number::Percent,
        selection::ProductFilter,
    },
};

/// The largest offset.
const MOST_OFFSET: usize = 100_000;

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
    /// In this state on a channel; on `channel` where it is named.
    #[param(inline)]
    pub state: Option<SyncState>,
    /// In this state on that channel; several are separated by commas and must all hold.
    #[param(example = "shopee:pending,tiktok_shop:failed")]
    pub channel_state: Option<String>,
    /// `true`: a variant is under the floor on a channel. `false`: none is.
    pub under_floor: Option<bool>,
    /// The least margin on any channel, in percent of the cost, is at least this.
    #[param(value_type = Option<f64>)]
    pub margin_min: Option<Percent>,
    #[param(value_type = Option<f64>)]
    pub margin_max: Option<Percent>,
    /// A base price is at least this, in whole rupiah.
    pub price_min: Option<i64>,
    /// A base price is at most this, in whole rupiah.
    pub price_max: Option<i64>,
    /// Changed at this time or later.
    #[param(value_type = Option<String>, format = DateTime)]
    pub updated_since: Option<Timestamp>,
    /// Changed before this time.
    #[param(value_type = Option<String>, format = DateTime)]
    pub updated_before: Option<Timestamp>,
    /// `channel_price` needs `channel`; `margin` is of that channel where it is named.
    #[param(inline)]
    pub sort: Option<ProductSort>,
    /// Downwards for `updated_at`, else upwards, when left out.
    #[param(inline)]
    pub order: Option<Order>,
    pub cursor: Option<String>,
    /// 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
    /// Leaves out this number of the first ones, at most 100,000: for a list that jumps to a place. Not together with
    /// `cursor`.
    #[param(minimum = 0, maximum = 100_000, default = 0)]
    pub offset: Option<usize>,
}

/// Searches the catalogue. 304 where the page reads as the one of the `ETag`.
#[utoipa::path(get, path = "/v1/products", tag = "products", params(ProductQuery),
    responses((status = 200, body = ProductList, headers(("ETag" = String))), (status = 304)))]
pub(super) async fn list(
    State(state): State<ApiState>,
    Params(asked): Params<ProductQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (of, query) = search_of(&state, asked)?;
    let page = state.ports.catalogue.search(&query).await?;
    let marketplaces = state.ports.marketplaces.all();
    let list = ProductList {
        items: page.cards.iter().map(|card| ProductCard::of(card, &marketplaces)).collect(),
        next: page.next.map(|next| query::wrap_cursor(&of, &next)),
        total: page.total,
        by_status: page.by_status.into_iter().map(|(status, count)| (status.into(), count)).collect(),
        by_state: page.by_state.into_iter().map(|(state, count)| (state.into(), count)).collect(),
        under_floor: page.under_floor,
    };
    Ok(etag::hashed_or_304(&headers, list))
}

/// The search, and the name of its list for the cursors.
fn search_of(state: &ApiState, asked: ProductQuery) -> Result<(String, CatalogueQuery), Problem> {
    let sort = asked.sort.unwrap_or(ProductSort::UpdatedAt);
    let order = asked.order.unwrap_or(if sort == ProductSort::UpdatedAt { Order::Desc } else { Order::Asc });
    let filter = ProductFilter {
        q: asked.q,
        status: asked.status,
        channel: asked.channel,
        missing_on: asked.missing_on,
        category: asked.category,
        attention: asked.attention,
        state: asked.state,
        channel_state: asked.channel_state,
        under_floor: asked.under_floor,
        margin_min: asked.margin_min,
        margin_max: asked.margin_max,
        price_min: asked.price_min,
        price_max: asked.price_max,
        updated_since: asked.updated_since,
        updated_before: asked.updated_before,
    };
    let mut query = CatalogueQuery {
        sort: sort.into(),
        descending: order == Order::Desc,
        limit: 0,
        cursor: None,
        ..filter.query(state, "")?
    };
    if query.sort == CatalogueSort::ChannelPrice && query.channel.is_none() {
        return Err(Problem::of(&request::CHANNEL_NEEDED).field("channel"));
    }
    // A cursor is valid only for its own search: with other conditions it would skip products.
    let of = format!("products {query:?}");
    query.cursor = query::unwrap_cursor(&of, asked.cursor.as_deref())?;
    query.limit = query::limit(asked.limit)?;
    query.offset = asked.offset.unwrap_or(0);
    if query.offset > MOST_OFFSET || (query.offset > 0 && query.cursor.is_some()) {
        return Err(Problem::of(&request::OFFSET_OUT_OF_RANGE).field("offset"));
    }
    Ok((of, query))
}
