//! Fields that changed on both sides, or that somebody wants to be asked about: what each side says, who said it and when,
//! and what both had agreed on.
//!
//! Which products have one is known from their listings' cards; what exactly differs is planned at the moment of the look.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel, ListingKey, ProductId, ProductStatus, SyncState,
    diff::{Decision, Field, FieldKey, Value},
    plan::Change,
};
use serde::{Deserialize, Serialize};

use super::planning::look;
use crate::{
    StoreError, UseCaseError,
    ports::{CatalogueQuery, CatalogueSort, EntryView, Listing, PlanEntry, PlanRequest, Ports},
};

mod conflict;
mod decide;
mod kept;
mod resolve;
mod sides;
mod undo;
pub use conflict::{Conflict, ConflictId, Said, SeenConflict};
pub use decide::{Resolution, Typed};
pub(crate) use resolve::page;
pub use resolve::{Selection, resolve};
pub(crate) use undo::page as undo_page;
pub use undo::undo;

/// Products that one look at all conflicts asks for at once.
const AT_ONCE: usize = 200;

/// Which conflicts. Every condition that is present must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConflictQuery {
    pub product: Option<ProductId>,
    pub channel: Option<Channel>,
    pub field: Option<Field>,
    /// Words of the product's title, or a SKU.
    pub text: Option<String>,
}

impl ConflictQuery {
    fn catalogue(&self, cursor: Option<String>, limit: usize) -> CatalogueQuery {
        CatalogueQuery {
            text: self.text.clone(),
            status: Some(ProductStatus::Active),
            channel: self.channel.clone(),
            state: Some(SyncState::Conflict),
            ids: self.product.clone().map(|id| BTreeSet::from([id])),
            // What is resolved leaves the list: only an order that nothing moves can be walked.
            sort: CatalogueSort::Id,
            limit,
            cursor,
            ..CatalogueQuery::default()
        }
    }
}

/// A page of conflicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub conflicts: Vec<Conflict>,
    pub next: Option<String>,
    /// Fields of listings that are in conflict, of all that `query` finds; a field that is kept per offer counts once.
    pub total: u64,
}

/// The conflicts of as many products as `limit` says, from `cursor` on.
pub async fn list(
    ports: &Ports,
    query: &ConflictQuery,
    cursor: Option<String>,
    limit: usize,
) -> Result<Found, UseCaseError> {
    let page = ports.catalogue.search(&query.catalogue(cursor, limit)).await?;
    let products: Vec<ProductId> = page.cards.into_iter().map(|card| card.id).collect();
    let (mut conflicts, total) = tokio::try_join!(of_products(ports, query, &products), async {
        Ok::<u64, UseCaseError>(total(ports, query).await?)
    })?;
    sides::tell(ports, &mut conflicts).await?;
    Ok(Found { conflicts, next: page.next, total })
}

async fn total(ports: &Ports, query: &ConflictQuery) -> Result<u64, StoreError> {
    let (mut count, mut cursor) = (0, None);
    loop {
        let page = ports.catalogue.search(&query.catalogue(cursor, AT_ONCE)).await?;
        let channels = page.cards.iter().flat_map(|card| &card.listed);
        let channels = channels.filter(|(channel, card)| {
            card.state == SyncState::Conflict && query.channel.as_ref().is_none_or(|only| only == *channel)
        });
        let fields = channels.flat_map(|(_, card)| &card.fields);
        count += fields.filter(|field| query.field.is_none_or(|only| only == **field)).count() as u64;
        cursor = page.next;
        if cursor.is_none() {
            return Ok(count);
        }
    }
}

/// The conflicts of these products, by listing and field, without who said what.
async fn of_products(
    ports: &Ports,
    query: &ConflictQuery,
    products: &[ProductId],
) -> Result<Vec<Conflict>, UseCaseError> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let request = PlanRequest {
        products: products.to_vec(),
        channels: query.channel.iter().cloned().collect(),
        ..PlanRequest::default()
    };
    // Boxed: planning is a large future.
    let entries = Box::pin(look(ports, &request)).await?;
    conflicts_of(ports, query.field, &entries).await
}

/// The conflicts in `entries`.
async fn conflicts_of(
    ports: &Ports,
    field: Option<Field>,
    entries: &[PlanEntry],
) -> Result<Vec<Conflict>, UseCaseError> {
    let open = |change: &&Change| {
        change.decision == Decision::Conflict && field.is_none_or(|field| field == change.field)
    };
    let entries: Vec<&PlanEntry> =
        entries.iter().filter(|entry| entry.planned.changes.iter().any(|change| open(&change))).collect();
    let keys: Vec<ListingKey> = entries.iter().map(|entry| entry.planned.key.clone()).collect();
    let (listings, agreed) = tokio::try_join!(ports.listings.get_many(&keys), ports.listings.agreed(&keys))?;
    let listings: BTreeMap<&ListingKey, &Listing> =
        listings.iter().map(|listing| (&listing.observed.key, listing)).collect();
    let mut found = Vec::new();
    for entry in entries {
        let Some(listing) = listings.get(&entry.planned.key) else { continue };
        let kept = agreed.get(&entry.planned.key);
        for change in entry.planned.changes.iter().filter(open) {
            found.push(conflict(ports, entry, listing, kept, change));
        }
    }
    Ok(found)
}

fn conflict(
    ports: &Ports,
    entry: &PlanEntry,
    listing: &Listing,
    kept: Option<&BTreeMap<FieldKey, Value>>,
    change: &Change,
) -> Conflict {
    let field = FieldKey { field: change.field, offer: change.offer.clone() };
    let EntryView { title, thumbnail, variants } = &entry.view;
    let key = &listing.observed.key;
    let base = listing.state.value.base.get(&field).and_then(|agreed| {
        let candidates = [Some(&change.from), Some(&change.to), kept.and_then(|kept| kept.get(&field))];
        candidates.into_iter().flatten().find(|value| value.hash() == *agreed).cloned()
    });
    let marketplace = ports.marketplaces.get(&key.channel);
    let channel = marketplace.map(|marketplace| marketplace.capabilities().name.clone());
    Conflict {
        id: ConflictId { listing: key.clone(), field },
        product: entry.planned.product.clone(),
        title: title.clone(),
        thumbnail: thumbnail.clone(),
        variant: change.variant.as_ref().and_then(|variant| variants.get(variant)).cloned(),
        change: change.clone(),
        base,
        ours: Said::default(),
        theirs: Said {
            by: channel,
            at: Some(listing.observed.updated_at.unwrap_or(listing.observed.seen_at)),
        },
    }
}
