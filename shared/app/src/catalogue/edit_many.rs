//! One edit of many products: the same change of one or more fields, with the values of each product before and after.
//!
//! It is a bulk task: the request does its first pages, workers do the rest. A trial run goes the same way and writes
//! nothing but its rows. What each product contained before is stored in its row before anything is written, so that a
//! page that is done in two goes still knows it, and so that the whole can be undone.

use std::collections::BTreeMap;

pub use domain::edit::{AmountChange, FieldChange, Moved, TextChange};
use domain::{BasisPoints, Invalid, Product, ProductId, edit::field_change, ids::BulkTaskId, master};
use futures::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::bulk::{self, Done, Inline, PAGE};
use super::selection::Selected;
use crate::{
    Ports, StoreError, UseCaseError,
    message::{Envelope, PricingMessage},
    ports::{AuditEntry, BulkKind, BulkRow, BulkTask, Versioned},
};

mod check;
mod undo;
use check::Checks;
pub(crate) use undo::page as undo_page;
pub use undo::undo;

/// Products written at once.
const WRITES: usize = 8;
/// Pages that a request does itself at most.
const INLINE_PAGES: u32 = 4;
/// How often a product is decided again when somebody else wrote it in between.
const TRIES: usize = 4;

/// What is wished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    pub selected: Selected,
    pub changes: Vec<FieldChange>,
    /// The largest move of a base price.
    pub guard: BasisPoints,
    /// Only say what would change.
    pub dry_run: bool,
}

/// What a row keeps of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub title: String,
    /// The version that the values were read at.
    pub version: u64,
    /// Field by field, from → to; empty where nothing was changed.
    #[serde(default, rename = "changes")]
    pub moved: Vec<Moved>,
    /// Why the product was left as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

/// A reason against changing a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// As in `docs/ERRORS.md`.
    pub code: String,
    /// Such as `variants[0].base_price`.
    pub field: String,
    pub text: String,
    pub text_en: String,
}

impl Refused {
    fn of(invalid: &Invalid) -> Self {
        let told = crate::words::invalid(invalid);
        let (text, text_en) = (told.text, told.text_en);
        Self { code: invalid.code.to_owned(), field: invalid.field.clone(), text, text_en }
    }
}

impl Kept {
    /// What a row of such a task keeps.
    pub fn of(row: &BulkRow) -> Option<Self> {
        serde_json::from_value(row.details.clone()).ok()
    }
}

/// Records the edit, does its first pages, and leaves the rest to the queue. Repeating it with the same `id` finds the
/// task that the first call recorded.
pub async fn start(
    ports: &Ports,
    actor: &str,
    id: BulkTaskId,
    wish: &Wish,
) -> Result<BulkTask, UseCaseError> {
    for (at, change) in wish.changes.iter().enumerate() {
        change.check().map_err(|invalid| invalid.within(&format!("changes[{at}]")))?;
    }
    let kind = if wish.dry_run { BulkKind::ProductsEditPreview } else { BulkKind::ProductsEdit };
    let stored = bulk::wish(wish)?;
    let inline = Inline::new(ports, INLINE_PAGES);
    let task =
        bulk::begin_here(ports, actor, id, kind, stored, inline, |ports, task| Box::pin(page(ports, task)))
            .await?;
    if !wish.dry_run {
        // Dated as the task: a repeat finds it.
        let entry = AuditEntry::of_task(
            &task,
            "start",
            "products.bulk_edit",
            &task.id,
            json!({ "changes": wish.changes, "guard": wish.guard }),
        );
        ports.audit.append(&entry).await?;
    }
    Ok(task)
}

/// A product that is to be written, and what its row keeps.
struct Change {
    before: Versioned<Product>,
    after: Product,
    kept: Kept,
}

/// What becomes of one product.
enum Verdict {
    Change(Box<Change>),
    Left(BulkRow),
}

/// Edits one page of products.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let wish: Wish = bulk::wished(task)?;
    let (ids, next) = wish.selected.page(ports, task.cursor.as_deref(), PAGE).await?;
    let checks = Checks::load(ports, wish.guard, &wish.changes).await?;
    let known: BTreeMap<String, BulkRow> = ports
        .bulk_tasks
        .rows(&task.id, task.pages)
        .await?
        .into_iter()
        .map(|row| (row.key.clone(), row))
        .collect();
    let found = products_of(ports, &ids).await?;
    let (mut rows, mut changes) = (Vec::new(), Vec::new());
    for id in &ids {
        let Some(before) = found.get(id) else {
            rows.push(BulkRow { key: id.to_string(), outcome: "not_found".to_owned(), details: json!({}) });
            continue;
        };
        let earlier = known.get(id.as_str()).and_then(|row| Some((row, Kept::of(row)?)));
        if let Some((row, kept)) =
            earlier.filter(|(_, kept)| !wish.dry_run && kept.is_shown_by(&before.value))
        {
            // Written by an earlier delivery of this page; its entry in the audit may be missing.
            audit(ports, task, id, &kept).await?;
            rows.push(row.clone());
            continue;
        }
        match decide(&wish, &checks, before) {
            Verdict::Left(row) => rows.push(row),
            Verdict::Change(change) => {
                rows.push(row_of(id, "changed", &change.kept));
                changes.push(*change);
            }
        }
    }
    if !wish.dry_run {
        ports.bulk_tasks.put_rows(task, task.pages, &rows).await?;
        let written: Vec<BulkRow> = stream::iter(changes)
            .map(|change| write(ports, task, &wish, &checks, change))
            .buffer_unordered(WRITES)
            .try_collect()
            .await?;
        for row in written {
            if let Some(place) = rows.iter_mut().find(|known| known.key == row.key) {
                *place = row;
            }
        }
        quote_again(ports, &rows, next.is_none()).await?;
    }
    Ok(Done { looked_at: ids.len() as u64, rows, next, ..Done::default() })
}

