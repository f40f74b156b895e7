//! Undoes a resolution of conflicts, page by page of its rows. Values that were changed since then stay and are
//! reported.

use domain::{Product, ids::BulkTaskId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    ConflictId,
    kept::{Kept, Own, Side, fields_of, put_own},
    resolve::{after_write, entry, kept_of, product_of},
};
use crate::{
    UseCaseError,
    catalogue::{
        bulk::{self, Done, Inline},
        products,
    },
    ports::{BulkKind, BulkRow, BulkTask, Ports},
};

/// The most pages that a request does itself.
const INLINE_PAGES: u32 = 10;

#[derive(Debug, Serialize, Deserialize)]
struct Wish {
    task: BulkTaskId,
}

/// Undoes a resolution: every record that still has its result gets the value from before.
///
/// # Errors
/// `bulk_task_running` while it is at work, `bulk_task_without_undo` for another kind of task.
pub async fn undo(ports: &Ports, actor: &str, task: &BulkTaskId) -> Result<BulkTask, UseCaseError> {
    let missing = || UseCaseError::NotFound { what: "bulk_task", id: task.to_string() };
    let known = ports.bulk_tasks.get(task).await?.ok_or_else(missing)?.value;
    if known.kind != BulkKind::ConflictsResolve {
        let reason = "the task resolved no conflicts".to_owned();
        return Err(UseCaseError::Refused { code: "bulk_task_without_undo", reason });
    }
    if !known.is_finished() && !known.is_stalled(ports.clock.now()) {
        let reason = "the task is still at work; wait until it has finished".to_owned();
        return Err(UseCaseError::Refused { code: "bulk_task_running", reason });
    }
    let id = BulkTaskId::derived(&["undo", task.as_str()]);
    let wish = bulk::wish(&Wish { task: task.clone() })?;
    let inline = Inline::new(ports, INLINE_PAGES);
    bulk::begin_here(ports, actor, id, BulkKind::ConflictsUndo, wish, inline, |ports, task| {
        Box::pin(page(ports, task))
    })
    .await
}

/// Undoes one page. A repeat finds what is already restored.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let Wish { task: of } = bulk::wished(task)?;
    let missing = || UseCaseError::NotFound { what: "bulk_task", id: of.to_string() };
    let original = ports.bulk_tasks.get(&of).await?.ok_or_else(missing)?.value;
    let rows = ports.bulk_tasks.rows(&of, task.pages).await?;
    let mut done = Done { looked_at: rows.len() as u64, ..Done::default() };
    for row in rows.into_iter().filter(|row| row.outcome == "resolved") {
        let (Some(kept), Ok(id)) = (kept_of(&row), ConflictId::parse(&row.key)) else { continue };
        let whole = restore(ports, task, &row, &id, &kept).await?;
        done.rows.push(BulkRow {
            outcome: if whole { "restored" } else { "left" }.to_owned(),
            details: json!({ "title": row.details.get("title"), "product": row.details.get("product") }),
            key: row.key,
        });
    }
    // A page that was begun but not counted also has rows.
    let last = task.pages >= original.pages;
    if last {
        ports.report_moved().await?;
    }
    done.next = (!last).then(|| (task.pages + 1).to_string());
    Ok(done)
}

/// Restores one conflict; returns whether everything is as before. Nothing is written if a part of it was changed
/// since.
async fn restore(
    ports: &Ports,
    task: &BulkTask,
    row: &BulkRow,
    id: &ConflictId,
    kept: &Kept,
) -> Result<bool, UseCaseError> {
    let (before, after) = &kept.listing;
    let Some(listing) = ports.listings.get(&id.listing).await? else { return Ok(false) };
    let held = Own::of(&listing.state.value, id);
    if held != *after && held != *before {
        return Ok(false);
    }
    let mut entries = Vec::new();
    let product = product_of(row).filter(|_| kept.product.is_some());
    if let (Some(product), Some((then, _))) = (&product, &kept.product) {
        let Some(now) = ports.products.get(product).await? else { return Ok(false) };
        match kept.side_of(&now.value) {
            Side::Neither => return Ok(false),
            Side::Before => {}
            Side::After => {
                let restored = fields_of(&now.value, then, &kept.names);
                let restored = Product { updated_at: ports.clock.now(), ..restored };
                ports.products.put(&restored, now.version, &[]).await?;
            }
        }
        let details = kept.product.as_ref().map(|(before, after)| products::differences(after, before));
        entries.push(entry(task, id, "product.edit", product.as_str(), details.unwrap_or_default()));
    }
    if !put_own(ports, id, after, before).await? {
        return Ok(false);
    }
    let details = json!({ "conflict": id, "bulk_task": task.id });
    entries.push(entry(task, id, "conflict.undo", &id.listing.to_string(), details));
    after_write(ports, id, product.as_ref(), entries).await?;
    Ok(true)
}
