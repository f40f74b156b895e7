//! The catalogue's search: every card in memory, kept fresh by asking for what was written since.
//!
//! `docs/adr/0001-catalogue-search.md` says why, what it costs and where it ends.

use app::{
    StoreError,
    ports::{Catalogue, CataloguePage, CatalogueQuery},
};
use async_trait::async_trait;

use crate::Store;

mod bench;
mod cache;
mod card;
mod cards;
mod fold;
mod search;

pub use bench::{BenchReport, bench};
pub use cache::Cache;
pub(crate) use cache::written_now;
pub(crate) use card::{card_of, index};
pub use cards::Cards;

#[async_trait]
impl Catalogue for Store {
    async fn search(&self, query: &CatalogueQuery) -> Result<CataloguePage, StoreError> {
        self.refresh_catalogue().await?;
        self.catalogue.search(query)
    }
}
