//! Naming many products: by id, or by the conditions of a list.

use domain::ProductId;
use serde::{Deserialize, Serialize};

use crate::{
    Ports, StoreError,
    ports::{CatalogueQuery, CatalogueSort},
};

/// What a person selected. A filter is read page by page when the work is done: a product that meets its conditions by
/// then is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selected {
    /// Each once, in the order of their ids.
    Ids(Vec<ProductId>),
    /// Its `limit`, `sort`, `offset` and `cursor` do not count; [`CatalogueQuery::except`] is left out.
    Filter(Box<CatalogueQuery>),
}

impl Selected {
    /// These products.
    pub fn ids(mut ids: Vec<ProductId>) -> Self {
        ids.sort();
        ids.dedup();
        Self::Ids(ids)
    }

    /// How many products are selected now; of ids those that are named, whether they exist or not.
    pub async fn count(&self, ports: &Ports) -> Result<usize, StoreError> {
        match self {
            Self::Ids(ids) => Ok(ids.len()),
            Self::Filter(query) => {
                let query = CatalogueQuery { limit: 1, cursor: None, offset: 0, ..(**query).clone() };
                Ok(ports.catalogue.search(&query).await?.total)
            }
        }
    }

    /// The products of one page in the order of their ids, and where the next one begins; no cursor for the first page.
    /// Pages neither repeat nor skip a product, whatever is edited in between. `limit` is 1 to 200.
    pub async fn page(
        &self,
        ports: &Ports,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<ProductId>, Option<String>), StoreError> {
        match self {
            Self::Ids(ids) => {
                let from = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0).min(ids.len());
                let to = (from + limit).min(ids.len());
                Ok((ids[from..to].to_vec(), (to < ids.len()).then(|| to.to_string())))
            }
            Self::Filter(query) => {
                let query = CatalogueQuery {
                    sort: CatalogueSort::Id,
                    descending: false,
                    limit,
                    cursor: cursor.map(str::to_owned),
                    offset: 0,
                    ..(**query).clone()
                };
                let page = ports.catalogue.search(&query).await?;
                Ok((page.cards.into_iter().map(|card| card.id).collect(), page.next))
            }
        }
    }
}
