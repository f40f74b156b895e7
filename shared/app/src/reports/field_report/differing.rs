//! The products that differ in one field, with every listing's whole value, as they are now.

use domain::{
    ProductId,
    diff::Field,
    field_report::{Finding, Verdict, find},
};

use super::groups::{AT_ONCE, Found, Known, group, keys_of};
use crate::{
    Ports, StoreError,
    ports::{Listing, OpenProduct, Page, StoredReport},
    shops::directory::all_shops,
};
use futures::{StreamExt, TryStreamExt, stream};

/// One product and what its listings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    pub product: ProductId,
    /// Of the first listing, to recognise the product by.
    pub title: String,
    /// What the report found.
    pub reported: Verdict,
    /// What is true now; another one where a listing was changed since.
    pub finding: Finding,
}

/// The products that `report` found open in `field`, read again. A product that is not on two channels any more is
/// left out, so that a page may be shorter than `limit` and have a next one.
pub async fn differing(
    ports: &Ports,
    report: &StoredReport,
    field: Field,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<Differing>, StoreError> {
    let page = ports.field_reports.open_products(&report.id, field, cursor, limit).await?;
    let shops = all_shops(ports).await?;
    let mut known = Known::load(ports, &shops).await?;
    let reads: Vec<_> = page.items.iter().map(|open| listings_of(ports, &known, open)).collect();
    let found: Vec<Found> = stream::iter(reads).buffered(AT_ONCE).try_collect().await?;
    if field == Field::Images {
        known.look_at(ports, &found).await?;
    }
    if field == Field::Price {
        known.read_products(ports, &found).await?;
    }
    let items = page.items.iter().zip(&found).filter_map(|(open, (_, all))| one(&known, field, open, all));
    Ok(Page { items: items.collect(), next: page.next })
}

async fn listings_of(ports: &Ports, known: &Known, open: &OpenProduct) -> Result<Found, StoreError> {
    let keys = keys_of(ports, &open.product, &known.shops).await?;
    let mut listings = ports.listings.get_many(&keys).await?;
    listings.retain(|listing| !listing.state.value.gone);
    listings.sort_by(|a, b| a.observed.key.cmp(&b.observed.key));
    Ok((Some(open.product.clone()), listings))
}

fn one(known: &Known, field: Field, open: &OpenProduct, listings: &[Listing]) -> Option<Differing> {
    let title = listings.first()?.observed.content.title.clone();
    let finding = find(field, &group(open.product.as_str(), listings, &known.texts(listings), known));
    finding.verdict?;
    Some(Differing { product: open.product.clone(), title, reported: open.verdict, finding })
}
