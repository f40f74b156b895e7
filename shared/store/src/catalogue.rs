//! The catalogue's search: every card is in memory, and each refresh reads only the cards written since the one before.
//!
//! `docs/adr/0001-catalogue-search.md` explains why, what it costs and up to which size it works.

use app::{
    StoreError,
    ports::{Catalogue, CatalogueIndex, CataloguePage, CatalogueQuery, ListingCard, Versioned},
};
use async_trait::async_trait;
use domain::ListingKey;
use futures::{StreamExt, TryStreamExt, stream};

use crate::{
    Store,
    db::{Expr, Write},
    keys,
};

mod bench;
mod cache;
mod card;
mod cards;
mod fold;
mod search;

pub use bench::{BenchReport, bench};
pub use cache::Cache;
pub(crate) use cache::written_now;
pub(crate) use card::index;
pub use cards::Cards;

/// Listing cards that are written at the same time.
const AT_ONCE: usize = 16;

#[async_trait]
impl Catalogue for Store {
    async fn search(&self, query: &CatalogueQuery) -> Result<CataloguePage, StoreError> {
        self.refresh_catalogue().await?;
        self.catalogue.search(query)
    }

    async fn index(&self, since: Option<&str>) -> Result<CatalogueIndex, StoreError> {
        let since = since.map(cache::read_token).transpose()?;
        self.refresh_catalogue().await?;
        Ok(self.catalogue.index(since))
    }

    async fn listing_cards(&self, keys: &[ListingKey]) -> Result<Vec<Versioned<ListingCard>>, StoreError> {
        let items = self.read_many(keys.iter().map(keys::listing_card), None).await?;
        items.iter().map(card::read_listing_card).collect()
    }

    async fn put_listing_cards(&self, cards: &[(ListingCard, u64)]) -> Result<Vec<bool>, StoreError> {
        // Each card is a write of its own: a transaction would cost twice as much, and one stale card would fail all of
        // them.
        let writes: Vec<_> =
            cards.iter().map(|(card, expected)| self.put_listing_card(card, *expected)).collect();
        stream::iter(writes).buffered(AT_ONCE).try_collect().await
    }
}

impl Store {
    /// Writes the card if its stored version is `expected`; returns whether it did.
    async fn put_listing_card(&self, card: &ListingCard, expected: u64) -> Result<bool, StoreError> {
        let write = Write::put(card::listing_item(card, expected + 1)?).when(Expr::replaces(expected));
        let written = self.write(write).await?.is_written();
        if written {
            self.catalogue.put_listing(Versioned { value: card.clone(), version: expected + 1 });
        }
        Ok(written)
    }
}
