//! Decides many conflicts in the same way, as a bulk task that can be undone.
//!
//! The values from before are stored in a conflict's row before anything is written. So a repeat of a page finishes
//! what the first delivery began, and the whole task can be undone.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Invalid, Product, ProductId, ids::BulkTaskId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Conflict, ConflictId, ConflictQuery, SeenConflict,
    decide::{Resolution, Step, Verdict, decide, moved},
    kept::{Kept, Own, Side, put_own},
    of_products,
};
use crate::{
    StoreError, UseCaseError,
    catalogue::{
        bulk::{self, Done, Inline},
        products,
    },
    message::{Envelope, PricingMessage},
    ports::{AuditEntry, BulkKind, BulkRow, BulkTask, Ports, Versioned},
    publishing::cards,
    words::{self, row_refused},
};

/// Conflicts (by id) or products of one page.
const PAGE: usize = 10;
/// The most pages that a request does itself.
const INLINE_PAGES: u32 = 10;

/// Selects the conflicts to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// These conflicts. Those whose sides have changed since the person saw them are refused.
    Ids(Vec<SeenConflict>),
    /// The conflicts that it finds while the work is done.
    Filter { query: ConflictQuery, except: BTreeSet<ConflictId> },
}

#[derive(Debug, Serialize, Deserialize)]
struct Wish {
    selection: Selection,
    to: Resolution,
}

/// Decides as many as a request has time for and leaves the rest to the queue. A repeat with the same `id` finds the
/// same task.
pub async fn resolve(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    mut selection: Selection,
    to: Resolution,
) -> Result<BulkTask, UseCaseError> {
    if let Selection::Ids(ids) = &mut selection {
        let mut known = BTreeSet::new();
        ids.retain(|seen| known.insert(seen.id.clone()));
    }
    let wish = bulk::wish(&Wish { selection, to })?;
    let inline = Inline::new(ports, INLINE_PAGES);
    bulk::begin_here(ports, actor, id, BulkKind::ConflictsResolve, wish, inline, |ports, task| {
        Box::pin(page(ports, task))
    })
    .await
}

/// One page that is being processed.
struct Page<'a> {
    ports: &'a Ports,
    task: &'a BulkTask,
    to: Resolution,
    products: BTreeMap<ProductId, Versioned<Product>>,
    /// Fields of products that this page wrote.
    taken: BTreeMap<ProductId, BTreeSet<String>>,
    rows: Vec<BulkRow>,
}

/// Decides one page.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let Wish { selection, to } = bulk::wished(task)?;
    let (products, taken) = (BTreeMap::new(), BTreeMap::new());
    let mut page = Page { ports, task, to, products, taken, rows: Vec::new() };
    let unwritten = page.finish_what_was_begun().await?;
    let begun: BTreeSet<String> = page.rows.iter().map(|row| row.key.clone()).collect();
    let is_left = |id: &ConflictId| !begun.contains(&id.to_string());
    let next = match &selection {
        Selection::Ids(ids) => {
            let from: usize = task.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
            let to = (from + PAGE).min(ids.len());
            let here: Vec<&SeenConflict> =
                ids[from.min(to)..to].iter().filter(|seen| is_left(&seen.id)).collect();
            page.named(&here).await?;
            (to < ids.len()).then(|| to.to_string())
        }
        Selection::Filter { query, except } => {
            let found = ports.catalogue.search(&query.catalogue(task.cursor.clone(), PAGE)).await?;
            let products = found.cards.into_iter().map(|card| card.id).collect();
            for conflict in page.look(query, products).await? {
                if is_left(&conflict.id) && !except.contains(&conflict.id) {
                    page.one(&conflict).await?;
                }
            }
            found.next
        }
    };
    // An earlier delivery stored a row for it but wrote nothing, and it is not a conflict any more.
    let known: BTreeSet<String> = page.rows.iter().map(|row| row.key.clone()).collect();
    let gone = unwritten.into_iter().filter(|key| !known.contains(key));
    page.rows.extend(gone.map(|key| BulkRow { key, outcome: "gone".to_owned(), details: json!({}) }));
    if next.is_none() {
        ports.report_moved().await?;
    }
    Ok(Done { looked_at: page.rows.len() as u64, rows: page.rows, next, ..Done::default() })
}

