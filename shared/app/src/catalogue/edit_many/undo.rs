//! Taking an edit of many products back, page by page of its rows. What somebody changed since is left alone and named.

use domain::{Product, ProductId, edit::field_change, ids::BulkTaskId, master};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Kept, products_of, quote_again};
use crate::{
    Ports, UseCaseError,
    catalogue::bulk::{self, Done, Inline},
    ports::{AuditEntry, BulkKind, BulkRow, BulkTask},
};

/// Pages that a request does itself at most.
const INLINE_PAGES: u32 = 4;

#[derive(Debug, Serialize, Deserialize)]
struct UndoWish {
    task: BulkTaskId,
}

/// Restores what the task changed: every field that still says what the task made of it.
///
/// # Errors
/// `bulk_task_running` while it is at work, `bulk_task_without_undo` for a trial run.
pub async fn undo(ports: &Ports, actor: &str, task: &BulkTask) -> Result<BulkTask, UseCaseError> {
    if task.kind != BulkKind::ProductsEdit {
        let reason = "only an edit that was carried out can be undone".to_owned();
        return Err(UseCaseError::Refused { code: "bulk_task_without_undo", reason });
    }
    if !task.is_finished() && !task.is_stalled(ports.clock.now()) {
        let reason = "the edit is still at work; wait until it has finished".to_owned();
        return Err(UseCaseError::Refused { code: "bulk_task_running", reason });
    }
    let id = BulkTaskId::derived(&["undo", task.id.as_str()]);
    let wish = bulk::wish(&UndoWish { task: task.id.clone() })?;
    let inline = Inline::new(ports, INLINE_PAGES);
    let begun =
        bulk::begin_here(ports, actor, id, BulkKind::ProductsEditUndo, wish, inline, |ports, task| {
            Box::pin(page(ports, task))
        })
        .await?;
    let entry = AuditEntry::of_task(
        &begun,
        "start",
        "products.bulk_edit_undo",
        &begun.id,
        json!({ "undoes": task.id }),
    );
    ports.audit.append(&entry).await?;
    Ok(begun)
}

/// Restores one page. A repeat finds what it restored and leaves it.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let UndoWish { task: of } = bulk::wished(task)?;
    let missing = || UseCaseError::NotFound { what: "bulk_task", id: of.to_string() };
    let original = ports.bulk_tasks.get(&of).await?.ok_or_else(missing)?.value;
    let rows = ports.bulk_tasks.rows(&of, task.pages).await?;
    let kept: Vec<(ProductId, Kept)> = rows
        .iter()
        .filter(|row| row.outcome == "changed")
        .filter_map(|row| Some((ProductId::parse(&row.key).ok()?, Kept::of(row)?)))
        .collect();
    let ids: Vec<ProductId> = kept.iter().map(|(id, _)| id.clone()).collect();
    let found = products_of(ports, &ids).await?;
    let mut done = Done { looked_at: kept.len() as u64, ..Done::default() };
    for (id, kept) in kept {
        let row = |outcome: &str, left: &[String]| BulkRow {
            key: id.to_string(),
            outcome: outcome.to_owned(),
            details: json!({ "title": kept.title, "left": left }),
        };
        let Some(before) = found.get(&id) else {
            done.rows.push(row("left", &[]));
            continue;
        };
        let (after, left) = put_back(&before.value, &kept);
        if after == before.value {
            // Restored by an earlier delivery of this page, or changed by somebody in every field.
            let restored = left.is_empty();
            done.rows.push(row(if restored { "restored" } else { "left" }, &left));
            continue;
        }
        let mut after = Product { updated_at: ports.clock.now(), ..after };
        master::mark_typed(&before.value, &mut after);
        // The restored number says nothing of what was sold since: it is as old as before the edit.
        after.set_at.extend(before.value.set_at.clone());
        match ports.products.put(&after, before.version, &[]).await {
            Ok(_) => {
                let entry = AuditEntry::of_task(
                    task,
                    &id,
                    "product.bulk_edit_undo",
                    &id,
                    json!({ "bulk_task": task.id, "undoes": of, "left": left }),
                );
                ports.audit.append(&entry).await?;
                done.rows.push(row(if left.is_empty() { "restored" } else { "partly_restored" }, &left));
            }
            // Somebody else wrote it just now: the page is delivered again and reads what is stored then.
            Err(error) => return Err(error.into()),
        }
    }
    // A page that was begun and never counted has rows as well.
    let last = task.pages >= original.pages;
    quote_again(ports, &done.rows, last).await?;
    done.next = (!last).then(|| (task.pages + 1).to_string());
    Ok(done)
}

/// The product with every field put back that still says what the edit made of it, and the names of those that do not.
fn put_back(now: &Product, kept: &Kept) -> (Product, Vec<String>) {
    let (mut after, mut left) = (now.clone(), Vec::new());
    for moved in &kept.moved {
        match field_change::value_of(&after, moved) {
            Some(value) if value == moved.from => {}
            Some(value) if value == moved.to => match field_change::restored(&after, moved) {
                Ok(restored) => after = restored,
                Err(_) => left.push(moved.name()),
            },
            _ => left.push(moved.name()),
        }
    }
    (after, left)
}

impl Kept {
    /// Whether `product` says in every changed field what the edit made of it.
    pub(super) fn is_shown_by(&self, product: &Product) -> bool {
        !self.moved.is_empty()
            && self
                .moved
                .iter()
                .all(|moved| field_change::value_of(product, moved).as_ref() == Some(&moved.to))
    }
}
