//! Fields that a person has to decide about: changed on both sides, or taken over from the channel.

use app::{
    ports::{CatalogueQuery, CatalogueSort},
    usecase::planning::{PlanRequest, look},
};
use axum::{Json, extract::State};
use domain::{ProductId, ProductStatus, diff::Decision};
use serde::Deserialize;
use utoipa::IntoParams;

use super::products::channel_of;
use crate::{
    ApiState,
    problem::Problem,
    query::{self, Listed, Params},
    route::{Routes, routes},
    wire::plan::{Change, Conflict},
};

pub(crate) fn routes<R: Routes>() -> R {
    R::new().routes(routes!(list))
}

/// Where to look.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ConflictQuery {
    /// One product only.
    pub product: Option<String>,
    /// One channel only.
    pub channel: Option<String>,
    pub cursor: Option<String>,
    /// How many products one page looks at, 1 to 200; 50 when left out. A page may be empty and have a `next`.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

/// The fields that changed on both sides or that the channel decides, computed from the state of this moment.
#[utoipa::path(get, path = "/v1/conflicts", tag = "plans", params(ConflictQuery),
    responses((status = 200, body = Listed<Conflict>)))]
async fn list(
    State(state): State<ApiState>,
    Params(asked): Params<ConflictQuery>,
) -> Result<Json<Listed<Conflict>>, Problem> {
    let channel = asked.channel.as_deref().map(|name| channel_of(&state, name)).transpose()?;
    let of = format!("conflicts {channel:?} {:?}", asked.product);
    let cursor = query::unwrap_cursor(&of, asked.cursor.as_deref())?;
    let limit = query::limit(asked.limit)?;
    let (products, next) = if let Some(id) = &asked.product {
        let id = ProductId::parse(id).map_err(|invalid| Problem::from(invalid).field("product"))?;
        (vec![id], None)
    } else {
        let query = CatalogueQuery {
            status: Some(ProductStatus::Active),
            channel: channel.clone(),
            sort: CatalogueSort::Title,
            limit,
            cursor,
            ..CatalogueQuery::default()
        };
        let page = state.ports.catalogue.search(&query).await?;
        (page.cards.into_iter().map(|card| card.id).collect(), page.next)
    };
    let mut items = Vec::new();
    if !products.is_empty() {
        let channels = channel.into_iter().collect();
        let request = PlanRequest { products, channels, ..PlanRequest::default() };
        for entry in look(&state.ports, &request).await? {
            let planned = &entry.planned;
            let open = planned
                .changes
                .iter()
                .filter(|change| matches!(change.decision, Decision::Conflict | Decision::Adopt));
            items.extend(open.map(|change| Conflict {
                listing: planned.key.to_string(),
                channel: planned.key.channel.to_string(),
                product_id: planned.product.to_string(),
                change: Change::from(change),
            }));
        }
    }
    Ok(Json(Listed { items, next: next.map(|next| query::wrap_cursor(&of, &next)) }))
}