impl Page<'_> {
    /// Finishes what an earlier delivery of this page began. It is not a conflict any more, so only its row shows it.
    /// Returns the keys of rows without a write.
    async fn finish_what_was_begun(&mut self) -> Result<Vec<String>, UseCaseError> {
        let mut unwritten = Vec::new();
        for row in self.ports.bulk_tasks.rows(&self.task.id, self.task.pages).await? {
            let (Some(kept), Ok(id)) = (kept_of(&row), ConflictId::parse(&row.key)) else { continue };
            let Some(product) = product_of(&row) else { continue };
            if is_begun(self.ports, &id, &product, &kept).await? {
                self.complete(&row, &id, &product, &kept).await?;
                self.taken.entry(product).or_default().extend(kept.names);
                self.rows.push(row);
            } else {
                unwritten.push(row.key);
            }
        }
        Ok(unwritten)
    }

    /// The conflicts of these products. The products are read first, so that a later write of one is noticed.
    async fn look(
        &mut self,
        query: &ConflictQuery,
        products: BTreeSet<ProductId>,
    ) -> Result<Vec<Conflict>, UseCaseError> {
        let products: Vec<ProductId> = products.into_iter().collect();
        let read = self.ports.products.get_many(&products).await?;
        self.products = read.into_iter().map(|product| (product.value.id.clone(), product)).collect();
        let known: Vec<ProductId> = self.products.keys().cloned().collect();
        of_products(self.ports, query, &known).await
    }

    async fn named(&mut self, seen: &[&SeenConflict]) -> Result<(), UseCaseError> {
        let keys: BTreeSet<domain::ListingKey> = seen.iter().map(|seen| seen.id.listing.clone()).collect();
        let listings = self.ports.listings.get_many(&keys.into_iter().collect::<Vec<_>>()).await?;
        let products = listings.into_iter().filter_map(|listing| listing.state.value.product).collect();
        let found = self.look(&ConflictQuery::default(), products).await?;
        let found: BTreeMap<&ConflictId, &Conflict> =
            found.iter().map(|conflict| (&conflict.id, conflict)).collect();
        for seen in seen {
            match found.get(&seen.id) {
                Some(conflict) if conflict.seen() == **seen => self.one(conflict).await?,
                Some(conflict) => self.rows.push(refused(conflict, &moved())),
                None => self.rows.push(BulkRow {
                    key: seen.id.to_string(),
                    outcome: "gone".to_owned(),
                    details: json!({}),
                }),
            }
        }
        Ok(())
    }

    async fn one(&mut self, conflict: &Conflict) -> Result<(), UseCaseError> {
        let Some(product) = self.products.get(&conflict.product) else {
            self.rows.push(row(conflict, "gone", &json!({})));
            return Ok(());
        };
        let none = BTreeSet::new();
        let taken = self.taken.get(&conflict.product).unwrap_or(&none);
        let Step { after, kept } = match decide(self.ports, conflict, &self.to, &product.value, taken).await?
        {
            Verdict::Gone => {
                self.rows.push(row(conflict, "gone", &json!({})));
                return Ok(());
            }
            Verdict::Refused(invalid) => {
                self.rows.push(refused(conflict, &invalid));
                return Ok(());
            }
            Verdict::Change(step) => *step,
        };
        let row = row(conflict, "resolved", &json!({ "kept": kept }));
        self.ports.bulk_tasks.put_rows(self.task, self.task.pages, std::slice::from_ref(&row)).await?;
        if let Some(after) = after {
            match self.ports.products.put(&after, product.version, &[]).await {
                Err(StoreError::SkuTaken { sku, product }) => {
                    let taken = Invalid::new("value", "sku_taken", format!("{sku} belongs to {product}"));
                    self.rows.push(refused(conflict, &taken.with("sku", sku)));
                    return Ok(());
                }
                stored => drop(self.products.insert(conflict.product.clone(), stored?)),
            }
        }
        self.complete(&row, &conflict.id, &conflict.product, &kept).await?;
        self.taken.entry(conflict.product.clone()).or_default().extend(kept.names);
        self.rows.push(row);
        Ok(())
    }

    /// Does everything that follows the write of the product. A repeat changes nothing.
    async fn complete(
        &self,
        row: &BulkRow,
        id: &ConflictId,
        product: &ProductId,
        kept: &Kept,
    ) -> Result<(), UseCaseError> {
        let (from, to) = &kept.listing;
        if !put_own(self.ports, id, from, to).await? && kept.product.is_none() {
            // Another writer changed the listing's records at this moment, and nothing was written, so it is decided
            // again.
            return Err(StoreError::Conflict.into());
        }
        let entries = entries(self.task, row, id, kept, &self.to);
        after_write(self.ports, id, kept.product.is_some().then_some(product), entries).await
    }
}

