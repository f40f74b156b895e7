//! The DynamoDB implementation of the storage ports: one table, every key in [`keys`].
//!
//! Owns: keys, items, indexes, conditions, transactions, cursors, the in-memory catalogue search. Refuses: decisions.
//! What a product, a plan or an import means is decided in `domain` and `app`; the ports are not designed after the
//! table. Never scans. `ACCESS-PATTERNS.md` lists which key answers which question; `docs/adr/0001-catalogue-search.md`
//! explains the search.

use std::{fmt, sync::Arc};

mod audit;
mod body;
mod budget;
mod bulk;
pub mod catalogue;
mod categories;
mod connections;
mod db;
mod events;
mod fields;
mod idempotency;
mod imports;
pub mod keys;
mod leases;
mod listings;
mod matches;
mod matching;
pub mod meter;
mod notifications;
mod pictures;
mod plans;
mod preferences;
mod products;
mod push_days;
mod repricings;
mod rules;
mod runs;
pub mod schema;
mod sheets;
mod titles;

pub use meter::meter;

/// Every storage port over one table. Cheap to clone; clones share the catalogue's cards.
#[derive(Clone)]
pub struct Store {
    client: aws_sdk_dynamodb::Client,
    table: String,
    catalogue: Arc<catalogue::Cache>,
}

impl Store {
    pub fn new(client: aws_sdk_dynamodb::Client, table: impl Into<String>) -> Self {
        Self { client, table: table.into(), catalogue: Arc::default() }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("table", &self.table).finish_non_exhaustive()
    }
}
