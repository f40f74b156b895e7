//! Taking a reading back, page by page of its rows.

use domain::{Product, ProductId, master::BasePrices};
use serde_json::json;

use super::{UndoWish, apply::Kept, audit_start};
use crate::{
    Ports, UseCaseError,
    catalogue::bulk::{self, Done},
    message::{Envelope, PricingMessage},
    ports::{AuditEntry, BulkRow, BulkTask},
};

/// Restores one page. A repeat finds what it restored and leaves it.
pub(crate) async fn page(ports: &Ports, task: &BulkTask) -> Result<Done, UseCaseError> {
    let UndoWish { task: of } = bulk::wished(task)?;
    if task.pages == 0 {
        audit_start(ports, task).await?;
    }
    let missing = || UseCaseError::NotFound { what: "bulk_task", id: of.to_string() };
    let original = ports.bulk_tasks.get(&of).await?.ok_or_else(missing)?.value;
    let number = task.pages;
    let rows = ports.bulk_tasks.rows(&of, number).await?;
    let kept: Vec<(ProductId, Kept)> =
        rows.iter().filter_map(|row| Some((ProductId::parse(&row.key).ok()?, Kept::of(row)?))).collect();
    let ids: Vec<ProductId> = kept.iter().map(|(id, _)| id.clone()).collect();
    let found = ports.products.get_many(&ids).await?;
    let mut done = Done { looked_at: kept.len() as u64, ..Done::default() };
    let mut restored = Vec::new();
    for (id, kept) in kept {
        let product = found.iter().find(|product| product.value.id == id);
        let row = |outcome: &str| BulkRow {
            key: id.to_string(),
            outcome: outcome.to_owned(),
            details: json!({ "title": kept.title }),
        };
        let Some(before) = product else {
            done.rows.push(row("left"));
            continue;
        };
        let (after, whole) = kept.before.put_back(&before.value, &kept.after);
        done.rows.push(row(if whole { "restored" } else { "left" }));
        if after != before.value {
            let after = Product { updated_at: ports.clock.now(), ..after };
            let bases = json!({ "from": BasePrices::of(&before.value).bases(), "to": BasePrices::of(&after).bases() });
            // Named and dated after the task: a repeat finds it.
            let entry = AuditEntry::of_task(
                task,
                &id,
                "product.base_reading_undo",
                &id,
                json!({ "bulk_task": task.id, "undoes": of, "bases": bases }),
            );
            ports.audit.append(&entry).await?;
            ports.products.put(&after, before.version, &[]).await?;
        }
        restored.push(id);
    }
    if !restored.is_empty() {
        let message = PricingMessage::Products { products: restored };
        ports.outbox.pricing(&[Envelope { v: 1, id: ports.ids.unique(), message }]).await?;
    }
    // A page that was begun and never counted has rows as well.
    let last = number >= original.pages;
    if last {
        ports.report_moved().await?;
    }
    done.next = (!last).then(|| (number + 1).to_string());
    Ok(done)
}
