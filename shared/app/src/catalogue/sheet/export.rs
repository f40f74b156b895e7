//! Exports the catalogue, or the results of a search, in the order of the search.

use std::collections::HashMap;

use domain::{Product, ProductId};

use crate::{
    Ports, StoreError,
    ports::{CatalogueQuery, Versioned},
};

/// The most cards of one page of a search.
const PAGE: usize = 200;

/// All products that `query` finds (its limit and cursor are ignored), except those that were merged into another.
pub async fn export(ports: &Ports, query: &CatalogueQuery) -> Result<Vec<Versioned<Product>>, StoreError> {
    let mut ids: Vec<ProductId> = Vec::new();
    let mut cursor = None;
    loop {
        let page = ports.catalogue.search(&CatalogueQuery { limit: PAGE, cursor, ..query.clone() }).await?;
        ids.extend(page.cards.into_iter().map(|card| card.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let read = ports.products.get_many(&ids).await?;
    let mut by_id: HashMap<ProductId, Versioned<Product>> =
        read.into_iter().map(|product| (product.value.id.clone(), product)).collect();
    // A product that changed while the pages were read may appear twice; it is exported once.
    let found = ids.into_iter().filter_map(|id| by_id.remove(&id));
    Ok(found.filter(|product| product.value.merged_into.is_none()).collect())
}
