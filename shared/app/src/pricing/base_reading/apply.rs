//! Carrying a reading out, a page at a time.

use std::collections::BTreeMap;

use domain::{Product, ProductId, master::BasePrices};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ReadingWish, audit_start, read, walk};
use crate::{
    Ports, StoreError, UseCaseError,
    catalogue::{
        bulk::{self, Done, PAGE},
        master_builder::sources::Context,
        products::differences,
    },
    message::{Envelope, PricingMessage},
    ports::{AuditEntry, BulkRow, BulkTask, Versioned},
    words::{self, row_refused},
};

/// Products written at once.
const WRITES: usize = 8;

/// What a row keeps of a product that was read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub at: Timestamp,
    pub title: String,
    pub before: BasePrices,
    pub after: BasePrices,
}

impl Kept {
    pub fn of(row: &BulkRow) -> Option<Self> {
        serde_json::from_value(row.details.clone()).ok()
    }
}

/// A product to write.
struct Change {
    before: Versioned<Product>,
    after: Product,
    kept: Kept,
}

/// Reads one page of products. What each contained before is stored before anything is written, so that a page that is
/// done in two goes still knows it.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let ReadingWish { reading } = bulk::wished(task)?;
    if task.pages == 0 {
        audit_start(ports, task).await?;
    }
    let walked = walk::page(ports, task.cursor.as_deref(), PAGE).await?;
    let context = Context::read(ports).await?;
    let stored: BTreeMap<String, BulkRow> = ports
        .bulk_tasks
        .rows(&task.id, task.pages)
        .await?
        .into_iter()
        .map(|row| (row.key.clone(), row))
        .collect();
    let (mut rows, mut changes) = (Vec::new(), Vec::new());
    let mut done = Done { looked_at: walked.products.len() as u64, next: walked.next, ..Done::default() };
    for (before, gathered) in walked.products {
        let known = stored.get(before.value.id.as_str()).and_then(|row| Some((row, Kept::of(row)?)));
        let now = BasePrices::of(&before.value);
        if let Some((row, kept)) = known.filter(|(_, kept)| kept.after == now) {
            // Written by an earlier delivery of this page; its entry in the audit may be missing.
            audit(ports, task, &before.value.id, &kept, None).await?;
            rows.push(row.clone());
            continue;
        }
        let after = match read(&context, reading, &before.value, &gathered) {
            Ok(after) => after,
            Err(problem) => {
                let mut details = row_refused(problem.code, &words::invalid(&problem));
                details["title"] = json!(before.value.title);
                rows.push(row_of(&before.value.id, "refused", details));
                continue;
            }
        };
        let kept = Kept {
            at: ports.clock.now(),
            title: before.value.title.to_string(),
            before: now,
            after: BasePrices::of(&after),
        };
        if kept.before == kept.after {
            *done.counts.entry("unchanged".to_owned()).or_insert(0) += 1;
            continue;
        }
        let outcome = if kept.before.same_bases(&kept.after) { "noted" } else { "changed" };
        rows.push(row_of(&before.value.id, outcome, json!(kept)));
        let after = Product { updated_at: ports.clock.now(), ..after };
        changes.push(Change { before, after, kept });
    }
    ports.bulk_tasks.put_rows(task, task.pages, &rows).await?;
    write(ports, task, changes).await?;
    quote_again(ports, &rows).await?;
    if done.next.is_none() {
        ports.report_moved().await?;
    }
    done.rows = rows;
    Ok(done)
}

async fn write(ports: &Ports, task: &BulkTask, changes: Vec<Change>) -> Result<(), StoreError> {
    stream::iter(changes)
        .map(|change| async move {
            ports.products.put(&change.after, change.before.version, &[]).await?;
            let differs = differences(&change.before.value, &change.after);
            audit(ports, task, &change.after.id, &change.kept, Some(differs)).await
        })
        .buffer_unordered(WRITES)
        .try_collect()
        .await
}

/// Has the products that were read quoted again, also those that an earlier delivery of the page wrote.
async fn quote_again(ports: &Ports, rows: &[BulkRow]) -> Result<(), StoreError> {
    let products: Vec<ProductId> = rows
        .iter()
        .filter(|row| row.outcome != "refused")
        .filter_map(|row| ProductId::parse(&row.key).ok())
        .collect();
    if products.is_empty() {
        return Ok(());
    }
    let message = PricingMessage::Products { products };
    ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await
}

fn row_of(product: &ProductId, outcome: &str, details: serde_json::Value) -> BulkRow {
    BulkRow { key: product.to_string(), outcome: outcome.to_owned(), details }
}

/// Once for a product, whatever is delivered twice: the entry is named after the task. Where only the origin is noted,
/// there is nothing that a person would look for.
async fn audit(
    ports: &Ports,
    task: &BulkTask,
    product: &ProductId,
    kept: &Kept,
    differs: Option<serde_json::Value>,
) -> Result<(), StoreError> {
    if kept.before.same_bases(&kept.after) {
        return Ok(());
    }
    let details = json!({
        "bulk_task": task.id, "wish": task.wish, "bases": { "from": kept.before.bases(), "to": kept.after.bases() },
        "changed": differs,
    });
    let entry = AuditEntry {
        at: kept.at,
        ..AuditEntry::of_task(task, product, "product.base_reading", product, details)
    };
    ports.audit.append(&entry).await
}