/// Whether an earlier delivery made the write of the row. The product is written before the listing.
async fn is_begun(
    ports: &Ports,
    id: &ConflictId,
    product: &ProductId,
    kept: &Kept,
) -> Result<bool, UseCaseError> {
    if kept.product.is_some() {
        let now = ports.products.get(product).await?;
        return Ok(now.is_some_and(|now| kept.side_of(&now.value) == Side::After));
    }
    let listing = ports.listings.get(&id.listing).await?;
    Ok(listing.is_some_and(|listing| Own::of(&listing.state.value, id) == kept.listing.1))
}

/// The audit entries. Their ids and times come from the task, so that a repeat finds them.
fn entries(task: &BulkTask, row: &BulkRow, id: &ConflictId, kept: &Kept, to: &Resolution) -> Vec<AuditEntry> {
    let said = |name: &str| row.details.get(name).cloned().unwrap_or_default();
    let details = json!({
        "conflict": id, "product": said("product"), "to": to, "ours": said("ours"), "theirs": said("theirs"),
        "base": said("base"), "written": kept.names, "bulk_task": task.id,
    });
    let mut entries = vec![entry(task, id, "conflict.resolve", &id.listing.to_string(), details)];
    if let (Some((before, after)), Some(product)) = (&kept.product, product_of(row)) {
        let details = products::differences(before, after);
        entries.push(entry(task, id, "product.edit", product.as_str(), details));
    }
    entries
}

pub(super) fn entry(
    task: &BulkTask,
    id: &ConflictId,
    action: &str,
    subject: &str,
    details: Value,
) -> AuditEntry {
    let name = domain::ContentHash::of_parts(&[&id.to_string(), action]);
    AuditEntry::of_task(task, &name.short(), action, subject, details)
}

/// Writes the audit, has a written product quoted again, and makes its cards again.
pub(super) async fn after_write(
    ports: &Ports,
    id: &ConflictId,
    written: Option<&ProductId>,
    entries: Vec<AuditEntry>,
) -> Result<(), UseCaseError> {
    for entry in entries {
        ports.audit.append(&entry).await?;
    }
    let mut keys = vec![id.listing.clone()];
    if let Some(product) = written {
        keys.extend(ports.listings.of_product(product).await?);
        let message = PricingMessage::Product { product: product.clone() };
        ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await?;
    }
    Ok(cards::refresh(ports, &keys).await?)
}

/// The stored values of a row, if something was written for it.
pub(super) fn kept_of(row: &BulkRow) -> Option<Kept> {
    serde_json::from_value(row.details.get("kept")?.clone()).ok()
}

pub(super) fn product_of(row: &BulkRow) -> Option<ProductId> {
    ProductId::parse(row.details.get("product")?.as_str()?).ok()
}

fn refused(conflict: &Conflict, invalid: &Invalid) -> BulkRow {
    row(conflict, "refused", &row_refused(invalid.code, &words::invalid(invalid)))
}

fn row(conflict: &Conflict, outcome: &str, more: &Value) -> BulkRow {
    let mut details = json!({
        "title": conflict.title, "product": conflict.product, "field": conflict.change.field,
        "ours": conflict.change.to, "theirs": conflict.change.from, "base": conflict.base,
    });
    if let (Some(details), Some(more)) = (details.as_object_mut(), more.as_object()) {
        details.extend(more.clone());
    }
    BulkRow { key: conflict.id.to_string(), outcome: outcome.to_owned(), details }
}