/// What the wish makes of one product.
fn decide(wish: &Wish, checks: &Checks, before: &Versioned<Product>) -> Verdict {
    let id = &before.value.id;
    let kept = |moved, refused| Kept {
        title: before.value.title.to_string(),
        version: before.version,
        moved,
        refused,
    };
    let left = |invalid: &Invalid| {
        Verdict::Left(row_of(id, "refused", &kept(Vec::new(), Some(Refused::of(invalid)))))
    };
    let after = match field_change::applied(&before.value, &wish.changes) {
        Ok(after) => after,
        Err(invalid) => return left(&invalid),
    };
    if after == before.value {
        return Verdict::Left(row_of(id, "unchanged", &kept(Vec::new(), None)));
    }
    if let Err(invalid) = checks.check(&before.value, &after) {
        return left(&invalid);
    }
    let moved = field_change::moved(&before.value, &after);
    Verdict::Change(Box::new(Change { before: before.clone(), after, kept: kept(moved, None) }))
}

/// Writes one product; where somebody else wrote it in between, it is decided again from what is stored now.
async fn write(
    ports: &Ports,
    task: &BulkTask,
    wish: &Wish,
    checks: &Checks,
    mut change: Change,
) -> Result<BulkRow, UseCaseError> {
    let id = change.before.value.id.clone();
    for _ in 0..TRIES {
        let mut after = Product { updated_at: ports.clock.now(), ..change.after.clone() };
        master::mark_typed(&change.before.value, &mut after);
        match ports.products.put(&after, change.before.version, &[]).await {
            Ok(_) => {
                audit(ports, task, &id, &change.kept).await?;
                return Ok(row_of(&id, "changed", &change.kept));
            }
            Err(StoreError::Conflict) => {}
            Err(StoreError::SkuTaken { .. }) => break,
            Err(error) => return Err(error.into()),
        }
        let Some(before) = ports.products.get(&id).await? else { break };
        match decide(wish, checks, &before) {
            Verdict::Left(row) => return Ok(row),
            Verdict::Change(again) => {
                change = *again;
                // What undoing leads back to is stored before it is written over.
                let row = row_of(&id, "changed", &change.kept);
                ports.bulk_tasks.put_rows(task, task.pages, &[row]).await?;
            }
        }
    }
    let kept = Kept { moved: Vec::new(), ..change.kept };
    Ok(row_of(&id, "conflict", &kept))
}

/// Has the products that changed quoted again, and notes at the end that reports over the catalogue are older than it.
async fn quote_again(ports: &Ports, rows: &[BulkRow], last: bool) -> Result<(), StoreError> {
    let products: Vec<ProductId> = rows
        .iter()
        .filter(|row| matches!(row.outcome.as_str(), "changed" | "restored"))
        .filter_map(|row| ProductId::parse(&row.key).ok())
        .collect();
    if !products.is_empty() {
        let message = PricingMessage::Products { products };
        ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await?;
    }
    if last { ports.report_moved().await } else { Ok(()) }
}

fn row_of(product: &ProductId, outcome: &str, kept: &Kept) -> BulkRow {
    BulkRow { key: product.to_string(), outcome: outcome.to_owned(), details: json!(kept) }
}

/// Once for a product, whatever is delivered twice: the entry is named after the task.
async fn audit(ports: &Ports, task: &BulkTask, product: &ProductId, kept: &Kept) -> Result<(), StoreError> {
    let changed: BTreeMap<String, serde_json::Value> = kept
        .moved
        .iter()
        .map(|moved| (moved.name(), json!({ "from": moved.from, "to": moved.to })))
        .collect();
    let entry = AuditEntry::of_task(
        task,
        product,
        "product.bulk_edit",
        product,
        json!({ "bulk_task": task.id, "changed": changed }),
    );
    ports.audit.append(&entry).await
}

async fn products_of(
    ports: &Ports,
    ids: &[ProductId],
) -> Result<BTreeMap<ProductId, Versioned<Product>>, StoreError> {
    let read = ports.products.get_many(ids).await?;
    Ok(read.into_iter().map(|product| (product.value.id.clone(), product)).collect())
}
