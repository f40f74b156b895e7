//! Selecting many products: by id, or by the conditions of a list.

use domain::ProductId;
use serde::{Deserialize, Serialize};

use crate::{
    Ports, StoreError,
    ports::{CatalogueQuery, CatalogueSort},
};

/// A person's selection. A filter is read page by page while the work is done, so it includes products that match at
/// that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selected {
    /// Each once, in the order of their ids.
    Ids(Vec<ProductId>),
    /// Its `limit`, `sort`, `offset` and `cursor` are ignored. Products in [`CatalogueQuery::except`] are not selected.
    Filter(Box<CatalogueQuery>),
}

impl Selected {
    /// These products.
    pub fn ids(mut ids: Vec<ProductId>) -> Self {
        ids.sort();
        ids.dedup();
        Self::Ids(ids)
    }

    /// How many products are selected now; for ids, how many are named, whether they exist or not.
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
    /// Edits between two pages do not make pages repeat or skip a product. `limit` is 1 to 200.
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
